import { readConditions } from './conditions.ts'
import type { HttpDeps } from './deps.ts'
import { waitForMinSeq } from './fresh.ts'
import { baseUrl, sendJson } from './json.ts'
import { crsSuffix, readMapCrs } from './map-crs.ts'
import { readPlace } from './place.ts'
import type { Route } from './route.ts'
import { TILE_ROUTE, tileHeaders, type WarmTiles } from './warm-tiles.ts'

const MAX_ZOOM = 16

export const tileRoutes = (
  { live, store, tiles, catalog }: Pick<HttpDeps, 'live' | 'store' | 'tiles' | 'catalog'>,
  warm: WarmTiles,
): Route[] => [
  {
    method: 'GET',
    path: '/tiles/:tileset.json',
    query: ['crs'],
    handle: ({ ctx, path, query }) => {
      const tileset = path.tileset!
      const crs = readMapCrs(query)
      const template = `${baseUrl(ctx)}/tiles/${encodeURIComponent(tileset).replaceAll('%2C', ',')}/{z}/{x}/{y}.mvt${crsSuffix(crs)}`
      sendJson(ctx, tiles.tileJson(tileset, template, crs))
    },
  },
  {
    method: 'GET',
    path: TILE_ROUTE,
    query: ['filter', 'datetime', 'crs', 'min_seq'],
    handle: async ({ ctx, path, query }) => {
      const place = readPlace(path, MAX_ZOOM)
      const theme = live.has(path.tileset!) ? undefined : catalog.themes.find(candidate => candidate.id === path.tileset)
      await waitForMinSeq({ live, store }, query, theme ? theme.layers.map(entry => entry.layer) : path.tileset!.split(',', 33))
      const encoding = ctx.acceptsEncodings('gzip', 'identity') === 'gzip' ? 'gzip' : 'identity'
      const ifNoneMatch = ctx.get('If-None-Match')
      const tile = await tiles.tile({
        tileset: path.tileset!,
        ...place,
        encoding,
        ...readConditions(query),
        crs: readMapCrs(query),
        ...(ifNoneMatch !== '' && { ifNoneMatch }),
      })
      warm.learn(ctx, tile.handle, encoding)
      const headers = tileHeaders(tile, encoding)
      for (let i = 0; i < headers.length; i += 2) ctx.set(headers[i]!, headers[i + 1]!)
      ctx.compress = false
      ctx.status = tile.status
      if (tile.status === 200) ctx.body = tile.body
    },
  },
]
