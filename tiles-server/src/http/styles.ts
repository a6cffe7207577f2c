import { buildStyle } from '../catalog/index.ts'
import type { MapCrs } from '../contract/index.ts'
import { shown } from '../features/index.ts'
import { ZongtuError } from '../kernel/index.ts'
import type { HttpDeps } from './deps.ts'
import { baseUrl, sendJson } from './json.ts'
import { crsSuffix, readMapCrs } from './map-crs.ts'
import { badParameter, readChoice } from './query.ts'
import type { Route } from './route.ts'

export const styleRoutes = ({ live, catalog, config }: Pick<HttpDeps, 'live' | 'catalog' | 'config'>): Route[] => [
  {
    method: 'GET',
    path: '/styles/:theme.json',
    query: ['scheme', 'lang', 'glyphs', 'basemap', 'crs'],
    handle: ({ ctx, path, query }) => {
      const theme = catalog.themes.find(candidate => candidate.id === path.theme)
      if (!theme) throw new ZongtuError('unknown-theme', `there is no theme ${shown(path.theme)}`)
      const glyphs = readGlyphs(query.get('glyphs'))
      const basemap = readChoice(query, 'basemap', ['configured', 'none'], 'configured') === 'none' ? undefined : config.basemap
      const base = baseUrl(ctx)
      const crs = readStyleCrs(query, basemap?.crs)
      const style = buildStyle(
        theme,
        { layers: live.layers().map(layer => layer.def) },
        {
          scheme: readChoice(query, 'scheme', ['light', 'dark'], 'light'),
          lang: readChoice(query, 'lang', ['zh-CN', 'en'], 'zh-CN'),
          crs,
          tilesUrl: `${base}/tiles/${theme.id}.json${crsSuffix(crs)}`,
          ...(basemap && { basemap: { ...basemap, url: `${base}/basemap/{z}/{x}/{y}` } }),
          ...(config.reviewNumber !== undefined && { reviewNumber: config.reviewNumber }),
          ...(glyphs === undefined ? {} : { glyphs }),
        },
      )
      sendJson(ctx, style)
    },
  },
]

/** What a style draws lies in one system: that of its basemap, where it has one. */
function readStyleCrs(query: ReadonlyMap<string, string>, own: MapCrs | undefined): MapCrs {
  const asked = readMapCrs(query)
  if (!query.has('crs') || own === undefined || asked === own) return own ?? asked
  throw badParameter('crs', `${shown(asked)}, the basemap of this server is in ${own}; leave it out with basemap=none`)
}

/** A glyph server's URL template, as the style specification wants it. */
function readGlyphs(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const isTemplate = text.length <= 500 && /^https?:\/\/\S+$/.test(text) && text.includes('{fontstack}') && text.includes('{range}')
  if (!isTemplate) throw badParameter('glyphs', `${shown(text)}, it must be an http(s) URL with {fontstack} and {range}`)
  return text
}
