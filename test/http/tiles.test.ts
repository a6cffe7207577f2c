import { VectorTile } from '@mapbox/vector-tile'
import gcoord from 'gcoord'
import { PbfReader } from 'pbf'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningApp, startApp } from '../support/app.ts'
import { type Client, createClient } from '../support/client.ts'

let app: RunningApp
let client: Client
beforeAll(async () => {
  app = await startApp()
  client = createClient(app.url)
})
afterAll(() => app.close())

const camera = (id: string, lon: number, lat: number) => ({
  type: 'Feature' as const,
  id,
  geometry: { type: 'Point' as const, coordinates: [lon, lat] },
  properties: { code: id, name: id, status: 'online' },
})

/** The z16 tile of a point. */
function tileOf(lon: number, lat: number): string {
  const n = 2 ** 16
  const y = (1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2
  return `16/${Math.floor(((lon + 180) / 360) * n)}/${Math.floor(y * n)}`
}

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${app.url}${path}`, { headers })
async function idsIn(response: Response, layer: string): Promise<string[]> {
  const tile = new VectorTile(new PbfReader(new Uint8Array(await response.arrayBuffer())))
  const found = tile.layers[layer]
  return found ? Array.from({ length: found.length }, (_, i) => String(found.feature(i).properties.id)).sort() : []
}

describe('tiles over HTTP', () => {
  it('follow a write as soon as it is acknowledged, and confirm what did not change', async () => {
    const path = `/tiles/camera/${tileOf(116.3, 39.9)}.mvt`
    const empty = await get(path)
    expect([empty.status, await empty.text()]).toEqual([204, ''])
    const created = await client.create('camera', camera('k1', 116.3, 39.9))
    const first = await get(path)
    expect(first.status).toBe(200)
    expect(first.headers.get('content-type')).toBe('application/vnd.mapbox-vector-tile')
    expect(first.headers.get('cache-control')).toBe('private, no-cache')
    expect(first.headers.get('vary')).toBe('Accept-Encoding')
    const etag = first.headers.get('etag')!
    expect(etag).toMatch(/^"[^"]+"$/)
    expect(await idsIn(first, 'camera')).toEqual(['k1'])
    for (const tags of [etag, `"x", ${etag}`, '*']) {
      const same = await get(path, { 'if-none-match': tags })
      expect([same.status, same.headers.get('etag'), await same.text()]).toEqual([304, etag, ''])
    }
    expect((await get(path, { 'if-none-match': '"x"' })).status).toBe(200)
    await client.create('camera', camera('k2', 116.3001, 39.9001))
    const second = await get(path, { 'if-none-match': etag })
    expect(second.status).toBe(200)
    expect(await idsIn(second, 'camera')).toEqual(['k1', 'k2'])
    await client.remove('camera', created.id, created.version)
    expect(await idsIn(await get(path), 'camera')).toEqual(['k2'])
  })

  it('come compressed or not, as asked, each with a tag of its own', async () => {
    const path = `/tiles/camera/${tileOf(116.3, 39.9)}.mvt`
    const gzip = await get(path, { 'accept-encoding': 'gzip' })
    const plain = await get(path, { 'accept-encoding': 'identity' })
    const brotliOnly = await get(path, { 'accept-encoding': 'br' })
    expect([gzip, plain, brotliOnly].map(answer => answer.headers.get('content-encoding'))).toEqual(['gzip', null, null])
    expect(gzip.headers.get('etag')).not.toBe(plain.headers.get('etag'))
    expect(Buffer.from(await gzip.arrayBuffer())).toEqual(Buffer.from(await plain.arrayBuffer()))
    const head = await fetch(`${app.url}${path}`, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
  })

  it('take filters, themes and lists of layers', async () => {
    const place = tileOf(100, 30)
    await client.create('camera', camera('f1', 100, 30))
    await client.create('camera', { ...camera('f2', 100, 30), properties: { code: 'f2', name: 'f2', status: 'fault' } })
    expect(await idsIn(await get(`/tiles/camera/${place}.mvt?filter=status%3D%27fault%27`), 'camera')).toEqual(['f2'])
    expect(await idsIn(await get(`/tiles/master/${place}.mvt`), 'camera')).toEqual(['f1', 'f2'])
    expect(await idsIn(await get(`/tiles/zone,camera/${place}.mvt`), 'camera')).toEqual(['f1', 'f2'])
  })

  it('take a time, which the layers that have one are selected by', async () => {
    const incident = (id: string, time: string) => ({
      ...camera(id, 101, 31),
      properties: { code: id, title: id, category: 'traffic', status: 'open', time },
    })
    await client.create('camera', camera('d1', 101, 31))
    await client.create('incident', incident('i1', '2026-05-01T00:00:00Z'))
    const second = await client.create('incident', incident('i2', '2026-06-01T00:00:00Z'))
    const path = `/tiles/camera,incident/${tileOf(101, 31)}.mvt?datetime=`
    const seen = async (datetime: string) => {
      const answer = await get(path + encodeURIComponent(datetime))
      const copy = answer.clone()
      return [await idsIn(answer, 'camera'), await idsIn(copy, 'incident')]
    }
    expect(await seen('2026-05-01T08:00:00+08:00/2026-05-31T00:00:00Z')).toEqual([['d1'], ['i1']])
    expect(await seen('2026-05-15T00:00:00Z/..')).toEqual([['d1'], ['i2']])
    await client.replace('incident', incident('i2', '2026-05-02T00:00:00Z'), second.version)
    expect(await seen('2026-05-15T00:00:00Z/..')).toEqual([['d1'], []])
    expect(await seen('2026-05-01T08:00:00+08:00/2026-05-31T00:00:00Z')).toEqual([['d1'], ['i1', 'i2']])
  })

  it.each([
    ['/tiles/nothing/0/0/0.mvt', 404, 'unknown-layer'],
    ['/tiles/nothing.json', 404, 'unknown-layer'],
    ['/tiles/camera/17/0/0.mvt', 400, 'bad-tile'],
    ['/tiles/camera/1/2/0.mvt', 400, 'bad-tile'],
    ['/tiles/camera/1/0/-1.mvt', 400, 'bad-tile'],
    ['/tiles/camera/1/0/1.5.mvt', 400, 'bad-tile'],
    ['/tiles/camera/01/0/0.mvt', 400, 'bad-tile'],
    ['/tiles/camera/1/99999999999999999999/0.mvt', 400, 'bad-tile'],
    ['/tiles/camera/0/0/0.mvt?filter=', 400, 'bad-filter'],
    ['/tiles/camera/0/0/0.mvt?filter=colour%3D1', 400, 'bad-filter'],
    ['/tiles/incident/0/0/0.mvt?datetime=', 400, 'bad-parameter'],
    ['/tiles/incident/0/0/0.mvt?datetime=2026-05-01', 400, 'bad-parameter'],
    ['/tiles/incident/0/0/0.mvt?datetime=9999-12-31T23:59:59Z/0000-01-01T00:00:00Z', 400, 'bad-parameter'],
    [`/tiles/incident/0/0/0.mvt?datetime=${'../'.repeat(300)}`, 400, 'bad-parameter'],
    ['/tiles/camera,zone/0/0/0.mvt?datetime=2026-05-01T00:00:00Z', 400, 'bad-parameter'],
    ['/tiles/camera/0/0/0.mvt?debug=1', 400, 'unknown-parameter'],
    ['/tiles/camera/0/0/0.mvt?crs=bd09', 400, 'bad-parameter'],
    ['/tiles/camera/0/0/0.mvt?crs=wgs84', 400, 'bad-parameter'],
    ['/tiles/camera/0/0/0.mvt?crs=', 400, 'bad-parameter'],
    ['/tiles/camera.json?crs=GCJ02', 400, 'bad-parameter'],
    ['/styles/master.json?crs=EPSG:4326', 400, 'bad-parameter'],
  ])('refuse %s', async (path, status, code) => {
    const answer = await get(path)
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([status, code])
  })

  it('are made for GCJ-02 maps too, follow writes there, and say so from style to tile', async () => {
    const [lon, lat] = [116.391, 39.907]
    const moved = gcoord.transform<[number, number]>([lon, lat], gcoord.WGS84, gcoord.GCJ02)
    const [here, there] = [tileOf(lon, lat), tileOf(...moved)]
    expect(here).not.toBe(there)
    const path = `/tiles/camera/${there}.mvt?crs=gcj02`
    expect((await get(path)).status).toBe(204)
    const created = await client.create('camera', camera('g1', lon, lat))
    const shown = await get(path)
    const [, x, y] = there.split('/').map(Number)
    const { geometry } = new VectorTile(new PbfReader(new Uint8Array(await shown.clone().arrayBuffer()))).layers
      .camera!.feature(0)
      .toGeoJSON(x!, y!, 16)
    const drawn = (geometry as { coordinates: number[] }).coordinates
    for (const axis of [0, 1]) expect(Math.abs(drawn[axis]! - moved[axis]!)).toBeLessThan(3e-6)
    expect((await get(`/tiles/camera/${here}.mvt?crs=gcj02`)).status).toBe(204)
    expect(await idsIn(await get(`/tiles/camera/${here}.mvt`), 'camera')).toEqual(['g1'])
    const same = await get(path, { 'if-none-match': shown.headers.get('etag')! })
    expect(same.status).toBe(304)
    await client.remove('camera', created.id, created.version)
    expect((await get(path, { 'if-none-match': shown.headers.get('etag')! })).status).toBe(204)

    const style = (await (await get('/styles/master.json?crs=gcj02')).json()) as { sources: { zongtu: { url: string } }; metadata: object }
    expect(style.sources.zongtu.url).toBe(`${app.url}/tiles/master.json?crs=gcj02`)
    expect(style.metadata).toMatchObject({ 'zongtu:crs': 'gcj02' })
    const described = (await (await fetch(style.sources.zongtu.url)).json()) as { tiles: string[]; bounds: number[] }
    expect(described.tiles).toEqual([`${app.url}/tiles/master/{z}/{x}/{y}.mvt?crs=gcj02`])
  })

  it('are described by TileJSON and by a style that points to it', async () => {
    const described = (await (await get('/tiles/camera.json')).json()) as {
      tiles: string[]
      bounds: number[]
      vector_layers: { id: string }[]
    }
    expect(described.tiles).toEqual([`${app.url}/tiles/camera/{z}/{x}/{y}.mvt`])
    expect(described.bounds).toEqual(app.live.layer('camera').bounds)
    expect(described.vector_layers.map(layer => layer.id)).toEqual(['camera'])
    const style = (await (await get('/styles/master.json?scheme=dark&lang=en')).json()) as {
      version: number
      glyphs?: string
      sources: Record<string, unknown>
    }
    expect(style.version).toBe(8)
    expect(style.glyphs).toBeUndefined()
    expect(JSON.stringify(style.sources)).toContain(`${app.url}/tiles/master.json`)
    expect((await get('/styles/master.json?scheme=pink')).status).toBe(400)
    expect((await get('/styles/nothing.json')).status).toBe(404)
  })
})
