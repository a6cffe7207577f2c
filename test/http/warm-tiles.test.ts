import { request } from 'node:http'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signSession } from '../../tiles-server/src/access/index.ts'
import { type RunningApp, startApp } from '../support/app.ts'
import { type Client, createClient } from '../support/client.ts'
import { until } from '../support/until.ts'

const TOKEN = 'correct horse battery staple'
let open: RunningApp
let closed: RunningApp
let client: Client
beforeAll(async () => {
  open = await startApp()
  closed = await startApp({ token: TOKEN })
  client = createClient(open.url)
  await client.create('camera', camera('k1', 0))
  await createClient(closed.url, TOKEN).create('camera', camera('k1', 0))
})
afterAll(async () => {
  await open.close()
  await closed.close()
})

const camera = (id: string, lon: number) => ({
  type: 'Feature' as const,
  id,
  geometry: { type: 'Point' as const, coordinates: [lon, 10] },
  properties: { code: id, name: id, status: 'online' },
})

interface Answer {
  readonly status: number
  /** As sent: names, values and their order, but for what is the request's own. */
  readonly headers: readonly string[]
  readonly body: string
}
type Headers = Record<string, string | string[]>

function ask(app: RunningApp, path: string, headers: Headers = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: app.port, method, path, headers }, response => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => {
        const { rawHeaders } = response
        const sent = rawHeaders.flatMap((name, i) => (i % 2 === 0 ? [`${name}: ${rawHeaders[i + 1]}`] : []))
        const own = sent.map(line => line.replace(/^(X-Request-Id): [\w-]{12}$|^(Date): .*$/, '$1$2'))
        const body = Buffer.concat(parts)
          .toString('latin1')
          .replace(/"requestId":"[\w-]{12}"/, '')
        resolve({ status: response.statusCode!, headers: own, body })
      })
    })
    asked.on('error', reject).end()
  })
}

/** An unmet expectation is refused by Koa's way, so one that is met makes a request take that way: the same question in front of Koa and behind. */
const THROUGH_KOA: Headers = { expect: '100-continue' }

/** Tiles answered in front of Koa so far, and answers of the tile route, as Prometheus is told. */
async function counts(app: RunningApp): Promise<{ warm: number; all: number }> {
  const { body } = await ask(app, '/metrics', { authorization: `Bearer ${TOKEN}` })
  const sum = (pattern: RegExp) => [...body.matchAll(pattern)].reduce((total, match) => total + Number(match[1]), 0)
  return { warm: sum(/^zongtu_tiles_warm (\d+)$/gm), all: sum(/^zongtu_http_request_duration_seconds_count\{.*\.mvt".*\} (\d+)$/gm) }
}

const PLACE = '/tiles/camera/16/32768/30938.mvt'
const EMPTY = '/tiles/camera/16/1/1.mvt'

async function tagOf(app: RunningApp, path: string, headers: Headers): Promise<string> {
  const line = (await ask(app, path, { ...headers, authorization: `Bearer ${TOKEN}` })).headers.find(each => each.startsWith('ETag: '))
  return line!.slice(6)
}

describe('a cached tile is answered in front of Koa as Koa answers it', () => {
  const paths = [
    PLACE,
    EMPTY,
    `${PLACE}?`,
    `${PLACE}?min_seq=1`,
    `${PLACE}?min_seq=99999999`,
    `${PLACE}?min_seq=x`,
    `${PLACE}?filter=status%3D%27online%27`,
    `${PLACE}?filter=status+%3D+'online'&min_seq=1`,
    `${PLACE}?filter=status%3D%27fault%27`,
    `${PLACE}?filter=`,
    `${PLACE}?crs=gcj02`,
    `${PLACE}?crs=gcj02&datetime=..`,
    `${PLACE}?crs=wgs84`,
    `${PLACE}?colour=1`,
    `${PLACE}?filter=1&filter=1`,
    `/tiles/master/0/0/0.mvt`,
    `/tiles/zone,camera/0/0/0.mvt`,
    `/tiles/zone%2Ccamera/0/0/0.mvt`,
    `/tiles/nothing/0/0/0.mvt`,
    `/tiles/camera/17/0/0.mvt`,
    `/tiles/camera/0/0/0.mvt/`,
    `/tiles/camera/0/0/%00.mvt`,
    `/Tiles/camera/0/0/0.mvt`,
    `//tiles/camera/0/0/0.mvt`,
  ]
  const headers = (): [string, Headers][] => [
    ['none', {}],
    ['gzip', { 'accept-encoding': 'gzip' }],
    ['a browser', { 'accept-encoding': 'gzip, deflate, br, zstd' }],
    ['gzip refused', { 'accept-encoding': 'gzip;q=0' }],
    ['nothing taken', { 'accept-encoding': '*;q=0' }],
    ['empty', { 'accept-encoding': '' }],
    ['own origin', { origin: open.url, 'accept-encoding': 'gzip' }],
    ['other origin', { origin: 'http://evil.example' }],
    ['other host', { host: 'evil.example' }],
    ['other port', { host: '127.0.0.1:1' }],
    ['localhost', { host: `localhost:${open.port}` }],
    ['any tag', { 'if-none-match': '*' }],
    ['other tags', { 'if-none-match': '"x", W/"y"' }],
    ['no tag', { 'if-none-match': '' }],
    ['token', { authorization: `Bearer ${TOKEN}` }],
    ['wrong token', { authorization: 'Bearer x' }],
    ['session', { cookie: `a=1; zongtu_session=${signSession(TOKEN, Date.now())}; b=2` }],
    ['old session', { cookie: `zongtu_session=${signSession(TOKEN, 0)}` }],
    ['session from elsewhere', { cookie: `zongtu_session=${signSession(TOKEN, Date.now())}`, origin: 'http://evil.example' }],
    ['a closing connection', { connection: 'close' }],
  ]

  it.each(['GET', 'HEAD', 'POST', 'OPTIONS'])('%s', async method => {
    for (const app of [open, closed]) {
      for (const path of paths) {
        for (const [name, own] of headers()) await compare(app, path, own, method, name)
      }
    }
  })

  it('its own tag, in either encoding', async () => {
    for (const path of [PLACE, EMPTY]) {
      for (const encoding of ['gzip', 'identity']) {
        const tag = await tagOf(open, path, { 'accept-encoding': encoding })
        for (const header of [tag, `W/${tag}`, `"x", ${tag}`, tag.slice(0, -1)]) {
          await compare(open, path, { 'accept-encoding': encoding, 'if-none-match': header }, 'GET', header)
        }
      }
    }
  })

  it('a tile that was thinned', async () => {
    const path = '/tiles/zone/16/40000/30000.mvt'
    const noise = fc.sample(fc.string({ minLength: 10_000, maxLength: 10_000, size: 'max' }), { numRuns: 120, seed: 1 })
    for (const [i, name] of noise.entries()) {
      const at = (x: number, y: number): [number, number] => [((x + 0.5) / 2 ** 16) * 360 - 180, latitude((y + 0.5) / 2 ** 16)]
      const [lon, lat] = at(40000, 30000)
      const ring = [0, 1, 2, 0].map(k => [lon + (k % 2) * 0.001, lat + (k >> 1) * 0.001])
      const geometry = { type: 'Polygon' as const, coordinates: [ring] }
      await client.create('zone', { type: 'Feature', id: `z${i}`, geometry, properties: { name, kind: 'patrol' } })
    }
    const first = await ask(open, path, { 'accept-encoding': 'gzip' })
    expect(first.headers).toContain('Zongtu-Thinned: true')
    await compare(open, path, { 'accept-encoding': 'gzip' }, 'GET', 'thinned')
  })

  it('counts in the metrics like any other', async () => {
    await ask(open, PLACE)
    const before = await counts(open)
    for (let i = 0; i < 10; i++) await ask(open, PLACE)
    await ask(open, PLACE, THROUGH_KOA)
    const after = await until('all answers are closed', async () => {
      const now = await counts(open)
      return now.all - before.all >= 11 ? now : null
    })
    expect([after.warm - before.warm, after.all - before.all]).toEqual([10, 11])
  })

  it('follows every change', async () => {
    const ids = async () => (await ask(open, PLACE)).body.match(/k\d/g)?.filter((id, i, all) => all.indexOf(id) === i)
    expect(await ids()).toEqual(['k1'])
    const added = await client.create('camera', camera('k2', 0.0001))
    expect(await ids()).toEqual(['k1', 'k2'])
    await client.remove('camera', added.id, added.version)
    expect(await ids()).toEqual(['k1'])
  })
})

async function compare(app: RunningApp, path: string, headers: Headers, method: string, name: string): Promise<void> {
  const first = await ask(app, path, headers, method)
  const warm = await ask(app, path, headers, method)
  const koa = await ask(app, path, { ...headers, ...THROUGH_KOA }, method)
  expect([name, path, warm]).toEqual([name, path, koa])
  expect([name, path, first]).toEqual([name, path, koa])
}

const latitude = (y: number): number => (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI
