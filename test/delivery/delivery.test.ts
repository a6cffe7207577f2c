import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { AlertNews } from '../../tiles-server/src/delivery/index.ts'
import { type RunningApp, startApp } from '../support/app.ts'
import { openTestStore } from '../support/run.ts'
import type { TestStore } from '../support/stores.ts'
import { until } from '../support/until.ts'
import { isSigned, openSink, type Sink } from './sink.ts'

const LOOPBACK = { webhookNetworks: ['127.0.0.0/8'], webhookRetryMs: 10 }

let store: TestStore
let app: RunningApp
const sinks: Sink[] = []
const start = async (more = LOOPBACK): Promise<void> => {
  app = await startApp({ store, ...more })
}
beforeAll(async () => {
  store = await openTestStore()
  await start()
})
afterEach(async () => {
  await app.store.knex.raw('delete from webhook')
  for (const sink of sinks.splice(0)) await sink.close()
})
afterAll(async () => {
  await app.close()
  await store.remove()
})

const open = async (...args: Parameters<typeof openSink>): Promise<Sink> => {
  const sink = await openSink(...args)
  sinks.push(sink)
  return sink
}

interface Answer {
  readonly status: number
  readonly etag: string
  readonly body: Record<string, unknown> & { id: string; secret: string; deliveries: Record<string, unknown>[] }
}
async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(`${app.url}${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return {
    status: response.status,
    etag: response.headers.get('etag') ?? '',
    body: (text === '' ? {} : JSON.parse(text)) as Answer['body'],
  }
}
const hook = async (url: string, more: object = {}): Promise<Answer['body']> => {
  const { status, body } = await ask('POST', '/api/webhooks', { name: '指挥中心', url, ...more })
  expect([status, body.detail]).toEqual([201, undefined])
  return body
}
const news = (n: number, more: Partial<AlertNews['alert']> = {}, type: AlertNews['type'] = 'alert.raised'): AlertNews => ({
  type,
  alert: { id: `a${n}`, version: 1, fence: 'f', object: 'o', severity: 'major', ...more },
})
async function tell(...list: AlertNews[]): Promise<void> {
  await app.store.knex.transaction(trx => app.delivery.add(trx, () => Promise.resolve(list)))
  app.delivery.wake()
}
const deliveries = async (id: string, query = ''): Promise<Record<string, unknown>[]> =>
  (await ask('GET', `/api/webhooks/${id}/deliveries${query}`)).body.deliveries
const told = (sink: Sink): unknown[] => sink.received.map(({ body }) => (JSON.parse(body) as AlertNews & { data: { id: string } }).data.id)

describe('webhooks', () => {
  it('send alerts signed, with an id that stays the same', async () => {
    const sink = await open((_, count) => (count === 1 ? 500 : 204))
    const { id, secret } = await hook(sink.url)
    await tell(news(1))
    await until('it arrives', () => sink.received.length === 1)
    const [first, second] = sink.seen
    expect(second!.id).toBe(first!.id)
    expect(second!.body).toBe(first!.body)
    expect(JSON.parse(first!.body)).toEqual({ type: 'alert.raised', timestamp: expect.any(String) as unknown, data: news(1).alert })
    for (const message of sink.seen) expect(isSigned(message, secret)).toBe(true)
    const [entry] = await until('it is settled', async () => {
      const list = await deliveries(id)
      return list[0]?.status === 'delivered' ? list : undefined
    })
    expect(entry).toMatchObject({
      id: first!.id,
      type: 'alert.raised',
      alert: 'a1',
      attempts: 2,
      dueAt: null,
      lastStatus: 204,
      lastError: null,
    })
  })

  it('keep the order of one fence and object, whatever the receiver does, and let others pass', async () => {
    const manners = ['reset', 'act-then-500', 'act-then-reset', 500, 429] as const
    const tries = new Map<string, number>()
    const sink = await open(({ id, body }, count) => {
      tries.set(id, (tries.get(id) ?? 0) + 1)
      // Each message is taken at the third time at the latest.
      return body.includes('"stuck"') ? 503 : tries.get(id)! > count % 3 ? 200 : manners[count % manners.length]!
    })
    await hook(sink.url)
    await tell(...Array.from({ length: 12 }, (_, n) => news(n, { object: n % 2 === 0 ? 'even' : 'odd' })), news(99, { object: 'stuck' }))
    await until('all but one arrive', () => new Set(told(sink)).size === 12)
    for (const parity of [0, 1]) {
      const own = told(sink).filter(id => Number(String(id).slice(1)) % 2 === parity)
      const firsts = own.filter((id, i) => own.indexOf(id) === i)
      expect(firsts).toEqual(Array.from({ length: 6 }, (_, i) => `a${2 * i + parity}`))
      // A repeated one comes before the next, under the id it had.
      expect(own).toEqual([...own].sort((a, b) => Number(String(a).slice(1)) - Number(String(b).slice(1))))
    }
    const ids = new Map<string, Set<string>>()
    for (const { id, body } of sink.seen) ids.set(body, (ids.get(body) ?? new Set()).add(id))
    for (const each of ids.values()) expect(each.size).toBe(1)
  })

  it('tell those that want it, once for each change of an alert', async () => {
    const [all, some] = [await open(), await open()]
    await hook(all.url)
    await hook(some.url, { events: ['alert.withdrawn'], fences: ['g', 'f'], severities: ['major'] })
    await tell(
      news(1),
      news(1, { version: 2 }, 'alert.withdrawn'),
      news(2, { severity: 'info' }, 'alert.withdrawn'),
      news(3, { fence: 'h' }),
    )
    await tell(news(1))
    await tell(news(4, {}, 'alert.withdrawn'))
    await until('they arrive', () => all.received.length === 5 && some.received.length === 2)
    expect([told(all).filter(id => id === 'a1'), told(some)]).toEqual([
      ['a1', 'a1'],
      ['a1', 'a4'],
    ])
  })

  it('of a receiver that says nothing hold up no other', async () => {
    const [silent, other] = [await open(() => 'silent'), await open()]
    const { id } = await hook(silent.url)
    await hook(other.url)
    const objects = Array.from({ length: 40 }, (_, n) => news(n, { object: `o${n}` }))
    await tell(...objects)
    await until('all arrive at the other', () => other.received.length === 40)
    await tell(news(40, { object: 'late' }))
    await until('what comes later, too', () => other.received.length === 41)
    // Not because the silent one was given up meanwhile.
    expect((await deliveries(id)).every(({ attempts }) => attempts === 0)).toBe(true)
  })

  it('are paused and go on, keeping what happened meanwhile; a restart loses nothing', async () => {
    const sink = await open()
    const made = await ask('POST', '/api/webhooks', { name: 'x', url: sink.url, enabled: false })
    const { id } = made.body
    await tell(news(1), news(2))
    expect((await ask('GET', `/api/webhooks/${id}`)).body).toMatchObject({ enabled: false, pending: 2, dead: 0 })
    await app.close()
    await start()
    expect(sink.seen).toEqual([])
    const input = {
      ...(await ask('GET', `/api/webhooks/${id}`)).body,
      enabled: true,
      events: undefined,
      fences: undefined,
      severities: undefined,
    }
    expect((await ask('PUT', `/api/webhooks/${id}`, input)).status).toBe(428)
    expect((await ask('PUT', `/api/webhooks/${id}`, input, { 'if-match': '"other-1"' })).status).toBe(412)
    const saved = await ask('PUT', `/api/webhooks/${id}`, input, { 'if-match': made.etag })
    expect([saved.status, saved.body.enabled, saved.body.version]).toEqual([200, true, 2])
    await until('they arrive', () => sink.received.length === 2)
    expect(told(sink)).toEqual(['a1', 'a2'])
    expect((await ask('DELETE', `/api/webhooks/${id}`, undefined, { 'if-match': made.etag })).status).toBe(412)
    expect((await ask('DELETE', `/api/webhooks/${id}`, undefined, { 'if-match': saved.etag })).status).toBe(204)
    expect((await ask('GET', `/api/webhooks/${id}`)).status).toBe(404)
  })

  it('give up after many attempts, say so, and send again what was given up', async () => {
    let works = false
    const sink = await open(() => (works ? 200 : 404))
    const { id } = await hook(sink.url)
    await app.store.knex.raw('alter table delivery alter column attempts set default 13')
    await tell(news(1), news(2))
    const dead = await until('both are given up', async () => {
      const list = await deliveries(id, '?status=dead')
      return list.length === 2 ? list : undefined
    })
    expect(dead.map(({ alert, attempts, lastStatus, lastError, dueAt }) => [alert, attempts, lastStatus, lastError, dueAt])).toEqual([
      ['a2', 14, 404, 'it answered 404', null],
      ['a1', 14, 404, 'it answered 404', null],
    ])
    await app.store.knex.raw('alter table delivery alter column attempts set default 0')
    works = true
    expect((await ask('POST', `/api/webhooks/${id}/redeliver`)).body).toEqual({ deliveries: 2 })
    await until('they arrive', () => sink.received.length === 2)
    expect(told(sink)).toEqual(['a1', 'a2'])
    expect((await ask('POST', `/api/webhooks/${id}/deliveries/${String(dead[0]!.id)}/redeliver`)).status).toBe(202)
    await until('it arrives again', () => sink.received.length === 3)
    expect(sink.received[2]!.id).toBe(sink.received[1]!.id)
    expect((await ask('POST', `/api/webhooks/${id}/deliveries/nothing/redeliver`)).status).toBe(404)
  })

  it('sign with both secrets for a day after one was rotated, and tell none of them again', async () => {
    const sink = await open()
    const made = await hook(sink.url)
    const rotated = (await ask('POST', `/api/webhooks/${made.id}/rotate`)).body
    expect(rotated.secret).not.toBe(made.secret)
    expect((await ask('POST', `/api/webhooks/${made.id}/ping`)).status).toBe(202)
    await until('it arrives', () => sink.received.length === 1)
    for (const secret of [made.secret, rotated.secret]) expect(isSigned(sink.received[0]!, secret)).toBe(true)
    const text = JSON.stringify([(await ask('GET', '/api/webhooks')).body, (await ask('GET', `/api/webhooks/${made.id}`)).body])
    for (const secret of [made.secret, rotated.secret]) expect(text).not.toContain(secret.replace('whsec_', ''))
  })

  it('list what became of their events by pages', async () => {
    const sink = await open()
    const { id } = await hook(sink.url)
    await tell(...Array.from({ length: 7 }, (_, n) => news(n)))
    await until('they arrive', async () => (await deliveries(id, '?status=delivered')).length === 7)
    const pages: unknown[] = []
    for (let cursor = ''; ; ) {
      const { body } = await ask('GET', `/api/webhooks/${id}/deliveries?limit=3${cursor}`)
      pages.push(body.deliveries.map(({ alert }) => alert))
      if (body.cursor === null) break
      cursor = `&cursor=${body.cursor as string}`
    }
    expect(pages).toEqual([['a6', 'a5', 'a4'], ['a3', 'a2', 'a1'], ['a0']])
    expect((await ask('GET', `/api/webhooks/${id}/deliveries?cursor=abc`)).status).toBe(400)
  })

  it.each([
    ['http://10.0.0.1/x', 'private or special network'],
    ['http://169.254.169.254/latest/meta-data', 'private or special network'],
    ['http://[::1]/', 'private or special network'],
    ['http://[::ffff:10.0.0.1]/', 'private or special network'],
    ['http://0x0a000001/', 'private or special network'],
    ['http://8.8.8.8/', 'must be https'],
    ['ftp://example.org/', 'must be an http or https address'],
    ['https://a:b@example.org/', 'no name and password'],
    ['https://example.org/#x', 'no fragment'],
    ['nothing', 'must be an http or https address'],
  ])('are not sent to %s', async (url, rule) => {
    const { status, body } = await ask('POST', '/api/webhooks', { name: 'x', url })
    expect([status, body.code, body.detail]).toEqual([400, 'bad-property', expect.stringContaining(rule)])
  })

  it('are not sent where a name leads to a private network', async () => {
    await app.close()
    await start({ webhookNetworks: [], webhookRetryMs: 10 })
    const sink = await open()
    const { id } = await hook(sink.url.replace('127.0.0.1', 'localhost'))
    await tell(news(1))
    const [entry] = await until('it was tried', async () => {
      const list = await deliveries(id)
      return list[0]?.lastError ? list : undefined
    })
    expect(entry!.lastError).toContain('is not sent to by http')
    expect(sink.seen).toEqual([])
    await app.close()
    await start()
  })

  it('refuse bad input', async () => {
    expect((await ask('POST', '/api/webhooks', { name: '', url: 'x' })).status).toBe(400)
    expect((await ask('POST', '/api/webhooks', { name: 'x', url: 'https://example.org', fences: [] })).status).toBe(400)
    expect((await ask('GET', '/api/webhooks/none/deliveries')).status).toBe(404)
    expect((await ask('POST', '/api/webhooks/none/rotate')).body.code).toBe('unknown-webhook')
  })
})
