import geographiclib from 'geographiclib-geodesic'
import type { Feature, Geometry, Point, Position } from 'geojson'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Random, seededRandom } from '../../tiles-server/src/kernel/index.ts'
import { sendImport } from '../import/client.ts'
import { isInside, ringsOf } from '../proofs/exact.ts'
import { type RunningApp, startApp } from '../support/app.ts'
import { asker } from '../support/ask.ts'
import { placeFrom } from '../support/geodesic.ts'

let app: RunningApp
let random: Random
const NOW = Date.now()

interface Found extends Feature {
  readonly id: string
  readonly layer: string
  readonly version: number
}
interface Answer {
  readonly features: readonly Found[]
  readonly cursor: string | null
  readonly explain?: Record<string, unknown>
}

const { answer: answerOf } = asker(() => app.url)
const answer = (path: string, body: unknown, query?: string): Promise<Answer> => answerOf<Answer>(path, body, query)

const inverse = (a: Position, b: Position) => geographiclib.Geodesic.WGS84.Inverse(a[1]!, a[0]!, b[1]!, b[0]!)
const metres = (a: Position, b: Position): number => inverse(a, b).s12!
const pointOf = (feature: Feature): Position => (feature.geometry as Point).coordinates
const told = ({ layer, id }: Found): string => `${layer}/${id}`

const cameras: Feature[] = []
const patrols: Feature[] = []

const feature = (id: string, coordinates: Position, properties: object): Feature & { id: string } => ({
  type: 'Feature',
  id,
  geometry: { type: 'Point', coordinates },
  properties: { ...properties },
})

beforeAll(async () => {
  random = seededRandom(21)
  app = await startApp()
  const city = (): Position => [113 + random() * 0.1, 33 + random() * 0.1]
  // In a city with some at one place, across the antimeridian, and around the pole.
  for (let i = 0; i < 220; i++) {
    const at: Position =
      i < 150
        ? city()
        : i < 170
          ? [113.05, 33.05]
          : i < 200
            ? [i % 2 ? 179.99 + random() * 0.01 : -180 + random() * 0.01, -17]
            : [360 * random() - 180, 89.99 + 0.01 * random()]
    cameras.push(feature(`c${String(i).padStart(3, '0')}`, at, { code: `c${i}`, name: `c${i}`, status: i % 3 ? 'online' : 'fault' }))
  }
  for (let i = 0; i < 40; i++) {
    const time = new Date(NOW - i * 60_000).toISOString()
    patrols.push(feature(`p${i}`, i < 5 ? [113.05, 33.05] : city(), { name: `p${i}`, status: i % 2 ? 'free' : 'busy', time }))
  }
  for (const [layer, features] of [
    ['camera', cameras],
    ['patrol', patrols],
  ] as const) {
    const { error } = await sendImport(app.url, JSON.stringify({ type: 'FeatureCollection', features }), { layer })
    if (error) throw new Error(error.detail)
  }
  await app.features.create(
    'road',
    line('r1', [
      [113, 33.02],
      [113.1, 33.02],
    ]),
    { actor: 'test' },
  )
  await app.features.create('zone', area('z1', 113.02, 33.06, 0.02), { actor: 'test' })
  await app.features.create('zone', area('z2', 113.04, 33.06, 0.02), { actor: 'test' })
})
afterAll(() => app.close())

const line = (id: string, coordinates: Position[]) => ({
  type: 'Feature',
  id,
  geometry: { type: 'LineString', coordinates },
  properties: { class: 'local' },
})
const ring = (west: number, south: number, size: number): Position[] => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
]
const area = (id: string, west: number, south: number, size: number) => ({
  type: 'Feature',
  id,
  geometry: { type: 'Polygon', coordinates: [ring(west, south, size)] },
  properties: { name: id, kind: 'patrol' },
})

/** All points of the layers by distance, layer as asked, id. */
function sorted(from: Position, layers: readonly string[], wanted: (feature: Feature) => boolean = () => true) {
  const of = { camera: cameras, patrol: patrols } as Record<string, Feature[]>
  return layers
    .flatMap((layer, index) =>
      of[layer]!.filter(wanted).map(each => ({ layer, index, id: String(each.id), metres: metres(from, pointOf(each)) })),
    )
    .sort((a, b) => a.metres - b.metres || a.index - b.index || (a.id < b.id ? -1 : 1))
}

const places: [string, Position][] = [
  ['in the city', [113.03, 33.04]],
  ['where many are at one place', [113.05, 33.05]],
  ['at the antimeridian', [179.995, -17.001]],
  ['on it', [180, -17]],
  ['on its other side', [-180, -17]],
  ['near the pole', [20, 89.995]],
  ['at the pole', [0, 90]],
  ['far away', [-60, -40]],
]

describe('POST /api/nearest', () => {
  it.each(places)('answers what a sort of all by exact distance does, %s', async (_, point) => {
    for (const [layers, k] of [
      [['camera'], 10],
      [['patrol', 'camera'], 37],
      [['camera', 'patrol'], 300],
    ] as const) {
      const { features, cursor } = await answer('nearest', { point, layers, k })
      const expected = sorted(point, layers).slice(0, k)
      expect(cursor).toBeNull()
      expect(features.map(told)).toEqual(expected.map(({ layer, id }) => `${layer}/${id}`))
      for (const [i, found] of features.entries()) {
        expect(found.properties!.distance_m).toBeCloseTo(expected[i]!.metres, 6)
        const { azi1 } = inverse(point, pointOf(found))
        if (expected[i]!.metres === 0) expect(found.properties!.bearing_deg).toBeNull()
        else expect(Math.cos(((found.properties!.bearing_deg - azi1!) * Math.PI) / 180)).toBeCloseTo(1, 12)
        expect(found.properties!.bearing_deg ?? 0).toBeGreaterThanOrEqual(0)
        expect(found.properties!.bearing_deg ?? 0).toBeLessThan(360)
      }
    }
  })

  it('keeps to a filter, a greatest distance and a freshness', async () => {
    const point: Position = [113.05, 33.05]
    const online = await answer('nearest', { point, layers: ['camera'], k: 20, filter: "status = 'online'" })
    expect(online.features.map(({ id }) => id)).toEqual(
      sorted(point, ['camera'], ({ properties }) => properties!.status === 'online')
        .slice(0, 20)
        .map(({ id }) => id),
    )
    const near = await answer('nearest', { point, layers: ['camera'], k: 1_000, maxDistance: 1_500 })
    expect(near.features).toHaveLength(sorted(point, ['camera']).filter(each => each.metres <= 1_500).length)
    const fresh = await answer('nearest', { point, layers: ['patrol'], k: 100, maxAge: 630, filter: "status = 'free'" })
    expect(fresh.features.map(({ id }) => id).sort()).toEqual(['p1', 'p3', 'p5', 'p7', 'p9'])
    expect((await answer('nearest', { point, layers: ['camera'], filter: "status = 'online' AND name = 'nobody'" })).features).toEqual([])
  })

  it('measures to the nearest place of lines and areas, and nothing inside', async () => {
    const { features } = await answer('nearest', { point: [113.05, 33.03], layers: ['road', 'zone'] })
    const [road, zone] = features
    expect(features.map(({ id }) => id)).toEqual(['r1', 'z2', 'z1'])
    // The nearest place of an edge along a parallel is not straight south of the point, but all but.
    expect(road!.properties!.distance_m).toBeCloseTo(metres([113.05, 33.03], [113.05, 33.02]), 2)
    expect(road!.properties!.bearing_deg).toBeCloseTo(180, 3)
    expect(zone!.properties!.distance_m).toBeCloseTo(metres([113.05, 33.03], [113.05, 33.06]), 2)
    const [inside] = (await answer('nearest', { point: [113.03, 33.07], layers: ['zone'] })).features
    expect(inside).toMatchObject({ id: 'z1', layer: 'zone', properties: { distance_m: 0, bearing_deg: null } })
  })

  it('follows what changes at once', async () => {
    const point: Position = [100, 20]
    await app.features.create('camera', feature('moving', [100, 20.001], { code: 'm', name: 'm', status: 'online' }), { actor: 'test' })
    expect((await answer('nearest', { point, layers: ['camera'], k: 1 })).features[0]!.id).toBe('moving')
    await app.features.replace('camera', 'moving', feature('moving', [-100, -20], { code: 'm', name: 'm', status: 'online' }), {
      actor: 'test',
    })
    expect((await answer('nearest', { point, layers: ['camera'], k: 1 })).features[0]!.id).not.toBe('moving')
    await app.features.remove('camera', 'moving', { actor: 'test' })
    expect((await answer('nearest', { point, layers: ['camera'], k: 1_000 })).features.map(({ id }) => id)).not.toContain('moving')
  })
})

/** All pages of a query, a few features each. */
async function pages(path: string, body: object, limit: number): Promise<Found[]> {
  const all: Found[] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: Answer = await answer(path, { ...body, limit, ...(cursor && { cursor }) })
    expect(page.features.length).toBeLessThanOrEqual(limit)
    all.push(...page.features)
    cursor = page.cursor
  }
  return all
}

describe('POST /api/around', () => {
  it.each(places)('answers all within the distance, %s, and page by page the same', async (_, at) => {
    for (const distance of [0, 400, 5_000, 400_000]) {
      const body = { geometry: { type: 'Point', coordinates: at }, distance, layers: ['patrol', 'camera'] }
      const { features, cursor } = await answer('around', { ...body, limit: 1_000 })
      const expected = sorted(at, body.layers).filter(each => each.metres <= distance)
      expect(features.map(told)).toEqual(expected.map(({ layer, id }) => `${layer}/${id}`))
      expect(cursor).toBeNull()
      expect((await pages('around', body, 17)).map(told)).toEqual(features.map(told))
    }
  })

  it('around a line is its corridor', async () => {
    const route: Position[] = [
      [113.01, 33.01],
      [113.06, 33.05],
      [113.09, 33.05],
    ]
    const { features } = await answer('around', {
      geometry: { type: 'LineString', coordinates: route },
      distance: 600,
      layers: ['camera', 'road', 'zone'],
      limit: 1_000,
    })
    // Places along the route, a metre and a half apart at most.
    const along = route.slice(1).flatMap((b, i) => {
      const a = route[i]!
      return Array.from(
        { length: 5_001 },
        (_, k): Position => [a[0]! + ((b[0]! - a[0]!) * k) / 5_000, a[1]! + ((b[1]! - a[1]!) * k) / 5_000],
      )
    })
    const nearest = (p: Position): number =>
      Math.min(...along.map(place => Math.hypot((place[0]! - p[0]!) * 93_300, (place[1]! - p[1]!) * 110_900)))
    const found = features.filter(({ layer }) => layer === 'camera')
    for (const each of found) expect(Math.abs(each.properties!.distance_m - nearest(pointOf(each)))).toBeLessThan(6)
    for (const camera of cameras.slice(0, 170)) {
      const far = nearest(pointOf(camera))
      if (Math.abs(far - 600) > 6) expect(found.some(({ id }) => id === camera.id)).toBe(far < 600)
    }
    expect(features.find(({ id }) => id === 'r1')!.properties).toMatchObject({ distance_m: 0, bearing_deg: null })
    expect(features.map(({ id }) => id)).not.toContain('z1')
    const distances = features.map(({ properties }) => properties!.distance_m as number)
    expect(distances).toEqual([...distances].sort((a, b) => a - b))
  })

  it('around an area has what is in it at distance 0', async () => {
    const zone: Geometry = { type: 'Polygon', coordinates: [ring(113.02, 33.06, 0.02)] }
    const { features } = await answer('around', { geometry: zone, distance: 300, layers: ['camera'], limit: 1_000 })
    const inside = cameras.filter(camera => isInside(...stepsOf(camera), ringsOf(zone)))
    expect(features.filter(({ properties }) => properties!.distance_m === 0).map(({ id }) => id)).toEqual(inside.map(({ id }) => id).sort())
    expect(features.every(({ properties }) => properties!.distance_m <= 300)).toBe(true)
  })
})

const stepsOf = (camera: Feature): [number, number] => pointOf(camera).map(degrees => Math.round(degrees * 1e7)) as [number, number]

describe('POST /api/within', () => {
  it('gives each point to one of two areas side by side', async () => {
    const corner = placeFrom([113.04, 33.06], 0, 100)
    for (const [id, at] of [
      ['edge', [113.04, 33.07]],
      ['corner', [113.04, 33.06]],
      ['up', corner],
    ] as const) {
      await app.features.create('camera', feature(id, [...at], { code: id, name: id, status: 'online' }), { actor: 'test' })
    }
    const of = async (west: number): Promise<string[]> => {
      const body = { geometry: { type: 'Polygon', coordinates: [ring(west, 33.06, 0.02)] }, layers: ['camera'] }
      const { features } = await answer('within', { ...body, limit: 1_000 })
      expect((await pages('within', body, 3)).map(({ id }) => id)).toEqual(features.map(({ id }) => id))
      return features.map(({ id }) => id)
    }
    const [left, right] = [await of(113.02), await of(113.04)]
    expect(left.filter(id => right.includes(id))).toEqual([])
    expect([...left, ...right]).toEqual(expect.arrayContaining(['edge', 'corner', 'up']))
    for (const id of ['edge', 'corner', 'up']) await app.features.remove('camera', id, { actor: 'test' })
    const both = cameras.filter(camera => {
      const [x, y] = stepsOf(camera)
      return x >= 1_130_200_000 && x < 1_130_600_000 && y >= 330_600_000 && y < 330_800_000
    })
    expect([...left, ...right].filter(id => id.startsWith('c0') || id.startsWith('c1')).sort()).toEqual(
      both.map(({ id }) => String(id)).sort(),
    )
  })

  it('tells what lies wholly inside from what meets', async () => {
    const body = { geometry: { type: 'Polygon', coordinates: [ring(113.01, 33.05, 0.04)] }, layers: ['road', 'zone'] }
    const ids = async (relation?: string) =>
      (await answer('within', { ...body, ...(relation && { relation }) })).features.map(({ id }) => id)
    expect(await ids()).toEqual(['z1'])
    expect(await ids('intersects')).toEqual(['z1', 'z2'])
    const along = {
      geometry: {
        type: 'LineString',
        coordinates: [
          [113.05, 33],
          [113.05, 33.1],
        ],
      },
      relation: 'intersects',
      layers: ['zone', 'road'],
    }
    expect((await answer('within', along)).features.map(told)).toEqual(['zone/z2', 'road/r1'])
    expect((await answer('within', { ...along, layers: ['road', 'zone'] })).features.map(told)).toEqual(['road/r1', 'zone/z2'])
  })
})
