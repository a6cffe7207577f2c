import fc from 'fast-check'
import gcoord from 'gcoord'
import { beforeAll, describe, expect, it } from 'vitest'
import { type City, generateCity } from '../../../../geo-data/sample-city/index.ts'
import { createLocator } from '../../geo/index.ts'
import { type Random, seededRandom } from '../../kernel/index.ts'
import { resolveCrs } from '../crs/crs.ts'
import type { SourceRow, Suspicion } from '../types.ts'
import { DatumSample, type UnitOracle } from './datum.ts'

type Point = readonly [number, number]
interface Place {
  readonly at: Point
  /** Codes of the units around it by level: 1 county, 2 street, 3 community, 4 grid. */
  readonly codes: readonly string[]
}

const [COUNTY, COMMUNITY, GRID] = [1, 3, 4]
let city: { incident: Place[]; camera: Place[]; oracle: UnitOracle }

beforeAll(() => {
  city = standIn(generateCity({ size: 'S', seed: 99, now: Date.UTC(2026, 10, 1) }))
})

/** The city's units by its own geometry; nothing of what is judged. */
function standIn({ units, layers }: City): typeof city {
  const byId = new Map(units.map(unit => [unit.id, unit]))
  const locator = createLocator(units.flatMap(({ id, geometry }) => (geometry === null ? [] : [{ id, geometry }])))
  const around = (lon: number, lat: number) => {
    const found: (typeof units)[number][] = []
    for (let unit = byId.get(locator.locate(lon, lat) ?? ''); unit !== undefined; unit = byId.get(unit.parent ?? '')) found.push(unit)
    return found
  }
  const places = (layer: 'incident' | 'camera'): Place[] =>
    layers[layer].flatMap(({ geometry }) => {
      const at = geometry.type === 'Point' ? ([geometry.coordinates[0]!, geometry.coordinates[1]!] as const) : ([0, 0] as const)
      const found = around(at[0], at[1])
      return found.length === 0 ? [] : [{ at, codes: [0, 1, 2, 3, 4].map(level => found.find(unit => unit.level === level)?.code ?? '') }]
    })
  const meanings = new Map<string, Set<number>>()
  for (const { id, code, name, level } of units)
    for (const value of [id, code, name]) meanings.set(value, (meanings.get(value) ?? new Set()).add(level))
  const all = places('incident')
  const [lons, lats] = [0, 1].map(axis => all.map(({ at }) => at[axis]!)) as [number[], number[]]
  return {
    incident: all,
    camera: places('camera'),
    oracle: {
      bounds: [Math.min(...lons) - 0.01, Math.min(...lats) - 0.01, Math.max(...lons) + 0.01, Math.max(...lats) + 0.01],
      levelsOf: value => [...(meanings.get(value) ?? [])],
      isIn: (lon, lat, level, value) =>
        Number.isFinite(lon) && around(lon, lat).some(unit => unit.level === level && [unit.id, unit.code, unit.name].includes(value)),
    },
  }
}

interface Case {
  readonly change?: (at: Point) => Point
  readonly size?: number
  readonly seed?: number
  /** Standard deviation of the positions' error, in metres. */
  readonly noise?: number
  /** Part of the rows that name another place's unit. */
  readonly wrong?: number
  readonly level?: number | undefined
  readonly layer?: 'incident' | 'camera'
  readonly crs?: string
}

function judged(of: Case): Suspicion | null {
  const { change = at => at, size = 300, seed = 1, noise = 0, wrong = 0, level, layer = 'incident', crs = 'CRS84' } = of
  const random = seededRandom(seed)
  const places = city[layer]
  const pick = (): Place => places[Math.floor(random() * places.length)]!
  const rows = Array.from({ length: size }, (_, i): SourceRow => {
    const { at, codes } = pick()
    const near: Point = [at[0] + (normal(random) * noise) / 93_000, at[1] + (normal(random) * noise) / 111_000]
    const label = level === undefined ? [] : [['所属单元 N', (random() < wrong ? pick().codes : codes)[level]!] as const]
    const properties = new Map<string, unknown>([['n', i], ['kind', 'x'], ...label])
    return { row: i + 1, geometry: { type: 'Point', coordinates: change(near) }, properties }
  })
  const sample = new DatumSample()
  for (let i = 0; i < rows.length; i += 70) sample.add(rows.slice(i, i + 70))
  return sample.judge(resolveCrs(crs), city.oracle)
}

const normal = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

const into =
  (system: typeof gcoord.GCJ02 | typeof gcoord.BD09) =>
  (at: Point): Point =>
    gcoord.transform<[number, number]>([at[0], at[1]], gcoord.WGS84, system)
const GCJ = into(gcoord.GCJ02)
const BD = into(gcoord.BD09)
const project =
  (name: string) =>
  (at: Point): Point =>
    resolveCrs(name).fromWgs84!([at[0], at[1]])
const swap = ([x, y]: Point): Point => [y, x]

describe('positions that name their unit', () => {
  it('are never suspected when they are right: any size, level, noise to 30 m, a tenth of wrong names', () => {
    const right = fc.record({
      seed: fc.nat(),
      size: fc.constantFrom(1, 5, 20, 30, 100, 1000),
      noise: fc.constantFrom(0, 10, 30),
      wrong: fc.constantFrom(0, 0.1),
      level: fc.constantFrom(0, COUNTY, 2, COMMUNITY, GRID, undefined),
      layer: fc.constantFrom('incident' as const, 'camera' as const),
    })
    fc.assert(
      fc.property(right, of => {
        expect(judged(of)).toBeNull()
      }),
      { numRuns: 150 },
    )
  })

  // What chance allows was measured over 300 seeds: all of these are found. Cameras stand on edges of grids, so that noise hides more of the shift.
  it.each([
    ['30 incidents by grid', { layer: 'incident', size: 30, level: GRID }],
    ['50 cameras by grid', { layer: 'camera', size: 50, level: GRID }],
    ['100 incidents by community', { layer: 'incident', size: 100, level: COMMUNITY }],
    ['100 cameras by community', { layer: 'camera', size: 100, level: COMMUNITY }],
    ['1,000 incidents by county', { layer: 'incident', size: 1000, level: COUNTY }],
  ] as const)('are found to be GCJ-02 or BD-09: %s', (_, of) => {
    for (let seed = 0; seed < (of.size > 100 ? 5 : 25); seed++) {
      for (const [noise, wrong] of [
        [0, 0],
        [30, 0],
        [0, 0.1],
        [30, 0.1],
      ] as const) {
        const gcj = judged({ ...of, seed, noise, wrong, change: GCJ })
        expect(gcj).toMatchObject({ likely: 'gcj02', sampled: of.size })
        expect(gcj!.offsetMetres).toBeGreaterThan(300)
        expect(gcj!.offsetMetres).toBeLessThan(700)
        expect(judged({ ...of, seed, noise, wrong, change: BD })).toMatchObject({ likely: 'bd09' })
      }
    }
  })

  it('are found to be WGS 84 when they were read as GCJ-02, and Baidu when they were read as Amap', () => {
    expect(judged({ level: GRID, crs: 'gcj02' })).toMatchObject({ likely: 'CRS84' })
    expect(judged({ level: GRID, crs: 'gcj02', change: GCJ })).toBeNull()
    expect(judged({ level: GRID, crs: 'gcj02', change: BD })).toMatchObject({ likely: 'bd09' })
  })

  it('are found to be swapped, or metres, or degrees that were taken for metres', () => {
    expect(judged({ level: GRID, change: swap })).toMatchObject({ likely: 'swapped axes', share: { asRead: 0, asLikely: 1 } })
    expect(judged({ level: GRID, change: project('EPSG:4547') })).toMatchObject({ likely: 'EPSG:4547' })
    expect(judged({ level: GRID, crs: 'EPSG:4547' })).toMatchObject({ likely: 'CRS84' })
    expect(judged({ level: GRID, crs: 'EPSG:4547', change: GCJ })).toMatchObject({ likely: 'gcj02' })
    expect(judged({ level: GRID, crs: 'EPSG:4547', change: at => project('EPSG:4547')(GCJ(at)) })).toMatchObject({ likely: 'gcj02' })
    expect(judged({ level: GRID, crs: 'EPSG:4547', change: project('EPSG:4547') })).toBeNull()
  })

  it('are described with the column, the shares and the distance', () => {
    const { detail } = judged({ level: GRID, change: GCJ })!
    expect(detail).toMatch(
      /^of 300 sampled rows that name a unit in "所属单元 N", [\d.]+ % lie in it as read as EPSG:4326, 100 % as gcj02; that moves them by about \d{3} m$/,
    )
  })
})

describe('positions that name nothing', () => {
  // 4547 and 4526 are the zone of the city, the others reach into it: any of them may be the nearest that fits.
  it.each(['EPSG:3857', 'EPSG:4547', 'EPSG:4526', 'EPSG:4546', 'EPSG:32649', 'EPSG:32650'])('are found to be metres of %s', name => {
    const found = judged({ change: project(name) })!
    expect(found).toMatchObject({ share: { asRead: 0, asLikely: 1 } })
    const [lon, lat] = resolveCrs(found.likely).toWgs84!([...project(name)([113.2, 33.1])])
    expect(Math.hypot(lon - 113.2, lat - 33.1)).toBeLessThan(1e-6)
  })

  it('are found to be metres with northing first', () => {
    expect(judged({ change: at => swap(project('EPSG:4547')(at)) })).toMatchObject({ likely: 'EPSG:4547 with swapped axes' })
    expect(judged({ crs: 'EPSG:4547', change: at => swap(project('EPSG:4547')(at)) })).toMatchObject({ likely: 'swapped axes' })
  })

  it('are found to be swapped, and not suspected of another datum', () => {
    expect(judged({ change: swap })).toMatchObject({ likely: 'swapped axes' })
    expect(judged({ change: GCJ })).toBeNull()
  })

  it('are not suspected when they belong to another place', () => {
    expect(judged({ change: ([lon, lat]) => [lon - 20, lat + 8] })).toBeNull()
    expect(judged({ change: () => [-1.9, 52.5] })).toBeNull()
    expect(judged({ change: () => [1e308, Number.NaN] })).toBeNull()
  })
})

describe('the sample', () => {
  it('keeps a thousand rows of any number, the same for the same source', () => {
    const of = { level: GRID, size: 5000, change: GCJ, noise: 10 }
    const found = judged(of)
    expect(found).toMatchObject({ likely: 'gcj02', sampled: 1000 })
    expect(judged(of)).toEqual(found)
  })

  it('takes the middle of lines and areas, and passes over rows without positions', () => {
    const sample = new DatumSample()
    const box = ([x, y]: Point): number[][] => [
      [y - 1e-4, x - 1e-4],
      [y + 1e-4, x + 1e-4],
    ]
    sample.add(
      city.camera.slice(0, 50).flatMap(({ at, codes }, i): SourceRow[] => {
        const properties = new Map<string, unknown>([['grid', codes[GRID]]])
        const line = { type: 'LineString', coordinates: box(at) }
        return [
          { row: 1, geometry: i % 2 === 0 ? line : { type: 'GeometryCollection', geometries: [line, null] }, properties },
          { row: 2, geometry: null, properties },
          { row: 3, geometry: { type: 'Point', coordinates: ['x', null] }, properties },
          { row: 4, geometry: line, properties, problem: { rule: 'x', value: '', detail: '' } },
        ]
      }),
    )
    expect(sample.judge(resolveCrs('CRS84'), city.oracle)).toMatchObject({ likely: 'swapped axes', sampled: 50, share: { asLikely: 1 } })
  })

  it('says nothing of nothing', () => {
    expect(new DatumSample().judge(resolveCrs('CRS84'), city.oracle)).toBeNull()
  })
})
