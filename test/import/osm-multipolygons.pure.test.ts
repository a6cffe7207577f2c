import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readWkt } from '../../tiles-server/src/exchange/readers/wkt.ts'
import { type Areal, latticeRings, repairGeometry } from '../../tiles-server/src/geo/index.ts'
import { area2 } from '../support/random-coverage.ts'
import { osmAreas } from './osm-areas.ts'
import { geometryRule } from './refusals.ts'

const data = new URL('../../../shared/data/osm-multipolygons/', import.meta.url)

interface Case {
  readonly test_id: number
  readonly areas?: Readonly<Record<string, readonly { readonly from_id: number; readonly wkt: string }[]>>
}

/** Cases that are invalid for OpenStreetMap because of its node ids, which no geometry has, or that we take by our stated rules. */
const TAKEN: Readonly<Record<number, string>> = {
  747: 'a position given twice in a row says nothing new',
  748: 'a position given twice in a row says nothing new',
  754: 'rings may touch, here a vertex lies on an edge; noding gives the edge a vertex there',
  771: 'rings may touch, here a vertex lies on an edge; noding gives the edge a vertex there',
  773: 'rings may touch, here a vertex lies on an edge; noding gives the edge a vertex there',
  780: 'two nodes at one place are one position: the ring is closed',
  781: 'two nodes at one place are one position: the ring is closed',
  782: 'two nodes at one place are one position: the ring is closed',
}
/** Repairs that OpenStreetMap's own answer does not share: it joins pieces of one ring by their nodes, a geometry has rings only. */
const OTHER_REPAIR = new Set([711, 715])

const wktGeometry = (wkt: string): unknown => (readWkt(wkt) as { geometry: unknown }).geometry

/** Twice the area by even-odd: outer rings less their holes, whichever way they run. */
function areaOf(geometry: unknown): bigint {
  const { coordinates } = geometry as { coordinates: [number, number][][][] }
  const size = (ring: ArrayLike<number>): bigint => {
    const area = area2(Array.from({ length: ring.length / 2 }, (_, i) => [ring[2 * i]!, ring[2 * i + 1]!] as const))
    return area < 0n ? -area : area
  }
  return coordinates.reduce((sum, rings) => {
    const [outer, ...holes] = latticeRings({ type: 'Polygon', coordinates: rings } satisfies Areal).map(size)
    return sum + outer! - holes.reduce((n, hole) => n + hole, 0n)
  }, 0n)
}

describe.runIf(existsSync(data))('the multipolygons of osm-testdata (only where the data folder exists)', () => {
  const load = () => {
    const areas = osmAreas(readFileSync(new URL('all.osm', data), 'utf8'))
    const cases = JSON.parse(readFileSync(new URL('tests.json', data), 'utf8')) as Case[]
    const judged = cases.flatMap(({ test_id, areas: expected }) =>
      (expected?.default ?? []).map(({ from_id, wkt }) => ({
        test: test_id,
        valid: wkt !== 'INVALID',
        geometry: wkt === 'INVALID' ? areas.get(String(from_id)) : wktGeometry(wkt),
        mended: (expected!.fix ?? expected!.fixed ?? expected!.location)?.[0]?.wkt,
      })),
    )
    return { cases, judged }
  }

  it('98 of 106 judged as there: the others are taken by stated rules', () => {
    const { cases, judged } = load()
    expect(cases).toHaveLength(130)
    expect(judged).toHaveLength(106)
    const different = judged.filter(({ geometry, valid }) => (geometryRule(geometry) === undefined) !== valid)
    expect(different.map(({ test }) => test)).toEqual(Object.keys(TAKEN).map(Number))
    expect(different.every(({ valid }) => !valid)).toBe(true)
  })

  it('a repair gives the area that the collection gives for the mended data', () => {
    const { judged } = load()
    const compared = judged.flatMap(({ test, geometry, valid, mended }) => {
      const { geometry: repaired, fixes } = repairGeometry(geometry)
      return valid || mended === undefined || fixes.length === 0 ? [] : [{ test, same: areaOf(repaired) === areaOf(wktGeometry(mended)) }]
    })
    expect(compared.filter(({ same }) => !same).map(({ test }) => test)).toEqual(
      [...OTHER_REPAIR].filter(test => compared.some(c => c.test === test)),
    )
    expect(compared.filter(({ same }) => same).length).toBeGreaterThanOrEqual(13)
  })
})
