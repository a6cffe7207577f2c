import fc from 'fast-check'
import gcoord from 'gcoord'
import { describe, expect, test } from 'vitest'
import { type Bbox, latToY, lonToX } from '../geo/index.ts'
import { GCJ02, WGS84 } from './frame.ts'

const toGcj = (position: readonly number[]): [number, number] => gcoord.transform([position[0]!, position[1]!], gcoord.WGS84, gcoord.GCJ02)

/** Never -0, which is the same place as 0 and nothing more. */
const between = (min: number, max: number) => fc.double({ min, max, noNaN: true }).map(value => value + 0)
/** Where the shift sets in: the edges of gcoord's box, and some way around them. */
const nearEdge = fc.oneof(
  fc.tuple(
    fc.constantFrom(72.004, 137.8347).chain(edge => between(edge - 0.03, edge + 0.03)),
    between(-10, 60),
  ),
  fc.tuple(
    between(70, 140),
    fc.constantFrom(0.8293, 55.8271).chain(edge => between(edge - 0.03, edge + 0.03)),
  ),
)
const position = fc.oneof(fc.tuple(between(73, 137), between(1, 55)), nearEdge, fc.tuple(between(-180, 180), between(-85, 85)))
const side = fc.oneof(between(0, 0.01), between(0, 0.3), between(0, 30))
const around = fc.tuple(position, side, side, between(0, 1), between(0, 1))
const boxAround = ([x, y]: readonly number[], width: number, height: number, u: number, v: number): Bbox => [
  x! - width * u,
  y! - height * v,
  x! + width * (1 - u),
  y! + height * (1 - v),
]
const holds = (box: Bbox, [x, y]: readonly number[]): boolean => box[0] <= x! && x! <= box[2] && box[1] <= y! && y! <= box[3]

describe('the frame of GCJ-02', () => {
  test('moves positions, arcs and world coordinates as gcoord does', () => {
    fc.assert(
      fc.property(position, at => {
        const [lon, lat] = toGcj(at)
        expect(GCJ02.position(at)).toEqual([lon, lat])
        const [x, y] = GCJ02.world(lonToX(at[0]), latToY(at[1]))
        expect(Math.abs(x - lonToX(lon))).toBeLessThan(1e-3)
        const points = Int32Array.from(at.map(value => Math.round(value * 1e7)))
        const drawn = toGcj([points[0]! / 1e7, points[1]! / 1e7])
        expect([...GCJ02.arc({ key: 'a', points, world: null, zooms: null })]).toEqual([lonToX(drawn[0]), latToY(drawn[1])])
        // Back and forth through the projection may step over the edge of the box, where the shift jumps.
        fc.pre(Math.min(...[72.004, 137.8347].map(edge => Math.abs(at[0] - edge))) > 1e-9)
        fc.pre(Math.min(...[0.8293, 55.8271].map(edge => Math.abs(at[1] - edge))) > 1e-9)
        expect(x).toBeCloseTo(lonToX(lon), 12)
        expect(y).toBeCloseTo(latToY(lat), 12)
      }),
      { numRuns: 2000 },
    )
  })

  test('finds where what is drawn in a box may lie, and where what lies in a box may be drawn', () => {
    fc.assert(
      fc.property(around, fc.constantFrom(1, 8), ([at, width, height, u, v], parts) => {
        expect(holds(GCJ02.source(boxAround(toGcj(at), width, height, u, v)), at)).toBe(true)
        expect(holds(GCJ02.image(boxAround(at, width, height, u, v), parts), toGcj(at))).toBe(true)
      }),
      { numRuns: 20_000 },
    )
  })

  test('does so tightly: a tile of zoom 16 is looked for in little more than its own size, a city drawn within metres of it', () => {
    const [west, south, east, north] = GCJ02.source([114, 31, 114.0055, 31.0047])
    expect(east - west).toBeLessThan(0.0058)
    expect(north - south).toBeLessThan(0.005)
    const [lon, lat] = toGcj([114, 31])
    const city = GCJ02.image([114, 31, 114.3, 31.3], 32)
    expect(lon - city[0]).toBeLessThan(2e-4)
    expect(lat - city[1]).toBeLessThan(2e-4)
  })
})

test('WGS 84 stays what it is', () => {
  expect(WGS84.position([1, 2])).toEqual([1, 2])
  expect(WGS84.source([1, 2, 3, 4])).toEqual([1, 2, 3, 4])
  expect(WGS84.image([1, 2, 3, 4], 32)).toEqual([1, 2, 3, 4])
})
