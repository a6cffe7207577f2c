import { Agent, request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signSession } from '../../tiles-server/src/access/index.ts'
import { type RunningApp, startApp } from '../support/app.ts'
import { type Client, createClient } from '../support/client.ts'

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

function ask(app: RunningApp, path: string, headers: Headers = {}, method = 'GET', agent?: Agent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: app.port, method, path, headers, ...(agent && { agent }) }, response => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => {
        const { rawHeaders } = response
        const sent = rawHeaders.flatMap((name, i) => (i % 2 === 0 ? [`${name}: ${rawHeaders[i + 1]}`] : []))
        const own = sent.map(line => line.replace(/^(X-Request-Id): [\w-]{12}$|^(Date): .*$/, '$1$2'))
        const body = Buffer.concat(parts).toString('latin1').replace(/"requestId":"[\w-]{12}"/, '')
        resolve({ status: response.statusCode!, headers: own, body })
      })
    })
    asked.on('error', reject).end()
  })
}

/** An unmet expectation is refused by Koa's way, so one that is met makes a request take that way: the same question in front of Koa and behind. */
const THROUGH_KOA: Headers = { expect: '100-continue' }

const PLACE = '/tiles/camera/16/32768/30942.mvt'
const EMPTY = '/tiles/camera/16/1/1.mvt'

describe('a cached tile is answered in front of Koa as Koa answers it', () => {
  const tag = async (path: string, encoding: string) =>
    (await ask(open, path, { 'accept-encoding': encoding })).headers.find(line => line.startsWith('ETag: '))!.slice(6)

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
        for (const [name, own] of headers()) {
          const first = await ask(app, path, own, method)
          const warm = await ask(app, path, own, method)
          const koa = await ask(app, path, { ...own, ...THROUGH_KOA }, method)
          expect([name, path, warm]).toEqual([name, path, koa])
          expect([name, path, first]).toEqual([name, path, koa])
        }
      }
    }
  })
})
