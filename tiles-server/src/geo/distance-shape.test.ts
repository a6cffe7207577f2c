import fc from 'fast-check'
import geographiclib from 'geographiclib-geodesic'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../kernel/index.ts'
import { DistanceShape } from './distance-shape.ts'
import { nearness } from './nearness.ts'
import type { Geometry, Position } from './types.ts'

const distance = (a: Position, b: Position): number => geographiclib.Geodesic.WGS84.Inverse(a[1]!, a[0]!, b[1]!, b[0]!).s12!

/** The shortest geodesic to an edge by looking everywhere: many places, then closer and closer around the best few of them. */
function searched(p: Position, a: Position, b: Position): number {
  const at = (t: number): Position => [a[0]! + t * (b[0]! - a[0]!), a[1]! + t * (b[1]! - a[1]!)]
  const steps = 400
  const tried = Array.from({ length: steps + 1 }, (_, i) => ({ t: i / steps, metres: distance(p, at(i / steps)) }))
  const best = [...tried].sort((x, y) => x.metres - y.metres).slice(0, 4)
  return Math.min(
    ...best.map(({ t }) => {
      let [low, high] = [Math.max(0, t - 1 / steps), Math.min(1, t + 1 / steps)]
      for (let turn = 0; turn < 80; turn++) {
        const [x, y] = [low + (high - low) * 0.382, low + (high - low) * 0.618]
        if (distance(p, at(x)) < distance(p, at(y))) high = y
        else low = x
      }
      return Math.min(distance(p, at(low)), distance(p, at(high)), distance(p, at(t)))
    }),
  )
}

const line = (...coordinates: Position[]): Geometry => ({ type: 'LineString', coordinates })

/** Places near each other in a city, in a country, on the globe, at the poles, at the antimeridian. */
const scenes: [name: string, lon: [number, number], lat: [number, number]][] = [
  ['city', [113, 113.05], [33, 33.05]],
  ['country', [110, 114], [30, 34]],
  ['globe', [-180, 180], [-90, 90]],
  ['north pole', [-180, 180], [88, 90]],
  ['south pole', [-180, 180], [-90, -89.9]],
  ['near the antimeridian', [177, 183], [-20, -10]],
  ['far north', [20, 24], [78, 81]],
]
const folded = (lon: number): number => (lon > 180 ? lon - 360 : lon)

describe.each(scenes)('distances in the scene %s', (_, lons, lats) => {
  const place = fc
    .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([x, y]): Position => [folded(lons[0] + x * (lons[1] - lons[0])), lats[0] + y * (lats[1] - lats[0])])

  it('to an edge are within a millimetre of what a search of the whole edge finds', () => {
    fc.assert(
      fc.property(place, place, place, (p, a, b) => {
        const found = new DistanceShape(line(a, b)).nearest(p[0]!, p[1]!)!
        expect(Math.abs(found.metres - searched(p, a, b))).toBeLessThan(1e-3)
        expect(Math.abs(found.metres - distance(p, [found.lon, found.lat]))).toBeLessThan(1e-6)
      }),
      { numRuns: 60 },
    )
  })

  it('are never below the bound, box against box', () => {
    fc.assert(
      fc.property(place, place, place, place, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (a, b, c, d, shares) => {
        const box = (p: Position, q: Position) =>
          [Math.min(p[0]!, q[0]!), Math.min(p[1]!, q[1]!), Math.max(p[0]!, q[0]!), Math.max(p[1]!, q[1]!)] as const
        const [one, two] = [box(a, b), box(c, d)]
        const inside = ([w, s, e, n]: typeof one): Position => [w + shares.next().value * (e - w), s + shares.next().value * (n - s)]
        const bound = Math.max(nearness(one).toBox(...two), nearness(two).toBox(...one))
        for (let i = 0; i < 20; i++) expect(bound).toBeLessThanOrEqual(distance(inside(one), inside(two)) + 1e-6)
      }),
      { numRuns: 100 },
    )
  })

  it('between lines are those between their nearest edges, whichever asks', () => {
    fc.assert(
      fc.property(fc.array(place, { minLength: 2, maxLength: 5 }), fc.array(place, { minLength: 2, maxLength: 5 }), (a, b) => {
        const [one, two] = [new DistanceShape(line(...a)), new DistanceShape(line(...b))]
        const there = one.apart(two)!
        expect(Math.abs(there.metres - two.apart(one)!.metres)).toBeLessThan(1e-3)
        expect(Math.abs(there.metres - distance([...there.from], [...there.to]))).toBeLessThan(1e-3)
        // No vertex of one is nearer to an edge of the other.
        for (const [own, other] of [
          [a, b],
          [b, a],
        ] as const) {
          for (const vertex of own) {
            for (let i = 1; i < other.length; i++) {
              expect(there.metres).toBeLessThan(searched(vertex, other[i - 1]!, other[i]!) + 1e-3)
            }
          }
        }
      }),
      { numRuns: 12 },
    )
  })
})

describe('distances to shapes', () => {
  const square = (west: number, south: number, size: number): Position[] => [
    [west, south],
    [west + size, south],
    [west + size, south + size],
    [west, south + size],
    [west, south],
  ]
  const holed: Geometry = { type: 'Polygon', coordinates: [square(10, 10, 1), square(10.4, 10.4, 0.2)] }

  it('are nothing inside an area, and go to the rim from outside and from a hole', () => {
    const shape = new DistanceShape(holed)
    expect(shape.nearest(10.1, 10.1)).toEqual({ metres: 0, lon: 10.1, lat: 10.1 })
    const west = shape.nearest(9.9, 10.5)!
    expect(west.metres).toBeCloseTo(searched([9.9, 10.5], [10, 10], [10, 11]), 3)
    expect(shape.nearest(10.5, 10.5)!.metres).toBeCloseTo(
      Math.min(searched([10.5, 10.5], [10.4, 10.4], [10.4, 10.6]), searched([10.5, 10.5], [10.4, 10.4], [10.6, 10.4])),
      3,
    )
    expect(shape.nearest(9.9, 10.5, west.metres - 0.01)).toBeUndefined()
    expect(shape.nearest(9.9, 10.5, west.metres + 0.01)).toEqual(west)
  })

  it('round nothing: a point less than a lattice step outside is outside', () => {
    const shape = new DistanceShape({ type: 'Polygon', coordinates: [square(0, 0, 1)] })
    for (const p of [
      [-4e-8, 0.5],
      [1 + 4e-8, 0.5],
      [0.5, -4e-8],
      [0.5, 1 + 4e-8],
    ]) {
      const { metres } = shape.nearest(p[0]!, p[1]!)!
      expect(metres).toBeGreaterThan(0.004)
      expect(metres).toBeLessThan(0.005)
    }
    expect(shape.nearest(0.5, 4e-8)!.metres).toBe(0)
  })

  it('are nothing where shapes cross, or one lies in the other, and are found to and from points and collections', () => {
    const shape = new DistanceShape(holed)
    const apart = (geometry: Geometry): number => shape.apart(new DistanceShape(geometry))!.metres
    expect(apart(line([9, 10.5], [10.2, 10.5]))).toBe(0)
    expect(apart(line([10.1, 10.1], [10.2, 10.2]))).toBe(0)
    expect(apart(line([10.45, 10.5], [10.55, 10.5]))).toBeCloseTo(searched([10.45, 10.5], [10.4, 10.4], [10.4, 10.6]), 3)
    expect(apart({ type: 'Polygon', coordinates: [square(9, 9, 4)] })).toBe(0)
    const points: Geometry = {
      type: 'GeometryCollection',
      geometries: [
        {
          type: 'MultiPoint',
          coordinates: [
            [12, 10.5],
            [9.8, 10.5],
          ],
        },
        { type: 'Point', coordinates: [20, 20] },
      ],
    }
    expect(apart(points)).toBeCloseTo(searched([9.8, 10.5], [10, 10], [10, 11]), 3)
  })

  it('are the same for many edges as for each alone', () => {
    const random = seededRandom(4)
    const ring = Array.from({ length: 300 }, (_, i): Position => {
      const angle = (i / 300) * 2 * Math.PI
      const r = 0.02 * (0.3 + 0.7 * random())
      return [113 + r * Math.cos(angle), 33 + r * Math.sin(angle)]
    })
    const shape = new DistanceShape(line(...ring))
    for (let i = 0; i < 40; i++) {
      const p: Position = [112.95 + 0.1 * random(), 32.95 + 0.1 * random()]
      const alone = ring.slice(1).map((b, k) => new DistanceShape(line(ring[k]!, b)).nearest(p[0]!, p[1]!)!.metres)
      expect(shape.nearest(p[0]!, p[1]!)!.metres).toBeCloseTo(Math.min(...alone), 6)
    }
  })
})
