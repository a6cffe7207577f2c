import { existsSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningApp, startApp } from '../support/app.ts'
import { createClient } from '../support/client.ts'
import { until } from '../support/until.ts'
import { sendImport, sendUpload } from './client.ts'

let app: RunningApp
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.close())

const all = (layer: string) => createClient(app.url).all(layer)
const collection = (...features: unknown[]) => JSON.stringify({ type: 'FeatureCollection', features })
const point = (properties: object, coordinates: unknown = [114.1, 22.5]) => ({
  type: 'Feature',
  properties,
  geometry: { type: 'Point', coordinates },
})
const square = (x: number, y: number, properties: object, extra: number[][] = []) => ({
  type: 'Feature',
  properties,
  geometry: {
    type: 'Polygon',
    coordinates: [[[x, y], [x + 0.01, y], ...extra, [x + 0.01, y + 0.01], [x, y + 0.01], [x, y]]],
  },
})

describe('a new dataset', () => {
  it('gets its schema from all values and its features from all rows', async () => {
    const body = collection(point({ code: 'a', n: 1, t: '2026-01-01T00:00:00Z' }), point({ code: 'b', n: 2.5, id: 9 }, [114.2, 22.6, 30]))
    const { status, stages, report } = await sendImport(app.url, body, { layer: 'new-one', id: 'code', name: 'points.geojson' })
    expect(status).toBe(200)
    expect(stages).toEqual(['reading', 'storing', 'committing', 'done'])
    expect(report).toMatchObject({
      created: true,
      committed: true,
      rowsIn: 2,
      stored: 2,
      rejectedCount: 0,
      heldBack: 0,
      mode: 'replace',
      id: { choice: 'column', column: 'code' },
    })
    const { def } = app.live.layer('new-one')
    expect(def).toMatchObject({ kind: 'dataset', geometry: 'point', coverage: false, title: { en: 'points', 'zh-CN': 'points' } })
    expect(def.properties.map(({ name, type }) => [name, type])).toEqual([
      ['code', 'string'],
      ['n', 'number'],
      ['t', 'datetime'],
      ['id_', 'integer'],
    ])
    expect((await all('new-one')).map(({ id, geometry, properties }) => ({ id, geometry, properties }))).toEqual([
      { id: 'a', geometry: { type: 'Point', coordinates: [114.1, 22.5] }, properties: { code: 'a', n: 1, t: '2026-01-01T00:00:00.000Z' } },
      { id: 'b', geometry: { type: 'Point', coordinates: [114.2, 22.6] }, properties: { code: 'b', n: 2.5, id_: 9 } },
    ])
  })

  it('is replaced by a re-import without ids, added to by one with ids', async () => {
    const sent = { layer: 'again', name: 'again.csv', type: 'text/csv' }
    await sendImport(app.url, 'a,lon,lat\n1,1,1\n2,2,2\n', sent)
    expect((await all('again')).map(f => f.id)).toEqual(['again.csv:1', 'again.csv:2'])
    const replaced = await sendImport(app.url, 'b,lon,lat\nx,3,3\n', sent)
    expect(replaced.report).toMatchObject({ mode: 'replace', stored: 1, removed: 1, created: false })
    expect((await all('again')).map(f => f.properties)).toEqual([{ b: 'x' }])
    const added = await sendImport(app.url, 'b,c,lon,lat\ny,5,4,4\n', { ...sent, id: 'b' })
    expect(added.report).toMatchObject({ mode: 'upsert', stored: 1, removed: 0 })
    expect((await all('again')).map(f => [f.id, f.properties])).toEqual([
      ['again.csv:1', { b: 'x' }],
      ['y', { b: 'y', c: 5 }],
    ])
  })

  it('joins, renames and converts, and tells rows without match', async () => {
    const join = await sendUpload(app.url, 'key;value\nA;7\nC;9\n')
    const body = 'k|E|N\nA|500000|0\nB|500100|0\n'
    const { report } = await sendImport(app.url, body, {
      layer: 'joined',
      type: 'text/csv',
      id: 'k',
      map: ['E=x', 'N=y', 'value=residents'],
      crs: 'EPSG:4547',
      join,
      on: 'k=key',
    })
    expect(report).toMatchObject({ committed: true, crs: 'EPSG:4547', delimiter: '|' })
    expect(report!.warnings.map(w => [w.rule, w.row])).toEqual([
      ['join-no-match', 2],
      ['join-unused', undefined],
    ])
    const [first] = await all('joined')
    expect(first!.properties).toEqual({ k: 'A', residents: 7 })
    expect((first!.geometry as { coordinates: number[] }).coordinates[0]).toBeCloseTo(114, 9)
  })
})

describe('a built-in layer', () => {
  it('takes cells of text in its types and leaves out what it has no attribute for', async () => {
    const body = 'code,name,azimuth,status,shoe,lon,lat\n99000000001320000001,北门,90,online,43,114.1,22.5\n'
    const { report } = await sendImport(app.url, body, { layer: 'camera', type: 'text/csv', id: 'code', name: 'cameras.csv' })
    expect(report).toMatchObject({ committed: true, mode: 'upsert', stored: 1, warnings: [{ rule: 'unknown-attribute' }] })
    expect((await all('camera'))[0]!.properties).toEqual({ code: '99000000001320000001', name: '北门', azimuth: 90, status: 'online' })
  })

  it('refuses rows that break its schema', async () => {
    const body = 'code,name,azimuth,status,lon,lat\na,n,400,online,1,1\nb,n,x,online,1,1\nc,,1,online,1,1\nd,n,1,broken,1,1\n'
    const { report } = await sendImport(app.url, body, { layer: 'camera', type: 'text/csv', id: 'code' })
    expect(report!.rejected.map(({ row, id, rule, value }) => [row, id, rule, value])).toEqual([
      [1, 'a', 'property azimuth', '400'],
      [2, 'b', 'property azimuth', '"x"'],
      [3, 'c', 'property name', 'absent'],
      [4, 'd', 'property status', '"broken"'],
    ])
  })

  it.each([
    ['grid', 409, 'unit-layer'],
    ['boundary', 409, 'read-only-layer'],
    ['master', 400, 'bad-import'],
    ['No Good', 400, 'bad-import'],
  ])('%s cannot be imported into', async (layer, status, code) => {
    const answer = await sendImport(app.url, collection(point({})), { layer })
    expect([answer.status === 200 ? status : answer.status, answer.error?.code]).toEqual([status, code])
  })
})

describe('bad input leaves the store as it was', () => {
  const good = point({ k: 'good' })
  const ring = (coordinates: number[][]) => ({
    type: 'Feature',
    properties: { k: 'x' },
    geometry: { type: 'Polygon', coordinates: [coordinates] },
  })
  it.each([
    ['swapped coordinates', collection(good, point({ k: 'x' }, [22.5, 114.1])), 'range', 'swapped'],
    ['metres', collection(good, point({ k: 'x' }, [500000, 2500000])), 'range', 'crs'],
    ['NaN', collection(good, point({ k: 'x' }, [1, 2])).replace('[1,2]', '[NaN,2]'), 'json', 'invalid JSON from byte'],
    [
      'an unclosed ring',
      collection(
        good,
        ring([
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 1],
        ]),
      ),
      'ring-closed',
      'must end at its first position',
    ],
    [
      'a crossing',
      collection(
        good,
        ring([
          [0, 0],
          [1, 1],
          [1, 0],
          [0, 1],
          [0, 0],
        ]),
      ),
      'crossing',
      'cross',
    ],
    ['a duplicate id', collection(good, good), 'duplicate-id', 'row 1 has the same id'],
    ['no id', collection(good, point({})), 'id', 'id column "k"'],
    ['text as coordinate', collection(good, point({ k: 'x' }, ['1', '2'])), 'coordinates', 'finite numbers'],
  ])('%s', async (_, body, rule, detail) => {
    const seq = app.live.seq
    const { report } = await sendImport(app.url, body, { layer: 'bad', id: 'k' })
    expect(report).toMatchObject({
      committed: false,
      rowsIn: 2,
      stored: 0,
      rejectedCount: 1,
      heldBack: 1,
      seq: null,
      refusals: [{ rule: 'all-or-nothing' }],
    })
    expect(report!.rejected[0]).toMatchObject({ row: 2, rule })
    expect(report!.rejected[0]!.detail).toContain(detail)
    expect(app.live.has('bad')).toBe(false)
    expect(app.live.seq).toBe(seq)
    const { rows } = await app.store.knex.raw<{ rows: { n: number }[] }>('select count(*)::int as n from staging')
    expect(rows[0]!.n).toBe(0)
  })

  it.each([
    ['truncated', collection(good, good).slice(0, -9), 'truncated'],
    ['no JSON', '{"type":', 'truncated'],
    ['empty', collection(), 'empty'],
    ['an unknown coordinate system', collection(good).replace('{', '{"crs":{"type":"name","properties":{"name":"EPSG:99999"}},'), 'crs'],
  ])('a file that is %s', async (_, body, rule) => {
    const { error } = await sendImport(app.url, body, { layer: 'bad' })
    expect(error).toMatchObject({ code: 'bad-import', rule })
    expect(app.live.has('bad')).toBe(false)
  })

  it('unless partial: then the good rows are stored', async () => {
    const { report } = await sendImport(app.url, collection(good, point({ k: 'x' }, [22, 114])), { layer: 'half', id: 'k', partial: true })
    expect(report).toMatchObject({ committed: true, rowsIn: 2, stored: 1, rejectedCount: 1, heldBack: 0 })
    expect((await all('half')).map(f => f.id)).toEqual(['good'])
  })

  it.each([
    ['layer=', {}, 'bad-parameter'],
    ['layer=x&colour=red', {}, 'unknown-parameter'],
    ['layer=x&map=a', {}, 'bad-parameter'],
    ['layer=x&coverage=yes', {}, 'bad-parameter'],
    ['layer=x&on=a=b', {}, 'bad-parameter'],
    ['layer=x&join=nope&on=a=b', {}, 'bad-import'],
    ['layer=x&name=a/b', {}, 'bad-parameter'],
    ['layer=x', { 'content-type': 'text/plain' }, 'unsupported-media-type'],
  ])('?%s %j is refused: %s', async (query, headers, code) => {
    const response = await fetch(`${app.url}/api/imports?${query}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: '{}',
    })
    expect(response.status).toBeGreaterThanOrEqual(400)
    expect(response.status).toBeLessThan(500)
    expect(((await response.json()) as { code: string }).code).toBe(code)
  })
})

it('an import whose client goes away is given up, and leaves nothing behind', async () => {
  let body = 'code,lon,lat\n'
  for (let i = 0; i < 20_000; i++) body += `c${i},1,1\n`
  const headers = { 'content-type': 'text/csv' }
  await new Promise<void>(resolve => {
    const call = request(`${app.url}/api/imports?layer=gone&id=code`, { method: 'POST', headers })
    call.on('error', () => undefined)
    call.on('close', resolve)
    call.on('response', answer => answer.once('data', () => call.destroy()))
    call.end(body)
  })
  // While it runs, another import into the layer is answered 429.
  const next = await until('the layer is free again', async () => {
    const answer = await sendImport(app.url, 'code,lon,lat\nonly,1,1\n', { layer: 'gone', id: 'code', type: 'text/csv' })
    return answer.status === 200 ? answer : undefined
  })
  expect(next.report).toMatchObject({ created: true, stored: 1 })
  const { rows } = await app.store.knex.raw<{ rows: { n: number }[] }>('select count(*)::int as n from staging')
  expect(rows[0]!.n).toBe(0)
})

describe('a coverage', () => {
  it('tells gaps and mended T-junctions, and refuses overlaps', async () => {
    const body = collection(square(114, 22, { k: 'a' }), square(114.01, 22, { k: 'b' }), square(113.99, 22, { k: 'c' }, [[114, 22.004]]))
    const { report } = await sendImport(app.url, body, { layer: 'cover', id: 'k', coverage: true })
    expect(report).toMatchObject({ committed: true, stored: 3, warnings: [{ rule: 't-junction', at: [114, 22.004] }] })
    expect(app.live.layer('cover').def.coverage).toBe(true)
    const overlap = collection(square(114, 22, { k: 'a' }), square(114.005, 22.005, { k: 'b' }))
    const refused = await sendImport(app.url, overlap, { layer: 'cover', id: 'k', coverage: true })
    expect(refused.report).toMatchObject({ committed: false, stored: 0, heldBack: 2 })
    expect(refused.report!.refusals.map(r => r.rule)).toContain('crossing')
    expect(app.live.layer('cover').size).toBe(3)
    const plain = await sendImport(app.url, body, { layer: 'cover', id: 'k' })
    expect(plain.error).toMatchObject({ code: 'bad-import', rule: 'coverage' })
  })
})

const BIRMINGHAM = new URL('../../../shared/data/birmingham/', import.meta.url)
describe.runIf(existsSync(BIRMINGHAM))('the census areas of Birmingham with their population (needs the shared data sets)', () => {
  it('3,223 rows in = stored + reported, 1,073,045 residents', async () => {
    const join = await sendUpload(app.url, readFileSync(new URL('oa_lsoa_population.csv', BIRMINGHAM)))
    const { report } = await sendImport(app.url, readFileSync(new URL('oa.geojson', BIRMINGHAM)), {
      layer: 'oa',
      name: 'oa.geojson',
      id: 'OA11CD',
      map: ['population=residents'],
      join,
      on: 'OA11CD=oa_code',
      coverage: true,
    })
    expect(report).toMatchObject({ committed: true, rowsIn: 3223, stored: 3223, rejectedCount: 0, heldBack: 0, warningCount: 1 })
    // The only thing to tell: its rings run clockwise.
    expect(report!.warnings).toMatchObject([{ rule: 'winding', detail: expect.stringMatching(/^3223 rows/) as string }])
    const features = await all('oa')
    expect(features).toHaveLength(3223)
    expect(features.reduce((sum, f) => sum + (f.properties!.residents as number), 0)).toBe(1_073_045)
  })
})
