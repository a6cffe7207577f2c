import { readConditions } from './conditions.ts'
import type { HttpDeps } from './deps.ts'
import { waitForMinSeq } from './fresh.ts'
import { baseUrl, sendJson } from './json.ts'
import { readPlace } from './place.ts'
import type { Route } from './route.ts'

const MVT = 'application/vnd.mapbox-vector-tile'
const MAX_ZOOM = 16

export const tileRoutes = ({ live, store, tiles, catalog }: Pick<HttpDeps, 'live' | 'store' | 'tiles' | 'catalog'>): Route[] => [
  {
    method: 'GET',
    path: '/tiles/:tileset.json',
    handle: ({ ctx, path }) => {
      const tileset = path.tileset!
      sendJson(ctx, tiles.tileJson(tileset, `${baseUrl(ctx)}/tiles/${encodeURIComponent(tileset).replaceAll('%2C', ',')}/{z}/{x}/{y}.mvt`))
    },
  },
  {
    method: 'GET',
    path: '/tiles/:tileset/:z/:x/:y.mvt',
    query: ['filter', 'datetime', 'min_seq'],
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
        ...(ifNoneMatch !== '' && { ifNoneMatch }),
      })
      ctx.set({ ETag: tile.etag, 'Cache-Control': 'private, no-cache', Vary: 'Accept-Encoding' })
      if (tile.thinned) ctx.set('Zongtu-Thinned', 'true')
      ctx.compress = false
      ctx.status = tile.status
      if (tile.status !== 200) return
      ctx.type = MVT
      if (encoding === 'gzip') ctx.set('Content-Encoding', 'gzip')
      ctx.body = tile.body
    },
  },
]
