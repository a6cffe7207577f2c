import fc from 'fast-check'
import geodesic from 'geographiclib-geodesic'
import { expect, it } from 'vitest'
import { LATTICE } from '../../geo/index.ts'
import { EdgeTable } from './edge-table.ts'

const { WGS84 } = geodesic.Geodesic
const metres = (lon: number, lat: number, x: number, y: number): number => WGS84.Inverse(lat, lon, y, x).s12!

/** Golden section along an edge that is straight in degrees: the distance along it has one valley at these sizes. */
function toEdge(lon: number, lat: number, [ax, ay, bx, by]: readonly number[]): number {
  const ratio = (Math.sqrt(5) - 1) / 2
  const at = (t: number): number => metres(lon, lat, (ax! + t * (bx! - ax!)) / LATTICE, (ay! + t * (by! - ay!)) / LATTICE)
  let [from, to] = [0, 1]
  for (let i = 0; i < 60; i++) {
    const [p, q] = [to - ratio * (to - from), from + ratio * (to - from)]
    if (at(p) < at(q)) to = q
    else from = p
  }
  return Math.min(at((from + to) / 2), at(0), at(1))
}

const edgesOf = (most: number) =>
  fc.array(fc.array(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: most })

const places = fc.record({
  lon: fc.integer({ min: -178_000, max: 178_000 }).map(n => n / 1000),
  lat: fc.integer({ min: -69_500, max: 69_500 }).map(n => n / 1000),
  // Up to about 9 km away, edges up to about 5 km long.
  reach: fc.constantFrom(0.0002, 0.002, 0.02, 0.08),
  // Mostly few: among many, one is near.
  edges: fc.oneof({ weight: 4, arbitrary: edgesOf(3) }, { weight: 1, arbitrary: edgesOf(40) }),
})

it('edges are beyond a limit exactly where their geodesic distance is more, and nearly as far as it says', () => {
  fc.assert(
    fc.property(places, ({ lon, lat, reach, edges }) => {
      const list = edges.map(shares => {
        const [x, y, dx, dy] = shares.map(share => share / 1_000)
        const [ax, ay] = [Math.round((lon + x! * reach) * LATTICE), Math.round((lat + y! * reach) * LATTICE)]
        return [ax, ay, ax + Math.round(0.5 * dx! * reach * LATTICE), ay + Math.round(0.5 * dy! * reach * LATTICE)]
      })
      const table = new EdgeTable(Int32Array.from(list.flat()))
      const truth = Math.min(...list.map(edge => toEdge(lon, lat, edge)))
      expect(table.isBeyond(lon, lat, truth - 0.002)).toBe(true)
      expect(table.isBeyond(lon, lat, truth + 0.002)).toBe(false)
      const off = Math.abs(table.nearly(lon, lat) - truth)
      expect(off).toBeLessThanOrEqual(truth <= 300 ? 0.1 : truth <= 1_000 ? 1 : truth / 100)
    }),
    { numRuns: 300 },
  )
})
