import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { get, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Feature, FeatureCollection, Point } from 'geojson'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sendImport } from '../import/client.ts'
import { type RunningApp, startApp } from '../support/app.ts'
import { createClient } from '../support/client.ts'
import { until } from '../support/until.ts'
import { getExport } from './client.ts'

let app: RunningApp
let temporary: string
const before = process.env.TMPDIR
beforeAll(async () => {
  app = await startApp({ city: 'S' })
  // What exports leave behind in the system's temporary folder can be seen in one of our own.
  temporary = mkdtempSync(join(tmpdir(), 'zt-'))
  process.env.TMPDIR = temporary
  await sendImport(app.url, LARGE, { layer: 'large', type: 'text/csv', id: 'id', name: 'large.csv' })
})
afterAll(async () => {
  if (before === undefined) delete process.env.TMPDIR
  else process.env.TMPDIR = before
  rmSync(temporary, { recursive: true, force: true })
  await app.close()
})

/** More than what a connection takes up while nobody reads: 30 MB. */
const ROWS = 4_000
const LARGE = `id,t,lon,lat\n${Array.from({ length: ROWS }, (_, i) => `f${String(i).padStart(5, '0')},${'长'.repeat(2_500)},1,1\n`).join('')}`

const ids = (text: string) => (JSON.parse(text) as FeatureCollection).features.map(feature => feature.id)

describe('the selection', () => {
  const listed = async (query: Record<string, string>) => {
    const response = await fetch(`${app.url}/api/layers/incident/features?limit=10000&${new URLSearchParams(query)}`)
    return ((await response.json()) as FeatureCollection).features.map(feature => feature.id)
  }

  it('is that of the features route, without its limit', async () => {
    const [west, south, east, north] = app.live.layer('incident').bounds!
    const bbox = [west, south, (west + east) / 2, (south + north) / 2].join(',')
    const filter = "status = 'open' or category like '%e%'"
    const datetime = '2000-01-01T00:00:00Z/..'
    for (const query of [{ bbox }, { filter }, { datetime }, { bbox, filter, datetime }] as Record<string, string>[]) {
      const wanted = await listed(query)
      expect(wanted.length).toBeGreaterThan(10)
      expect(ids((await getExport(app.url, 'incident', query)).text)).toEqual(wanted)
    }
    expect(ids((await getExport(app.url, 'incident')).text)).toHaveLength(app.live.layer('incident').size)
  })

  it('takes ids as a list and repeated, each feature once, unknown ones nothing', async () => {
    const [a, b, c] = await listed({})
    const { text } = await getExport(app.url, 'incident', { ids: `${c},${a},nothing,${a}` })
    expect(ids(text)).toEqual([a, c])
    const response = await fetch(`${app.url}/api/layers/incident/export?ids=${a}&ids=${b},${c}`)
    expect(ids(await response.text())).toEqual([a, b, c])
    expect(ids((await getExport(app.url, 'incident', { ids: '' })).text)).toEqual([])
  })

  it('takes an id that has a comma in it', async () => {
    const geometry: Point = { type: 'Point', coordinates: [1, 1] }
    const properties = { code: 'c', name: 'c', status: 'online' }
    await createClient(app.url).create('camera', { type: 'Feature', id: 'c,1', geometry, properties })
    expect(ids((await getExport(app.url, 'camera', { ids: 'c,1' })).text)).toEqual(['c,1'])
  })
})

describe('the answer', () => {
  it.each([
    ['geojson', 'application/geo+json', 'geojson'],
    ['ndjson', 'application/x-ndjson', 'ndjson'],
    ['csv', 'text/csv; charset=utf-8; header=present', 'csv'],
    ['geopackage', 'application/geopackage+sqlite3', 'gpkg'],
    ['flatgeobuf', 'application/vnd.flatgeobuf', 'fgb'],
  ])('to format=%s is %s, to be kept under the title and not cached', async (format, type, extension) => {
    const head = await fetch(`${app.url}/api/layers/camera/export?format=${format}`, { method: 'HEAD' })
    const full = await getExport(app.url, 'camera', { format })
    for (const { status, headers } of [head, full]) {
      expect(status).toBe(200)
      expect(headers.get('content-type')).toBe(type)
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('zongtu-seq')).toMatch(/^\d+$/)
      const encoded = `filename*=UTF-8''${encodeURIComponent('视频点')}.${extension}`
      expect(headers.get('content-disposition')).toBe(`attachment; filename="camera.${extension}"; ${encoded}`)
    }
    expect(full.bytes.length).toBeGreaterThan(10_000)
  })

  it.each([
    ['camera', { format: 'shp' }, 400, 'bad-parameter'],
    ['camera', { crs: 'EPSG:999999' }, 400, 'bad-parameter'],
    [
      'camera',
      { crs: 'GEOGCS["x",DATUM["d",SPHEROID["s",6378137,298]],PRIMEM["g",0],UNIT["degree",0.01745329251994]]' },
      400,
      'bad-parameter',
    ],
    ['camera', { encoding: 'gb18030' }, 400, 'bad-parameter'],
    ['camera', { format: 'csv', encoding: 'big5' }, 400, 'bad-parameter'],
    ['camera', { bbox: '1,2,3' }, 400, 'bad-parameter'],
    ['camera', { filter: 'nothing = 1' }, 400, 'bad-filter'],
    ['camera', { datetime: '2026-01-01T00:00:00Z' }, 400, 'bad-parameter'],
    ['camera', { limit: '1' }, 400, 'unknown-parameter'],
    ['nothing', {}, 404, 'unknown-layer'],
  ])('to a request that is wrong is a problem: %s %j', async (layer, query, status, code) => {
    const answer = await getExport(app.url, layer, query)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/problem+json'])
    expect((JSON.parse(answer.text) as { code: string }).code).toBe(code)
    expect(answer.headers.get('content-disposition')).toBeNull()
  })
})

const start = (query: string) =>
  new Promise<IncomingMessage>((resolve, reject) => {
    get(`${app.url}/api/layers/large/export?${query}`, resolve).once('error', reject)
  })

it('is of one moment: what changes while it is read is not in it', async () => {
  const client = createClient(app.url)
  const last = await client.get('large', 'f03999')
  const answer = await start('format=ndjson')
  const changed = await client.replace('large', { ...last, properties: { t: 'new' } }, last.version)
  await client.create('large', { type: 'Feature', id: 'g', geometry: { type: 'Point', coordinates: [1, 1] }, properties: { t: 'new' } })
  let text = ''
  for await (const piece of answer.setEncoding('utf8')) text += piece as string
  expect(text.trim().split('\n')).toHaveLength(ROWS)
  expect((JSON.parse(text.trim().split('\n').at(-1)!) as Feature).properties).toEqual(last.properties)
  await client.replace('large', last, changed.version)
  await client.remove('large', 'g', (await client.get('large', 'g')).version)
})

it('a few run at once; who goes away makes room, and nothing stays behind', async () => {
  const formats = ['geojson', 'csv', 'geopackage', 'flatgeobuf']
  const answers = await Promise.all(formats.map(format => start(`format=${format}`)))
  expect(answers.map(answer => answer.statusCode)).toEqual([200, 200, 200, 200])
  const refused = await getExport(app.url, 'camera')
  expect([refused.status, (JSON.parse(refused.text) as { code: string }).code]).toEqual([429, 'busy'])
  expect((await fetch(`${app.url}/api/layers/camera/export`, { method: 'HEAD' })).status).toBe(200)
  for (const answer of answers) answer.destroy()
  const early = get(`${app.url}/api/layers/large/export?format=geopackage`).once('error', () => undefined)
  early.once('finish', () => early.destroy())
  const next = await until('there is room again', async () => {
    const answer = await getExport(app.url, 'large', { format: 'geopackage', ids: 'f00000' })
    return answer.status === 200 ? answer : undefined
  })
  expect(Number(next.headers.get('content-length'))).toBe(next.bytes.length)
  await until('temporary files are gone', () => readdirSync(temporary).every(name => !name.startsWith('zongtu-export')) || undefined)
})
