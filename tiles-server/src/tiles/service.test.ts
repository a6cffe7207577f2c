import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { TilesEvent } from '../contract/index.ts'
import { latToY, lonToX } from '../geo/index.ts'
import { ZongtuError } from '../kernel/index.ts'
import { keyOf, viewOf } from './cache.ts'
import { GCJ02, WGS84 } from './frame.ts'
import { createTiles, type TileRequest } from './index.ts'
import { decode, feature, layerDef, MemoryLive } from './live.test-support.ts'
import { TOUCH_LIMITS } from './touch.ts'

const properties = ['name', 'note'].map(name => ({
  name,
  title: { 'zh-CN': name, en: name },
  type: 'string' as const,
  tileFrom: name === 'name' ? 0 : 12,
}))
const theme = {
  id: 'both',
  title: { 'zh-CN': '', en: '' },
  layers: [
    { layer: 'spot', visible: true },
    { layer: 'area', visible: true },
  ],
}
const point = (id: string, lon = 114, lat = 31, name = 'n') =>
  feature(id, { type: 'Point', coordinates: [lon, lat] }, { name, note: 'secret' })

function serve({ cacheBytes = 1e7, databaseId = 'db' } = {}) {
  const live = new MemoryLive([
    layerDef('spot', 'point', { properties, source: { name: '<b>City</b>', licence: 'CC0' } }),
    layerDef('area', 'polygon', { properties, minzoom: 5 }),
  ])
  live.apply([{ layer: 'spot', set: point('a') }])
  const tiles = createTiles({ live, catalog: { themes: [theme] }, databaseId, cacheBytes })
  return { live, tiles }
}
/** The tile of 114 E 31 N at a zoom. */
const tileAt = (z: number) => ({ z, x: Math.floor(lonToX(114) * 2 ** z), y: Math.floor(latToY(31) * 2 ** z) })
const at: TileRequest = { tileset: 'spot', ...tileAt(12), encoding: 'identity' }
const codeOf = (failure: unknown): string => (failure instanceof ZongtuError ? `${failure.code} ${failure.status}` : String(failure))

describe('tile answers', () => {
  test('200 with the bytes in either encoding, under different tags; 204 for an empty tile', async () => {
    const { tiles } = serve()
    const plain = await tiles.tile(at)
    const zipped = await tiles.tile({ ...at, encoding: 'gzip' })
    expect(plain.status).toBe(200)
    expect(gunzipSync(zipped.body!).equals(plain.body!)).toBe(true)
    expect(zipped.etag).not.toBe(plain.etag)
    expect(decode(plain.body)).toMatchObject([{ id: 'a', properties: { id: 'a', name: 'n', note: 'secret' } }])
    expect(await tiles.tile({ ...at, x: 0 })).toMatchObject({ status: 204, thinned: false })
    expect(tiles.made).toBe(2)
  })

  test('304 by tag, also in a list, weak, and for an empty tile', async () => {
    const { tiles } = serve()
    const { etag } = await tiles.tile(at)
    for (const ifNoneMatch of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
      const { handle, ...answer } = await tiles.tile({ ...at, ifNoneMatch })
      expect([answer, handle.edition]).toEqual([{ status: 304, etag, thinned: false }, 0])
    }
    expect((await tiles.tile({ ...at, ifNoneMatch: '"other"' })).status).toBe(200)
    const empty = await tiles.tile({ ...at, x: 0 })
    expect((await tiles.tile({ ...at, x: 0, ifNoneMatch: empty.etag })).status).toBe(304)
  })

  test('304 needs no tile after the bytes have left the cache, and no other server to agree', async () => {
    const { tiles } = serve({ cacheBytes: 0 })
    const { etag } = await tiles.tile(at)
    const made = tiles.made
    expect(tiles.cachedBytes).toBe(0)
    expect((await tiles.tile({ ...at, ifNoneMatch: etag })).status).toBe(304)
    expect(tiles.made).toBe(made)
    expect((await tiles.tile(at)).status).toBe(200)
    expect(tiles.made).toBe(made + 1)
    const other = serve()
    expect((await other.tiles.tile({ ...at, ifNoneMatch: etag })).status).toBe(304)
    expect((await serve({ databaseId: 'another' }).tiles.tile({ ...at, ifNoneMatch: etag })).status).toBe(200)
  })

  test('bytes stay within the budget, in whatever encoding they were asked for; what was pushed out is made again, the same', async () => {
    const cacheBytes = 2000
    const { live, tiles } = serve({ cacheBytes })
    live.apply(Array.from({ length: 40 }, (_, i) => ({ layer: 'spot', set: point(`p${i}`, 114 + i / 100, 31, `name ${i}`) })))
    const row = Array.from({ length: 46 }, (_, i): TileRequest => ({ ...at, x: at.x + i }))
    const first = new Map<string, string>()
    for (const round of [0, 1]) {
      for (const encoding of ['gzip', 'identity'] as const) {
        for (const request of row) {
          const { etag, body } = await tiles.tile({ ...request, encoding })
          expect(tiles.cachedBytes).toBeLessThanOrEqual(cacheBytes)
          const key = `${request.x} ${encoding}`
          const seen = `${etag} ${body?.toString('base64')}`
          if (round === 0) first.set(key, seen)
          expect(seen).toBe(first.get(key))
          expect((await tiles.tile({ ...request, encoding, ifNoneMatch: etag })).status).toBe(304)
        }
      }
    }
  })

  test('a tag that was confirmed without bytes is refused after a change, and the bytes of the time before are not found again', async () => {
    const { live, tiles } = serve({ cacheBytes: 0 })
    const { etag, handle } = await tiles.tile(at)
    expect(tiles.cached(handle, 'identity', etag)).toMatchObject({ status: 304 })
    expect(tiles.cached(handle, 'identity', undefined)).toBeUndefined()
    live.apply([{ layer: 'spot', set: point('a', 114, 31, 'other') }])
    expect(tiles.cached(handle, 'identity', etag)).toBeUndefined()
    expect((await tiles.tile({ ...at, ifNoneMatch: etag })).status).toBe(200)
  })

  test('handles end with what tilesets are called and hold, and find what is cached until then', async () => {
    const { live, tiles } = serve()
    const { handle, etag } = await tiles.tile(at)
    const empty = await tiles.tile({ ...at, x: 0 })
    expect(tiles.cached(handle, 'gzip', undefined)).toMatchObject({ status: 200 })
    expect(tiles.cached(empty.handle, 'gzip', undefined)).toMatchObject({ status: 204 })
    live.reset('area', [])
    expect(tiles.cached(handle, 'identity', etag)).toBeUndefined()
    expect((await tiles.tile({ ...at, ifNoneMatch: etag })).status).toBe(304)
  })

  test('a change gives another tag, taking it back gives the first one', async () => {
    const { live, tiles } = serve()
    const first = await tiles.tile(at)
    live.apply([{ layer: 'spot', set: point('a', 114, 31, 'other') }])
    const second = await tiles.tile({ ...at, ifNoneMatch: first.etag })
    expect(second.status).toBe(200)
    expect(second.etag).not.toBe(first.etag)
    live.apply([{ layer: 'spot', set: point('a') }])
    const third = await tiles.tile(at)
    expect(third.etag).toBe(first.etag)
    expect(third.body!.equals(first.body!)).toBe(true)
  })

  test('concurrent misses make one tile', async () => {
    const { tiles } = serve()
    const answers = await Promise.all(Array.from({ length: 20 }, () => tiles.tile(at)))
    expect(new Set(answers.map(answer => answer.etag)).size).toBe(1)
    expect(tiles.made).toBe(1)
  })

  test('a change that comes while a tile is made is in the answer and in the cache', async () => {
    const { live, tiles } = serve()
    const early = tiles.tile(at)
    live.apply([{ layer: 'spot', set: point('b', 114.0001) }])
    const late = tiles.tile(at)
    for (const answer of [await early, await late, await tiles.tile(at)]) expect(decode(answer.body).map(f => f.id)).toEqual(['a', 'b'])
  })

  test('a tile that changes whenever it is made is answered all the same', async () => {
    const { live, tiles } = serve()
    let n = 0
    let waiting = true
    const answer = tiles.tile(at).finally(() => {
      waiting = false
    })
    const disturb = (): void => {
      if (!waiting) return
      live.apply([{ layer: 'spot', set: point('a', 114, 31, `n${n++}`) }])
      setImmediate(disturb)
    }
    disturb()
    expect((await answer).status).toBe(200)
  })
})

describe('themes, filters and events', () => {
  test('a theme is its layers, and is stale when any of them changes', async () => {
    const { live, tiles } = serve()
    const request = { ...at, tileset: 'both' }
    const first = await tiles.tile(request)
    const [x, y] = [114, 31]
    const square = [
      [x, y],
      [x + 0.01, y],
      [x + 0.01, y + 0.01],
      [x, y + 0.01],
      [x, y],
    ]
    live.apply([{ layer: 'area', set: feature('s', { type: 'Polygon', coordinates: [square] }, { name: 's' }) }])
    const second = await tiles.tile({ ...request, ifNoneMatch: first.etag })
    expect(decode(second.body).map(f => f.layer)).toEqual(['spot', 'area'])
  })

  test('an attribute that a zoom does not carry leaves its tiles alone, unless a filter may depend on it', async () => {
    const { live, tiles } = serve()
    const low = { ...at, ...tileAt(5) }
    const filtered = { ...low, filter: "note = 'secret'" }
    await tiles.tile(low)
    expect((await tiles.tile(filtered)).status).toBe(200)
    const made = tiles.made
    live.apply([{ layer: 'spot', set: feature('a', point('a').geometry, { name: 'n', note: 'open' }) }])
    await tiles.tile(low)
    expect(tiles.made).toBe(made)
    expect((await tiles.tile(filtered)).status).toBe(204)
  })

  test('what is remembered of a tile does not grow with its filter, and tells filters and frames apart', () => {
    const long = `name = '${'x'.repeat(8000)}'`
    const views = [
      viewOf('spot', '', WGS84),
      viewOf('spot', '', GCJ02),
      viewOf('spot', long, WGS84),
      viewOf('spot', `${long} `, WGS84),
      viewOf('both', long, WGS84),
      viewOf(`spot${long}`, '', WGS84),
    ]
    expect(new Set(views).size).toBe(views.length)
    for (const view of views) expect(keyOf({ tile: 2 ** 40, view, filtered: true, spatial: false, frame: WGS84 }).length).toBeLessThan(40)
  })

  test('filters that say the same share one tile', async () => {
    const { tiles } = serve()
    await tiles.tile({ ...at, filter: "name='n' and note  = 'secret'" })
    await tiles.tile({ ...at, filter: "name = 'n' AND note = 'secret'" })
    expect(tiles.made).toBe(1)
  })

  test('a time selects by the layers that have one, in whatever words, and follows the features', async () => {
    const live = new MemoryLive([
      layerDef('spot', 'point', { properties }),
      layerDef('event', 'point', { time: 'at', properties: [{ ...properties[0]!, name: 'at', type: 'datetime', tileFrom: 16 }] }),
    ])
    const event = (id: string, at: string | null) => feature(id, point(id).geometry, { at })
    const set = (one: ReturnType<typeof event>) => live.apply([{ layer: 'event', set: one }])
    live.apply([{ layer: 'spot', set: point('a') }])
    for (const one of [event('e1', '2026-05-01T00:00:00.000Z'), event('e2', '2026-05-02T00:00:00.000Z'), event('none', null)]) set(one)
    const tiles = createTiles({ live, catalog: { themes: [] }, databaseId: 'db', cacheBytes: 1e7 })
    const ids = async (datetime: string, more: Partial<TileRequest> = {}) =>
      decode((await tiles.tile({ ...at, tileset: 'spot,event', datetime, ...more })).body).map(f => f.id)
    expect(await ids('2026-05-01T00:00:00Z')).toEqual(['a', 'e1'])
    expect(await ids('2026-05-01T00:00:00Z/..')).toEqual(['a', 'e1', 'e2'])
    expect(await ids('../2026-05-01T23:59:59Z')).toEqual(['a', 'e1'])
    expect(await ids('0000-01-01T00:00:00Z/9999-12-31T23:59:59Z')).toEqual(['a', 'e1', 'e2'])
    expect(await ids('2026-05-02T00:00:00Z/..', { filter: "id <> 'a'" })).toEqual(['e2'])
    const made = tiles.made
    expect(await ids('2026-05-01T08:00:00+08:00/')).toEqual(['a', 'e1', 'e2'])
    expect(await ids('/2026-05-02T07:59:59.000+08:00')).toEqual(['a', 'e1'])
    expect(tiles.made).toBe(made)
    set(event('e1', '2026-05-03T00:00:00.000Z'))
    expect(await ids('2026-05-01T00:00:00Z')).toEqual(['a'])
    expect(await ids('2026-05-02T12:00:00Z/..')).toEqual(['a', 'e1'])
    set(event('none', '2026-05-01T00:00:00.000Z'))
    expect(await ids('2026-05-01T00:00:00Z')).toEqual(['a', 'none'])
    for (const wrong of ['', '..', 'x', '2026-05-02T00:00:00Z/2026-05-01T00:00:00Z', '/'.repeat(500)]) {
      expect(await ids(wrong).catch(codeOf)).toBe('bad-parameter 400')
    }
    expect(await ids('2026-05-01T00:00:00Z', { tileset: 'spot' }).catch(codeOf)).toBe('bad-parameter 400')
  })

  test('a spatial filter follows a move too small to be drawn, and a line as a whole', async () => {
    const { live, tiles } = serve()
    const low = { ...at, ...tileAt(3) }
    const inside = { ...low, filter: 'S_INTERSECTS(geometry, BBOX(113, 30, 114.00001, 32))' }
    const ids = async (request: TileRequest) => decode((await tiles.tile(request)).body).map(f => f.id)
    await tiles.tile(low)
    expect(await ids(inside)).toEqual(['a'])
    const made = tiles.made
    live.apply([{ layer: 'spot', set: point('a', 114.00002) }])
    await tiles.tile(low)
    expect(tiles.made).toBe(made)
    expect(await ids(inside)).toEqual([])
    live.apply([{ layer: 'spot', set: point('a', 114.000009) }])
    expect(await ids(inside)).toEqual(['a'])
    const elsewhere = { ...inside, filter: 'S_WITHIN(geometry, BBOX(0, 0, 1, 1)) AND S_WITHIN(geometry, BBOX(3, 3, 4, 4))' }
    expect((await tiles.tile(elsewhere)).status).toBe(204)
    // The far end moves out of the filter's area by a metre: the near tile shows the line no longer.
    const track = (end: number) =>
      feature(
        'track',
        {
          type: 'LineString',
          coordinates: [
            [114, 31],
            [114.5, end],
          ],
        },
        { name: 't' },
      )
    const near = { ...at, filter: 'S_WITHIN(geometry, BBOX(113, 30, 115, 32))' }
    live.apply([{ layer: 'spot', set: track(31.99999) }])
    expect(await ids(near)).toContain('track')
    live.apply([{ layer: 'spot', set: track(32.00001) }])
    expect(await ids(near)).not.toContain('track')
  })

  test('events name the tiles, one a layer and batch; a reset or a change too wide to name says all', () => {
    const { live, tiles } = serve()
    const events: TilesEvent[] = []
    const stop = tiles.onEvicted(more => events.push(...more))
    live.apply([
      { layer: 'spot', set: point('b', 114.5, 31) },
      { layer: 'spot', set: point('c', 114.6, 31) },
    ])
    expect(events).toHaveLength(1)
    expect(events[0]).toMatchObject({ seq: 2, layer: 'spot' })
    const [event] = events.flatMap(one => ('all' in one ? [] : [one]))
    expect(event!.tiles.filter(tile => tile[0] === 16)).toHaveLength(2)
    expect(event!.tiles.filter(tile => tile[0] === 0)).toEqual([[0, 0, 0]])
    expect(event!.bbox.map(value => Math.round(value * 100) / 100)).toEqual([114.5, 31, 114.6, 31])
    const wide = [
      [100, 20],
      [120, 20],
      [120, 40],
      [100, 40],
      [100, 20],
    ]
    live.apply([{ layer: 'area', set: feature('w', { type: 'Polygon', coordinates: [wide] }, {}) }])
    live.reset('spot', [])
    expect(events.slice(1)).toEqual([
      { seq: 3, layer: 'area', all: true },
      { seq: 4, layer: 'spot', all: true },
    ])
    stop()
    live.apply([{ layer: 'spot', set: point('d') }])
    expect(events).toHaveLength(3)
  })

  test('what is told of many changes at once stays small', () => {
    const { live, tiles } = serve()
    const told: string[] = []
    tiles.onEvicted(events => told.push(JSON.stringify(events)))
    const spread = (count: number, by: number) =>
      Array.from({ length: count }, (_, i) => ({
        layer: 'spot',
        set: point(`p${i}`, 113 + ((i * 7919) % 5000) / 500 + by, 31 + (i % 71) / 71),
      }))
    live.apply(spread(200, 0))
    live.apply(spread(1000, 0.001))
    expect(JSON.parse(told[0]!)).toMatchObject([{ layer: 'spot', tiles: expect.anything() as unknown }])
    expect(JSON.parse(told[1]!)).toEqual([{ seq: 3, layer: 'spot', all: true }])
    for (const text of told) expect(text.length).toBeLessThan(TOUCH_LIMITS.tiles * 18)
  })

  test('a layer that was replaced is served anew', async () => {
    const { live, tiles } = serve()
    await tiles.tile({ ...at, tileset: 'both' })
    live.reset('spot', [point('z')])
    expect(decode((await tiles.tile({ ...at, tileset: 'both' })).body).map(f => f.id)).toEqual(['z'])
  })
})

describe('bad input', () => {
  test.each([
    ['unknown-layer 404', { tileset: 'nothing' }],
    ['unknown-layer 404', { tileset: 'spot,nothing' }],
    ['unknown-layer 404', { tileset: 'both,area' }],
    ['unknown-layer 404', { tileset: '' }],
    ['unknown-layer 404', { tileset: 'constructor' }],
    ['bad-parameter 400', { tileset: 'spot,area,spot' }],
    ['bad-parameter 400', { tileset: Array.from({ length: 40 }, (_, i) => `l${i}`).join() }],
    ['bad-tile 400', { z: 17 }],
    ['bad-tile 400', { z: -1 }],
    ['bad-tile 400', { z: 1.5 }],
    ['bad-tile 400', { x: 4096 }],
    ['bad-tile 400', { y: -1 }],
    ['bad-tile 400', { x: Number.NaN }],
    ['bad-filter 400', { filter: 'name =' }],
    ['bad-filter 400', { filter: '' }],
    ['bad-filter 400', { filter: 'colour = 1' }],
  ])('%s for %j', async (code, wrong) => {
    const { tiles } = serve()
    expect(await tiles.tile({ ...at, ...wrong }).catch(codeOf)).toBe(code)
    expect(tiles.made).toBe(0)
  })
})

describe('TileJSON', () => {
  test('names layers, zooms, fields and tight bounds; a source cannot bring markup', () => {
    const { tiles } = serve()
    const json = tiles.tileJson('both', '/tiles/both/{z}/{x}/{y}.mvt')
    expect(json).toMatchObject({
      tilejson: '3.0.0',
      tiles: ['/tiles/both/{z}/{x}/{y}.mvt'],
      bounds: [114, 31, 114, 31],
      minzoom: 0,
      maxzoom: 16,
    })
    expect(json.attribution).toBe('&lt;b&gt;City&lt;/b&gt; (CC0)')
    expect(json.vector_layers.map(layer => [layer.id, layer.minzoom, Object.keys(layer.fields)])).toEqual([
      ['spot', 0, ['id', 'name', 'note']],
      ['area', 5, ['id', 'name', 'note']],
    ])
  })
})
