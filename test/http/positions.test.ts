import { request } from 'node:http'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type RunningApp, startApp } from '../support/app.ts'
import { asker } from '../support/ask.ts'
import { createClient } from '../support/client.ts'
import { emptyLog } from '../support/position-log.ts'
import { until } from '../support/until.ts'

let app: RunningApp
const { ask, answer } = asker(() => app.url)

beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.close())
/** What all of the log follows. */
let before = 0
const empty = async (): Promise<void> => {
  before = await emptyLog(app.store)
}
beforeEach(empty)

interface Receipt {
  readonly accepted: number
  readonly rejected: readonly { index: number; code: string; detail: string }[]
  readonly rejectedCount: number
}
interface Told {
  readonly object: string
  readonly time: string
  readonly flags: readonly string[]
}
const at = (object: string, second: number, more: object = {}) => ({
  object,
  time: new Date(Date.UTC(2026, 4, 1) + second * 1_000).toISOString(),
  lon: 113,
  lat: 33,
  ...more,
})
const stream = (body: BodyInit) =>
  fetch(`${app.url}/api/positions`, { method: 'POST', headers: { 'content-type': 'application/x-ndjson' }, body })
/** In these pieces; the types of the browser do not know it yet. */
const streamOf = (parts: Iterable<Uint8Array>) =>
  (ReadableStream as unknown as { from(parts: Iterable<Uint8Array>): ReadableStream }).from(parts)
const get = async <T>(path: string): Promise<T> => {
  const response = await fetch(`${app.url}/api/positions${path}`)
  if (!response.ok) throw new Error(await response.text())
  return (await response.json()) as T
}
const latest = async (query = '') => (await get<{ positions: Told[] }>(query)).positions
const logged = async () => (await app.store.positions.read(before, 100_000)).map(({ object }) => object)

describe('positions that are reported', () => {
  it('are taken one by one from an array, and counted', async () => {
    const point = { type: 'Point' as const, coordinates: [1, 1] }
    await createClient(app.url).create('patrol', {
      type: 'Feature',
      id: 'p1',
      geometry: point,
      properties: { name: 'p', status: 'free' },
    })
    const sent = [at('p1', 0), { ...at('x', 0), time: '2026-05-01T00:00:00' }, at('x', 1), 7, at('x', 2, { time: '2999-01-01T00:00:00Z' })]
    const receipt = await answer<Receipt>('positions', sent)
    expect(receipt).toMatchObject({ accepted: 3, rejectedCount: 2, unknown: 2, future: 1, nullIsland: 0 })
    expect(receipt.rejected).toEqual([
      { index: 1, code: 'bad-property', detail: expect.stringContaining('time is "2026-05-01T00:00:00"') as string },
      { index: 3, code: 'bad-property', detail: expect.stringContaining('position 3 is 7') as string },
    ])
    expect(await logged()).toEqual(['p1', 'x', 'x'])
    // One from the future is kept and shown in its track, but is nobody's latest.
    expect((await latest('?object=x')).map(({ time }) => time)).toEqual(['2026-05-01T00:00:01.000Z'])
    expect((await get<{ positions: Told[] }>('/x')).positions.map(({ flags }) => flags)).toEqual([[], ['future']])
    const metrics = await (await fetch(`${app.url}/metrics`)).text()
    expect(metrics).toMatch(/^zongtu_positions_accepted 3$/m)
    expect(metrics).toMatch(/^zongtu_positions_rejected 2$/m)
    expect(metrics).toMatch(/^zongtu_positions_unknown 2$/m)
  })

  it('are refused as a whole only when they are no array, or too many', async () => {
    for (const [body, code] of [
      [at('a', 0), 'bad-property'],
      ['[', 'bad-json'],
      [new Array(10_001).fill(1), 'bad-property'],
    ] as const) {
      const response = await ask('positions', body)
      expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([400, code])
    }
    expect(await answer('positions', [])).toMatchObject({ accepted: 0, rejected: [] })
  })

  it('come as lines too, cut anywhere: bad ones are named by their line', async () => {
    const line = fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom('é', '🚔', 'a').map(object => JSON.stringify(at(object, 1))) },
      fc.constantFrom('', '  ', '\r'),
      fc.constantFrom('x', '{', 'null', '"\ufffd"', JSON.stringify(at('b', 1, { lat: 91 })), `"${'y'.repeat(5_000)}"`, '['.repeat(3_000)),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 12 }),
        fc.array(fc.nat(40), { maxLength: 20 }),
        fc.boolean(),
        async (lines, cuts, end) => {
          await empty()
          const bytes = Buffer.from(lines.join('\n') + (end ? '\n' : ''))
          function* parts() {
            let from = 0
            for (const cut of cuts) {
              yield bytes.subarray(from, from + cut)
              from += cut
            }
            yield bytes.subarray(from)
          }
          const response = await fetch(`${app.url}/api/positions`, {
            method: 'POST',
            headers: { 'content-type': 'application/x-ndjson' },
            body: streamOf(parts()),
            duplex: 'half',
          } as RequestInit)
          const receipt = (await response.json()) as Receipt
          const isGood = (text: string) => text.startsWith('{"object"') && !text.includes('91')
          const bad = lines.flatMap((text, i) => (text.trim() === '' || isGood(text) ? [] : [i]))
          expect(receipt.rejected.map(({ index }) => index)).toEqual(bad)
          for (const { index, code, detail } of receipt.rejected) if (code === 'bad-json') expect(detail).toContain(`line ${index + 1} `)
          expect(await logged()).toEqual(lines.filter(isGood).map(text => (JSON.parse(text) as { object: string }).object))
        },
      ),
      { numRuns: 40 },
    )
  })

  it('may be sent again: the log has both, what is shown does not change', async () => {
    const batch = [at('a', 1), at('a', 3, { lon: 1 }), at('b', 2)]
    await answer('positions', batch)
    const [before, track] = [await latest(), await get('/a')]
    await answer('positions', [...batch, at('a', 3, { lon: 2 }), at('a', 2)].reverse())
    expect(await latest()).toEqual(before)
    const after = await get<{ positions: Told[] }>('/a')
    expect(after.positions.map(({ time }) => time.slice(17, 19))).toEqual(['01', '02', '03'])
    expect(after.positions.filter((_, i) => i !== 1).map(({ object, time }) => [object, time])).toEqual(
      (track as { positions: Told[] }).positions.map(({ object, time }) => [object, time]),
    )
    expect(await logged()).toHaveLength(8)
  })

  it('stay when their sender goes away in the middle', async () => {
    const asked = request({ host: '127.0.0.1', port: app.port, method: 'POST', path: '/api/positions' })
    asked.setHeader('content-type', 'application/x-ndjson')
    asked.on('error', () => undefined)
    asked.write(`${JSON.stringify(at('a', 0))}\n${JSON.stringify(at('b', 0))}\n{"object":"half`)
    await until('what came so far is committed, without an end', async () => (await logged()).length === 2)
    asked.destroy()
    await until('the rest is not', async () => (await fetch(`${app.url}/healthz`)).ok)
    expect(await logged()).toEqual(['a', 'b'])
  })

  it('of a stream longer than a batch are all there, in order', async () => {
    const lines = Array.from({ length: 12_000 }, (_, i) => JSON.stringify(at(`o${i}`, i)))
    const receipt = (await (await stream(`${lines.join('\n')}\n`)).json()) as Receipt
    expect(receipt.accepted).toBe(12_000)
    expect(await logged()).toEqual(lines.map((_, i) => `o${i}`))
  })

  it('need the token where there is one', async () => {
    const guarded = await startApp({ token: 'secret-secret-secret' })
    const send = (headers: Record<string, string>) =>
      fetch(`${guarded.url}/api/positions`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: '[]' })
    expect((await send({})).status).toBe(401)
    expect((await send({ authorization: 'Bearer secret-secret-secret' })).status).toBe(200)
    await guarded.close()
  })
})

describe('positions that are asked for', () => {
  beforeEach(async () => {
    const sent = Array.from({ length: 25 }, (_, i) => at(`o${String(i).padStart(2, '0')}`, i, { lon: i }))
    await answer('positions', [...sent, ...Array.from({ length: 25 }, (_, i) => at('o00', 100 + i, { lon: i, lat: i, speed: i }))])
  })

  it('are the latest of each object, page after page, by object, box and time', async () => {
    const found: string[] = []
    for (let cursor = ''; ; ) {
      const page = await get<{ positions: Told[]; cursor: string | null }>(`?limit=10${cursor}`)
      found.push(...page.positions.map(({ object }) => object))
      if (page.cursor === null) break
      cursor = `&cursor=${page.cursor}`
    }
    expect(found).toEqual(Array.from({ length: 25 }, (_, i) => `o${String(i).padStart(2, '0')}`))
    expect((await latest('?object=o03&object=nobody&object=o00')).map(({ time }) => time)).toEqual([
      '2026-05-01T00:02:04.000Z',
      '2026-05-01T00:00:03.000Z',
    ])
    expect((await latest('?bbox=3,33,5,33')).map(({ object }) => object)).toEqual(['o03', 'o04', 'o05'])
    expect((await latest('?since=2026-05-01T00:00:24Z')).map(({ object }) => object)).toEqual(['o00', 'o24'])
    expect((await fetch(`${app.url}/api/positions?cursor=abc`)).status).toBe(400)
  })

  it('are the track of one, also as a line', async () => {
    const window = 'from=2026-05-01T00:01:40Z&to=2026-05-01T08:01:49%2B08:00'
    const { positions } = await get<{ positions: (Told & { speed: number })[] }>(`/o00?${window}`)
    expect(positions.map(({ speed }) => speed)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    const line = await get<{ geometry: unknown; properties: { times: string[] }; cursor: null }>(`/o00?form=geojson&${window}`)
    // The first of them lies at 0, 0: no part of the way.
    expect(line.geometry).toEqual({ type: 'LineString', coordinates: [1, 2, 3, 4, 5, 6, 7, 8, 9].map(i => [i, i]) })
    expect(line.properties.times).toEqual(positions.slice(1).map(({ time }) => time))
    const seconds: string[] = []
    for (let cursor = ''; ; ) {
      const page = await get<{ positions: Told[]; cursor: string | null }>(`/o00?limit=7${cursor}`)
      seconds.push(...page.positions.map(({ time }) => time))
      if (page.cursor === null) break
      cursor = `&cursor=${page.cursor}`
    }
    expect(seconds).toEqual([...new Set(seconds)].sort())
    expect(seconds).toHaveLength(26)
    expect((await fetch(`${app.url}/api/positions/o00?from=2026-05-02T00:00:00Z&to=2026-05-01T00:00:00Z`)).status).toBe(400)
  })
})
