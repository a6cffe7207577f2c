import type { Interval, Selects } from '../filter/index.ts'
import type { TileId } from '../geo/index.ts'
import type { LiveFeature } from '../live/index.ts'
import { CELL_BITS, LAST } from './cluster.ts'
import { type ColumnTest, IN, OUT } from './column-test.ts'
import { CHUNK, type Chunk, indexOf, type PointColumns } from './point-columns.ts'
import type { TileSums } from './tile-sums.ts'

/** A selection of points: what columns decide, and what asks the feature where they do not. */
export interface PointTest {
  readonly columns: ColumnTest
  readonly selects: Selects
}

/** Slots of the chunk at hand that have passed so far. Shared: a scan ends in the turn it began in. */
const passed = new Uint16Array(CHUNK)

/** Adds up the selected points of a tile, going through all slots of the columns. */
export function scanAll({ chunks }: PointColumns, test: PointTest, tile: TileId, sums: TileSums): void {
  for (const chunk of chunks) addPassing(chunk, inTile(chunk, tile), test, sums)
}

/** The same of one point, which lies in the tile. */
export function scanSlot(columns: PointColumns, slot: number, test: PointTest, sums: TileSums): void {
  passed[0] = indexOf(slot)
  addPassing(columns.chunkOf(slot), 1, test, sums)
}

/** One condition after the other, each a plain loop over a column. `count`: slots in `passed`. */
function addPassing(chunk: Chunk, count: number, { columns: { window, box, tables, asks }, selects }: PointTest, sums: TileSums): void {
  let left = count
  if (window && left > 0) left = inWindow(chunk.time, left, window)
  if (box && left > 0) left = inBox(chunk, left, box)
  for (const { column, verdicts } of tables) {
    if (left > 0) left = byCode(chunk.codes[column]!, left, verdicts, i => selects(chunk.features[i]!))
  }
  if (asks && left > 0) left = asked(chunk.features, left, selects)
  if (left > 0) sums.add(chunk, passed, left)
}

/** Takes the slots that lie in the tile. */
function inTile({ cellX, cellY }: Chunk, [zoom, tileX, tileY]: TileId): number {
  const shift = LAST - zoom + CELL_BITS
  let left = 0
  for (let i = 0; i < CHUNK; i++) {
    if (cellX[i]! >> shift === tileX && cellY[i]! >> shift === tileY) passed[left++] = i
  }
  return left
}

/** NaN, a point without a time, lies in no window. */
function inWindow(time: Float64Array, count: number, { from, to }: Interval): number {
  let left = 0
  for (let k = 0; k < count; k++) {
    const i = passed[k]!
    const at = time[i]!
    if (at >= from && at <= to) passed[left++] = i
  }
  return left
}

function inBox({ lon, lat }: Chunk, count: number, [west, south, east, north]: NonNullable<ColumnTest['box']>): number {
  let left = 0
  for (let k = 0; k < count; k++) {
    const i = passed[k]!
    if (lon[i]! >= west && lon[i]! <= east && lat[i]! >= south && lat[i]! <= north) passed[left++] = i
  }
  return left
}

function byCode(codes: Uint16Array, count: number, verdicts: Uint8Array, ask: (i: number) => boolean): number {
  let left = 0
  for (let k = 0; k < count; k++) {
    const i = passed[k]!
    const verdict = verdicts[codes[i]!]!
    if (verdict === IN || (verdict !== OUT && ask(i))) passed[left++] = i
  }
  return left
}

function asked(features: readonly (LiveFeature | undefined)[], count: number, selects: Selects): number {
  let left = 0
  for (let k = 0; k < count; k++) {
    const i = passed[k]!
    if (selects(features[i]!)) passed[left++] = i
  }
  return left
}
