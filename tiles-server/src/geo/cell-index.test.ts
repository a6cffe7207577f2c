import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isInside, type Ring } from '../../../test/proofs/exact.ts'
import { seededRandom } from '../kernel/index.ts'
import { CellIndex } from './cell-index.ts'
import { buildCellIndex } from './cell-index-build.ts'

type Point = readonly [x: number, y: number]

/** A star-shaped ring: its vertices lie on rays from its centre, in order, at any distance. */
function star(random: () => number, [cx, cy]: Point, reach: number, vertices: number): Ring {
  const points = Array.from({ length: vertices }, (_, i): Point => {
    const angle = ((i + 0.9 * random()) / vertices) * 2 * Math.PI
    const r = reach * (0.02 + 0.98 * random() ** 3)
    return [cx + Math.round(r * Math.cos(angle)), cy + Math.round(r * Math.sin(angle))]
  })
  return points.filter((p, i) => p.join() !== points[(i + 1) % points.length]!.join())
}

const flat = (ring: Ring): Int32Array => Int32Array.from(ring.flat())
const indexOf = (faces: readonly (readonly Ring[])[]): CellIndex => new CellIndex(buildCellIndex(faces.map(rings => rings.map(flat))))

/** Vertices, places on and beside edges, and places around. */
function probes(random: () => number, faces: readonly (readonly Ring[])[]): Point[] {
  const beside = ([x, y]: Point): Point[] => [-1, 0, 1].flatMap(dx => [-1, 0, 1].map((dy): Point => [x + dx, y + dy]))
  return faces.flat().flatMap(ring =>
    ring.flatMap((a, i) => {
      const b = ring[(i + 1) % ring.length]!
      const t = random()
      const on: Point = [Math.round(a[0] + t * (b[0] - a[0])), Math.round(a[1] + t * (b[1] - a[1]))]
      const around: Point = [
        Math.round(a[0] + (b[0] - a[0]) * 3 * (random() - 0.5)),
        Math.round(b[1] + (a[1] - b[1]) * 3 * (random() - 0.5)),
      ]
      return [...beside(a), ...beside(on), around]
    }),
  )
}

describe('CellIndex', () => {
  it('answers as the exact judge does, for faces of any size, crowded in one place and far apart', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 ** 31 }),
        fc.constantFrom(30, 2_000, 1_000_000, 20_000_000),
        fc.integer({ min: 3, max: 90 }),
        (seed, reach, vertices) => {
          const random = seededRandom(seed)
          // Crowded: stars side by side; one far away; one with a hole.
          const faces = [0, 1, 2, 3].map(i => [star(random, [700_000_000 + i * 2 * (reach + 1), 300_000_000], reach, vertices)])
          faces.push([star(random, [-1_700_000_000, -800_000_000], 1_000, 5)])
          const [cx, cy] = [-1_000_000_000, 500_000_000]
          const square: Ring = [
            [cx - reach, cy - reach],
            [cx + reach, cy - reach],
            [cx + reach, cy + reach],
            [cx - reach, cy + reach],
          ]
          faces.push([square, star(random, [cx, cy], reach - 1, vertices)])
          const index = indexOf(faces)
          const wrong = probes(random, faces).filter(([x, y]) => index.find(x, y) !== faces.findIndex(rings => isInside(x, y, rings)))
          expect(wrong).toEqual([])
        },
      ),
      { numRuns: 150 },
    )
  })

  it('knows nothing of no faces, of collapsed ones, and of places beyond all', () => {
    expect(indexOf([]).find(0, 0)).toBe(-1)
    const spike: Ring = [
      [0, 0],
      [100, 100],
      [200, 200],
    ]
    const index = indexOf([[spike]])
    expect([index.find(100, 100), index.find(50, 51), index.find(0, 0)]).toEqual([-1, -1, -1])
    const far = [Number.NaN, Infinity, -Infinity, 2 ** 40, -(2 ** 40)]
    expect(far.map(x => index.find(x, 50))).toEqual(far.map(() => -1))
  })
})
