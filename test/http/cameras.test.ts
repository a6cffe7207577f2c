import type { Position } from 'geojson'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { sendImport } from '../import/client.ts'
import { type RunningApp, startApp } from '../support/app.ts'
import { placeFrom } from '../support/geodesic.ts'
import { createScene, idsOf as ids, none } from './camera-scene.ts'

let app: RunningApp
let scene: ReturnType<typeof createScene>
beforeAll(async () => {
  app = await startApp()
  scene = createScene(app)
})
afterAll(() => app.close())

describe('a point', () => {
  it('is seen in the sector and within range', async () => {
    const at = scene.somewhere()
    await scene.camera('plain', at)
    const answer = await scene.see({ point: placeFrom(at, 80, 120) })
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
      expect(ids(await scene.see({ point: placeFrom(at, bearing, metres) }))).toEqual(none)
    }
    expect(ids(await scene.see({ point: at })).now).toEqual(['plain'])
  })

  it('is possibly seen where the azimuth may be off', async () => {
    const at = scene.somewhere()
    await scene.camera('vague', at, { azimuth: 0, azimuth_uncertainty: 22.5, fov: 60 })
    const certainty = async (bearing: number) => (await scene.see({ point: placeFrom(at, bearing, 50) })).now[0]?.certainty
    expect(await Promise.all([0, 7, 353, 8, 352, 52, 308, 53, 307].map(certainty))).toEqual([
      ...['certain', 'certain', 'certain'],
      ...['possible', 'possible', 'possible', 'possible'],
      ...[undefined, undefined],
    ])
  })

  it('is out of sight below a tilted camera and beyond its upper edge, the nearer the lower the target', async () => {
    const at = scene.somewhere()
    await scene.camera('tilted', at, { height: 11.5, tilt: 35, vfov: 20, range: 300 })
    const sees = async (metres: number, targetHeight?: number) =>
      (await scene.see({ point: placeFrom(at, 90, metres), ...(targetHeight === undefined ? {} : { targetHeight }) })).now.length === 1
    // Lower edge 45, upper edge 25 degrees below the horizontal.
    expect(await Promise.all([9.9, 10.1, 21.4, 21.5].map(metres => sees(metres)))).toEqual([false, true, true, false])
    expect(await Promise.all([11.4, 11.6, 24.6, 24.7].map(metres => sees(metres, 0)))).toEqual([false, true, true, false])
    expect(await sees(250, 11.5)).toBe(true)
  })

  it('is seen by a camera that turns: now where its live pose looks, else if turned', async () => {
    const at = scene.somewhere()
    await scene.camera('dome', at, { kind: 'ptz', azimuth: 90, azimuth_uncertainty: 10, pose_azimuth: 180, pose_fov: 10 })
    await scene.camera('arc', at, { azimuth: 0, fov: 20, pan_from: 350, pan_to: 30 })
    const [south, east, far] = await Promise.all([180, 90, 179].map((b, i) => scene.see({ point: placeFrom(at, b, i === 2 ? 201 : 60) })))
    expect(ids(south!)).toEqual({ ...none, now: ['dome'] })
    expect(south!.now[0]).toMatchObject({ certainty: 'certain', view: { azimuth: 180, uncertainty: 0, fov: 10 } })
    expect(ids(east!)).toEqual({ ...none, ifTurned: ['dome'] })
    expect(east!.ifTurned[0]!.view).toEqual({ azimuth: null, uncertainty: 0, fov: 360, near: 0, range: 200 })
    expect(ids(far!)).toEqual(none)
    const arc = async (bearing: number) => ids(await scene.see({ point: placeFrom(at, bearing, 60), filter: "id = 'arc'" }))
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
    const at = scene.somewhere()
    await scene.camera('seer', at, { height: 10 })
    const middle = placeFrom(at, 90, 50)
    const tower = await scene.building('tower', middle, 5)
    const target = { point: placeFrom(at, 90, 100) }
    const answer = await scene.see(target)
    expect(ids(answer)).toEqual({ ...none, blocked: ['seer'] })
    expect(answer.blocked[0]!.blockedBy).toMatchObject({ layer: 'building', id: 'tower' })
    const [lon, lat] = answer.blocked[0]!.blockedBy!.at
    const wall = placeFrom(at, 90, 45)
    expect([lon, lat]).toEqual([expect.closeTo(wall[0], 8), expect.closeTo(wall[1], 8)])
    // From 10 m down to 1.5 m over 100 m: 6.175 m above the near wall, 5.325 m above the far one.
    const raise = async (height: number) => {
      const { version } = await scene.client.get('building', 'tower')
      await scene.client.replace('building', { ...tower, properties: { height } }, version)
      return ids(await scene.see(target))
    }
    expect(await raise(5.3)).toEqual({ ...none, now: ['seer'] })
    expect(await raise(5.4)).toEqual({ ...none, blocked: ['seer'] })
    expect(await raise(200)).toEqual({ ...none, blocked: ['seer'] })
  })

  it('do not block what is in front of them, beside them or above them; what is inside is hidden', async () => {
    const at = scene.somewhere()
    await scene.camera('watch', at, { height: 4, fov: 360 })
    await scene.building('house', placeFrom(at, 90, 50), 10, 3)
    const seen = async (bearing: number, metres: number, targetHeight: number) =>
      ids(await scene.see({ point: placeFrom(at, bearing, metres), targetHeight })).now.length === 1
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
      scene.client.create('building', {
        type: 'Feature',
        id,
        geometry: {
          type: 'Polygon',
          coordinates: [[west, east, east, west, west].map((lon, i) => [lon, i === 2 || i === 3 ? 30.0002 : 30])],
        },
        properties: {},
      })
    await scene.camera('hung', at, { fov: 360 })
    await box('own', 99.9998, 100)
    await box('second', 100.0008, 100.001)
    await box('first', 100.0004, 100.0006)
    expect(ids(await scene.see({ point: [99.9995, 30.0001] }))).toEqual({ ...none, now: ['hung'] })
    const answer = await scene.see({ point: [100.0015, 30.0001] })
    expect(answer.blocked[0]!.blockedBy).toEqual({ layer: 'building', id: 'first', at: [expect.closeTo(100.0004, 9), 30.0001] })
    // Along the northern wall line of both, and past the corner of one.
    expect(ids(await scene.see({ point: [100.0004, 30.0001] }))).toEqual({ ...none, now: ['hung'] })
    expect(ids(await scene.see({ point: [100.0004, 30.0003] }))).toEqual({ ...none, now: ['hung'] })
  })
})

describe('which cameras are asked', () => {
  it('those that are online, unless any is asked for, and that the filter selects', async () => {
    const at = scene.somewhere()
    await scene.camera('works', at)
    await scene.camera('broken', at, { status: 'fault' })
    await scene.camera('off', at, { status: 'offline', kind: 'ptz' })
    const point = placeFrom(at, 90, 10)
    expect(ids(await scene.see({ point })).now).toEqual(['works'])
    expect(ids(await scene.see({ point, status: 'any' })).now).toEqual(['broken', 'off', 'works'])
    expect(ids(await scene.see({ point, status: 'any', filter: "kind = 'ptz'" })).now).toEqual(['off'])
    expect(ids(await scene.see({ point, filter: "name = 'nobody'" }))).toEqual(none)
  })

  it('as they are at the moment: moved, turned, deleted, imported anew', async () => {
    const at = scene.somewhere()
    const made = await scene.camera('mover', at)
    const point = placeFrom(at, 90, 100)
    expect(ids(await scene.see({ point })).now).toEqual(['mover'])
    const turned = await scene.client.replace('camera', { ...made, properties: { ...made.properties, azimuth: 270 } }, made.version)
    expect(ids(await scene.see({ point }))).toEqual(none)
    const there = { type: 'Point' as const, coordinates: placeFrom(at, 90, 150) }
    const moved = await scene.client.replace('camera', { ...turned, geometry: there }, turned.version)
    expect(ids(await scene.see({ point })).now).toEqual(['mover'])
    await scene.client.remove('camera', 'mover', moved.version)
    expect(ids(await scene.see({ point }))).toEqual(none)
    const body = `code,name,status,azimuth,fov,range,lon,lat\nagain,n,online,90,60,200,${at.join(',')}\n`
    expect(await sendImport(app.url, body, { layer: 'camera', id: 'code', type: 'text/csv' })).toMatchObject({
      report: { committed: true },
    })
    expect(ids(await scene.see({ point })).now).toEqual(['again'])
  })

  it('across the antimeridian too', async () => {
    await scene.camera('edge', [179.9995, 10])
    await scene.building('beyond', [-179.9995, 10], 5)
    expect(ids(await scene.see({ point: [-179.9998, 10] }))).toEqual({ ...none, now: ['edge'] })
    const answer = await scene.see({ point: [-179.9992, 10] })
    expect(ids(answer)).toEqual({ ...none, blocked: ['edge'] })
    expect(answer.blocked[0]!.blockedBy!.at[0]).toBeCloseTo(-179.9995, 3)
    expect(answer.blocked[0]!.distance_m).toBeCloseTo(142.5, 0)
  })
})

it('explains itself when it is asked to', async () => {
  const at = scene.somewhere()
  await scene.camera('one', at)
  await scene.camera('two', at, { status: 'offline' })
  await scene.building('wall', placeFrom(at, 90, 20), 2)
  const point = placeFrom(at, 90, 50)
  const { body } = await scene.send({ point }, '?explain=true')
  expect(body.explain).toEqual({
    index: expect.any(String) as string,
    candidates: 2,
    exactTests: 1,
    buildingsTested: 1,
    ms: expect.any(Number) as number,
  })
  expect((await scene.send({ point }, '?explain=false')).body).not.toHaveProperty('explain')
  expect((await scene.send({ point })).body).not.toHaveProperty('explain')
})

describe('bad input', () => {
  it.each([
    [{}, 'bad-property', /neither of point and line/],
    [
      {
        point: [1, 2],
        line: {
          type: 'LineString',
          coordinates: [
            [1, 2],
            [3, 4],
          ],
        },
      },
      'bad-property',
      /both/,
    ],
    [{ line: null }, 'bad-geometry', /line is null/],
    [
      {
        line: [
          [1, 2],
          [1, 3],
        ],
      },
      'bad-geometry',
      /array of 2.*LineString/,
    ],
    [{ line: { type: 'Point', coordinates: [1, 2] } }, 'bad-geometry', /"Point".*LineString/],
    [{ line: { type: 'MultiLineString', coordinates: [] } }, 'bad-geometry', /"MultiLineString"/],
    [{ line: { type: 'LineString', coordinates: [] } }, 'bad-geometry', /line: .*empty/],
    [{ line: { type: 'LineString' } }, 'bad-geometry', /line: .*coordinates/],
    [{ line: { type: 'LineString', coordinates: [[1, 2]] } }, 'bad-geometry', /line: .*2 positions, not 1/],
    [
      {
        line: {
          type: 'LineString',
          coordinates: [
            [1, 2],
            [1, 91],
          ],
        },
      },
      'bad-geometry',
      /latitude 91/,
    ],
    [
      {
        line: {
          type: 'LineString',
          coordinates: [
            [1, 2],
            [1, 2],
            [1, 2],
          ],
        },
      },
      'bad-geometry',
      /no length.*1, 2/,
    ],
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
    const { status, body: problem } = await scene.send(body)
    expect({ status, code: problem.code }).toEqual({ status: 400, code })
    expect(problem.detail).toMatch(detail)
  })

  it('a line that is too long is a 413 that says how long', async () => {
    const long = await scene.send({
      line: {
        type: 'LineString',
        coordinates: [
          [1, 2],
          [1, 8],
        ],
      },
    })
    expect({ status: long.status, code: long.body.code }).toEqual({ status: 413, code: 'too-large' })
    expect(long.body.detail).toMatch(/663.* m long.*500000/)
    const many = await scene.send({ line: { type: 'LineString', coordinates: Array.from({ length: 10_001 }, (_, i) => [1, i / 1e6]) } })
    expect(many.body).toMatchObject({ code: 'too-large', detail: expect.stringMatching(/10001 positions.*10000/) as string })
  })

  it.each([
    ['?explain=yes', 'bad-parameter', /explain/],
    ['?limit=1', 'unknown-parameter', /limit/],
    ['?min_seq=x', 'bad-parameter', /min_seq/],
  ])('%s too', async (query, code, detail) => {
    const { status, body: problem } = await scene.send({ point: [1, 2] }, query)
    expect({ status, code: problem.code }).toEqual({ status: 400, code })
    expect(problem.detail).toMatch(detail)
  })
})
