import { ZongtuError } from '../kernel/index.ts'
import { empty, file } from './answer.ts'
import { createBasemapTiles } from './basemap-tiles.ts'
import type { HttpDeps } from './deps.ts'
import { readPlace } from './place.ts'
import { type Route, route } from './route.ts'

const MAX_ZOOM = 22
const KEEP = 'private, max-age=86400'

/** The operator's basemap through this server. What it does not give is 204: the map beneath stays bare there, and nothing else is hurt. */
export function basemapRoutes({ config }: Pick<HttpDeps, 'config'>): Route[] {
  const tiles = config.basemap && createBasemapTiles(config.basemap.url)
  return [
    route({
      method: 'GET',
      path: '/basemap/:z/:x/:y',
      tag: 'tiles',
      summary: "A tile of the operator's basemap 底图",
      answers: { 200: file('The image.', 'image/*'), 204: empty('It cannot be had now.') },
      errors: ['not-found'],
      handle: async ({ ctx, path }) => {
        const { z, x, y } = readPlace(path, MAX_ZOOM)
        if (!tiles) throw new ZongtuError('not-found', 'this server has no basemap: ZONGTU_BASEMAP_URL is not set')
        const tile = await tiles.tile(z, x, y)
        ctx.compress = false
        ctx.set('Cache-Control', tile ? KEEP : 'no-store')
        ctx.status = tile ? 200 : 204
        if (!tile) return
        ctx.type = tile.type
        ctx.body = tile.body
      },
    }),
  ]
}
