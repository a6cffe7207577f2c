import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { defaults } from '../../tiles-server/src/config.ts'
import type { Alert, Fence } from '../../tiles-server/src/contract/index.ts'
import { openStore } from '../../tiles-server/src/store/index.ts'
import { openSink } from '../delivery/sink.ts'
import { type RunningApp, startApp } from '../support/app.ts'
import { openTestStore } from '../support/run.ts'
import { subscribe } from '../support/sse.ts'
import type { TestStore } from '../support/stores.ts'
import { until } from '../support/until.ts'
import { caughtUp, watched } from './engine-rows.ts'
import { addFence, ask, square } from './support.ts'

/** A clock that stands until it is moved. */
const clock = { time: Date.parse('2026-05-01T04:00:00Z'), now: () => clock.time }
const OPTIONS = { clock, webhookNetworks: ['127.0.0.0/8'], webhookRetryMs: 10 }
const INSIDE = [113.005, 33.005] as const
const OUTSIDE = [113.0125, 33.005] as const

let store: TestStore
let app: RunningApp
beforeAll(async () => {
  store = await openTestStore()
  app = await startApp({ store, ...OPTIONS })
  await addFence(app, { name: 'warm-up', enabled: false })
})
afterEach(async () => {
  for (const fence of await app.fences.all()) await app.fences.remove(fence.id, { actor: 'test', ifMatch: '*' })
})
afterAll(async () => {
  await app.close()
  await store.remove()
})

/** Fixes every ten seconds; the clock moves with them. */
async function report(object: string, ...places: (readonly [lon: number, lat: number])[]): Promise<void> {
  const fixes = places.map(([lon, lat]) => {
    clock.time += 10_000
    return { object, time: clock.time - 1_000, received: clock.time, lon, lat, accuracy: 8, speed: null, heading: null, flags: 0 }
  })
  await app.store.positions.append(fixes)
}
const alertsOf = async (fence: Fence, query = ''): Promise<Alert[]> =>
  (await ask<{ alerts: Alert[] }>(app, 'GET', `/alerts?fence=${fence.id}${query}`)).body.alerts.reverse()
const brief = (alerts: readonly Alert[]): unknown[] =>
  alerts.map(({ object, transition, reason, initial, withdrawn }) =>
    [object, transition, reason, initial && 'initial', withdrawn && 'withdrawn'].filter(Boolean).join(' '),
  )
const told = (fence: Fence, expected: readonly string[], query = ''): Promise<Alert[]> =>
  until(`alerts ${expected.join(', ')}`, async () => {
    const alerts = await alertsOf(fence, query)
    return JSON.stringify(brief(alerts)) === JSON.stringify(expected) ? alerts : undefined
  })
const restart = async (): Promise<void> => {
  await app.close()
  app = await startApp({ store, ...OPTIONS })
}
/** The fence as the engine has it: what is reported from now on is looked at with it. */
const begun = async (over: object): Promise<Fence> => {
  const fence = await addFence(app, over)
  await watched(app, fence.id)
  return fence
}

describe('the fence engine', () => {
  it.each([
    ['fewer than it says', { count: 3, clear: 2 }, ['a', 'a-', 'a', 'a-', 'b-', 'a', 'b'], [0, 6]],
    ['fewer than four fifths of its count, rounded up', { count: 3 }, ['a', 'a-', 'a', 'a-', 'b-', 'a', 'b'], [0, 2, 6]],
    ['none', { count: 1, clear: 1 }, ['a', 'a-', 'b-', 'c-', 'a', 'b', 'a-', 'b-'], [-2, 4]],
  ])('takes a crowd for over at %s', async (_, crowd, steps, raisedAt) => {
    const fence = await begun({ detect: ['crowd'], crowd, confirm: { fixes: 1 }, margin: 0 })
    const name = (object: string): string => `${fence.id} ${object}`
    for (const object of ['c', 'b']) await report(name(object), INSIDE)
    const from = clock.time
    for (const step of steps) await report(name(step[0]!), step.endsWith('-') ? OUTSIDE : INSIDE)
    clock.time += 60_000
    const alerts = await told(
      fence,
      raisedAt.map(() => 'crowd'),
    )
    // Nor do more come; and nobody is left there for the fences that follow.
    for (const object of ['a', 'b', 'c']) await report(name(object), OUTSIDE)
    await caughtUp(app, clock.time, () => (clock.time += 1_000))
    expect(await alertsOf(fence)).toEqual(alerts)
    expect(alerts.map(({ time }) => (Date.parse(time) - from + 1_000) / 10_000 - 1)).toEqual(raisedAt)
  })

  it('reads and writes nothing for other systems while there is no webhook', async () => {
    await app.store.knex.raw('delete from webhook')
    const fence = await begun({ confirm: { fixes: 1 } })
    const asked: { readonly sql: string; readonly inTransaction: boolean }[] = []
    const note = ({ sql, __knexTxId: id }: { sql: string; __knexTxId?: string }): void =>
      void asked.push({ sql, inTransaction: id !== undefined })
    const alerts = async (count: number): Promise<void> => {
      for (let i = 0; i < count; i++) {
        await report('n1', i % 2 === 0 ? INSIDE : OUTSIDE)
        await until('it is raised', async () => (await alertsOf(fence)).length === i + 1)
      }
    }
    app.store.knex.on('query', note)
    await alerts(6)
    app.store.knex.removeListener('query', note)
    expect(asked.filter(({ sql }) => /insert into delivery/.test(sql))).toEqual([])
    // Now and then it looks for what other processes left, but not after each alert.
    expect(asked.filter(({ sql }) => /update delivery/.test(sql)).length).toBeLessThan(6)
    const reads = asked.filter(({ sql, inTransaction }) => inTransaction && /^select.* from alert /s.test(sql))
    expect(reads).toEqual([])
  })

  it('raises alerts from reported positions, explained, told on the stream and to other systems', async () => {
    const stream = await subscribe(`${app.url}/api/stream`)
    const sink = await openSink()
    await ask(app, 'POST', '/webhooks', { body: { name: 'x', url: sink.url } })
    const fence = await begun({})
    await report('p1', OUTSIDE, INSIDE, INSIDE, INSIDE, OUTSIDE, OUTSIDE)
    const [enter, exit] = await told(fence, ['p1 enter', 'p1 exit'])
    expect(enter).toMatchObject({
      fenceVersion: 1,
      zoneName: expect.any(String) as unknown,
      status: 'open',
      late: false,
      situation: enter!.id,
    })
    expect(exit!.situation).toBe(enter!.id)
    expect(enter!.explanation.en).toMatch(/^entered \d+ m beyond the edge, confirmed by 2 fixes, accuracy 8 m$/)
    expect(Date.parse(exit!.time) - Date.parse(enter!.time)).toBe(30_000)
    expect(enter!.fixes.length).toBe(2)
    await until('both arrive', () => sink.received.length === 2)
    const types = sink.received.map(({ body }) => JSON.parse(body) as { type: string; data: Alert })
    expect(types.map(({ type, data }) => [type, data.id])).toEqual([
      ['alert.raised', enter!.id],
      ['alert.raised', exit!.id],
    ])
    const events = await until('both are streamed', () => {
      const found = stream.events
        .filter(({ event }) => event === 'alert')
        .map(({ data }) => JSON.parse(data) as { isNew: boolean; alert: Alert })
      return found.length >= 2 ? found : undefined
    })
    expect(events.map(({ isNew, alert }) => [isNew, alert.id])).toEqual([
      [true, enter!.id],
      [true, exit!.id],
    ])
    stream.close()
    await sink.close()
    await app.store.knex.raw('delete from webhook')
  })

  it('goes on after a restart as if there had been none, and repeats nothing', async () => {
    const fence = await begun({ detect: ['enter', 'exit', 'dwell'], dwell: { seconds: 60 } })
    await report('p2', OUTSIDE, INSIDE)
    await restart()
    await report('p2', INSIDE)
    await told(fence, ['p2 enter'])
    await restart()
    clock.time += 60_000
    await told(fence, ['p2 enter', 'p2 dwell'])
    await report('p2', OUTSIDE)
    await restart()
    await report('p2', OUTSIDE)
    await told(fence, ['p2 enter', 'p2 dwell', 'p2 exit'])
  })

  it('begins anew behind the log where what was kept is of a form from before', async () => {
    const fence = await begun({ detect: ['enter'] })
    await report('p6', OUTSIDE, INSIDE, INSIDE)
    await told(fence, ['p6 enter'])
    await app.close()
    const opened = await openStore({ ...defaults, ...store }, () => undefined)
    await opened.knex.raw(`delete from knex_migrations where name = '0009-engine-state'`)
    await opened.knex.raw(`update fence_snapshot set data = '{"format":1}' where part = 'meta'`)
    await opened.close()
    app = await startApp({ store, ...OPTIONS })
    await watched(app, fence.id)
    await report('p6', OUTSIDE, OUTSIDE, INSIDE, INSIDE)
    await told(fence, ['p6 enter', 'p6 enter'])
    await report('p6', OUTSIDE, OUTSIDE)
  })

  it('fires by the clock without a fix, and takes back what a late fix disproves', async () => {
    const fence = await begun({ detect: ['silent', 'absent'], silent: { seconds: 120 }, absent: { seconds: 300 } })
    await report('p3', INSIDE, INSIDE)
    const last = clock.time - 1_000
    clock.time += 200_000
    const [silent] = await told(fence, ['p3 silent'])
    expect(Date.parse(silent!.time)).toBe(last + 120_000)
    await app.store.positions.append([
      {
        object: 'p3',
        time: last + 60_000,
        received: clock.time,
        lon: OUTSIDE[0],
        lat: OUTSIDE[1],
        accuracy: 8,
        speed: null,
        heading: null,
        flags: 0,
      },
      {
        object: 'p3',
        time: last + 70_000,
        received: clock.time,
        lon: OUTSIDE[0],
        lat: OUTSIDE[1],
        accuracy: 8,
        speed: null,
        heading: null,
        flags: 0,
      },
    ])
    await told(fence, ['p3 silent withdrawn'])
    clock.time += 300_000
    const [, absent] = await told(fence, ['p3 silent withdrawn', 'absent'])
    expect([absent!.object, Date.parse(absent!.time)]).toEqual([null, last + 360_000])
  })

  it('takes in late fixes of many objects at once', async () => {
    const fence = await begun({ confirm: { fixes: 1 } })
    const objects = Array.from({ length: 600 }, (_, i) => `${fence.id} ${String(i).padStart(3, '0')}`)
    const [before, late, after] = [clock.time + 10_000, clock.time + 20_000, clock.time + 30_000]
    clock.time += 40_000
    const append = (time: number, [lon, lat]: readonly [lon: number, lat: number]) =>
      app.store.positions.append(
        objects.map(object => ({
          ...{ object, time, received: clock.time, lon, lat, accuracy: 8, speed: null, heading: null, flags: 0 },
        })),
      )
    await append(before, OUTSIDE)
    await append(after, INSIDE)
    const enters = (query: string) =>
      until(`an enter of each with ${query}`, async () => {
        const alerts = await alertsOf(fence, `&limit=1000&${query}`)
        return alerts.length === objects.length ? alerts : undefined
      })
    const first = await enters('withdrawn=false')
    expect(new Set(first.map(({ time, late }) => `${time} ${late}`))).toEqual(new Set([`${new Date(after).toISOString()} false`]))
    await append(late, INSIDE)
    expect((await enters('withdrawn=true')).map(({ id }) => id).sort()).toEqual(first.map(({ id }) => id).sort())
    const second = await enters('withdrawn=false')
    expect(new Set(second.map(({ time, late }) => `${time} ${late}`))).toEqual(new Set([`${new Date(late).toISOString()} true`]))
    expect(second.map(({ object }) => object).sort()).toEqual(objects)
    // Nobody is left there for the fences that follow.
    await append(clock.time, OUTSIDE)
    await caughtUp(app, clock.time, () => (clock.time += 1_000))
  })

  it('follows fences and zones that are edited while objects are inside', async () => {
    const made = await ask(app, 'POST', '/layers/zone/features', {
      body: { type: 'Feature', id: 'z1', geometry: square(113, 33), properties: { name: '防区', kind: 'defence' } },
    })
    expect(made.status).toBe(201)
    await report('p4', INSIDE)
    const fence = await begun({ zones: [{ layer: 'zone', id: 'z1' }], dryRun: false })
    const [first] = await told(fence, ['p4 enter initial'])
    expect(first!.zoneName).toBe('防区')
    const row = await ask(app, 'GET', '/layers/zone/features/z1')
    const moved = { ...row.body, geometry: square(113.2, 33) }
    const put = await ask(app, 'PUT', '/layers/zone/features/z1', { headers: { 'if-match': row.headers.get('etag')! }, body: moved })
    expect(put.status).toBe(200)
    await told(fence, ['p4 enter initial', 'p4 exit zone-changed'])
    const now = await ask<Fence>(app, 'GET', `/fences/${fence.id}`)
    await ask(app, 'PUT', `/fences/${fence.id}`, {
      headers: { 'if-match': now.headers.get('etag')! },
      body: { ...now.body, zones: [{ geometry: square(113, 33) }] },
    })
    await told(fence, ['p4 enter initial', 'p4 exit zone-changed', 'p4 enter initial'])
    const later = await ask<Fence>(app, 'GET', `/fences/${fence.id}`)
    await ask(app, 'PUT', `/fences/${fence.id}`, {
      headers: { 'if-match': later.headers.get('etag')! },
      body: { ...later.body, enabled: false },
    })
    await told(fence, ['p4 enter initial', 'p4 exit zone-changed', 'p4 enter initial', 'p4 exit disabled'])
  })

  it('only marks what a dry run decides', async () => {
    const fence = await begun({ dryRun: true, objects: { ids: ['p5'] } })
    await report('p5', OUTSIDE, INSIDE, INSIDE)
    await told(fence, ['p5 enter'], '&dryRun=true')
    expect(await alertsOf(fence)).toEqual([])
  })
})
