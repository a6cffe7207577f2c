import type { LayerSpecification, SourceSpecification, StyleSpecification } from 'maplibre-gl'
import type { LayerDef, MapCrs } from '../../../tiles-server/src/contract/index.ts'
import { datetimeOf, type Interval } from '../state/span.ts'

/** Source of the layers that have a time, while they are seen through a window. */
export const WINDOW = 'window'

/** How the window takes part in the style. */
export interface Windowed {
  readonly defs: readonly LayerDef[]
  readonly interval: Interval
  readonly origin: string
  readonly crs: MapCrs
}

/** The catalog's layers that a window of time applies to. */
export const timedLayers = (defs: Iterable<LayerDef>): LayerDef[] => [...defs].filter(def => def.time !== undefined)

/** Tile address of these layers within a window. */
export const windowTiles = ({ defs, interval, origin, crs }: Windowed): string =>
  `${origin}/tiles/${defs.map(def => def.id).join(',')}/{z}/{x}/{y}.mvt?datetime=${datetimeOf(interval)}${crs === 'gcj02' ? '&crs=gcj02' : ''}`

/** True for the address of a tile of the window. */
export const isWindowTile = (url: string): boolean => /\.mvt\?datetime=/.test(url)

/**
 * The style with a twin of each layer that draws something with a time: the same look, from the window's source. Both are there, so that the
 * twin can load while the first is still shown.
 */
export function withWindow(style: StyleSpecification, windowed: Windowed, ownerOf: (layer: LayerSpecification) => string | null) {
  const timed = new Set(windowed.defs.map(def => def.id))
  const layers = style.layers.flatMap(layer => {
    const owner = ownerOf(layer)
    return owner !== null && timed.has(owner)
      ? [layer, { ...layer, id: `${WINDOW}-${layer.id}`, source: WINDOW } as LayerSpecification]
      : [layer]
  })
  return { ...style, sources: { ...style.sources, [WINDOW]: sourceOf(windowed) }, layers }
}

function sourceOf(windowed: Windowed): SourceSpecification {
  const { defs } = windowed
  return {
    type: 'vector',
    tiles: [windowTiles(windowed)],
    minzoom: Math.min(...defs.map(def => def.minzoom)),
    maxzoom: Math.max(...defs.map(def => def.maxzoom)),
    promoteId: 'id',
  }
}
