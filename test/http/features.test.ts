import type { Feature } from 'geojson'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningApp, startApp } from '../support/app.ts'

let app: RunningApp
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.close())

const JSON_TYPE = { 'content-type': 'application/geo+json' }
const incident = (code: string, lon = 116.3, lat = 39.9, more: Record<string, unknown> = {}): Feature => ({
  type: 'Feature',
  geometry: { type: 'Point', coordinates: [lon, lat] },
  properties: { code, title: '路灯不亮', category: 'facility', status: 'open', time: '2026-05-01T08:00:00+08:00', ...more },
})

interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: Record<string, unknown>
}

async function ask(
  method: string,
  path: string,
  { headers = {}, body }: { headers?: Record<string, string>; body?: unknown } = {},
): Promise<Answer> {
  const response = await fetch(`${app.url}${path}`, {
    method,
    headers: { ...(body === undefined ? {} : JSON_TYPE), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) }
}

const post = (layer: string, body: unknown) => ask('POST', `/api/layers/${layer}/features`, { body })
const codeOf = async (answer: Promise<Answer>) => {
  const { status, body, headers } = await answer
  expect(headers.get('content-type')).toMatch(/^application\/problem\+json/)
  expect(body.status).toBe(status)
  return `${status} ${body.code as string}`
}

describe('one feature', () => {
  it('is created, read, replaced and deleted, its version being its ETag', async () => {
    const created = await post('incident', { ...incident('C1'), id: '事件/1' })
    expect(created.status).toBe(201)
    const path = created.headers.get('location')!
    expect(path).toBe(`/api/layers/incident/features/${encodeURIComponent('事件/1')}`)
    const etag = created.headers.get('etag')!
    expect(etag).toBe(`"${app.store.databaseId.slice(0, 8)}-${created.body.version as number}"`)

    const read = await ask('GET', path)
    expect(read.status).toBe(200)
    expect(read.headers.get('etag')).toBe(etag)
    expect(read.body).toEqual(created.body)
    expect((read.body.properties as Record<string, unknown>).time).toBe('2026-05-01T00:00:00.000Z')
    for (const tag of [etag, `"x", ${etag}`, `W/${etag}`, '*']) {
      const same = await fetch(`${app.url}${path}`, { headers: { 'if-none-match': tag } })
      expect([same.status, await same.text()]).toEqual([304, ''])
    }

    const replaced = await ask('PUT', path, { headers: { 'if-match': etag }, body: { ...read.body, bbox: [0, 0, 1, 1], links: [] } })
    expect(replaced.status).toBe(200)
    expect(replaced.body.version).not.toBe(read.body.version)
    expect({ ...replaced.body, version: 0 }).toEqual({ ...read.body, version: 0 })
    expect(await codeOf(ask('PUT', path, { headers: { 'if-match': etag }, body: read.body }))).toBe('412 stale-version')
    // The same version of another database, or of none, is another feature.
    for (const tag of [`"${replaced.body.version as number}"`, `"ffffffff-${replaced.body.version as number}"`])
      expect(await codeOf(ask('PUT', path, { headers: { 'if-match': tag }, body: read.body }))).toBe('412 stale-version')
    expect(await codeOf(ask('PUT', path, { headers: { 'if-match': `W/${replaced.headers.get('etag')!}` }, body: read.body }))).toBe(
      '412 stale-version',
    )
    expect(await codeOf(ask('DELETE', path, { headers: { 'if-match': etag } }))).toBe('412 stale-version')
    expect(await codeOf(ask('PUT', path, { body: read.body }))).toBe('428 version-required')
    expect(await codeOf(ask('DELETE', path))).toBe('428 version-required')

    const gone = await ask('DELETE', path, { headers: { 'if-match': '*' } })
    expect(gone.status).toBe(204)
    for (const method of ['GET', 'PUT', 'DELETE'])
      expect(await codeOf(ask(method, path, { headers: { 'if-match': '*' }, ...(method === 'PUT' && { body: incident('C1') }) }))).toBe(
        '404 unknown-feature',
      )
  })

  it('gets an id of its own when it names none, and no id twice', async () => {
    const first = await post('incident', incident('I1'))
    const second = await post('incident', incident('I2'))
    expect((first.body.id as string) < (second.body.id as string)).toBe(true)
    expect(await codeOf(post('incident', { ...incident('I3'), id: first.body.id }))).toBe('409 duplicate-id')
  })

  it('is there as soon as the write is answered', async () => {
    for (let i = 0; i < 20; i++) {
      const created = await post('incident', incident(`F${i}`))
      const path = created.headers.get('location')!
      expect((await ask('GET', path)).status).toBe(200)
      await ask('DELETE', path, { headers: { 'if-match': '*' } })
      expect((await ask('GET', path)).status).toBe(404)
    }
  })

  it('is written by one of several who read the same version', async () => {
    const created = await post('incident', incident('R1'))
    const path = created.headers.get('location')!
    const writes = Array.from({ length: 8 }, (_, i) =>
      ask('PUT', path, { headers: { 'if-match': created.headers.get('etag')! }, body: incident('R1', 116.3, 39.9, { title: `第${i}次` }) }),
    )
    const statuses = (await Promise.all(writes)).map(answer => answer.status).sort()
    expect(statuses).toEqual([200, ...Array.from({ length: 7 }, () => 412)])
  })
})

describe('what is refused', () => {
  const bowtie = {
    type: 'Polygon',
    coordinates: [
      [
        [0, 0],
        [1, 1],
        [1, 0],
        [0, 1],
        [0, 0],
      ],
    ],
  }
  const zone = (geometry: unknown) => ({ type: 'Feature', geometry, properties: { name: 'z', kind: 'patrol' } })
  it.each<[string, string, unknown, string]>([
    ['an unknown layer', 'nowhere', incident('x'), '404 unknown-layer'],
    ['a unit layer', 'grid', incident('x'), '409 unit-layer'],
    ['a derived layer', 'boundary', incident('x'), '409 read-only-layer'],
    ['no feature', 'incident', {}, '400 bad-json'],
    ['a list', 'incident', [incident('x')], '400 bad-json'],
    ['broken JSON', 'incident', '{"type":', '400 bad-json'],
    [
      'another geometry',
      'incident',
      {
        ...incident('x'),
        geometry: {
          type: 'LineString',
          coordinates: [
            [0, 0],
            [1, 1],
          ],
        },
      },
      '400 bad-geometry',
    ],
    ['no geometry', 'incident', { ...incident('x'), geometry: null }, '400 bad-geometry'],
    ['swapped coordinates', 'incident', incident('x', 39.9, 116.3), '400 bad-geometry'],
    ['text as coordinates', 'incident', { ...incident('x'), geometry: { type: 'Point', coordinates: ['1', 2] } }, '400 bad-geometry'],
    [
      'an open ring',
      'zone',
      zone({
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 1],
          ],
        ],
      }),
      '400 bad-geometry',
    ],
    ['a self-crossing ring', 'zone', zone(bowtie), '400 bad-geometry'],
    ['an unknown code', 'incident', incident('x', 116, 39, { status: 'lost' }), '400 bad-property'],
    ['an unknown property', 'incident', incident('x', 116, 39, { colour: 'red' }), '400 bad-property'],
    ['a time without offset', 'incident', incident('x', 116, 39, { time: '2026-05-01T08:00:00' }), '400 bad-property'],
    ['an id of 129 characters', 'incident', { ...incident('x'), id: 'x'.repeat(129) }, '400 bad-property'],
    ['a NUL', 'incident', incident('x\0'), '400 bad-property'],
  ])('%s', async (_, layer, body, expected) => {
    const before = app.live.seq
    expect(await codeOf(post(layer, body))).toBe(expected)
    expect(app.live.seq).toBe(before)
  })

  it('a body of more than 10 MB', async () => {
    expect(await codeOf(post('incident', incident('x', 116, 39, { title: 'x'.repeat(11_000_000) })))).toBe('413 too-large')
  })

  it('other types of body', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])
      expect(await codeOf(ask('POST', '/api/layers/incident/features', { headers: { 'content-type': type }, body: incident('x') }))).toBe(
        '415 unsupported-media-type',
      )
  })

  it.each([
    ['/api/layers/incident/features?bbox=1,2,3', '400 bad-parameter'],
    ['/api/layers/incident/features?limit=0', '400 bad-parameter'],
    ['/api/layers/incident/features?limit=10001', '400 bad-parameter'],
    ['/api/layers/incident/features?cursor=x', '400 bad-parameter'],
    ['/api/layers/incident/features?filter=status%3D', '400 bad-filter'],
    ['/api/layers/incident/features?filter=colour%3D1', '400 bad-filter'],
    ['/api/layers/incident/features?datetime=today', '400 bad-parameter'],
    ['/api/layers/zone/features?datetime=2026-05-01T00:00:00Z', '400 bad-parameter'],
    ['/api/layers/incident/features?min_seq=999999999', '409 seq-not-reached'],
    ['/api/layers/incident/features?offset=5', '400 unknown-parameter'],
    ['/api/layers/nowhere', '404 unknown-layer'],
    ['/api/themes/nothing', '404 unknown-theme'],
    ['/api/units?parent=nobody', '404 unknown-feature'],
    ['/api/nothing', '404 not-found'],
    ['/api/layers/%FF', '400 bad-parameter'],
    ['/api/layers/%00', '400 bad-parameter'],
  ])('GET %s', async (path, expected) => expect(await codeOf(ask('GET', path))).toBe(expected))

  it('a method that the path does not have, naming those it has', async () => {
    const answer = await ask('PATCH', '/api/layers/incident/features')
    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toBe('GET, HEAD, OPTIONS, POST')
    expect((await ask('OPTIONS', '/api/layers')).headers.get('allow')).toBe('GET, HEAD, OPTIONS')
  })
})

describe('collections', () => {
  const ids = Array.from({ length: 25 }, (_, i) => `p${String(i).padStart(2, '0')}`)
  beforeAll(async () => {
    for (const [i, id] of ids.entries()) {
      const geometry = {
        type: 'LineString',
        coordinates: [
          [i, 0],
          [i + 1, 1],
        ],
      }
      await post('road', { type: 'Feature', id, geometry, properties: { class: i % 2 ? 'local' : 'arterial', lanes: i % 5 } }).then(
        answer => expect(answer.body).toMatchObject({ id }),
      )
    }
  })

  it('come in pages of stable order that together are all of it, also while it changes', async () => {
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body }: Answer = await ask('GET', `/api/layers/road/features?limit=7${cursor && `&cursor=${cursor}`}`)
      seen.push(...(body.features as { id: string }[]).map(feature => feature.id))
      cursor = body.cursor as string | null
      await ask('DELETE', '/api/layers/road/features/p00', { headers: { 'if-match': '*' } })
    }
    expect(seen).toEqual(ids)
  })

  it('refuse the cursor of another layer', async () => {
    const { body } = await ask('GET', '/api/layers/road/features?limit=1')
    expect(await codeOf(ask('GET', `/api/layers/incident/features?cursor=${body.cursor as string}`))).toBe('400 bad-parameter')
  })

  it('select by the geometry, not by its bounding box', async () => {
    const inBox = async (bbox: string) =>
      ((await ask('GET', `/api/layers/road/features?bbox=${bbox}`)).body.features as { id: string }[]).map(f => f.id)
    expect(await inBox('5,0,6,1')).toEqual(['p04', 'p05', 'p06'])
    expect(await inBox('5.6,0,6.4,0.3')).toEqual(['p06'])
    expect(await inBox('5.4,0.6,5.5,1')).toEqual([])
  })

  it('select by filter, place and page together', async () => {
    const { body } = await ask(
      'GET',
      `/api/layers/road/features?filter=${encodeURIComponent("class = 'local' AND lanes IN (1, 3)")}&bbox=0,0,20,1&limit=2`,
    )
    expect((body.features as { id: string }[]).map(f => f.id)).toEqual(['p01', 'p03'])
    const rest = await ask(
      'GET',
      `/api/layers/road/features?filter=${encodeURIComponent("class = 'local' AND lanes IN (1, 3)")}&bbox=0,0,20,1&limit=2&cursor=${body.cursor as string}`,
    )
    expect((rest.body.features as { id: string }[]).map(f => f.id)).toEqual(['p11', 'p13'])
    expect(rest.body.cursor).toBe(null)
  })

  it('select by time', async () => {
    await post('incident', { ...incident('T1', 10, 10, { time: '2020-01-01T00:00:00Z' }), id: 't1' })
    await post('incident', { ...incident('T2', 10, 10, { time: '2020-01-02T00:00:00Z' }), id: 't2' })
    const at = async (time: string) =>
      ((await ask('GET', `/api/layers/incident/features?datetime=${encodeURIComponent(time)}`)).body.features as { id: string }[]).map(
        f => f.id,
      )
    expect(await at('2020-01-01T08:00:00+08:00')).toEqual(['t1'])
    expect(await at('../2020-01-01T12:00:00Z')).toEqual(['t1'])
    expect(await at('2020-01-01T00:00:00Z/2020-01-02T00:00:00Z')).toEqual(['t1', 't2'])
    expect(await at('../2019-12-31T23:59:59Z')).toEqual([])
  })
})

describe('health and catalog', () => {
  it('answers HEAD, health and metrics', async () => {
    expect((await ask('GET', '/healthz')).body).toEqual({ status: 'ok' })
    expect((await ask('GET', '/readyz')).body).toMatchObject({ status: 'ready', seq: app.live.seq })
    const head = await fetch(`${app.url}/api/layers`, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
    const metrics = await (await fetch(`${app.url}/metrics`)).text()
    expect(metrics).toContain(`zongtu_live_seq ${app.live.seq}`)
    expect(metrics).toContain('nodejs_eventloop_lag_p99_seconds')
  })

  it('describes layers with their count and bounds', async () => {
    const { body } = await ask('GET', '/api/layers/zone')
    expect(body).toMatchObject({ id: 'zone', kind: 'typed', count: 0, bounds: null })
    const { body: all } = await ask('GET', '/api/layers')
    const layers = all.layers as { id: string; count: number }[]
    expect(layers.map(layer => layer.id)).toContain('incident')
    expect(layers.find(layer => layer.id === 'road')!.count).toBe(24)
    expect(((await ask('GET', '/api/themes')).body.themes as { id: string }[]).map(theme => theme.id)).toContain('master')
  })

  it('compresses as asked, and answers plainly who takes no encoding', async () => {
    const encoding = async (accepted: string) =>
      (await fetch(`${app.url}/api/layers`, { headers: { 'accept-encoding': accepted } })).headers.get('content-encoding')
    expect(await encoding('gzip')).toBe('gzip')
    expect(await encoding('br, gzip;q=0.5')).toBe('br')
    for (const none of ['identity', 'identity;q=0', '*;q=0', 'unheard-of, identity;q=0']) expect(await encoding(none)).toBe(null)
  })

  it('sends safe headers with everything, errors too', async () => {
    for (const path of ['/healthz', '/api/nothing']) {
      const { headers } = await ask('GET', path)
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'self'; worker-src 'self' blob:;.*frame-ancestors 'none'/)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('access-control-allow-origin')).toBe(null)
    }
  })
})
