import type { Position } from 'geojson'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CamerasExplained, SeenBy } from '../../tiles-server/src/contract/index.ts'
import { sendImport } from '../import/client.ts'
import { type RunningApp, startApp } from '../support/app.ts'
import { type Client, createClient } from '../support/client.ts'
import { placeFrom } from '../support/geodesic.ts'

let app: RunningApp
let client: Client
beforeAll(async () => {
  app = await startApp()
  client = createClient(app.url)
})
afterAll(() => app.close())

type Answer = SeenBy & { readonly explain?: CamerasExplained }

async function send(body: unknown, query = ''): Promise<{ status: number; body: Answer & { code: string; detail: string } }> {
  const response = await fetch(`${app.url}/api/cameras/visible${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as Answer & { code: string; detail: string } }
}
const see = async (body: unknown): Promise<Answer> => {
  const { status, body: answer } = await send(body)
  if (status !== 200) throw new Error(JSON.stringify(answer))
  return answer
}
const ids = (answer: Answer) => ({
  now: answer.now.map(({ id }) => id),
  ifTurned: answer.ifTurned.map(({ id }) => id),
  blocked: answer.blocked.map(({ id }) => id),
})
const none = { now: [], ifTurned: [], blocked: [] }

/** Every test has a place of its own, out of reach of the others'. */
let places = 0
const somewhere = (): Position => [110 + 0.5 * ++places, 30]

const camera = (id: string, at: Position, properties: object = {}) =>
  client.create('camera', {
    type: 'Feature',
    id,
    geometry: { type: 'Point', coordinates: at },
    properties: { code: `c-${id}`, name: `camera ${id}`, status: 'online', kind: 'fixed', azimuth: 90, fov: 60, range: 200, ...properties },
  })
/** A square building whose corners lie north-east, south-east, south-west and north-west of its middle. */
const building = (id: string, middle: Position, half: number, height?: number) =>
  client.create('building', {
    type: 'Feature',
    id,
    geometry: { type: 'Polygon', coordinates: [[45, 135, 225, 315, 45].map(bearing => placeFrom(middle, bearing, half * Math.SQRT2))] },
    properties: height === undefined ? {} : { height },
  })

describe('a point', () => {
  it('is seen in the sector and within range', async () => {
    const at = somewhere()
    await camera('plain', at)
    const answer = await see({ point: placeFrom(at, 80, 120) })
    expect(ids(answer)).toEqual({ ...none, now: ['plain'] })
    const [seen] = answer.now
    expect(seen).toMatchObject({
      code: 'c-plain',
      name: 'camera plain',
      status: 'online',
      kind: 'fixed',
      position: at,
      certainty: 'certain',
      view: { azimuth: 90, uncertainty: 0, fov: 60, near: 0, range: 200 },
    })
    expect(seen!.distance_m).toBeCloseTo(120, 6)
    expect(seen!.bearing_deg).toBeCloseTo(80, 6)
    for (const [bearing, metres] of [
      [80, 201],
      [59, 120],
      [121, 120],
      [270, 20],
    ] as const) {
      expect(ids(await see({ point: placeFrom(at, bearing, metres) }))).toEqual(none)
    }
    expect(ids(await see({ point: at })).now).toEqual(['plain'])
  })

  it('is possibly seen where the azimuth may be off', async () => {
    const at = somewhere()
    await camera('vague', at, { azimuth: 0, azimuth_uncertainty: 22.5, fov: 60 })
    const certainty = async (bearing: number) => (await see({ point: placeFrom(at, bearing, 50) })).now[0]?.certainty
    expect(await Promise.all([0, 7, 353, 8, 352, 52, 308, 53, 307].map(certainty))).toEqual([
      ...['certain', 'certain', 'certain'],
      ...['possible', 'possible', 'possible', 'possible'],
      ...[undefined, undefined],
    ])
  })

  it('is out of sight below a tilted camera and beyond its upper edge, the nearer the lower the target', async () => {
    const at = somewhere()
    await camera('tilted', at, { height: 11.5, tilt: 35, vfov: 20, range: 300 })
    const sees = async (metres: number, targetHeight?: number) =>
      (await see({ point: placeFrom(at, 90, metres), ...(targetHeight === undefined ? {} : { targetHeight }) })).now.length === 1
    // Lower edge 45, upper edge 25 degrees below the horizontal.
    expect(await Promise.all([9.9, 10.1, 21.4, 21.5].map(metres => sees(metres)))).toEqual([false, true, true, false])
    expect(await Promise.all([11.4, 11.6, 24.6, 24.7].map(metres => sees(metres, 0)))).toEqual([false, true, true, false])
    expect(await sees(250, 11.5)).toBe(true)
  })

  it('is seen by a camera that turns: now where its live pose looks, else if turned', async () => {
    const at = somewhere()
    await camera('dome', at, { kind: 'ptz', azimuth: 90, azimuth_uncertainty: 10, pose_azimuth: 180, pose_fov: 10 })
    await camera('arc', at, { azimuth: 0, fov: 20, pan_from: 350, pan_to: 30 })
    const [south, east, far] = await Promise.all([180, 90, 179].map((b, i) => see({ point: placeFrom(at, b, i === 2 ? 201 : 60) })))
    expect(ids(south!)).toEqual({ ...none, now: ['dome'] })
    expect(south!.now[0]).toMatchObject({ certainty: 'certain', view: { azimuth: 180, uncertainty: 0, fov: 10 } })
    expect(ids(east!)).toEqual({ ...none, ifTurned: ['dome'] })
    expect(east!.ifTurned[0]!.view).toEqual({ azimuth: null, uncertainty: 0, fov: 360, near: 0, range: 200 })
    expect(ids(far!)).toEqual(none)
    const arc = async (bearing: number) => ids(await see({ point: placeFrom(at, bearing, 60), filter: "id = 'arc'" }))
    expect(await Promise.all([339, 341, 351, 9, 11, 39, 41].map(arc))).toEqual([
      none,
      { ...none, ifTurned: ['arc'] },
      { ...none, now: ['arc'] },
      { ...none, now: ['arc'] },
      { ...none, ifTurned: ['arc'] },
      { ...none, ifTurned: ['arc'] },
      none,
    ])
  })
})

describe('buildings between', () => {
  it('block where the line of sight passes below their roof, and say where', async () => {
    const at = somewhere()
    await camera('seer', at, { height: 10 })
    const middle = placeFrom(at, 90, 50)
    const tower = await building('tower', middle, 5)
    const target = { point: placeFrom(at, 90, 100) }
    const answer = await see(target)
    expect(ids(answer)).toEqual({ ...none, blocked: ['seer'] })
    expect(answer.blocked[0]!.blockedBy).toMatchObject({ layer: 'building', id: 'tower' })
    const [lon, lat] = answer.blocked[0]!.blockedBy!.at
    const wall = placeFrom(at, 90, 45)
    expect([lon, lat]).toEqual([expect.closeTo(wall[0], 8), expect.closeTo(wall[1], 8)])
    // From 10 m down to 1.5 m over 100 m: 6.175 m above the near wall, 5.325 m above the far one.
    const raise = async (height: number) => {
      const { version } = await client.get('building', 'tower')
      await client.replace('building', { ...tower, properties: { height } }, version)
      return ids(await see(target))
    }
    expect(await raise(5.3)).toEqual({ ...none, now: ['seer'] })
    expect(await raise(5.4)).toEqual({ ...none, blocked: ['seer'] })
    expect(await raise(200)).toEqual({ ...none, blocked: ['seer'] })
  })

  it('do not block what is in front of them, beside them or above them; what is inside is hidden', async () => {
    const at = somewhere()
    await camera('watch', at, { height: 4, fov: 360 })
    await building('house', placeFrom(at, 90, 50), 10, 3)
    const seen = async (bearing: number, metres: number, targetHeight: number) =>
      ids(await see({ point: placeFrom(at, bearing, metres), targetHeight })).now.length === 1
    expect(await seen(90, 39.9, 0)).toBe(true)
    expect(await seen(90, 41, 0)).toBe(false)
    expect(await seen(90, 50, 0)).toBe(false)
    expect(await seen(90, 50, 3.5)).toBe(true)
    expect(await seen(90, 100, 0)).toBe(false)
    expect(await seen(60, 100, 0)).toBe(true)
    expect(await seen(270, 100, 0)).toBe(true)
  })

  it('do not block the camera that hangs on them, and of several the nearest is named', async () => {
    const at: Position = [100, 30.0001]
    const box = (id: string, west: number, east: number) =>
      client.create('building', {
        type: 'Feature',
        id,
        geometry: {
          type: 'Polygon',
          coordinates: [[west, east, east, west, west].map((lon, i) => [lon, i === 2 || i === 3 ? 30.0002 : 30])],
        },
        properties: {},
      })
    await camera('hung', at, { fov: 360 })
    await box('own', 99.9998, 100)
    await box('second', 100.0008, 100.001)
    await box('first', 100.0004, 100.0006)
    expect(ids(await see({ point: [99.9995, 30.0001] }))).toEqual({ ...none, now: ['hung'] })
    const answer = await see({ point: [100.0015, 30.0001] })
    expect(answer.blocked[0]!.blockedBy).toEqual({ layer: 'building', id: 'first', at: [expect.closeTo(100.0004, 9), 30.0001] })
    // Along the northern wall line of both, and past the corner of one.
    expect(ids(await see({ point: [100.0004, 30.0001] }))).toEqual({ ...none, now: ['hung'] })
    expect(ids(await see({ point: [100.0004, 30.0003] }))).toEqual({ ...none, now: ['hung'] })
  })
})

describe('which cameras are asked', () => {
  it('those that are online, unless any is asked for, and that the filter selects', async () => {
    const at = somewhere()
    await camera('works', at)
    await camera('broken', at, { status: 'fault' })
    await camera('off', at, { status: 'offline', kind: 'ptz' })
    const point = placeFrom(at, 90, 10)
    expect(ids(await see({ point })).now).toEqual(['works'])
    expect(ids(await see({ point, status: 'any' })).now).toEqual(['broken', 'off', 'works'])
    expect(ids(await see({ point, status: 'any', filter: "kind = 'ptz'" })).now).toEqual(['off'])
    expect(ids(await see({ point, filter: "name = 'nobody'" }))).toEqual(none)
  })

  it('as they are at the moment: moved, turned, deleted, imported anew', async () => {
    const at = somewhere()
    const made = await camera('mover', at)
    const point = placeFrom(at, 90, 100)
    expect(ids(await see({ point })).now).toEqual(['mover'])
    const turned = await client.replace('camera', { ...made, properties: { ...made.properties, azimuth: 270 } }, made.version)
    expect(ids(await see({ point }))).toEqual(none)
    const there = { type: 'Point' as const, coordinates: placeFrom(at, 90, 150) }
    const moved = await client.replace('camera', { ...turned, geometry: there }, turned.version)
    expect(ids(await see({ point })).now).toEqual(['mover'])
    await client.remove('camera', 'mover', moved.version)
    expect(ids(await see({ point }))).toEqual(none)
    const body = `code,name,status,azimuth,fov,range,lon,lat\nagain,n,online,90,60,200,${at.join(',')}\n`
    expect(await sendImport(app.url, body, { layer: 'camera', id: 'code', type: 'text/csv' })).toMatchObject({
      report: { committed: true },
    })
    expect(ids(await see({ point })).now).toEqual(['again'])
  })

  it('across the antimeridian too', async () => {
    await camera('edge', [179.9995, 10])
    await building('beyond', [-179.9995, 10], 5)
    expect(ids(await see({ point: [-179.9998, 10] }))).toEqual({ ...none, now: ['edge'] })
    const answer = await see({ point: [-179.9992, 10] })
    expect(ids(answer)).toEqual({ ...none, blocked: ['edge'] })
    expect(answer.blocked[0]!.blockedBy!.at[0]).toBeCloseTo(-179.9995, 3)
    expect(answer.blocked[0]!.distance_m).toBeCloseTo(142.5, 0)
  })
})

it('explains itself when it is asked to', async () => {
  const at = somewhere()
  await camera('one', at)
  await camera('two', at, { status: 'offline' })
  await building('wall', placeFrom(at, 90, 20), 2)
  const point = placeFrom(at, 90, 50)
  const { body } = await send({ point }, '?explain=true')
  expect(body.explain).toEqual({
    index: expect.any(String) as string,
    candidates: 2,
    exactTests: 1,
    buildingsTested: 1,
    ms: expect.any(Number) as number,
  })
  expect((await send({ point }, '?explain=false')).body).not.toHaveProperty('explain')
  expect((await send({ point })).body).not.toHaveProperty('explain')
})

describe('bad input', () => {
  it.each([
    [{}, 'bad-geometry', /point is undefined/],
    [{ point: null }, 'bad-geometry', /point is null/],
    [{ point: [] }, 'bad-geometry', /array of 0/],
    [{ point: [1] }, 'bad-geometry', /array of 1/],
    [{ point: [1, 2, 3] }, 'bad-geometry', /array of 3/],
    [{ point: [181, 0] }, 'bad-geometry', /longitude 181.*-180\.\.180/],
    [{ point: [0, -90.1] }, 'bad-geometry', /latitude -90.1.*-90\.\.90/],
    [{ point: ['1', 2] }, 'bad-geometry', /"1"/],
    [{ point: { type: 'Point', coordinates: [1, 2] } }, 'bad-geometry', /object/],
    [{ point: [1, 2], targetHeight: -1 }, 'bad-property', /targetHeight.*0/],
    [{ point: [1, 2], targetHeight: 1001 }, 'bad-property', /targetHeight.*1000/],
    [{ point: [1, 2], targetHeight: '2' }, 'bad-property', /targetHeight/],
    [{ point: [1, 2], status: 'offline' }, 'bad-property', /status/],
    [{ point: [1, 2], limit: 3 }, 'bad-property', /limit/],
    [{ point: [1, 2], filter: 'shoe = 3' }, 'bad-filter', /shoe/],
    [{ point: [1, 2], filter: 'name =' }, 'bad-filter', /end/],
    [[], 'bad-property', /body/],
    ['{"point":[1,2]', 'bad-json', /JSON/],
    ['{"point":[1e999,2]}', 'bad-geometry', /point/],
  ])('%j is a 400 that names it', async (body, code, detail) => {
    const { status, body: problem } = await send(body)
    expect({ status, code: problem.code }).toEqual({ status: 400, code })
    expect(problem.detail).toMatch(detail)
  })

  it.each([
    ['?explain=yes', 'bad-parameter', /explain/],
    ['?limit=1', 'unknown-parameter', /limit/],
    ['?min_seq=x', 'bad-parameter', /min_seq/],
  ])('%s too', async (query, code, detail) => {
    const { status, body: problem } = await send({ point: [1, 2] }, query)
    expect({ status, code: problem.code }).toEqual({ status: 400, code })
    expect(problem.detail).toMatch(detail)
  })
})
