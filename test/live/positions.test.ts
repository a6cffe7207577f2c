import type { Point } from 'geojson'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaults } from '../../tiles-server/src/config.ts'
import { openStore } from '../../tiles-server/src/store/index.ts'
import { type RunningApp, startApp } from '../support/app.ts'
import { asker } from '../support/ask.ts'
import { createClient } from '../support/client.ts'
import { openTestStore } from '../support/run.ts'
import { subscribe } from '../support/sse.ts'
import type { TestStore } from '../support/stores.ts'
import { until } from '../support/until.ts'

let app: RunningApp
const { answer } = asker(() => app.url)
const start = Date.UTC(2026, 4, 1)
const timeAt = (second: number) => new Date(start + second * 1_000).toISOString()
const at = (object: string, second: number, lon: number, more: object = {}) => ({ object, time: timeAt(second), lon, lat: 33, ...more })
const row = (id: string, second: number | null, lon: number, name = id) => ({
  type: 'Feature' as const,
  id,
  geometry: { type: 'Point' as const, coordinates: [lon, 33] },
  properties: { name, status: 'free', speed: 1, heading: 7, ...(second === null ? {} : { time: timeAt(second) }) },
})
const lonOf = (id: string) => (app.live.layer('patrol').get(id)!.geometry as Point).coordinates[0]
const isAt = (id: string, lon: number) => until(`${id} is at ${lon}`, () => lonOf(id) === lon)
const client = () => createClient(app.url)

let place: TestStore

beforeAll(async () => {
  place = await openTestStore()
  app = await startApp({ store: place })
})
afterAll(async () => {
  await app.close()
  await place.remove()
})

describe('a patrol that reports', () => {
  it('is shown where it reported last: feature, queries and tiles, without a change', async () => {
    await client().create('patrol', row('p', 10, 113))
    const seq = app.live.seq
    const stream = await subscribe(`${app.url}/api/stream`)
    const tile = async () => (await fetch(`${app.url}/tiles/patrol/10/844/412.mvt`)).status
    const before = await tile()
    await answer('positions', [at('p', 20, 117, { speed: 3 }), at('p', 15, 115)])
    await isAt('p', 117)
    const shown = await client().get('patrol', 'p')
    expect(shown.geometry).toEqual({ type: 'Point', coordinates: [117, 33] })
    expect(shown.properties).toEqual({ name: 'p', status: 'free', speed: 3, time: timeAt(20) })
    const nearest = await answer<{ features: { id: string; properties: { distance_m: number } }[] }>('nearest', {
      point: [117, 33],
      layers: ['patrol'],
    })
    expect(nearest.features.map(({ id, properties }) => [id, properties.distance_m])).toEqual([['p', 0]])
    await until('its tiles are told', () => stream.events.some(({ event, data }) => event === 'tiles' && data.includes('"patrol"')))
    await until('its position is told', () => stream.events.some(({ event, data }) => event === 'position' && data.includes('117')))
    expect(stream.events.some(({ event }) => event === 'change')).toBe(false)
    expect(app.live.seq).toBe(seq)
    // Tile 10/844/412 holds 117, 33; what was there before it came was nothing.
    expect([before, await tile()]).toEqual([204, 200])
    stream.close()
  })

  it('stays there when its row is written, unless the row is newer; who read it may write it', async () => {
    await client().create('patrol', row('q', 10, 113))
    await answer('positions', [at('q', 20, 114)])
    await isAt('q', 114)
    const path = `${app.url}/api/layers/patrol/features/q`
    const tagOf = async () => (await fetch(path)).headers.get('etag')!
    const tag = await tagOf()
    await answer('positions', [at('q', 30, 115)])
    await isAt('q', 115)
    const moved = await tagOf()
    expect(moved).not.toBe(tag)
    expect((await fetch(path, { headers: { 'if-none-match': tag } })).status).toBe(200)
    expect((await fetch(path, { headers: { 'if-none-match': moved } })).status).toBe(304)
    const put = (body: unknown, ifMatch: string) =>
      fetch(path, { method: 'PUT', headers: { 'content-type': 'application/json', 'if-match': ifMatch }, body: JSON.stringify(body) })
    // The tag of what was read before it moved still names the row.
    expect((await put(row('q', 11, 100, 'named'), tag)).status).toBe(200)
    expect((await client().get('patrol', 'q')).properties).toMatchObject({ name: 'named', time: timeAt(30) })
    expect(lonOf('q')).toBe(115)
    expect((await put(row('q', 11, 100), moved)).status).toBe(412)
    expect((await put(row('q', 40, 101), '*')).status).toBe(200)
    expect(lonOf('q')).toBe(101)
    expect((await put(row('q', null, 100), '*')).status).toBe(200)
    expect(lonOf('q')).toBe(115)
  })

  it('is left where it is by a fix that is old, sent twice or implausible', async () => {
    await client().create('patrol', row('r', 10, 113))
    await answer('positions', [at('r', 9, 100), at('r', 11, 0, { lat: 0 }), at('r', 0, 100, { time: '2999-01-01T00:00:00Z' })])
    await answer('positions', [at('r', 20, 114), at('r', 20, 115)])
    await isAt('r', 114)
    await answer('positions', [at('r', 20, 116), at('r', 19, 117), at('q', 50, 118)])
    await isAt('q', 118)
    expect(lonOf('r')).toBe(114)
  })

  it('and comes to the map later is shown where it is; after a removal too', async () => {
    await answer('positions', [at('s', 20, 114)])
    await client().create('patrol', row('s', 10, 113))
    await isAt('s', 114)
    await client().remove('patrol', 's', (await client().get('patrol', 's')).version)
    expect(app.live.layer('patrol').get('s')).toBeUndefined()
    await client().create('patrol', row('s', 10, 113))
    await isAt('s', 114)
  })

  it('through another process is shown here too', async () => {
    if (app.store.kind === 'embedded') return // has one process only
    const other = await openStore({ ...defaults, ...app.testStore }, () => undefined)
    const fix = { object: 's', time: start + 60_000, received: Date.now(), lon: 119, lat: 33 }
    await other.positions.append([{ ...fix, accuracy: null, speed: null, heading: null, flags: 0 }])
    await isAt('s', 119)
    await other.close()
  })
})

it('after a restart patrols are where they were', async () => {
  await isAt('s', app.store.kind === 'embedded' ? 114 : 119)
  const shown = ['p', 'q', 'r', 's'].map(lonOf)
  await app.close()
  app = await startApp({ store: place })
  expect(['p', 'q', 'r', 's'].map(lonOf)).toEqual(shown)
})
