import { request } from 'node:http'
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { errorCodes } from '../../tiles-server/src/kernel/index.ts'
import { addFence, raised, save } from '../geofence/support.ts'
import { type RunningApp, startApp } from '../support/app.ts'
import { type Documented, readDocument } from '../support/documented.ts'
import { backtest, fence, geometry, step } from './fuzz-bodies.ts'

let app: RunningApp
let documented: Documented
/** A fence that there is; `FENCE` in a path stands for it. */
let fenceId: string
beforeAll(async () => {
  app = await startApp()
  documented = readDocument((await (await fetch(`${app.url}/api/openapi.json`)).json()) as Parameters<typeof readDocument>[0])
  const camera = {
    type: 'Feature',
    id: 'k',
    geometry: { type: 'Point', coordinates: [1, 1] },
    properties: { code: 'k', name: 'k', status: 'online' },
  }
  await fetch(`${app.url}/api/layers/camera/features`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(camera),
  })
  const watched = await addFence(app)
  fenceId = watched.id
  await save(app, { raised: [raised(watched, 'alert-1', 0)] })
})
afterAll(() => app.close())

interface Asked {
  readonly method: string
  readonly path: string
  readonly headers: Record<string, string>
  readonly body: string | undefined
}

const DECODERS: Readonly<Record<string, (bytes: Buffer) => Buffer>> = { gzip: gunzipSync, br: brotliDecompressSync, deflate: inflateSync }

/** Sends what fetch would refuse to: any method, any path, any header. Streams are left after their head. */
function send({ method, path, headers, body }: Asked): Promise<{ status: number; type: string; text: string }> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: app.port, method, path, headers }, response => {
      const type = response.headers['content-type'] ?? ''
      if (type.startsWith('text/event-stream')) {
        asked.destroy()
        resolve({ status: response.statusCode!, type, text: '' })
        return
      }
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => {
        const bytes = Buffer.concat(parts)
        const decode = bytes.length > 0 ? DECODERS[response.headers['content-encoding'] ?? ''] : undefined
        resolve({ status: response.statusCode!, type, text: (decode?.(bytes) ?? bytes).toString() })
      })
    })
    asked.on('error', reject).end(body)
  })
}

/** Characters that node:http lets into a request line. */
const rawText = fc
  .string({ unit: fc.integer({ min: 0x21, max: 0x7e }).map(c => String.fromCharCode(c)), maxLength: 30 })
  .map(text => text.replaceAll('#', '%23'))
const unicode = fc
  .string({ unit: 'binary', maxLength: 20 })
  .filter(text => !/\p{Surrogate}/u.test(text))
  .map(encodeURIComponent)
const number = fc
  .oneof(fc.integer(), fc.double(), fc.constantFrom('1e999', '0x1', '-0', '٣', '9'.repeat(400)))
  .map(each => encodeURIComponent(each))
const layer = fc.constantFrom(
  'camera',
  'incident',
  'zone',
  'grid',
  'boundary',
  'master',
  'camera,zone',
  'nowhere',
  '__proto__',
  'constructor',
  '',
)
const word = fc.oneof(rawText, unicode, number, layer)

const path = fc.oneof(
  fc.tuple(layer).map(([id]) => `/api/layers/${id}/features`),
  fc.tuple(layer, word).map(([id, feature]) => `/api/layers/${id}/features/${feature}`),
  fc.tuple(layer).map(([id]) => `/api/layers/${id}/export`),
  fc.tuple(layer, fc.constantFrom('', '/revert', '/versions')).map(([id, rest]) => `/api/datasets/${id}${rest}`),
  word.map(token => `/api/uploads/${token}`),
  fc
    .tuple(word, fc.constantFrom('', '/ping', '/redeliver', '/deliveries', '/deliveries/x/redeliver'))
    .map(([id, rest]) => `/api/webhooks/${id}${rest}`),
  word.map(id => `/api/fences/${id}`),
  word.map(id => `/api/alerts/${id}`),
  fc
    .tuple(fc.constantFrom('fences', 'alerts'), word, fc.constantFrom('versions', 'ack', 'close', 'x'))
    .map(parts => `/api/${parts.join('/')}`),
  fc.constantFrom('', '/versions', '/backtest', '/backtest').map(rest => `/api/fences/FENCE${rest}`),
  fc.constantFrom('', '/ack', '/assign', '/note', '/close', '/reopen').map(rest => `/api/alerts/alert-1${rest}`),
  word.map(object => `/api/positions/${object}`),
  fc.tuple(layer, number, number, number).map(([id, z, x, y]) => `/tiles/${id}/${z}/${x}/${y}.mvt`),
  fc.tuple(layer, fc.nat(18), fc.nat(4), fc.nat(4)).map(([id, z, x, y]) => `/tiles/${id}/${z}/${x}/${y}.mvt`),
  fc
    .tuple(fc.constantFrom('/tiles/', '/styles/', '/api/layers/', '/api/themes/', '/'), word, fc.constantFrom('', '.json'))
    .map(parts => parts.join('')),
  fc.constantFrom(
    '/api/stream',
    '/api/session',
    '/api/units',
    '/healthz',
    '/readyz',
    '/metrics',
    '/api/imports',
    '/api/imports/inspect',
    '/api/uploads',
    '/api/datasets',
    '/api/crs',
    '/api/locate',
    '/api/cameras/visible',
    '/api/cameras/coverage',
    '/api/webhooks',
    '/api/webhooks/none',
    '/api/webhooks/none/rotate',
    '/api/webhooks/none/deliveries',
    '/api/fences',
    '/api/fences',
    '/api/alerts',
    '/api/fence-templates',
    '/api/fences/backtest',
    '/api/fences/backtest',
    '/api/within',
    '/api/nearest',
    '/api/around',
    '/api/positions',
    '//',
    '/%',
    '/%ff',
    '/%00',
    '*',
    'http://[::1',
    'http://a:99999/api',
  ),
  fc.array(word, { maxLength: 5 }).map(parts => `/${parts.join('/')}`),
)

const name = fc.constantFrom(
  'bbox',
  'filter',
  'datetime',
  'limit',
  'cursor',
  'min_seq',
  'layers',
  'last_event_id',
  'scheme',
  'lang',
  'glyphs',
  'parent',
  'format',
  'crs',
  'encoding',
  'ids',
  'layer',
  'upload',
  'id',
  'map',
  'clean',
  'coverage',
  'join',
  'on',
  'name',
  'q',
  'form',
  'explain',
  'fence',
  'object',
  'zone',
  'transition',
  'status',
  'severity',
  'from',
  'to',
  'withdrawn',
  'dryRun',
  'group',
  'enabled',
  'detect',
  'since',
)
const filter = fc
  .array(
    fc.constantFrom(
      'status',
      '=',
      "'online'",
      '(',
      ')',
      'AND',
      'OR',
      'NOT',
      'IN',
      ',',
      'LIKE',
      "'%'",
      'BETWEEN',
      '1',
      'IS',
      'NULL',
      "'",
      '"',
      '<>',
      '-',
      '\u{1f600}',
      'S_INTERSECTS(geometry,',
      'S_WITHIN(geometry, POLYGON((0 0, 2 0, 2 2, 0 0)))',
      'S_CONTAINS(geometry, POINT(1 1))',
      'LINESTRING(0 0, 1e999 1)',
      'BBOX(0,0,2,2))',
      'BBOX(-180,-90,180,90))',
      "T_DURING(time, INTERVAL('..', '0000-01-01'))",
      "T_AFTER(time, TIMESTAMP('9999-12-31T23:59:59-23:59'))",
      "time = DATE('0000-01-01')",
    ),
    { maxLength: 12 },
  )
  .map(parts => encodeURIComponent(parts.join(' ')))
const moment = fc.oneof(
  word,
  fc.constantFrom(
    '',
    '..',
    '2026-05-01T00:00:00Z',
    '2026-05-01t08:00:00.123456789%2B08:00',
    '0000-01-01T00:00:00Z',
    '0000-01-01T00:00:00%2B23:59',
    '9999-12-31T23:59:59-23:59',
    '2026-02-30T00:00:00Z',
    '2026-12-31T23:59:60Z',
    '-9999-01-01T00:00:00Z',
  ),
)
const datetime = fc.oneof(
  fc.array(moment, { maxLength: 4 }).map(parts => parts.join('/')),
  fc.constantFrom('', '..', '2026-05-01T00:00:00Z').map(part => `${part}/`.repeat(300)),
)
const value = fc.oneof(
  word,
  filter,
  datetime,
  fc.array(number, { minLength: 3, maxLength: 5 }).map(parts => parts.join(',')),
  fc.constantFrom(
    '0,0,1,1',
    'geojson',
    'csv',
    'geopackage',
    'flatgeobuf',
    'ndjson',
    'gb18030',
    'EPSG:4547',
    'EPSG:99999',
    'bd09',
    'a=b',
    'true',
    'enter',
    'situation',
    'any',
  ),
)
const query = fc
  .array(fc.tuple(fc.oneof({ weight: 5, arbitrary: name }, { weight: 1, arbitrary: word }), value), { maxLength: 3 })
  .map(pairs => (pairs.length === 0 ? '' : `?${pairs.map(pair => pair.join('=')).join('&')}`))

const headerText = fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map(c => String.fromCharCode(c)), maxLength: 20 })
const headers = fc.record(
  {
    'if-match': fc.oneof(headerText, fc.constantFrom('*', '"1"', 'W/"1"', '"1", "2"')),
    'if-none-match': fc.oneof(headerText, fc.constantFrom('*', '"1"')),
    'content-type': fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('application/json', 'application/geo+json', 'application/x-ndjson') },
      { weight: 1, arbitrary: headerText },
    ),
    'content-encoding': fc.constantFrom('identity', 'gzip', ''),
    'accept-encoding': fc.oneof(headerText, fc.constantFrom('gzip', '*', 'identity;q=0', 'br, gzip;q=0')),
    'last-event-id': fc.oneof(headerText, number),
    cookie: headerText,
    authorization: headerText,
    accept: headerText,
    range: fc.constantFrom('bytes=0-1', 'bytes=9-', 'x'),
  },
  { requiredKeys: ['content-type'] },
)

const properties = fc.dictionary(
  fc.constantFrom('code', 'name', 'status', 'title', 'category', 'time', 'azimuth', '__proto__', 'id'),
  fc.oneof(
    fc.jsonValue(),
    fc.constantFrom('online', 'open', 'traffic', '2026-05-01T00:00:00Z', '0000-01-01T00:00:00Z', '\0', '\ud800', 1e308),
  ),
)
const feature = fc.record(
  {
    type: fc.constantFrom('Feature', 'feature', 1),
    id: fc.oneof(fc.string({ unit: 'binary' }), fc.double(), fc.constant(null)),
    geometry: fc.oneof(geometry, fc.constant(null), fc.constant({ type: 'Point', coordinates: [1, 1] })),
    properties: fc.oneof(properties, fc.constant(null)),
  },
  { requiredKeys: ['type', 'geometry', 'properties'] },
)
const hook = fc.record(
  {
    name: fc.string({ unit: 'binary' }),
    url: fc.oneof(fc.webUrl(), fc.string({ unit: 'binary' }), fc.constantFrom('http://127.0.0.1/', 'https://[::1]/', 'http://0/')),
    events: fc.jsonValue(),
    fences: fc.array(fc.string({ unit: 'binary' })),
  },
  { requiredKeys: ['name', 'url'] },
)
const position = fc.record(
  {
    object: fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('k', '\ud800', '\0', '__proto__')),
    time: fc.constantFrom('2026-05-01T00:00:00Z', '0000-01-01T00:00:00Z', '9999-12-31T23:59:59-23:59', 'now', 7),
    lon: fc.oneof(fc.double(), fc.constantFrom(0, 180, 5e-324, '1')),
    lat: fc.oneof(fc.double(), fc.constantFrom(0, -90, 1e-320)),
    accuracy: fc.oneof(fc.double(), fc.constant(null)),
    heading: fc.double({ min: 0, max: 400 }),
  },
  { requiredKeys: ['object', 'time', 'lon', 'lat'] },
)
const body = fc.oneof(
  { weight: 1, arbitrary: hook.map(each => JSON.stringify(each)) },
  { weight: 2, arbitrary: fence.map(each => JSON.stringify(each)) },
  { weight: 1, arbitrary: step.map(each => JSON.stringify(each)) },
  { weight: 2, arbitrary: backtest.map(each => JSON.stringify(each)) },
  { weight: 2, arbitrary: fc.array(position, { maxLength: 3 }).map(each => JSON.stringify(each)) },
  { weight: 1, arbitrary: fc.array(position, { maxLength: 3 }).map(each => each.map(one => JSON.stringify(one)).join('\n')) },
  { weight: 4, arbitrary: feature.map(each => JSON.stringify(each)) },
  { weight: 1, arbitrary: fc.jsonValue().map(each => JSON.stringify(each)) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '',
      '['.repeat(100_000),
      '{"type":"Feature","geometry":{"type":"Point","coordinates":[1e999,0]},"properties":{}}',
      '{"token":7}',
    ),
  },
)

const asked: fc.Arbitrary<Asked> = fc
  .record({
    method: fc.constantFrom('GET', 'GET', 'HEAD', 'POST', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE', 'PROPFIND'),
    path,
    query,
    headers,
    body: fc.option(body, { nil: undefined }),
  })
  .map(({ method, path: base, query: text, headers: fields, body: content }) => ({
    method,
    path: base + text,
    headers: fields,
    body: method === 'GET' || method === 'HEAD' || method === 'TRACE' ? undefined : content,
  }))

const RUNS = Number(process.env.ZONGTU_FUZZ_RUNS ?? 600)

it(`answers ${RUNS} requests of any shape without a 5xx, every refusal as a problem with a known code, and all as documented`, {
  timeout: 60_000 + RUNS * 40,
}, async () => {
  await fc.assert(
    fc.asyncProperty(asked, async given => {
      const each = { ...given, path: given.path.replace('FENCE', fenceId) }
      const { status, type, text } = await send(each)
      // The viewer need not be built for this test; its page then says so.
      if (status === 503 && text.includes('npm run build')) return
      expect(status).toBeLessThan(500)
      const operation = documented.find(each.method, each.path.split('?')[0]!)
      if (operation) expect(documented.faults(operation, { status, type, text })).toEqual([])
      if (status < 400 || each.method === 'HEAD') return
      expect(type).toBe('application/problem+json')
      const problem = JSON.parse(text) as { status: number; code: string; detail: string }
      expect(problem.status).toBe(status)
      expect(errorCodes).toContain(problem.code)
      expect(problem.detail.length).toBeGreaterThan(5)
      expect(problem.detail.length).toBeLessThan(2000)
    }),
    { numRuns: RUNS },
  )
  expect((await fetch(`${app.url}/readyz`)).status).toBe(200)
})
