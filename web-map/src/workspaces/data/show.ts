import { useHref } from '../../state/link.ts'
import { useMapState } from '../../state/map.ts'

const WIDEST = 8
const CLOSEST = 16
/** Pixels the panels leave free, about: the view need not fit exactly. */
const ROOM = { width: 800, height: 600 }
const TILE = 512

/** Opens the dispatch map at a layer's bounds, with the layer switched on and its list beside it. */
export function useShowOnMap() {
  const map = useMapState()
  const href = useHref()
  return (layer: string, bounds: readonly [number, number, number, number] | null): void => {
    map.overrides = { ...map.overrides, [layer]: true }
    map.select([])
    map.list = layer
    if (bounds) map.view = viewOf(bounds)
    // A step of its own in the history: back leads to the data again.
    location.hash = href('map')
  }
}

/** A view of about these bounds (west, south, east, north). */
function viewOf([west, south, east, north]: readonly [number, number, number, number]) {
  const lat = (south + north) / 2
  const wide = Math.log2((ROOM.width * 360) / (TILE * Math.max(1e-9, east - west)))
  const high = Math.log2((ROOM.height * 360 * Math.cos((lat * Math.PI) / 180)) / (TILE * Math.max(1e-9, north - south)))
  const zoom = Math.min(CLOSEST, Math.max(0, Math.min(wide, high, 24)))
  return { zoom: Number.isFinite(zoom) ? zoom : WIDEST, lat, lon: (west + east) / 2, bearing: 0 }
}
