import { type Bbox, type TileId, tileBounds } from '../geo/index.ts'

/**
 * Where features drawn in a tile can lie: its bounds in degrees, widened by `buffer` tile units. Latitudes beyond the mercator square are drawn at its
 * edge, so the outermost rows reach to the poles.
 */
export function searchBounds([z, x, y]: TileId, buffer: number): Bbox {
  const [west, south, east, north] = tileBounds(z, x, y, buffer)
  return [west, y === 2 ** z - 1 ? -90 : south, east, y === 0 ? 90 : north]
}
