import { latToY, lonToX, xToLon, yToLat } from './mercator.ts'
import type { Bbox } from './types.ts'

/** Tile address in the WebMercatorQuad scheme (XYZ: y grows southward). */
export type TileId = readonly [z: number, x: number, y: number]

/** Units along a tile's edge. */
export const EXTENT = 4096

export const MAX_TILE_ZOOM = 16

/** Grid units across the world at a zoom: global integer coordinates of quantised geometry lie in [0, gridSize]. At most 2^28. */
export const gridSize = (zoom: number): number => EXTENT * 2 ** zoom

/** True for whole numbers with 0 <= z <= MAX_TILE_ZOOM and 0 <= x, y < 2^z. */
export function isTile(z: number, x: number, y: number): boolean {
  if (!Number.isInteger(z) || z < 0 || z > MAX_TILE_ZOOM) return false
  const across = 2 ** z
  return Number.isInteger(x) && Number.isInteger(y) && x >= 0 && y >= 0 && x < across && y < across
}

/** Bounds of a tile in degrees, widened by `buffer` grid units on each side (clamped to the world). */
export function tileBounds(z: number, x: number, y: number, buffer = 0): Bbox {
  const across = 2 ** z
  const pad = buffer / EXTENT
  const at = (cell: number): number => Math.min(1, Math.max(0, cell / across))
  return [xToLon(at(x - pad)), yToLat(at(y + 1 + pad)), xToLon(at(x + 1 + pad)), yToLat(at(y - pad))]
}

/** Column and row ranges, ends included, of the tiles whose closed square meets the box in degrees. */
export function tileRange(zoom: number, bbox: Bbox): { minX: number; minY: number; maxX: number; maxY: number } {
  const across = 2 ** zoom
  const cell = (world: number): number => Math.min(across - 1, Math.max(0, Math.floor(world * across)))
  return { minX: cell(lonToX(bbox[0])), minY: cell(latToY(bbox[3])), maxX: cell(lonToX(bbox[2])), maxY: cell(latToY(bbox[1])) }
}

/** The tiles of a zoom that cover a box in degrees, row by row. */
export function* tilesCovering(zoom: number, bbox: Bbox): Generator<TileId> {
  const { minX, minY, maxX, maxY } = tileRange(zoom, bbox)
  for (let y = minY; y <= maxY; y++) for (let x = minX; x <= maxX; x++) yield [zoom, x, y]
}
