import { ZongtuError } from '../kernel/index.ts'
import type { LiveLayer } from '../live/index.ts'
import type { HttpDeps } from './deps.ts'
import { sendJson } from './json.ts'
import type { Route } from './route.ts'

/** A layer's definition with what live knows of it now. */
const describe = ({ def, size, bounds, times, seq }: LiveLayer) => ({ ...def, count: size, bounds, times, seq })

export const catalogRoutes = ({ live, catalog }: Pick<HttpDeps, 'live' | 'catalog'>): Route[] => [
  { method: 'GET', path: '/api/layers', handle: ({ ctx }) => sendJson(ctx, { layers: live.layers().map(describe) }) },
  { method: 'GET', path: '/api/layers/:layer', handle: ({ ctx, path }) => sendJson(ctx, describe(live.layer(path.layer!))) },
  { method: 'GET', path: '/api/themes', handle: ({ ctx }) => sendJson(ctx, { themes: catalog.themes }) },
  {
    method: 'GET',
    path: '/api/themes/:theme',
    handle: ({ ctx, path }) => {
      const theme = catalog.themes.find(candidate => candidate.id === path.theme)
      if (!theme) throw new ZongtuError('unknown-theme', `there is no theme "${path.theme!.slice(0, 64)}"`)
      sendJson(ctx, theme)
    },
  },
]
