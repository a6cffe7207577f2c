import type { Position } from 'geojson'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seededRandom } from '../../tiles-server/src/kernel/index.ts'
import { sendImport } from '../import/client.ts'
import { type RunningApp, startApp } from '../support/app.ts'
import { metresBetween, placeFrom } from '../support/geodesic.ts'
import { createScene, idsOf as ids, none } from './camera-scene.ts'

let app: RunningApp
let scene: ReturnType<typeof createScene>
beforeAll(async () => {
  app = await startApp()
  scene = createScene(app)
})
afterAll(() => app.close())

describe('a line', () => {
  const line = (...coordinates: Position[]) => ({ line: { type: 'LineString', coordinates } })

  it('is covered where cameras see it now, in metres, with the gaps between', async () => {
    const at = scene.somewhere()
    // A road due east; cameras 20 m north of it look south and see 20 m to both sides of them.
    const on = (metres: number): Position => placeFrom(at, 90, metres)
    for (const [id, metres, more] of [
      ['first', 100, {}],
      ['second', 130, {}],
      ['third', 250, { azimuth_uncertainty: 15 }],
      ['turns', 350, { kind: 'ptz', azimuth: 0 }],
      ['asleep', 30, { status: 'offline' }],
    ] as const) {
      await scene.camera(id, placeFrom(on(metres), 0, 20), { azimuth: 180, fov: 90, range: 100, ...more })
    }
    const answer = await scene.see(line(on(0), on(200), on(400)))
    expect(ids({ ...answer, now: [...answer.now].sort((a, b) => (a.id < b.id ? -1 : 1)) })).toEqual({
      ...none,
      now: ['first', 'second', 'third'],
      ifTurned: ['turns'],
    })
    expect(
      answer.now.map(({ distance_m, bearing_deg, certainty }) => [Math.round(distance_m * 100) / 100, Math.round(bearing_deg!), certainty]),
    ).toEqual([20, 20, 20].map(metres => [metres, 180, 'certain']))
    const { length_m, covered_m, certain_m, covered, gaps } = answer.line!
    const cm = (metres: number): number => Math.round(metres * 100) / 100
    expect(cm(length_m)).toBe(400)
    const wide = 20 * Math.tan(Math.PI / 3)
    const narrow = 20 * Math.tan(Math.PI / 6)
    expect(covered.map(({ from, to, cameras }) => [cm(from), cm(to), cameras])).toEqual([
      [80, 110, ['first']],
      [110, 120, ['first', 'second']],
      [120, 150, ['second']],
      [cm(250 - wide), cm(250 + wide), ['third']],
    ])
    expect(gaps.map(({ from, to }) => [cm(from), cm(to)])).toEqual([
      [0, 80],
      [150, cm(250 - wide)],
      [cm(250 + wide), 400],
    ])
    expect(covered_m).toBeCloseTo(70 + 2 * wide, 1)
    expect(certain_m).toBeCloseTo(70 + 2 * narrow, 1)
    const any = await scene.see({ ...line(on(0), on(400)), status: 'any' })
    expect(any.line!.covered[0]!.cameras).toEqual(['asleep'])
  })

  it('has gaps where buildings stand between, and names what blocks a camera altogether', async () => {
    const at = scene.somewhere()
    const on = (metres: number): Position => placeFrom(at, 90, metres)
    await scene.camera('watchman', placeFrom(on(100), 0, 20), { fov: 360, range: 50 })
    await scene.camera('behind', placeFrom(on(100), 0, 45), { fov: 360, range: 60 })
    await scene.building('kiosk', placeFrom(on(100), 0, 10), 2)
    await scene.building('block', placeFrom(on(100), 0, 35), 8)
    const { now, blocked, line: seen } = await scene.see(line(on(80), on(120)))
    expect([now.map(({ id }) => id), blocked.map(({ id, blockedBy }) => [id, blockedBy?.id])]).toEqual([
      ['watchman'],
      [['behind', 'block']],
    ])
    // The kiosk's corners next to the camera are 2 m to the side and 8 m away; the road is 20 m away.
    expect(seen!.gaps.map(({ from, to }) => [from, to])).toEqual([[expect.closeTo(15, 2), expect.closeTo(25, 2)]])
    expect(seen!.covered_m).toBeCloseTo(30, 2)
  })

  it('says the same as points on it, a centimetre from where anything changes', async () => {
    const at = scene.somewhere()
    const random = seededRandom(20261128)
    const around = (metres: number): Position => placeFrom(at, 360 * random(), metres * Math.sqrt(random()))
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
    const cameras = Array.from({ length: 40 }, (_, i) => {
      const [lon, lat] = around(250)
      const views = [
        pick([0, 40, 90, 200, 300, 360]),
        360 * random(),
        pick([0, 5, 22.5]),
        pick([50, 120, 300]),
        pick(['', 3, 6, 12]),
        pick(['', 10, 30]),
        40,
      ]
      return `r${i},r${i},online,${pick(['fixed', 'fixed', 'ptz'])},${views.join(',')},${lon},${lat}`
    })
    const head = 'code,name,status,kind,fov,azimuth,azimuth_uncertainty,range,height,tilt,vfov,lon,lat'
    const told = await sendImport(app.url, [head, ...cameras].join('\n'), { layer: 'camera', id: 'code', type: 'text/csv' })
    expect(told.report).toMatchObject({ stored: 40, rejectedCount: 0 })
    const buildings = Array.from({ length: 60 }, (_, i) => {
      const middle = around(250)
      const ring = [20, 70, 160, 230, 290].map(bearing => placeFrom(middle, bearing, 3 + 12 * random()))
      return {
        type: 'Feature',
        id: `rb${i}`,
        geometry: { type: 'Polygon', coordinates: [[...ring, ring[0]!]] },
        properties: pick([{}, { height: 4 }, { height: 15 }]),
      }
    })
    const built = await sendImport(app.url, JSON.stringify({ type: 'FeatureCollection', features: buildings }), { layer: 'building' })
    expect(built.report).toMatchObject({ stored: 60, rejectedCount: 0 })

    const coordinates = Array.from({ length: 6 }, () => around(250))
    const { now, ifTurned, line: seen } = await scene.see(line(...coordinates))
    const { length_m, covered, gaps } = seen!
    expect(now.length).toBeGreaterThan(5)
    expect(covered.length).toBeGreaterThan(20)
    const stretches = [...covered, ...gaps.map(gap => ({ ...gap, cameras: [] as readonly string[] }))].sort((a, b) => a.from - b.from)
    expect(stretches.map(({ from }) => from)).toEqual([0, ...stretches.slice(0, -1).map(({ to }) => to)])
    expect(stretches.at(-1)!.to).toBe(length_m)
    const placeAt = (metres: number): Position => {
      let left = metres
      for (const [i, to] of coordinates.slice(1).entries()) {
        const from = coordinates[i]!
        const length = metresBetween(from, to)
        if (left <= length) return [from[0]! + (to[0]! - from[0]!) * (left / length), from[1]! + (to[1]! - from[1]!) * (left / length)]
        left -= length
      }
      return coordinates.at(-1)!
    }
    const all = new Set<string>()
    for (const { from, to, cameras } of stretches) {
      const places = [from + 0.01, to - 0.01, from + (to - from) * random()].filter(metres => metres > from + 0.005 && metres < to - 0.005)
      for (const metres of places) {
        const point = await scene.see({ point: placeAt(metres) })
        for (const { id } of point.now) all.add(id)
        expect(point.now.map(({ id }) => id).sort()).toEqual(cameras)
      }
    }
    expect([...all].sort()).toEqual(now.map(({ id }) => id).sort())
    expect(ifTurned.some(({ id }) => all.has(id))).toBe(false)
  })
})
