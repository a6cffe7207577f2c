import { TileJson } from '../contract/index.ts'
import { empty, file, json } from './answer.ts'
import { CONDITIONS, MAP_CRS, MIN_SEQ } from './common-params.ts'
import { given } from './conditions.ts'
import type { HttpDeps } from './deps.ts'
import { waitForMinSeq } from './fresh.ts'
import { baseUrl, sendJson } from './json.ts'
import { crsSuffix } from './map-crs.ts'
import { readPlace } from './place.ts'
import { type Route, route } from './route.ts'
import { TILE_ROUTE, tileHeaders, type WarmTiles } from './warm-tiles.ts'

const MAX_ZOOM = 16

export const tileRoutes = (
  { live, store, tiles, catalog }: Pick<HttpDeps, 'live' | 'store' | 'tiles' | 'catalog'>,
  warm: WarmTiles,
): Route[] => [
  route({
    method: 'GET',
    path: '/tiles/:tileset.json',
    tag: 'tiles',
    summary: 'What a tileset holds, as TileJSON 3.0 瓦片集',
    query: { crs: MAP_CRS },
    answers: { 200: json(TileJson, 'The tileset.') },
    handle: ({ ctx, path, query: { crs } }) => {
      const tileset = path.tileset!
      const template = `${baseUrl(ctx)}/tiles/${encodeURIComponent(tileset).replaceAll('%2C', ',')}/{z}/{x}/{y}.mvt${crsSuffix(crs)}`
      sendJson(ctx, tiles.tileJson(tileset, template, crs ?? 'wgs84'))
    },
  }),
  route({
    method: 'GET',
    path: TILE_ROUTE,
    tag: 'tiles',
    summary: 'One vector tile 矢量切片',
    query: { ...CONDITIONS, crs: MAP_CRS, min_seq: MIN_SEQ },
    headers: ['If-None-Match'],
    answers: {
      200: file('The tile, Mapbox Vector Tile 2.1.', 'application/vnd.mapbox-vector-tile'),
      204: empty('Nothing is drawn in it.'),
      304: empty('It is what the client has.'),
    },
    sends: ['ETag', 'Zongtu-Thinned'],
    errors: ['too-large'],
    handle: async ({ ctx, path, query }) => {
      const place = readPlace(path, MAX_ZOOM)
      const theme = live.has(path.tileset!) ? undefined : catalog.themes.find(candidate => candidate.id === path.tileset)
      await waitForMinSeq({ live, store }, query.min_seq, theme ? theme.layers.map(entry => entry.layer) : path.tileset!.split(',', 33))
      const encoding = ctx.acceptsEncodings('gzip', 'identity') === 'gzip' ? 'gzip' : 'identity'
      const ifNoneMatch = ctx.get('If-None-Match')
      const tile = await tiles.tile({
        tileset: path.tileset!,
        ...place,
        encoding,
        ...given(query),
        crs: query.crs ?? 'wgs84',
        ...(ifNoneMatch !== '' && { ifNoneMatch }),
      })
      warm.learn(ctx, tile.handle, encoding)
      const headers = tileHeaders(tile, encoding)
      for (let i = 0; i < headers.length; i += 2) ctx.set(headers[i]!, headers[i + 1]!)
      ctx.compress = false
      ctx.status = tile.status
      if (tile.status === 200) ctx.body = tile.body
    },
  }),
]
