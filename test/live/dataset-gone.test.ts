import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask, importRows, pointOf, trees } from '../store/datasets.ts'
import { type RunningApp, startApp } from '../support/app.ts'
import { createClient } from '../support/client.ts'
import { storeKind } from '../support/run.ts'
import { subscribe } from '../support/sse.ts'
import { until } from '../support/until.ts'

let app: RunningApp
/** Another process's server on the same database, where that can be. */
let other: RunningApp | undefined
beforeAll(async () => {
  app = await startApp()
  if (storeKind() === 'postgis') other = await startApp({ store: app.testStore })
})
afterAll(async () => {
  await other?.close()
  await app.close()
})

const rows = (...ids: string[]) => new Map(ids.map((id, i) => [id, i]))
const codeOf = async (url: string) => ((await (await fetch(url)).json()) as { code?: string }).code

describe('a dataset that is removed', () => {
  it('is gone everywhere at once, and may come again under its id', async () => {
    await importRows(app, trees('gone'), rows('a', 'b'), 'replace')
    const client = createClient(app.url)
    const { version } = await client.get('gone', 'a')
    expect((await fetch(`${app.url}/tiles/gone/0/0/0.mvt`)).status).toBe(200)
    if (other) await until('the other server shows it', () => other!.live.has('gone'))
    if (other) expect((await fetch(`${other.url}/tiles/camera,gone/0/0/0.mvt`)).status).toBe(200)
    const streams = await Promise.all([app, ...(other ? [other] : [])].map(({ url }) => subscribe(`${url}/api/stream`)))

    const { status, seq } = await ask(app, 'DELETE', '/gone')
    expect(status).toBe(204)
    for (const path of [
      'tiles/gone/0/0/0.mvt',
      'tiles/camera,gone/0/0/0.mvt',
      'tiles/gone.json',
      'api/layers/gone/features',
      'api/datasets/gone',
    ])
      expect([path, await codeOf(`${app.url}/${path}`)]).toEqual([path, 'unknown-layer'])
    expect(app.live.layers().map(({ def }) => def.id)).not.toContain('gone')
    for (const stream of streams) {
      const told = (event: string) => stream.events.filter(e => e.event === event).map(e => JSON.parse(e.data) as object)
      await until('the stream tells', () => told('change').length > 0)
      expect(told('tiles')).toContainEqual({ seq, layer: 'gone', all: true })
      expect(told('change')).toEqual([{ seq, layer: 'gone', op: 'all', id: null, bbox: null }])
      stream.close()
    }
    if (other) expect(await codeOf(`${other.url}/tiles/camera,gone/0/0/0.mvt`)).toBe('unknown-layer')
    const { rows: left } = await app.store.knex.raw<{ rows: { n: number }[] }>(
      `select ((select count(*) from feature where layer = 'gone') + (select count(*) from dataset where layer = 'gone')
        + (select count(*) from layer_version where layer = 'gone') + (select count(*) from layer_version_before where layer = 'gone'))::int as n`,
    )
    expect(left[0]!.n).toBe(0)

    expect(await importRows(app, trees('gone'), rows('a'), 'replace')).toBe(1)
    expect((await client.get('gone', 'a')).version).toBeGreaterThan(version)
    expect((await fetch(`${app.url}/tiles/gone/0/0/0.mvt`)).status).toBe(200)
    if (other) await until('the other server shows the new one', () => other!.live.has('gone') && other!.live.layer('gone').size === 1)
  })

  it('under requests that are running: none of them meets a 5xx', async () => {
    const servers = [app, ...(other ? [other] : [])]
    let rounds = 0
    const seen = new Set<string>()
    const keepAsking = async (n: number): Promise<void> => {
      for (let i = n; rounds < 6; i++) {
        const response = await fetch(...requestOf(servers[i % servers.length]!.url, i))
        const text = await response.text()
        if (response.status >= 500) throw new Error(`${response.url}: ${response.status} ${text}`)
        seen.add(`${response.status}`)
      }
    }
    const asking = Promise.all(Array.from({ length: 6 }, (_, i) => keepAsking(i * 7)))
    for (; rounds < 6; rounds++) {
      await importRows(app, trees('brief'), rows('a', 'b', 'c'), 'replace')
      const { status } = await ask(servers[rounds % servers.length]!, 'DELETE', '/brief')
      // Another server may not have heard of it yet.
      if (status === 404) await ask(app, 'DELETE', '/brief')
    }
    await asking
    expect([...seen]).toContain('404')
    expect(app.live.has('brief')).toBe(false)
  })
})

function requestOf(url: string, i: number): [string, RequestInit?] {
  const send = (method: string, path: string, body: unknown, headers = {}): [string, RequestInit] => [
    `${url}${path}`,
    { method, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) },
  ]
  const asked: [string, RequestInit?][] = [
    [`${url}/tiles/brief/${i % 3}/0/0.mvt`],
    [`${url}/tiles/camera,brief/0/0/0.mvt?filter=${encodeURIComponent("name = 'x'")}`],
    [`${url}/tiles/brief.json`],
    [`${url}/api/layers/brief/features?filter=${encodeURIComponent('n > 0')}`],
    [`${url}/api/layers/brief`],
    [`${url}/api/datasets`],
    [`${url}/api/datasets/brief`],
    send('POST', '/api/layers/brief/features', pointOf(`hand-${i}`, i % 90)),
    send('PUT', '/api/layers/brief/features/a', pointOf('a', i % 90), { 'if-match': '*' }),
    [`${url}/api/layers/brief/features/b`, { method: 'DELETE', headers: { 'if-match': '*' } }],
    send('PATCH', '/api/datasets/brief', { title: `t${i}` }),
    send('POST', '/api/datasets/brief/revert', { to: 0, force: true }),
  ]
  return asked[i % asked.length]!
}
