import type { FeatureCollection } from 'geojson'
import type { GeoJSONSource, GeoJSONSourceSpecification, Map as MapLibre, StyleSpecification } from 'maplibre-gl'
import type { Datum } from '../datum.ts'
import { NOTHING } from '../dress.ts'
import { overlayLayers } from './layers.ts'

/** What this page draws over the served style, a source each: they change at different rates. */
export const OVERLAYS = ['area', 'results', 'here', 'pointed', 'fence', 'track', 'playhead', 'backtest', 'alert', 'alerts'] as const
export type Overlay = (typeof OVERLAYS)[number]

export const overlaySource = (overlay: Overlay): string => `over:${overlay}`

/** Keeps what is drawn over the style; features in WGS 84, each with a `role` that says how it looks (`layers.ts`). */
export function createOverlays(map: MapLibre, datum: () => Datum) {
  const shown = new Map<Overlay, FeatureCollection>()
  const draw = (overlay: Overlay, features: FeatureCollection): void => {
    void map.getSource<GeoJSONSource>(overlaySource(overlay))?.setData(datum().featuresToMap(features))
  }
  // A style has no sources while it loads: what was to be shown meanwhile is drawn now.
  map.on('style.load', () => {
    for (const [overlay, features] of shown) draw(overlay, features)
  })
  return {
    set(overlay: Overlay, features: FeatureCollection): void {
      shown.set(overlay, features)
      draw(overlay, features)
    },
    /** The style with all of it: areas and lines below the style's first symbols, points on top. */
    over(style: StyleSpecification): StyleSpecification {
      const dark = (style.metadata as Record<string, unknown> | undefined)?.['zongtu:scheme'] === 'dark'
      const { ground, top } = overlayLayers(dark)
      const firstMark = style.layers.findIndex(layer => layer.type === 'symbol')
      const below = firstMark < 0 ? style.layers.length : firstMark
      const sources = OVERLAYS.map((overlay): [string, GeoJSONSourceSpecification] => [
        overlaySource(overlay),
        { type: 'geojson', data: datum().featuresToMap(shown.get(overlay) ?? NOTHING) },
      ])
      return {
        ...style,
        sources: { ...style.sources, ...Object.fromEntries(sources) },
        layers: [...style.layers.slice(0, below), ...ground, ...style.layers.slice(below), ...top],
      }
    },
  }
}
