import { tilesCovering } from '../../../tiles-server/src/geo/index.ts'
import type { Datum } from './datum.ts'
import type { TileId } from './freshness.ts'

/** Between its corners the shift of a box bends by less than this, degrees (220 m); the whole shift is 700 m at most. */
const BEND = 0.002
/** Tiles draw a little of their neighbours: a share of their own width. */
const MARGIN = 1 / 32

/**
 * The tiles of a shifted map that show anything within a box (WGS 84): the server names those of its own system. Some that do not change are
 * among them; none that does is left out. Null when they are more than `most`.
 */
export function shiftedTiles(
  box: readonly [number, number, number, number],
  datum: Pick<Datum, 'boxToMap'>,
  zooms: { readonly from: number; readonly to: number; readonly most: number },
): TileId[] | null {
  const [west, south, east, north] = datum.boxToMap(box)
  const tiles: TileId[] = []
  for (let zoom = zooms.from; zoom <= zooms.to; zoom++) {
    const pad = BEND + (360 / 2 ** zoom) * MARGIN
    for (const [z, x, y] of tilesCovering(zoom, [west - pad, south - pad, east + pad, north + pad])) {
      if (tiles.length === zooms.most) return null
      tiles.push({ z, x, y })
    }
  }
  return tiles
}
