import fc from 'fast-check'
import { expect, it } from 'vitest'
import { LATTICE, type Position } from '../../geo/index.ts'
import { prepareFence, type Zone } from './fence.ts'
import type { CompiledFence, FenceZone } from './types.ts'
import { ZoneIndex } from './zone-index.ts'

const degrees = (steps: number): number => Math.round(steps) / LATTICE

/** Places in all quarters of the world, some at its rims and on the borders of blocks. */
const middles = fc.constantFrom<[number, number]>(
  [1_139_412_345, 225_012_345],
  [-1_139_412_345, -225_012_345],
  [0, 0],
  [65_536 * 20_000, -65_536 * 5_000],
  [1_799_000_000, 700_000_000],
  [-1_799_000_000, -700_000_000],
)
/** From a fifth of a cell to ten blocks, lattice steps. */
const size = fc.constantFrom(900, 9_000, 60_000, 700_000)

const zoneAt = (middle: [number, number]) =>
  fc
    .record({
      isLine: fc.boolean(),
      radius: size,
      offset: fc.tuple(fc.integer({ min: -200_000, max: 200_000 }), fc.integer({ min: -200_000, max: 200_000 })),
      corners: fc.array(fc.double({ min: 0.2, max: 1, noNaN: true }), { minLength: 3, maxLength: 12 }),
      width: fc.constantFrom(5, 80, 900),
    })
    .map(({ isLine, radius, offset, corners, width }) => {
      const ring = corners.map((share, i): Position => {
        const angle = (i / corners.length) * 2 * Math.PI
        const at = (half: number, by: number, turn: number): number => degrees(half + by + share * radius * turn)
        return [at(middle[0], offset[0], Math.cos(angle)), at(middle[1], offset[1], Math.sin(angle))]
      })
      const geometry: FenceZone['geometry'] = isLine
        ? { type: 'LineString', coordinates: ring }
        : { type: 'Polygon', coordinates: [[...ring, ring[0]!]] }
      return { geometry, width }
    })

const worlds = middles.chain(middle => fc.tuple(fc.constant(middle), fc.array(zoneAt(middle), { minLength: 1, maxLength: 8 })))

const prepared = (zones: readonly { geometry: FenceZone['geometry']; width: number }[]): Zone[] =>
  zones.flatMap(({ geometry, width }, i) => {
    const rule: CompiledFence = {
      ...{ id: `f${i}`, version: 1, enabled: true, severity: 'minor', detect: ['enter'], objects: 'all', margin: null, cooldown: 0 },
      zones: [{ id: 'z', geometry }],
      confirm: { fixes: 1, seconds: 0 },
      maxGap: { seconds: 60, metres: 1000 },
      ...(geometry.type === 'LineString' && { corridor: { width } }),
    }
    return prepareFence(rule, 0).zones
  })

it('a cell says of every place what each zone says of it, while zones come, and knows when it no longer does', () => {
  fc.assert(
    fc.property(worlds, fc.array(fc.tuple(fc.integer(), fc.integer()), { minLength: 20, maxLength: 60 }), ([middle, shapes], spots) => {
      const zones = prepared(shapes)
      const index = new ZoneIndex()
      const alike = new Map<number, readonly Zone[]>()
      const asked: { x: number; y: number; cell: ReturnType<ZoneIndex['at']> }[] = []
      for (let known = 0; known <= zones.length; known++) {
        if (known > 0) index.add([zones[known - 1]!])
        const near = zones.flatMap(({ shape: { edges } }) => [[edges[0]!, edges[1]!] as const])
        const places = [...near, ...spots.map(([dx, dy]) => [middle[0] + (dx % 500_000), middle[1] + (dy % 500_000)] as const)]
        for (const [x, y] of places) asked.push({ x, y, cell: index.at(x, y) })
        // Without zones that come a place stays in its cell.
        for (const { x, y, cell } of asked.slice(-places.length)) expect(index.at(x, y)).toBe(cell)
        for (const { x, y, cell } of asked) {
          if (index.at(x, y) !== cell) continue
          const held = zones.slice(0, known).filter(({ shape }) => shape.holds(x, y, x / LATTICE, y / LATTICE))
          const found: Zone[] = []
          const count = index.holding(cell, x, y, x / LATTICE, y / LATTICE, found)
          expect(count).toBe(held.length)
          expect(new Set(found.slice(0, count))).toEqual(new Set(held))
          // Cells without a rim that have the same number say the same.
          if (!index.hasRims(cell)) expect(new Set(alike.get(cell) ?? held)).toEqual(new Set(held))
          alike.set(cell, held)
        }
      }
    }),
    { numRuns: 150 },
  )
})
