import { VectorTile } from '@mapbox/vector-tile'
import type { Feature, FeatureCollection, Polygon } from 'geojson'
import { PbfReader } from 'pbf'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { CameraCoverage } from '../../tiles-server/src/contract/index.ts'
import { tilesCovering } from '../../tiles-server/src/geo/index.ts'
import type { UnitRow } from '../../tiles-server/src/store/index.ts'
import { type RunningApp, startApp } from '../support/app.ts'
import { createClient } from '../support/client.ts'
import { openTestStore } from '../support/run.ts'
import { subscribe } from '../support/sse.ts'
import type { TestStore } from '../support/stores.ts'
import { until } from '../support/until.ts'

/** Metres from the south-west corner of a small city, on a plane: good to a centimetre there, on the lattice of units. */
type Place = readonly [x: number, y: number]
const [LON, LAT] = [121.43, 31.21]
const EAST =
  (Math.PI / 180) * (6_378_137 / Math.sqrt(1 - 0.00669438 * Math.sin((LAT * Math.PI) / 180) ** 2)) * Math.cos((LAT * Math.PI) / 180)
const NORTH = 110_869
const snap = (degrees: number) => Math.round(degrees * 1e7) / 1e7
const at = ([x, y]: Place): [number, number] => [snap(LON + x / EAST), snap(LAT + y / NORTH)]
const shape = (...corners: Place[]): Polygon => ({ type: 'Polygon', coordinates: [[...corners, corners[0]!].map(at)] })
const box = (west: number, south: number, east: number, north: number) => shape([west, south], [east, south], [east, north], [west, north])

const unit = (id: string, level: number, parent: string | null, geometry: Polygon | null = null): UnitRow => ({
  ...{ id, level, parent, code: `99${id}`, name: `单元${id}`, geometry, properties: {} },
})
const WEST = [0, 0, 200, 200] as const
const MIDDLE = [200, 0, 400, 200] as const
/** Where the boundary between the two is moved to. */
const BEND: Place = [150, 100]
const EAST_BENT = unit('e', 4, 'm', shape([200, 0], [400, 0], [400, 200], [200, 200], BEND))
/** A county that is a leaf, by itself. */
const LONE = [1000, 0, 1100, 100] as const

const camera = (id: string, place: Place, properties: object = {}) =>
  ({
    type: 'Feature',
    id,
    geometry: { type: 'Point', coordinates: at(place) },
    properties: { code: id, name: id, status: 'online', kind: 'fixed', azimuth: 90, fov: 90, range: 180, ...properties },
  }) as const
const building = (id: string, bounds: readonly [number, number, number, number], properties: object = {}) =>
  ({ type: 'Feature', id, geometry: box(...bounds), properties }) as const
const road = (id: string, ...line: Place[]) =>
  ({ type: 'Feature', id, geometry: { type: 'LineString', coordinates: line.map(at) }, properties: { class: 'local' } }) as const

const EYE: Place = [100, 100]
const WALLS = [130, 90, 150, 115] as const

/** Whether the camera at EYE sees a place, walls standing or not: from the definition, on the plane. */
function isSeen([x, y]: Place, hasWalls: boolean): boolean {
  const [dx, dy] = [x - EYE[0], y - EYE[1]]
  if (Math.hypot(dx, dy) > 180 || Math.abs((Math.atan2(dy, dx) * 180) / Math.PI) > 45) return false
  if (!hasWalls) return true
  // The part of the line of sight between the walls, side by side.
  let [from, to] = [0, 1]
  for (const [start, way, low, high] of [
    [EYE[0], dx, WALLS[0], WALLS[2]],
    [EYE[1], dy, WALLS[1], WALLS[3]],
  ] as const) {
    const ends = way === 0 ? [-1 / 0, 1 / 0] : [(low - start) / way, (high - start) / way].sort((a, b) => a - b)
    from = Math.max(from, ends[0]!)
    to = Math.min(to, ends[1]!)
  }
  return from >= to
}

function areaShare([west, south, east, north]: readonly [number, number, number, number], hasWalls = true): number {
  let seen = 0
  for (let x = west + 0.5; x < east; x++) for (let y = south + 0.5; y < north; y++) if (isSeen([x, y], hasWalls)) seen++
  return seen / ((east - west) * (north - south))
}
function roadShare(from: number, to: number, y: number): number {
  let seen = 0
  for (let x = from + 0.5; x < to; x++) if (isSeen([x, y], true)) seen++
  return seen / (to - from)
}

let store: TestStore
let app: RunningApp
beforeAll(async () => {
  store = await openTestStore()
  app = await startApp({ store })
})
afterAll(async () => {
  await app.close()
  await store.remove()
})

async function coverage(query = ''): Promise<CameraCoverage> {
  const response = await fetch(`${app.url}/api/cameras/coverage${query}`)
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`)
  return CameraCoverage.parse(await response.json())
}
/** As soon as the figures are of all there is. */
const settled = (query = '') =>
  until('figures of all changes', async () => {
    const answer = await coverage(query)
    return answer.state === 'current' && answer.seq === app.live.seq ? answer : undefined
  })
const put = (...changed: UnitRow[]) => app.features.replaceUnits({ kind: 'change', note: '', retire: [], put: changed }, 'test')
async function change(layer: string, feature: Feature & { readonly id: string }): Promise<void> {
  const client = createClient(app.url)
  await client.replace(layer, feature, (await client.get(layer, feature.id)).version)
}
/** A cell or so along the edges of what is seen. */
const close = (share: number | null | undefined, expected: number) => expect(Math.abs(share! - expected)).toBeLessThan(0.02)

it('answers at once, also while there is nothing', async () => {
  expect(await coverage()).toMatchObject({ unit: null, cell_m: 5, target_height_m: 1.5, children: [] })
  expect(await settled()).toMatchObject({ state: 'current', progress: 1, area_share: null, road_share: null, area_m2: 0, cameras: 0 })
})

it('tells the share of area and roads in view of each unit, and of all above', async () => {
  const above = [unit('c', 0, null), unit('k', 1, 'c'), unit('s', 2, 'k'), unit('m', 3, 's')]
  const leaves = [unit('w', 4, 'm', box(...WEST)), unit('e', 4, 'm', box(...MIDDLE)), unit('lone', 1, 'c', box(...LONE))]
  await app.features.replaceUnits({ kind: 'load', note: '', retire: [], put: [...above, ...leaves] }, 'test')
  const client = createClient(app.url)
  await client.create('camera', camera('eye', EYE))
  await client.create('camera', camera('off', [300, 100], { status: 'offline' }))
  await client.create('building', building('walls', WALLS))
  await client.create('road', road('r1', [0, 130], [400, 130]))
  await client.create('road', road('r2', [0, 100], [400, 100]))
  const community = await settled('?unit=99m')
  expect(community).toMatchObject({ unit: { level: 'community', code: '99m', name: '单元m' }, cameras: 1 })
  expect(community.children.map(({ level, code, cameras }) => ({ level, code, cameras }))).toEqual([
    { level: 'grid', code: '99e', cameras: 0 },
    { level: 'grid', code: '99w', cameras: 1 },
  ])
  const [east, west] = community.children
  close(west!.area_share, areaShare(WEST))
  close(east!.area_share, areaShare(MIDDLE))
  close(west!.road_share, (roadShare(0, 200, 130) + roadShare(0, 200, 100)) / 2)
  close(east!.road_share, (roadShare(200, 400, 130) + roadShare(200, 400, 100)) / 2)
  expect(areaShare(WEST, false) - areaShare(WEST)).toBeGreaterThan(0.05)
  for (const each of [west!, east!]) {
    expect(Math.abs(each.area_m2! / 40_000 - 1)).toBeLessThan(0.03)
    expect(each.road_m).toBeCloseTo(400, 1)
  }
  const city = await coverage()
  expect(city.unit).toEqual({ level: 'city', code: '99c', name: '单元c' })
  expect(city.children.map(({ code }) => code)).toEqual(['99k', '99lone'])
  expect(city.children[1]).toMatchObject({ area_share: 0, road_share: null, road_m: 0, cameras: 0 })
  for (const { children, ...parent } of [city, community]) {
    for (const name of ['area_m2', 'area_in_view_m2', 'road_m', 'road_in_view_m', 'cameras'] as const) {
      expect(children.reduce((sum, child) => sum + child[name]!, 0)).toBeCloseTo(parent[name]!, 9)
    }
    expect(parent.area_share).toBe(parent.area_in_view_m2! / parent.area_m2!)
    expect(parent.road_share).toBe(parent.road_in_view_m! / parent.road_m!)
  }
})

it('falls when a camera goes offline, and rises when it comes back', async () => {
  const before = await settled('?unit=99w')
  await change('camera', camera('eye', EYE, { status: 'offline' }))
  const off = await until('no share', async () => {
    const answer = await coverage('?unit=99w')
    return answer.area_share === 0 ? answer : undefined
  })
  expect(off).toMatchObject({ road_share: 0, cameras: 0, road_m: before.road_m, area_m2: before.area_m2 })
  await change('camera', camera('eye', EYE))
  const back = await coverage(`?unit=99w&min_seq=${app.live.seq}`)
  expect({ ...back, seq: 0 }).toEqual({ ...before, seq: 0 })
  expect(back.seq).toBe(app.live.seq)
})

it('sees as a server does that is started anew, whatever changed', async () => {
  const client = createClient(app.url)
  const all = async () => {
    const answers = [await settled(), await settled('?unit=99m')]
    return answers.map(answer => ({ ...answer, seq: 0 }))
  }
  const told = [await all()]
  const steps: (() => Promise<unknown>)[] = [
    () => client.remove('building', 'walls', app.live.layer('building').get('walls')!.version),
    () => client.create('building', building('far', [220, 80, 230, 120], { height: 3 })),
    () =>
      client.create('camera', camera('dome', [390, 10], { kind: 'ptz', azimuth: 315, fov: 60, range: 150, height: 6, tilt: 20, vfov: 30 })),
    () => change('camera', camera('eye', [60, 40], { azimuth: 60, azimuth_uncertainty: 22.5 })),
    () => change('road', road('r2', [0, 60], [150, 90], [400, 20])),
    () => put(unit('w', 4, 'm', shape([0, 0], [200, 0], BEND, [200, 200], [0, 200])), EAST_BENT),
    () => put(unit('e', 4, 'm', shape([200, 0], [400, 0], [400, 200])), unit('n', 4, 'm', shape([200, 0], [400, 200], [200, 200], BEND))),
  ]
  for (const step of steps) {
    await step()
    told.push(await all())
  }
  for (let i = 1; i < told.length; i++) expect(told[i]).not.toEqual(told[i - 1])
  await app.close()
  app = await startApp({ store })
  expect(await all()).toEqual(told.at(-1))
  await app.features.replaceUnits({ kind: 'change', note: '', retire: ['n'], put: [EAST_BENT] }, 'test')
  const [, community] = await all()
  expect({ ...community, children: [] }).toEqual({ ...told.at(-1)![1], children: [] })
  expect(community!.children).toEqual(told.at(-2)![1]!.children)
})

it('shows the same shares on the map, each unit at the zooms of its level, and tells when they change', async () => {
  await app.close()
  app = await startApp({ store })
  const stream = await subscribe(`${app.url}/api/stream`)
  const told = (seq = 0) =>
    until('tiles of the layer', () =>
      stream.events.some(({ event, data }) => {
        const { layer, seq: of } = JSON.parse(data) as { layer?: string; seq?: number }
        return event === 'tiles' && layer === 'area-in-view' && (of ?? 0) >= seq
      }),
    )
  // Nobody has asked for a share: looking at the map is asking.
  const tile = async (layer: string, z: number) => {
    const [lon, lat] = at([200, 100])
    const [[, x, y] = [0, 0, 0]] = [...tilesCovering(z, [lon, lat, lon, lat])]
    const response = await fetch(`${app.url}/tiles/${layer}/${z}/${x}/${y}.mvt`)
    const found = new VectorTile(new PbfReader(new Uint8Array(await response.arrayBuffer()))).layers[layer]
    return new Map(
      Array.from({ length: found?.length ?? 0 }, (_, i) => [found!.feature(i).properties.id, found!.feature(i).properties.share]),
    )
  }
  await tile('area-in-view', 14)
  await told()
  await settled()
  const percent = (share: number | null | undefined) => (share === null || share === undefined ? undefined : Math.round(share * 100))
  for (const [layer, figure] of [
    ['area-in-view', 'area_share'],
    ['road-in-view', 'road_share'],
  ] as const) {
    const page = (await (await fetch(`${app.url}/api/layers/${layer}/features`)).json()) as FeatureCollection
    expect(page.features.map(({ id }) => id).sort()).toEqual(['c', 'e', 'k', 'lone', 'm', 's', 'w'])
    for (const { id, properties } of page.features) {
      const answer = await coverage(`?unit=99${id}`)
      expect([id, properties!.share]).toEqual([id, percent(answer[figure])])
    }
    const shareOf = async (id: string) => percent((await coverage(`?unit=99${id}`))[figure])
    const shown = [
      ['e', await shareOf('e')],
      ['lone', await shareOf('lone')],
      ['w', await shareOf('w')],
    ].filter(([, share]) => share !== undefined)
    expect([...(await tile(layer, 14))].filter(([, share]) => share !== undefined)).toEqual(shown)
    expect((await tile(layer, 8)).get('k')).toBe(await shareOf('k'))
  }
  const before = (await tile('area-in-view', 14)).get('w')
  await change('camera', camera('eye', [60, 40], { status: 'offline' }))
  await told(app.live.seq)
  expect([before, (await tile('area-in-view', 14)).get('w')]).toEqual([expect.toSatisfy((share: number) => share > 0), 0])
  expect(await put(unit('w', 4, 'm', shape([0, 0], [200, 0], [200, 200], [0, 200])), unit('e', 4, 'm', box(...MIDDLE)))).toBeDefined()
  expect([...(await tile('area-in-view', 14)).keys()].sort()).toEqual(['e', 'lone', 'w'])
  const refused = await fetch(`${app.url}/api/layers/area-in-view/features/w`, { method: 'DELETE', headers: { 'if-match': '"1"' } })
  expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([409, 'read-only-layer'])
  stream.close()
})

it('refuses what is no unit', async () => {
  const refused = async (query: string) => {
    const response = await fetch(`${app.url}/api/cameras/coverage${query}`)
    return [response.status, ((await response.json()) as { code: string }).code]
  }
  expect(await refused('?unit=nowhere')).toEqual([404, 'unknown-feature'])
  expect(await refused('?code=99w')).toEqual([400, 'unknown-parameter'])
  expect(await refused('?min_seq=999999999')).toEqual([409, 'seq-not-reached'])
})
