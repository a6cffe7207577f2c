import { LayerInfo, LayerList, ThemeDef, ThemeList } from '../contract/index.ts'
import { ZongtuError } from '../kernel/index.ts'
import type { LiveLayer } from '../live/index.ts'
import { json } from './answer.ts'
import type { HttpDeps } from './deps.ts'
import { sendJson } from './json.ts'
import { type Route, route } from './route.ts'

/** A layer's definition with what live knows of it now. */
const describe = ({ def, size, bounds, times, seq }: LiveLayer) => ({ ...def, count: size, bounds, times, seq })

export const catalogRoutes = ({ live, catalog }: Pick<HttpDeps, 'live' | 'catalog'>): Route[] => [
  route({
    method: 'GET',
    path: '/api/layers',
    tag: 'catalog',
    summary: 'All layers 图层',
    answers: { 200: json(LayerList, 'Definitions, with what the layers hold now.') },
    handle: ({ ctx }) => sendJson(ctx, { layers: live.layers().map(describe) }),
  }),
  route({
    method: 'GET',
    path: '/api/layers/:layer',
    tag: 'catalog',
    summary: 'One layer',
    answers: { 200: json(LayerInfo, 'Its definition, with what it holds now.') },
    handle: ({ ctx, path }) => sendJson(ctx, describe(live.layer(path.layer!))),
  }),
  route({
    method: 'GET',
    path: '/api/themes',
    tag: 'catalog',
    summary: 'All themes 专题图',
    answers: { 200: json(ThemeList, 'Themes in the order of the catalog.') },
    handle: ({ ctx }) => sendJson(ctx, { themes: catalog.themes }),
  }),
  route({
    method: 'GET',
    path: '/api/themes/:theme',
    tag: 'catalog',
    summary: 'One theme',
    answers: { 200: json(ThemeDef, 'Its layers in the order they are drawn.') },
    handle: ({ ctx, path }) => {
      const theme = catalog.themes.find(candidate => candidate.id === path.theme)
      if (!theme) throw new ZongtuError('unknown-theme', `there is no theme "${path.theme!.slice(0, 64)}"`)
      sendJson(ctx, theme)
    },
  }),
]
