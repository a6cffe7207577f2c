import type { LayerSpecification, SourceSpecification, VectorSourceSpecification } from 'maplibre-gl'
import type { MapCrs } from '../../contract/index.ts'
import { indicatorSourceId } from './parts.ts'
import type { Scheme } from './tokens.ts'

/** Id of the source and of the layer that draw the operator's basemap. */
const BASEMAP = 'basemap'
/** Publishers' tiles go to 18; closer, these are enlarged. */
const BASEMAP_ZOOM = 18

/** A raster map of others, drawn beneath the city's own data. */
export interface Basemap {
  /** URL template with {z}, {x}, {y}. */
  readonly url: string
  readonly crs: MapCrs
  readonly attribution?: string | undefined
}

export const basemapSource = ({ url, attribution }: Basemap): Record<string, SourceSpecification> => ({
  [BASEMAP]: {
    type: 'raster',
    tiles: [url],
    tileSize: 256,
    maxzoom: BASEMAP_ZOOM,
    ...(attribution !== undefined && { attribution: asHtml(attribution) }),
  },
})

/** A basemap is made for daylight: at night it is dimmed, so that what is drawn on it stays brighter. */
export const basemapLayer = (scheme: Scheme): LayerSpecification => ({
  id: BASEMAP,
  type: 'raster',
  source: BASEMAP,
  paint:
    scheme === 'dark'
      ? { 'raster-brightness-max': 0.45, 'raster-saturation': -0.5, 'raster-fade-duration': 100 }
      : { 'raster-fade-duration': 100 },
})

/** The city's own tiles. */
export const ownSource = (tilesUrl: string, reviewNumber: string | undefined): VectorSourceSpecification => ({
  type: 'vector',
  url: tilesUrl,
  promoteId: 'id',
  ...(reviewNumber !== undefined && { attribution: asHtml(`审图号：${reviewNumber}`) }),
})

/** An indicator's tiles, under the id of its layer: nothing is loaded before it is switched on. */
export const indicatorSource = (layer: string, tilesUrl: string): Record<string, VectorSourceSpecification> => ({
  [indicatorSourceId(layer)]: { type: 'vector', url: tilesUrl, promoteId: 'id' },
})

/** Attributions are written into the page as HTML by whoever draws the style. */
const asHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
