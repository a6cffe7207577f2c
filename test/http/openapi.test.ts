import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { raised, save } from '../geofence/support.ts'
import { type RunningApp, startApp } from '../support/app.ts'
import { type Documented, readDocument } from '../support/documented.ts'

let app: RunningApp
let document: Parameters<typeof readDocument>[0]
let documented: Documented
/** Operations that succeeded in this test. */
const seen = new Set<string>()

beforeAll(async () => {
  app = await startApp({ reviewNumber: 'GS(2026)1' })
  document = (await (await fetch(`${app.url}/api/openapi.json`)).json()) as typeof document
  documented = readDocument(document)
})
afterAll(() => app.close())

interface Asked {
  readonly headers?: Record<string, string>
  readonly body?: unknown
}

/** Sends a request and has its answer judged; answers its text and its headers. */
async function ask(method: string, path: string, status: number, { headers = {}, body }: Asked = {}) {
  const abort = new AbortController()
  const response = await fetch(app.url + path, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    signal: abort.signal,
  })
  const type = response.headers.get('content-type') ?? ''
  const isEndless = type.startsWith('text/event-stream')
  const text = isEndless ? '' : await response.text()
  abort.abort()
  const operation = documented.find(method, path.split('?')[0]!)
  expect(operation, `${method} ${path} is not documented`).toBeDefined()
  expect(response.status, text.slice(0, 300)).toBe(status)
  expect(documented.faults(operation!, { status, type, text })).toEqual([])
  if (status < 400) seen.add(operation!)
  return { text, headers: response.headers }
}

const camera = {
  type: 'Feature',
  id: 'k 1',
  geometry: { type: 'Point', coordinates: [113.2, 33.1] },
  properties: { code: 'k', name: 'k', status: 'online' },
}
const zone = {
  type: 'Feature',
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [113, 33],
        [114, 33],
        [114, 34],
        [113, 34],
        [113, 33],
      ],
    ],
  },
  properties: { name: 'z', kind: 'patrol' },
}
const CSV = 'id,name,lon,lat\n1,a,113.2,33.1\n2,b,113.3,33.2\n'

describe('the description of the API', () => {
  it('is a valid OpenAPI 3.1 document', async () => {
    const { valid, errors } = await new Validator().validate(document as never)
    expect(errors).toBeUndefined()
    expect(valid).toBe(true)
  })

  it('has the methods that its paths answer to', async () => {
    for (const template of Object.keys(document.paths)) {
      const path = template.replaceAll(/\{\w+\}/g, '1')
      const response = await fetch(app.url + path, { method: 'OPTIONS' })
      const allowed = response.headers.get('allow')!.split(', ')
      const own = documented.methods(path).map(method => method.toUpperCase())
      expect(new Set(allowed), path).toEqual(new Set([...own, 'OPTIONS', ...(own.includes('GET') ? ['HEAD'] : [])]))
    }
  })

  it('is a page without scripts', async () => {
    const { text } = await ask('GET', '/api/docs', 200)
    expect(text).not.toMatch(/<script/i)
    for (const path of Object.keys(document.paths)) expect(text).toContain(`<code>${path}</code>`)
  })
})

describe('answers are what the description says', () => {
  it('of the server and its catalog', async () => {
    for (const path of ['/healthz', '/readyz', '/metrics', '/api/openapi.json', '/api/layers', '/api/layers/camera'])
      await ask('GET', path, 200)
    for (const path of ['/api/themes', '/api/themes/master', '/api/units', '/api/session', '/api/datasets']) await ask('GET', path, 200)
    for (const path of ['/api/crs?q=4547', '/styles/master.json', '/tiles/master.json?crs=gcj02', '/api/stream'])
      await ask('GET', path, 200)
    await ask('POST', '/api/session', 200, { body: { token: 'x' } })
    await ask('DELETE', '/api/session', 204)
    await ask('GET', '/api/backup', 200)
    await ask('GET', '/api/layers/nowhere', 404)
    await ask('GET', '/api/themes/nowhere', 404)
    await ask('GET', '/api/units?parent=nowhere', 404)
    await ask('GET', '/styles/master.json?glyphs=x', 400)
    await ask('GET', '/basemap/1/0/0', 404)
    await ask('POST', '/api/session', 400, { body: { token: 7 } })
  })

  it('of features and tiles', async () => {
    const features = '/api/layers/camera/features'
    const made = await ask('POST', features, 201, { body: camera })
    const tag = made.headers.get('etag')!
    const one = `${features}/k%201`
    await ask('POST', features, 409, { body: camera })
    await ask('GET', `${features}?bbox=113,33,114,34&limit=1&filter=status='online'`, 200)
    await ask('GET', `${features}?filter=nothing=1`, 400)
    await ask('GET', `${features}?min_seq=99999`, 409)
    await ask('GET', one, 200)
    await ask('GET', one, 304, { headers: { 'if-none-match': tag } })
    await ask('GET', `${features}/nobody`, 404)
    await ask('POST', features, 400, { body: { ...camera, geometry: { type: 'Point', coordinates: [1] } } })
    await ask('POST', features, 415, { body: 'x', headers: { 'content-type': 'text/plain' } })
    await ask('PUT', one, 428, { body: camera })
    await ask('PUT', one, 200, { body: camera, headers: { 'if-match': tag } })
    await ask('PUT', one, 412, { body: camera, headers: { 'if-match': tag } })
    await ask('POST', '/api/layers/grid/features', 409, { body: camera })
    await ask('POST', '/api/layers/zone/features', 201, { body: zone })
    await ask('GET', '/tiles/camera/12/0/0.mvt', 204)
    await ask('GET', '/tiles/camera/12/3335/1648.mvt', 200)
    await ask('GET', '/tiles/camera/0/1/0.mvt', 400)
    await ask('GET', '/tiles/nowhere/0/0/0.mvt', 404)
    await ask('DELETE', one, 204, { headers: { 'if-match': '*' } })
  })

  it('of queries', async () => {
    const points = [[113.2, 33.1], [0, 0], 'nothing']
    await ask('POST', '/api/locate', 200, { body: { points, partial: true } })
    await ask('POST', '/api/locate', 200, { body: { points, partial: true, form: 'codes' } })
    await ask('POST', '/api/locate', 200, { body: '[113.2,33.1]\n[0]\n', headers: { 'content-type': 'application/x-ndjson' } })
    await ask('POST', '/api/locate', 400, { body: { points } })
    await ask('POST', '/api/layers/camera/features', 201, {
      body: { ...camera, id: 'k2', properties: { ...camera.properties, code: 'k2' } },
    })
    await ask('POST', '/api/cameras/visible?explain=true', 200, { body: { point: [113.2, 33.1001] } })
    await ask('POST', '/api/cameras/visible', 400, { body: { point: [] } })
    const line = { type: 'LineString', coordinates: [[113.2, 33], camera.geometry.coordinates] }
    await ask('POST', '/api/cameras/visible', 200, { body: { line, status: 'any' } })
    await ask('GET', '/api/cameras/coverage', 200)
    await ask('GET', '/api/cameras/coverage?unit=nowhere', 404)
    const layers = ['camera', 'zone']
    await ask('POST', '/api/within?explain=true', 200, { body: { geometry: zone.geometry, layers, relation: 'intersects' } })
    await ask('POST', '/api/nearest?explain=true', 200, { body: { point: [113.2, 33.1001], layers } })
    await ask('POST', '/api/around', 200, { body: { geometry: line, distance: 500, layers, limit: 1 } })
    await ask('POST', '/api/around', 400, { body: { geometry: line, distance: -1, layers } })
    await ask('POST', '/api/nearest', 404, { body: { point: [113.2, 33.1], layers: ['nowhere'] } })
    await ask('POST', '/api/within', 400, { body: { geometry: {}, layers } })
  })

  it('of webhooks', async () => {
    const hook = { name: 'x', url: 'https://hooks.example.org/x', enabled: false }
    const made = await ask('POST', '/api/webhooks', 201, { body: hook })
    const { id } = JSON.parse(made.text) as { id: string }
    const one = `/api/webhooks/${id}`
    await ask('POST', '/api/webhooks', 400, { body: { ...hook, url: 'http://10.0.0.1/' } })
    await ask('GET', '/api/webhooks', 200)
    await ask('GET', one, 200)
    await ask('GET', '/api/webhooks/nothing', 404)
    await ask('PUT', one, 428, { body: hook })
    await ask('PUT', one, 200, { body: hook, headers: { 'if-match': made.headers.get('etag')! } })
    await ask('PUT', one, 412, { body: hook, headers: { 'if-match': made.headers.get('etag')! } })
    await ask('POST', `${one}/rotate`, 200)
    await ask('POST', `${one}/ping`, 202)
    const page = JSON.parse((await ask('GET', `${one}/deliveries?status=pending`, 200)).text) as { deliveries: { id: string }[] }
    await ask('POST', `${one}/deliveries/${page.deliveries[0]!.id}/redeliver`, 202)
    await ask('POST', `${one}/deliveries/nothing/redeliver`, 404)
    await ask('POST', `${one}/redeliver`, 202)
    await ask('DELETE', one, 204, { headers: { 'if-match': '*' } })
  })

  it('of fences and alerts', async () => {
    const fence = { name: 'f', detect: ['enter'], objects: { all: true }, zones: [{ geometry: zone.geometry }] }
    await ask('GET', '/api/fence-templates', 200)
    const made = await ask('POST', '/api/fences', 201, { body: { ...fence, dwell: { seconds: 60 } } })
    const { id } = JSON.parse(made.text) as { id: string }
    const one = `/api/fences/${id}`
    const tag = made.headers.get('etag')!
    await ask('POST', '/api/fences', 400, { body: { ...fence, detect: ['dwell'] } })
    await ask('POST', '/api/fences', 404, { body: { ...fence, zones: [{ layer: 'nowhere', id: 'x' }] } })
    await ask('GET', '/api/fences?enabled=true&detect=enter&limit=1', 200)
    await ask('GET', '/api/fences?detect=flying', 400)
    await ask('GET', one, 200)
    await ask('GET', one, 304, { headers: { 'if-none-match': tag } })
    await ask('PUT', one, 428, { body: fence })
    await ask('PUT', one, 200, { body: fence, headers: { 'if-match': tag } })
    await ask('PUT', one, 412, { body: fence, headers: { 'if-match': tag } })
    await save(app, { raised: [raised({ id, version: 2 }, 'a1', 0, { zoneName: 'z' })] })
    await ask('GET', `/api/alerts?fence=${id}&group=situation`, 200)
    await ask('GET', '/api/alerts?from=yesterday', 400)
    const answered = await ask('GET', '/api/alerts/a1', 200)
    await ask('GET', '/api/alerts/a1', 304, { headers: { 'if-none-match': answered.headers.get('etag')! } })
    await ask('GET', '/api/alerts/nobody', 404)
    await ask('POST', '/api/alerts/a1/ack', 200)
    await ask('POST', '/api/alerts/a1/reopen', 409)
    await ask('POST', '/api/alerts/a1/assign', 200, { body: { to: 'x' } })
    await ask('POST', '/api/alerts/a1/assign', 400, { body: {} })
    await ask('POST', '/api/alerts/a1/note', 200, { body: { text: 'x' } })
    await ask('POST', '/api/alerts/a1/close', 200, { body: { reason: 'x' } })
    await ask('POST', '/api/alerts/a1/reopen', 200)
    const span = { from: '2026-05-01T00:00:00Z', to: '2026-05-02T00:00:00Z' }
    const asLines = { headers: { accept: 'application/x-ndjson' } }
    await app.store.positions.append(
      [113, 113.2, 113.2].map((lon, i) => {
        const time = Date.parse(span.from) + (i + 1) * 3_600_000
        return { object: 'bt', time, received: time, lon, lat: 33.5, accuracy: 8, speed: null, heading: null, flags: 0 }
      }),
    )
    await ask('POST', `${one}/backtest`, 200, { body: span })
    const compared = { ...span, runs: [{ version: 1 }, { rule: { ...fence, detect: ['enter', 'exit'] } }] }
    expect((await ask('POST', `${one}/backtest`, 200, { ...asLines, body: compared })).text).toContain('"type":"alert"')
    await ask('POST', `${one}/backtest`, 200, { body: compared })
    await ask('POST', `${one}/backtest`, 400, { ...asLines, body: { ...span, runs: [{ version: 9 }] } })
    await ask('POST', '/api/fences/backtest', 200, { ...asLines, body: { ...span, runs: [{ rule: fence }] } })
    await ask('POST', '/api/fences/backtest', 400, { body: span })
    await ask('DELETE', one, 204, { headers: { 'if-match': '*' } })
    await ask('GET', one, 404)
    await ask('POST', `${one}/backtest`, 404, { body: span })
    await ask('GET', `${one}/versions?limit=1`, 200)
  })

  it('of positions', async () => {
    const path = '/api/positions'
    const position = { object: 'p 1', time: '2026-05-01T08:00:00+08:00', lon: 113.2, lat: 33.1 }
    const later = { ...position, time: '2026-05-01T08:00:01+08:00', accuracy: 5, speed: 1, heading: 360 }
    await ask('POST', path, 200, { body: [position, later, 'nothing', { ...position, lon: 200 }] })
    await ask('POST', path, 200, {
      body: `${JSON.stringify({ ...position, lon: 0, lat: 0 })}\n\nx\n`,
      headers: { 'content-type': 'application/x-ndjson' },
    })
    await ask('POST', path, 400, { body: position })
    await ask('POST', path, 415, { body: 'x', headers: { 'content-type': 'text/plain' } })
    await ask('GET', `${path}?object=p%201&object=2&bbox=113,33,114,34&since=2026-05-01T00:00:00Z&limit=1`, 200)
    await ask('GET', `${path}?since=yesterday`, 400)
    await ask('GET', `${path}/p%201`, 200)
    await ask('GET', `${path}/p%201?limit=1`, 200)
    for (const [from, to] of [
      ['00', '01'],
      ['01', '01'],
      ['02', '03'],
    ])
      await ask('GET', `${path}/p%201?form=geojson&from=2026-05-01T00:00:${from}Z&to=2026-05-01T00:00:${to}Z`, 200)
    await ask('GET', `${path}/p%201?cursor=x`, 400)
  })

  it('of data sets', async () => {
    const octets = { headers: { 'content-type': 'application/octet-stream' }, body: CSV }
    const { text } = await ask('POST', '/api/uploads?name=a.csv', 201, octets)
    const { upload } = JSON.parse(text) as { upload: string }
    await ask('POST', '/api/imports/inspect', 200, { body: { upload } })
    await ask('POST', '/api/imports/inspect', 400, { body: { upload: 'x' } })
    await ask('POST', `/api/imports?layer=places&upload=${upload}&dry=true`, 200)
    await ask('POST', `/api/imports?layer=places&upload=${upload}`, 200)
    await ask('POST', '/api/imports?layer=places', 200, { headers: { 'content-type': 'text/csv' }, body: `${CSV}x\n` })
    await ask('POST', '/api/imports?layer=grid', 200, { headers: { 'content-type': 'text/csv' }, body: CSV })
    await ask('DELETE', `/api/uploads/${upload}`, 204)
    await ask('DELETE', `/api/uploads/${upload}`, 404)
    const item = '/api/datasets/places'
    await ask('GET', item, 200)
    await ask('PATCH', item, 200, { body: { title: '地方', licence: 'CC0' } })
    await ask('PATCH', item, 400, { body: { title: '' } })
    await ask('PATCH', '/api/datasets/camera', 409, { body: { title: 'x' } })
    for (const format of ['geojson', 'ndjson', 'csv', 'geopackage', 'flatgeobuf']) {
      await ask('GET', `/api/layers/places/export?format=${format}`, 200)
    }
    await ask('GET', '/api/layers/places/export?format=csv&crs=EPSG:0', 400)
    await ask('POST', `${item}/revert`, 200, { body: { to: 0 } })
    await ask('POST', `${item}/revert`, 400, { body: { to: 99 } })
    await ask('DELETE', item, 204)
    await ask('GET', item, 404)
  })

  it('of every operation there is', async () => {
    // A basemap is somebody else's: what this server makes of one is in basemap.test.ts.
    seen.add('get /basemap/{z}/{x}/{y}')
    expect([...seen].sort()).toEqual([...documented.operations].sort())
    for (const operation of documented.operations) {
      const [method, template] = operation.split(' ') as [string, string]
      await ask(method.toUpperCase(), `${template.replaceAll(/\{\w+\}/g, '0')}?nothing=1`, 400)
    }
  })
})
