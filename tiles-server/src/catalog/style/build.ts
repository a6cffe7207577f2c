import type { LayerSpecification, StyleSpecification } from 'maplibre-gl'
import type { LayerDef, MapCrs, ThemeDef } from '../../contract/index.ts'
import { dataset, zone } from './areas.ts'
import { type Basemap, basemapLayer, basemapSource, indicatorSource, ownSource } from './basemap.ts'
import { block, building, park, water } from './ground.ts'
import { indicator } from './indicator.ts'
import { camera, incident, patrol } from './marks.ts'
import { SOURCE, type StyleContext, type StyleParts } from './parts.ts'
import { road } from './roads.ts'
import { type Scheme, TOKENS } from './tokens.ts'
import { boundary, unit } from './units.ts'

export interface StyleOptions {
  readonly scheme: Scheme
  /** Language of the style's own names; labels on the map are the data's names. */
  readonly lang: 'zh-CN' | 'en'
  /** Coordinate system of the map. */
  readonly crs: MapCrs
  /** URL of a tileset's TileJSON in that system: the theme's, and those of its indicators. */
  readonly tilesUrl: (tileset: string) => string
  /** Drawn beneath everything; in the same system. */
  readonly basemap?: Basemap
  /** 审图号, named among the attributions. */
  readonly reviewNumber?: string
  /** A glyph server's URL template. Without it MapLibre (5.11 and later) draws text with local fonts. */
  readonly glyphs?: string
}

type Draw = (def: LayerDef, context: StyleContext) => StyleParts

const DRAW: Readonly<Record<string, Draw>> = { park, water, block, building, road, boundary, zone, camera, patrol, incident }

const KINDS: Readonly<Partial<Record<LayerDef['kind'], Draw>>> = { unit, dataset, indicator }

const drawOf = (def: LayerDef): Draw => KINDS[def.kind] ?? DRAW[def.id] ?? dataset

/** Opacity of the ground over a basemap: enough to tell water from parks, and to read the basemap beneath. */
const OVER_BASEMAP = 0.35

/** The first family carries the weight by its name and is not installed anywhere: MapLibre reads the weight from it, the browser skips it. */
const FAMILIES = ['PingFang SC', 'Microsoft YaHei', 'HarmonyOS Sans SC', 'Noto Sans CJK SC', 'Noto Sans SC', 'Source Han Sans SC']

function fontsOf(glyphs: string | undefined): StyleContext['fonts'] {
  if (glyphs !== undefined) return { regular: ['Noto Sans Regular'], bold: ['Noto Sans Bold'] }
  return { regular: ['Zongtu Medium', ...FAMILIES], bold: ['Zongtu Bold', ...FAMILIES] }
}

/**
 * The complete MapLibre style of a theme. One style for both schemes and languages: layer ids, order and filters are the same,
 * only colours differ. Each layer's `metadata['zongtu:layer']` names its catalog layer; layers the theme hides are there with
 * `visibility: none`. Icon ids are explained in marks.ts.
 *
 * Layers of the theme that the catalog does not know are left out.
 */
export function buildStyle(theme: ThemeDef, catalog: { readonly layers: readonly LayerDef[] }, options: StyleOptions): StyleSpecification {
  const tokens = TOKENS[options.scheme]
  const ground = options.basemap ? OVER_BASEMAP : 1
  const context: StyleContext = { scheme: options.scheme, tokens, ground, fonts: fontsOf(options.glyphs) }
  const defs = new Map(catalog.layers.map(def => [def.id, def]))
  const bands: Record<keyof StyleParts, LayerSpecification[]> = { ground: [], lines: [], labels: [], marks: [] }
  for (const { layer, visible } of theme.layers) {
    const def = defs.get(layer)
    if (!def) continue
    const parts = drawOf(def)(def, context)
    for (const band of Object.keys(bands) as (keyof StyleParts)[]) {
      bands[band].push(...(parts[band] ?? []).map(part => (visible ? part : hidden(part))))
    }
  }
  const indicators = theme.layers.filter(({ layer }) => defs.get(layer)?.kind === 'indicator')
  const ownSources = Object.assign(
    {},
    ...indicators.map(({ layer }) => indicatorSource(layer, options.tilesUrl(layer))),
  ) as StyleSpecification['sources']
  return {
    version: 8,
    name: theme.title[options.lang],
    metadata: { 'zongtu:theme': theme.id, 'zongtu:scheme': options.scheme, 'zongtu:crs': options.crs },
    ...(options.glyphs === undefined ? {} : { glyphs: options.glyphs }),
    // Empty instants: every fix counts as fresh until someone moves the clock on.
    state: { fresh: { default: '' }, aged: { default: '' } },
    transition: { duration: 200, delay: 0 },
    sources: {
      ...(options.basemap && basemapSource(options.basemap)),
      [SOURCE]: ownSource(options.tilesUrl(theme.id), options.reviewNumber),
      ...ownSources,
    },
    layers: [
      { id: 'background', type: 'background', paint: { 'background-color': tokens.land } },
      ...(options.basemap ? [basemapLayer(options.scheme)] : []),
      ...bands.ground,
      ...bands.lines,
      ...bands.labels,
      ...bands.marks,
    ],
  }
}

const hidden = (layer: LayerSpecification): LayerSpecification => ({
  ...layer,
  layout: { ...('layout' in layer ? layer.layout : {}), visibility: 'none' },
})
