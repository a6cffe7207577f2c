import { type Bbox, type TileId, tileBounds } from '../geo/index.ts'
import type { Frame } from './frame.ts'

/**
 * Where features drawn in a tile can lie, in degrees WGS 84: its bounds, widened by `buffer` tile units. Latitudes beyond the mercator square are drawn at its
 * edge, so the outermost rows reach to the poles.
 */
export function searchBounds([z, x, y]: TileId, buffer: number, frame: Frame): Bbox {
  const [west, south, east, north] = tileBounds(z, x, y, buffer)
  return frame.source([west, y === 2 ** z - 1 ? -90 : south, east, y === 0 ? 90 : north])
}
