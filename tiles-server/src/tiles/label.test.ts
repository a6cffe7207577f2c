import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LayerDef } from '../contract/index.ts'
import type { Position } from '../geo/index.ts'
import type { LiveFeature } from '../live/index.ts'
import { WGS84 } from './frame.ts'
import { labelAt, labelIn } from './label.ts'

const def = LayerDef.parse({
  id: 'grid',
  title: { 'zh-CN': '网格', en: 'Grid' },
  kind: 'unit',
  level: 4,
  geometry: 'polygon',
  focus: [14, 16],
  properties: [],
})

function unit(ring: Position[]): LiveFeature {
  const [xs, ys] = [0, 1].map(axis => ring.map(position => position[axis]!)) as [number[], number[]]
  return {
    id: 'u1',
    version: 1,
    geometry: { type: 'Polygon', coordinates: [[...ring, ring[0]!]] },
    properties: {},
    minX: Math.min(...xs),
    minY: Math.min(...ys),
    maxX: Math.max(...xs),
    maxY: Math.max(...ys),
  }
}

/** Half planes that all have the point on the same side: an oracle for convex rings that shares nothing with even-odd. */
const inConvex = (ring: readonly Position[], x: number, y: number): boolean => {
  const sides = ring.map(([ax, ay], i) => {
    const [bx, by] = ring[(i + 1) % ring.length]!
    return Math.sign((bx! - ax!) * (y - ay!) - (by! - ay!) * (x - ax!))
  })
  return sides.every(side => side >= 0) || sides.every(side => side <= 0)
}

const toLon = (x: number, zoom: number): number => (x / (4096 * 2 ** zoom)) * 360 - 180
const toLat = (y: number, zoom: number): number => (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / (4096 * 2 ** zoom)))) * 180) / Math.PI

test('the name stands inside the unit, at the same place at every zoom of the level', () => {
  const corners = fc.tuple(
    fc.double({ min: 0.002, max: 0.02, noNaN: true }),
    fc.double({ min: 0.002, max: 0.02, noNaN: true }),
    fc.integer({ min: 3, max: 12 }),
  )
  fc.assert(
    fc.property(corners, ([rx, ry, count]) => {
      const ring = Array.from({ length: count }, (_, i): Position => {
        const angle = (i / count) * 2 * Math.PI
        return [113 + rx * Math.cos(angle), 33 + ry * Math.sin(angle)]
      })
      const feature = unit(ring)
      const places = [14, 15, 16].map(zoom => {
        const [x, y] = labelAt(feature, def, zoom, WGS84)!
        return [toLon(x + 0.5, zoom), toLat(y + 0.5, zoom)] as const
      })
      for (const [lon, lat] of places) {
        expect(inConvex(ring, lon, lat)).toBe(true)
        expect(lon).toBeCloseTo(places[0]![0], 4)
        expect(lat).toBeCloseTo(places[0]![1], 4)
      }
    }),
  )
})

test('it stands in the wide part of a key, not at its middle', () => {
  const key = unit([
    [113, 33],
    [113.01, 33],
    [113.01, 33.0049],
    [113.03, 33.0049],
    [113.03, 33.0051],
    [113.01, 33.0051],
    [113.01, 33.01],
    [113, 33.01],
  ])
  const [x, y] = labelAt(key, def, 16, WGS84)!
  expect(toLon(x, 16)).toBeCloseTo(113.005, 3)
  expect(toLat(y, 16)).toBeCloseTo(33.005, 2)
})

test('exactly one tile of a zoom has it', () => {
  const wide = unit([
    [113, 33],
    [113.2, 33],
    [113.2, 33.2],
    [113, 33.2],
  ])
  const [x, y] = labelAt(wide, def, 14, WGS84)!
  const [tx, ty] = [Math.floor(x / 4096), Math.floor(y / 4096)]
  const owners = [-1, 0, 1].flatMap(dx => [-1, 0, 1].filter(dy => labelIn(wide, def, [14, tx + dx, ty + dy], WGS84) !== null))
  expect(owners).toEqual([0])
})

test('a small unit that a coarse zoom rounds far away is named within its own bounds at every zoom', () => {
  // The grid of zoom 1 has its lines 4.9 km apart; the unit lies across the middle between two of them.
  const small = unit([
    [114.015, 31],
    [114.017, 31],
    [114.017, 31.001],
    [114.015, 31.001],
  ])
  for (let zoom = 0; zoom <= 16; zoom++) {
    const [x, y] = labelAt(small, { ...def, focus: [0, 16] }, zoom, WGS84)!
    const unitAt = 360 / (4096 * 2 ** zoom)
    expect(toLon(x, zoom)).toBeGreaterThanOrEqual(114.015 - unitAt)
    expect(toLon(x, zoom)).toBeLessThanOrEqual(114.017)
    expect(toLat(y, zoom)).toBeGreaterThanOrEqual(31 - 1e-9)
    expect(toLat(y, zoom)).toBeLessThanOrEqual(31.001 + unitAt)
  }
})
