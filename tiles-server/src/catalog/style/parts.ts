import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl'
import type { LayerDef, PropertyDef } from '../../contract/index.ts'
import { onScheme, type Scheme, type Tokens } from './tokens.ts'

/** What every part of the style is built from. */
export interface StyleContext {
  readonly scheme: Scheme
  readonly tokens: Tokens
  /** Opacity of areas that are the ground: less over a basemap, which shows the same ground in its own way. */
  readonly ground: number
  /** Font stacks: local CSS families, or the server's fontstacks when a glyphs URL is given. */
  readonly fonts: { readonly regular: string[]; readonly bold: string[] }
}

/**
 * What one catalog layer adds to the style. `ground` is drawn first, in theme order; then `lines` (boundaries), then all
 * `labels`, then `marks` (points), so that no area hides a name and no name hides an incident.
 */
export interface StyleParts {
  readonly ground?: LayerSpecification[]
  readonly lines?: LayerSpecification[]
  readonly labels?: LayerSpecification[]
  readonly marks?: LayerSpecification[]
}

export const SOURCE = 'zongtu'

/** Layers that few look at have a source of their own. */
export const indicatorSourceId = (layer: string): string => `data:${layer}`

/** Members every style layer of a catalog layer has: stable id, source, and the catalog layer's id for whoever toggles it. */
export const base = (layer: string, part?: string) =>
  ({
    id: part === undefined ? layer : `${layer}-${part}`,
    source: SOURCE,
    'source-layer': layer,
    metadata: { 'zongtu:layer': layer },
  }) as const

export const get = (name: string): ExpressionSpecification => ['get', name]

/** `[zoom, value, ...]` as an exponential interpolation: widths and sizes that grow with the ground. */
export const byZoom = (stops: readonly (number | ExpressionSpecification)[], curve = 1.5): ExpressionSpecification =>
  ['interpolate', ['exponential', curve], ['zoom'], ...stops] as unknown as ExpressionSpecification

/** `[zoom, value, ...]` as a straight interpolation: opacities and text sizes. */
export const ramp = (...stops: (number | ExpressionSpecification)[]): ExpressionSpecification => byZoom(stops, 1)

/** A value per code of a property, `otherwise` for the rest. */
export function choose(
  property: string,
  values: Readonly<Record<string, string | number>>,
  otherwise: string | number,
): ExpressionSpecification {
  const pairs = Object.entries(values).flat()
  if (pairs.length === 0) return ['literal', otherwise] as unknown as ExpressionSpecification
  return ['match', ['to-string', get(property)], ...pairs, otherwise] as unknown as ExpressionSpecification
}

export const propertyOf = (def: LayerDef, name: string): PropertyDef | undefined => def.properties.find(property => property.name === name)

/** The catalog's colours of a coded property, as drawn in this scheme. */
export function codeColors(def: LayerDef, name: string, scheme: Scheme): Record<string, string> {
  const codes = propertyOf(def, name)?.codes ?? []
  return Object.fromEntries(codes.flatMap(code => (code.color ? [[String(code.value), onScheme(code.color, scheme)]] : [])))
}

export const isCluster: ExpressionSpecification = ['==', ['get', 'cluster'], true]
export const isSingle: ExpressionSpecification = ['!=', ['get', 'cluster'], true]

/** Counts are exact, with the digits grouped: 12,345. */
export const countText: ExpressionSpecification = ['number-format', ['to-number', ['get', 'count']], { locale: 'en' }]
