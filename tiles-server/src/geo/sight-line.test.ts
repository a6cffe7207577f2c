import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hiddenAlong } from './hidden-along.ts'
import { belowRoof, boxMissesTriangle, hiddenFrom, type Obstacle, obstacleOf, touchesObstacle } from './sight-line.ts'
import type { Position } from './types.ts'

type P = readonly [number, number]

const square = (west: number, south: number, side: number): P[] => [
  [west, south],
  [west + side, south],
  [west + side, south + side],
  [west, south + side],
]
const closed = (ring: readonly P[]): Position[] => [...ring, ring[0]!].map(([x, y]) => [x, y])
const building = (height: number, ...rings: P[][]): Obstacle => obstacleOf({ type: 'Polygon', coordinates: rings.map(closed) }, height)
const end = (lon: number, lat: number, height = Number.NaN) => ({ lon, lat, height })

/** Exact fractions: the oracle shares nothing with what it judges. */
interface Fraction {
  readonly n: bigint
  readonly d: bigint
}
const fraction = (n: bigint, d: bigint): Fraction => (d < 0n ? { n: -n, d: -d } : { n, d })
const less = (a: Fraction, b: Fraction): boolean => a.n * b.d < b.n * a.d
const middle = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.d + b.n * a.d, d: 2n * a.d * b.d })

/** Strictly inside by even-odd, for a point x/d, y/d: not on an edge. */
function isInside(rings: readonly (readonly P[])[], x: bigint, y: bigint, d: bigint): boolean {
  let inside = false
  for (const ring of rings) {
    for (const [i, p] of ring.entries()) {
      const q = ring[(i + 1) % ring.length]!
      const [px, py, qx, qy] = [p[0], p[1], q[0], q[1]].map(value => BigInt(value) * d) as [bigint, bigint, bigint, bigint]
      const side = (qx - px) * (y - py) - (qy - py) * (x - px)
      const isBetween = (a: bigint, b: bigint, v: bigint): boolean => (a <= v && v <= b) || (b <= v && v <= a)
      if (side === 0n && isBetween(px, qx, x) && isBetween(py, qy, y)) return false
      if (py > y !== qy > y && side > 0n === qy > py) inside = !inside
    }
  }
  return inside
}

/** Whether a line of sight is below the roof over the inside for more than a point: between all places where something could change. */
function isHidden(
  c: readonly [number, number, number],
  t: readonly [number, number, number],
  rings: readonly (readonly P[])[],
  roof: number,
): boolean {
  const [cx, cy, cz, tx, ty, tz] = [...c, ...t].map(BigInt) as [bigint, bigint, bigint, bigint, bigint, bigint]
  // Straight down there is no way over a footprint.
  if (cx === tx && cy === ty) return false
  const places: Fraction[] = [fraction(0n, 1n), fraction(1n, 1n)]
  for (const ring of rings) {
    for (const [i, p] of ring.entries()) {
      const q = ring[(i + 1) % ring.length]!
      const [px, py, qx, qy] = [p[0], p[1], q[0], q[1]].map(BigInt) as [bigint, bigint, bigint, bigint]
      const across = (tx - cx) * (qy - py) - (ty - cy) * (qx - px)
      if (across !== 0n) places.push(fraction((px - cx) * (qy - py) - (py - cy) * (qx - px), across))
      const length = (tx - cx) * (tx - cx) + (ty - cy) * (ty - cy)
      if (length > 0n) places.push(fraction((px - cx) * (tx - cx) + (py - cy) * (ty - cy), length))
    }
  }
  if (tz !== cz) places.push(fraction(BigInt(roof) - cz, tz - cz))
  const sorted = places.filter(({ n, d }) => n >= 0n && n <= d).sort((a, b) => (less(a, b) ? -1 : 1))
  return sorted.some((to, i) => {
    if (i === 0 || !less(sorted[i - 1]!, to)) return false
    const { n, d } = middle(sorted[i - 1]!, to)
    const isBelow = cz * d + n * (tz - cz) < BigInt(roof) * d
    return isBelow && isInside(rings, cx * d + n * (tx - cx), cy * d + n * (ty - cy), d)
  })
}

const coordinate = fc.integer({ min: 0, max: 8 })
const height = fc.integer({ min: 0, max: 9 })
const spot = fc.tuple(coordinate, coordinate, height)
/** Footprints on whole numbers, so that sight lines touch corners and run along walls all the time. */
const footprint = fc.constantFrom<P[][]>(
  [square(2, 2, 4)],
  [square(1, 1, 6), square(3, 3, 2)],
  [square(1, 1, 6), square(1, 1, 2).map(([x, y]): P => [x + 1, y + 1])],
  [
    [
      [1, 1],
      [7, 1],
      [7, 7],
      [5, 7],
      [5, 3],
      [3, 3],
      [3, 7],
      [1, 7],
    ],
  ],
  [
    [
      [4, 0],
      [8, 4],
      [4, 8],
      [0, 4],
    ],
    [
      [4, 2],
      [6, 4],
      [4, 6],
      [2, 4],
    ],
  ],
  [
    [
      [1, 1],
      [6, 2],
      [3, 7],
    ],
  ],
  // A hole that touches the outer ring with a corner inside an edge.
  [
    square(0, 0, 8),
    [
      [4, 0],
      [6, 3],
      [2, 3],
    ],
  ],
)

describe('a building in the line of sight', () => {
  it('hides what exact arithmetic says, corners and walls included', () => {
    fc.assert(
      fc.property(spot, spot, footprint, fc.integer({ min: 1, max: 9 }), (c, t, rings, roof) => {
        const share = hiddenFrom(end(...c), end(...t), building(roof, ...rings))
        expect(share >= 0).toBe(isHidden(c, t, rings, roof))
        expect(share).toBeLessThan(1)
      }),
      { numRuns: 20_000 },
    )
  })

  it('hides at any height where its own or the camera’s is not known', () => {
    fc.assert(
      fc.property(spot, spot, footprint, (c, t, rings) => {
        const hides = isHidden([c[0], c[1], 0], [t[0], t[1], 0], rings, 9)
        expect(hiddenFrom(end(...c), end(...t), building(Number.NaN, ...rings)) >= 0).toBe(hides)
        expect(hiddenFrom(end(c[0], c[1]), end(...t), building(5, ...rings)) >= 0).toBe(hides)
      }),
      { numRuns: 5000 },
    )
  })

  it('hides from where the line is inside and below, and not before, by dense samples of lines in a real city', () => {
    const small = (min: number, max: number) => fc.double({ min, max, noNaN: true })
    const corner = fc.tuple(small(0.2, 1), small(0, 1))
    fc.assert(
      fc.property(
        fc.array(corner, { minLength: 3, maxLength: 9 }),
        small(0, 7),
        small(0, 7),
        small(1, 30),
        small(0, 30),
        small(0, 6),
        (corners, a, b, roof, from, to) => {
          // A star around its middle: simple whatever the corners are.
          const star = corners.map(([r], i): P => {
            const angle = (2 * Math.PI * (i + corners[i]![1] * 0.9)) / corners.length
            return [114.3 + 2e-4 * r * Math.cos(angle), 22.7 + 2e-4 * r * Math.sin(angle)]
          })
          const c: P = [114.3 + 5e-4 * Math.cos(a), 22.7 + 5e-4 * Math.sin(a)]
          const t: P = [114.3 + 4e-4 * Math.cos(b), 22.7 + 4e-4 * Math.sin(b)]
          const isIn = (at: number): boolean => {
            const [x, y] = [c[0] + at * (t[0] - c[0]), c[1] + at * (t[1] - c[1])]
            if (from + at * (to - from) >= roof) return false
            let inside = false
            for (const [i, [px, py]] of star.entries()) {
              const [qx, qy] = star[(i + 1) % star.length]!
              if (py > y !== qy > y && x < px + ((y - py) / (qy - py)) * (qx - px)) inside = !inside
            }
            return inside
          }
          const samples = Array.from({ length: 2000 }, (_, i) => (i + 0.5) / 2000).filter(isIn)
          const share = hiddenFrom(end(...c, from), end(...t, to), building(roof, star))
          if (samples.length > 0) expect(Math.abs(share - samples[0]!)).toBeLessThan(1 / 2000)
          else if (share >= 0) expect([1e-9, 1e-8, 1e-7, 1e-6, 1e-5].some(after => isIn(share + after))).toBe(true)
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('is touched by what stands in it or at its walls', () => {
    const court = building(5, square(1, 1, 6), square(3, 3, 2))
    expect(
      [
        [1, 1],
        [1, 4],
        [2, 2],
        [3, 3],
        [5, 4],
      ].map(([x, y]) => touchesObstacle(court, x!, y!)),
    ).toEqual([true, true, true, true, true])
    expect(
      [
        [4, 4],
        [0, 1],
        [8, 8],
      ].map(([x, y]) => touchesObstacle(court, x!, y!)),
    ).toEqual([false, false, false])
  })

  it('is below the roof for a share of the way', () => {
    expect(belowRoof(10, 0, 5)).toEqual([0.5, 1])
    expect(belowRoof(0, 10, 5)).toEqual([0, 0.5])
    expect(belowRoof(4, 1, 5)).toEqual([0, 1])
    expect(belowRoof(5, 5, 5)).toEqual([1, 0])
    expect(belowRoof(9, 5, 5)).toEqual([1, 0])
    expect(belowRoof(9, 5, Number.NaN)).toEqual([0, 1])
  })
})

describe('the shadow of a building on a line', () => {
  it('holds exactly the places that it hides, away from its edges', () => {
    fc.assert(
      fc.property(
        spot,
        spot,
        spot,
        footprint,
        fc.integer({ min: 1, max: 9 }),
        fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 20, maxLength: 20 }),
        (c, a, b, rings, roof, shares) => {
          const leg = { dLon: a[0] - c[0], dLat: a[1] - c[1], alongLon: b[0] - a[0], alongLat: b[1] - a[1] }
          const spans = hiddenAlong(end(...c), a[2], leg, building(roof, ...rings), [0, 1])
          for (const [i, [from, to]] of spans.entries()) {
            expect(from).toBeGreaterThanOrEqual(i === 0 ? 0 : spans[i - 1]![1])
            expect(to).toBeGreaterThan(from)
            expect(to).toBeLessThanOrEqual(1)
          }
          for (const thousandths of shares) {
            const u = thousandths / 1000
            if (spans.some(([from, to]) => Math.abs(from - u) < 1e-6 || Math.abs(to - u) < 1e-6)) continue
            const isIn = spans.some(([from, to]) => from < u && u < to)
            // Larger by this much, the places are on whole numbers again; a single place that is seen along a wall has no length.
            const steps = 2_000_000
            const scaled = rings.map(ring => ring.map(([x, y]): P => [steps * x, steps * y]))
            const hides = [-1, 0, 1].filter(step => {
              const along = 2000 * thousandths + step
              const target = [steps * a[0] + along * (b[0] - a[0]), steps * a[1] + along * (b[1] - a[1]), a[2]] as const
              return isHidden([steps * c[0], steps * c[1], c[2]], target, scaled, roof)
            })
            expect(isIn).toBe(hides.length >= 2)
          }
        },
      ),
      { numRuns: 1500 },
    )
  })
})

it('a box is told to miss a triangle only when no corner of a grid in it lies in the triangle', () => {
  const point = fc.tuple(coordinate, coordinate)
  fc.assert(
    fc.property(point, point, point, point, fc.integer({ min: 0, max: 3 }), (a, b, c, [x, y], side) => {
      if (!boxMissesTriangle({ minX: x, minY: y, maxX: x + side, maxY: y + side }, [a, b, c])) return
      const turn = (p: P, q: P, r: P): number => (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])
      for (let i = 0; i <= 2 * side; i++) {
        for (let j = 0; j <= 2 * side; j++) {
          const p: P = [x + i / 2, y + j / 2]
          const signs = [turn(a, b, p), turn(b, c, p), turn(c, a, p)]
          expect(signs.every(sign => sign >= 0) || signs.every(sign => sign <= 0)).toBe(false)
        }
      }
    }),
  )
})
