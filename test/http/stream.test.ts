import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningApp, startApp } from '../support/app.ts'
import { type Client, createClient } from '../support/client.ts'
import { type Subscription, subscribe } from '../support/sse.ts'
import { until } from '../support/until.ts'

let app: RunningApp
let client: Client
beforeAll(async () => {
  app = await startApp()
  client = createClient(app.url)
})
afterAll(() => app.close())

const camera = (id: string, lon = 116.3) => ({
  type: 'Feature' as const,
  id,
  geometry: { type: 'Point' as const, coordinates: [lon, 39.9] },
  properties: { code: id, name: id, status: 'online' },
})

/** The ids of the changes a subscription got, in order. */
const changed = (subscription: Subscription): string[] =>
  subscription.events.filter(({ event }) => event === 'change').map(({ data }) => (JSON.parse(data) as { id: string }).id)

const lastId = (subscription: Subscription): string => subscription.events.findLast(event => event.id !== null)!.id!

describe('the event stream over HTTP', () => {
  it('tells every change once and in order, with the tiles it touches, and resumes', async () => {
    const first = await subscribe(`${app.url}/api/stream`)
    await until('hello', () => first.events[0]?.event === 'hello')
    const ids = Array.from({ length: 10 }, (_, i) => `s${i}`)
    for (const id of ids.slice(0, 5)) await client.create('camera', camera(id))
    await until('five changes', () => changed(first).length === 5)
    expect(first.events.filter(({ event }) => event === 'tiles')).toHaveLength(5)
    const last = lastId(first)
    first.close()
    for (const id of ids.slice(5)) await client.create('camera', camera(id))
    const second = await subscribe(`${app.url}/api/stream`, last)
    await until('five more', () => changed(second).length === 5)
    expect([...changed(first), ...changed(second)]).toEqual(ids)
    expect(second.events.map(({ event }) => event)).not.toContain('reset')
    second.close()
    const third = await subscribe(`${app.url}/api/stream?last_event_id=${last}`)
    await until('the same again', () => changed(third).length === 5)
    third.close()
  })

  it('names tiles that are fresh when it does', async () => {
    const stream = await subscribe(`${app.url}/api/stream?layers=camera`)
    const path = (tile: readonly number[]) => `${app.url}/tiles/camera/${tile.join('/')}.mvt`
    await until('hello', () => stream.events.length > 0)
    await client.create('camera', camera('fresh', 10))
    const event = await until('tiles', () => stream.events.find(each => each.event === 'tiles'))
    const { tiles } = JSON.parse(event.data) as { tiles: [number, number, number][] }
    const finest = tiles.find(([z]) => z === 16)!
    expect((await fetch(path(finest))).status).toBe(200)
    stream.close()
  })

  it('filters by layer and place', async () => {
    const far = await subscribe(`${app.url}/api/stream?bbox=0,0,1,1`)
    const other = await subscribe(`${app.url}/api/stream?layers=zone,incident`)
    const near = await subscribe(`${app.url}/api/stream?layers=camera&bbox=50,39,51,40`)
    await until('three greetings', () => [far, other, near].every(each => each.events.length > 0))
    await client.create('camera', camera('n1', 50.5))
    await until('the near one', () => changed(near).length === 1)
    expect([changed(far), changed(other)]).toEqual([[], []])
    for (const each of [far, other, near]) each.close()
  })

  it('answers reset to an event id it does not know', async () => {
    const stream = await subscribe(`${app.url}/api/stream`, '999999999')
    await until('reset', () => stream.events.some(({ event }) => event === 'reset'))
    stream.close()
  })

  it('has a head, and refuses what it does not understand', async () => {
    const head = await fetch(`${app.url}/api/stream`, { method: 'HEAD' })
    expect([head.status, head.headers.get('content-type'), head.headers.get('content-encoding')]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
      null,
    ])
    for (const [query, status] of [
      ['layers=nowhere', 404],
      ['layers=', 404],
      ['bbox=1', 400],
      ['since=4', 400],
    ] as const)
      expect((await fetch(`${app.url}/api/stream?${query}`)).status).toBe(status)
  })

  it('ends when the server stops', async () => {
    const other = await startApp()
    const stream = await subscribe(`${other.url}/api/stream`)
    await until('hello', () => stream.events.length > 0)
    await other.close()
    expect(await stream.ended).toBeUndefined()
  })
})
