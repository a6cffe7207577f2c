import { buildStyle } from '../catalog/index.ts'
import { type MapCrs, Style } from '../contract/index.ts'
import { shown } from '../features/index.ts'
import { ZongtuError } from '../kernel/index.ts'
import { json } from './answer.ts'
import { MAP_CRS } from './common-params.ts'
import type { HttpDeps } from './deps.ts'
import { baseUrl, sendJson } from './json.ts'
import { crsSuffix } from './map-crs.ts'
import { badParameter, choice, parsed, withDefault } from './param.ts'
import { type Route, route } from './route.ts'

export const styleRoutes = ({ live, catalog, config }: Pick<HttpDeps, 'live' | 'catalog' | 'config'>): Route[] => [
  route({
    method: 'GET',
    path: '/styles/:theme.json',
    tag: 'tiles',
    summary: 'A complete MapLibre style of a theme 样式',
    description: 'It names no sprite: icons come from a resolver of missing images.',
    query: {
      scheme: withDefault(choice('For which surroundings.', ['light', 'dark']), 'light'),
      lang: withDefault(choice('Of names.', ['zh-CN', 'en']), 'zh-CN'),
      glyphs: parsed(
        'Template of a glyph server, with {fontstack} and {range}; without it text is drawn with local fonts.',
        { type: 'string', maxLength: 500 },
        readGlyphs,
      ),
      basemap: withDefault(choice("Whether with the operator's basemap.", ['configured', 'none']), 'configured'),
      crs: MAP_CRS,
    },
    answers: { 200: json(Style, 'The style.') },
    handle: ({ ctx, path, query }) => {
      const theme = catalog.themes.find(candidate => candidate.id === path.theme)
      if (!theme) throw new ZongtuError('unknown-theme', `there is no theme ${shown(path.theme)}`)
      const { scheme, lang, glyphs } = query
      const basemap = query.basemap === 'none' ? undefined : config.basemap
      const base = baseUrl(ctx)
      const crs = readStyleCrs(query.crs, basemap?.crs)
      const style = buildStyle(
        theme,
        { layers: live.layers().map(layer => layer.def) },
        {
          scheme,
          lang,
          crs,
          tilesUrl: tileset => `${base}/tiles/${tileset}.json${crsSuffix(crs)}`,
          ...(basemap && { basemap: { ...basemap, url: `${base}/basemap/{z}/{x}/{y}` } }),
          ...(config.reviewNumber !== undefined && { reviewNumber: config.reviewNumber }),
          ...(glyphs === undefined ? {} : { glyphs }),
        },
      )
      sendJson(ctx, style)
    },
  }),
]

/** What a style draws lies in one system: that of its basemap, where it has one. */
function readStyleCrs(asked: MapCrs | undefined, own: MapCrs | undefined): MapCrs {
  if (asked === undefined || own === undefined || asked === own) return own ?? asked ?? 'wgs84'
  throw badParameter('crs', `${shown(asked)}, the basemap of this server is in ${own}; leave it out with basemap=none`)
}

/** A glyph server's URL template, as the style specification wants it. */
function readGlyphs(text: string, name: string): string {
  const isTemplate = text.length <= 500 && /^https?:\/\/\S+$/.test(text) && text.includes('{fontstack}') && text.includes('{range}')
  if (!isTemplate) throw badParameter(name, `${shown(text)}, it must be an http(s) URL with {fontstack} and {range}`)
  return text
}
