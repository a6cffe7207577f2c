import type { FeatureCollection } from 'geojson'
import type { LayerSpecification, StyleSpecification } from 'maplibre-gl'
import type { MapCrs } from '../../../tiles-server/src/contract/index.ts'
import { WINDOW, type Windowed, withWindow } from './windowed.ts'

/** Source of what is pointed at or selected; it lies over the served style. */
export const FOCUS = 'focus'

export const NOTHING: FeatureCollection = { type: 'FeatureCollection', features: [] }

/** Fixes from these instants (RFC 3339) on count as fresh and as aged. */
export interface FixAges {
  readonly fresh: string
  readonly aged: string
}

/** Patrols younger than two minutes are fresh, than ten minutes aged; whole minutes, for each step draws the tiles anew. */
export function fixAges(now: number): FixAges {
  const minute = Math.floor(now / 60_000) * 60_000
  return { fresh: new Date(minute - 120_000).toISOString(), aged: new Date(minute - 600_000).toISOString() }
}

/** Catalog layer a style layer belongs to. */
export const ownerOf = (layer: LayerSpecification): string | null =>
  (layer.metadata as { 'zongtu:layer'?: string } | undefined)?.['zongtu:layer'] ?? null

/** What of the style's layers is to be seen. */
export interface Shown {
  /** By catalog layer; what is not named stays as the style has it. */
  readonly visible: Readonly<Record<string, boolean>>
  /** Catalog layers that are drawn from the window's source alone. */
  readonly windowedOnly: ReadonlySet<string>
}

/** Whether a style layer is to be drawn; undefined = as the style says. */
export function isDrawn(layer: LayerSpecification, { visible, windowedOnly }: Shown): boolean | undefined {
  const owner = ownerOf(layer)
  const wish = owner === null ? undefined : visible[owner]
  const isReplaced = owner !== null && windowedOnly.has(owner) && !('source' in layer && layer.source === WINDOW)
  return isReplaced ? false : wish
}

/** The system the style's sources are in. */
export const crsOf = (style: StyleSpecification): MapCrs =>
  (style.metadata as { 'zongtu:crs'?: MapCrs } | undefined)?.['zongtu:crs'] ?? 'wgs84'

/**
 * The served style as this page shows it: layers switched on or off, a window of time, and the selection on top. Pure, so that a change of
 * scheme or language is one `setStyle` whose difference to the old style is colours only.
 */
export function dress(
  served: StyleSpecification,
  shown: Shown,
  focus: FeatureCollection,
  clock: FixAges,
  windowed: Windowed | null,
): StyleSpecification {
  const accent = served.metadata && (served.metadata as Record<string, unknown>)['zongtu:scheme'] === 'dark' ? '#ffd166' : '#c2410c'
  const style = windowed ? withWindow(served, windowed, ownerOf) : served
  const layers = style.layers.map((layer): LayerSpecification => {
    const drawn = isDrawn(layer, shown)
    if (drawn === undefined) return layer
    return {
      ...layer,
      layout: { ...('layout' in layer ? layer.layout : {}), visibility: drawn ? 'visible' : 'none' },
    }
  })
  const firstMark = layers.findIndex(layer => layer.type === 'symbol')
  const below = firstMark < 0 ? layers.length : firstMark
  return {
    ...style,
    state: { fresh: { default: clock.fresh }, aged: { default: clock.aged } },
    sources: { ...style.sources, [FOCUS]: { type: 'geojson', data: focus } },
    layers: [...layers.slice(0, below), ...areaLayers(accent), ...layers.slice(below), ...pointLayers(accent)],
  }
}

const areaLayers = (accent: string): LayerSpecification[] => [
  {
    id: 'focus-fill',
    type: 'fill',
    source: FOCUS,
    filter: ['all', ['==', ['geometry-type'], 'Polygon'], ['!=', ['get', 'kind'], 'sector']],
    paint: { 'fill-color': accent, 'fill-opacity': 0.08 },
  },
  {
    id: 'focus-sector',
    type: 'fill',
    source: FOCUS,
    filter: ['==', ['get', 'kind'], 'sector'],
    paint: { 'fill-color': accent, 'fill-opacity': 0.24 },
  },
  {
    id: 'focus-line',
    type: 'line',
    source: FOCUS,
    filter: ['!=', ['geometry-type'], 'Point'],
    layout: { 'line-join': 'round', 'line-cap': 'round' },
    paint: { 'line-color': accent, 'line-width': ['case', ['==', ['get', 'kind'], 'sector'], 1.2, 3], 'line-opacity': 0.95 },
  },
]

const pointLayers = (accent: string): LayerSpecification[] => [
  {
    id: 'focus-point',
    type: 'circle',
    source: FOCUS,
    filter: ['==', ['geometry-type'], 'Point'],
    paint: {
      'circle-radius': 17,
      'circle-color': accent,
      'circle-opacity': 0.12,
      'circle-stroke-color': accent,
      'circle-stroke-width': 2.5,
    },
  },
]
