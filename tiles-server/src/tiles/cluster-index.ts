import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Selection, Selects } from '../filter/index.ts'
import type { TileId } from '../geo/index.ts'
import type { FeatureDiff, LiveFeature, LiveLayer } from '../live/index.ts'
import { CellSums } from './cell-sums.ts'
import {
  CELL_BITS,
  type ClusterFeature,
  type ClusterStyle,
  type Code,
  clusterFeature,
  clusterPosition,
  codesOf,
  LAST,
  lastCell,
  SINGLE_FROM,
  type Sum,
} from './cluster.ts'
import { scanAll, scanFeatures } from './cluster-scan.ts'
import { columnTest } from './column-test.ts'
import type { Frame } from './frame.ts'
import { indexOf, PointColumns } from './point-columns.ts'
import { searchBounds } from './search-bounds.ts'
import { type CountedColumn, TileSums } from './tile-sums.ts'

/** A point found by the R-tree costs about as much as so many slots that a scan goes past. */
const SLOTS_A_FEATURE = 300
/** Points or cells that are counted in one turn of the event loop while the index is being filled: a few milliseconds. */
const A_TURN = 2_000

/**
 * The points of a layer in a frame as typed columns, and the sums of all cells at every clustered zoom. A change costs one slot and one cell a zoom; a tile
 * without a selection at most 64 look-ups; one with a selection a scan of the columns, or the features of the tile where those are few.
 * It is filled in turns, so that a million points hold nobody up; `filled` tells when it may be asked.
 */
export class ClusterIndex {
  readonly #codes: readonly Code[]
  readonly #columns: PointColumns
  readonly #counted: readonly CountedColumn[]
  readonly #levels: readonly CellSums[]
  /** A point's own vector, used again for each. */
  readonly #one: Float64Array
  /** State of the layer that is counted. */
  #seq: number
  /** What changed while it was being filled; null from then on. */
  #late: FeatureDiff[] | null = []
  readonly filled: Promise<void>

  constructor(
    readonly layer: LiveLayer,
    readonly frame: Frame,
  ) {
    this.#codes = codesOf(layer.def)
    this.#columns = new PointColumns(layer.def, frame)
    this.#counted = countedColumns(layer.def.cluster?.by ?? [], this.#columns)
    this.#levels = Array.from({ length: SINGLE_FROM }, (_, zoom) => new CellSums(zoom + CELL_BITS, this.#codes.length))
    this.#one = new Float64Array(3 + this.#codes.length)
    this.#seq = layer.seq
    this.filled = this.#fill([...layer.all()])
  }

  get isFilled(): boolean {
    return this.#late === null
  }

  /** Follows a batch of the layer's changes; one that was there already when the index was made is left out. */
  apply(diffs: readonly FeatureDiff[], seq: number): void {
    if (seq <= this.#seq) return
    this.#seq = seq
    if (this.#late) for (const diff of diffs) this.#late.push(diff)
    else this.#follow(diffs)
  }

  #follow(diffs: readonly FeatureDiff[]): void {
    for (const { before, after } of diffs) {
      const slot = before && this.#columns.slotOf(before.id)
      if (slot !== undefined) {
        this.#count(slot, -1)
        this.#columns.remove(slot)
      }
      const added = after && this.#columns.add(after)
      if (added !== undefined) this.#count(added, 1)
    }
  }

  /** The clusters and single points of one tile, in no particular order. */
  tile(names: readonly string[], tile: TileId): ClusterFeature[] {
    const style = this.#style(names)
    const out: ClusterFeature[] = []
    this.#eachCell(tile, (x, y, vector) => {
      const sum = sumOf(vector)
      const only = sum.count === 1 ? this.#member(tile[0], x, y) : undefined
      out.push(clusterFeature({ x, y, sum, only, opens: this.#opensAt(tile[0], x, y, sum.count) }, style, tile))
    })
    return out
  }

  /** The same of the points that a selection picks; `selects` is what decides it for this layer. */
  selected(names: readonly string[], tile: TileId, selection: Selection, selects: Selects): ClusterFeature[] {
    const style = this.#style(names)
    const count = this.#countOf(tile)
    const sums = new TileSums(tile[0], this.#counted, this.#codes.length)
    const test = { columns: columnTest(this.layer.def, this.#columns.coded, selection), selects }
    if (count * SLOTS_A_FEATURE > this.#columns.length) scanAll(this.#columns, test, tile, sums)
    else if (count > 0) scanFeatures(this.#columns, this.layer.search(searchBounds(tile, 1, this.frame)), test, tile, sums)
    const out: ClusterFeature[] = []
    sums.each((cellX, cellY, sum, opens, only) => {
      const [x, y] = [(tile[1] << CELL_BITS) + cellX, (tile[2] << CELL_BITS) + cellY]
      out.push(clusterFeature({ x, y, sum, opens, only }, style, tile))
    })
    return out
  }

  #style(names: readonly string[]): ClusterStyle {
    return { names, codes: this.#codes, frame: this.frame }
  }

  /** Points are summed once, at the last zoom; each coarser cell is the sum of its four. */
  async #fill(features: readonly LiveFeature[]): Promise<void> {
    let done = 0
    for (const feature of features) {
      const slot = this.#columns.add(feature)
      if (slot !== undefined) this.#levels[LAST]!.add(...this.#vector(slot), 1)
      if (++done % A_TURN === 0) await nextTurn()
    }
    for (let zoom = LAST - 1; zoom >= 0; zoom--) {
      const level = this.#levels[zoom]!
      for (const [x, y, vector] of this.#levels[zoom + 1]!.cells()) {
        level.add(x >> 1, y >> 1, vector, 1)
        if (++done % A_TURN === 0) await nextTurn()
      }
    }
    this.#follow(this.#late!)
    this.#late = null
  }

  #count(slot: number, step: 1 | -1): void {
    const [x, y, vector] = this.#vector(slot)
    this.#levels.forEach((level, zoom) => {
      level.add(x >> (LAST - zoom), y >> (LAST - zoom), vector, step)
    })
  }

  /** What one point adds to its cells, and its cell of the last zoom. */
  #vector(slot: number): [x: number, y: number, vector: Float64Array] {
    const [chunk, i] = [this.#columns.chunkOf(slot), indexOf(slot)]
    const one = this.#one.fill(0)
    one[0] = 1
    one[1] = chunk.lon[i]!
    one[2] = chunk.lat[i]!
    for (const { column, codes, at } of this.#counted) {
      const code = chunk.codes[column]![i]!
      if (code > 0 && code <= codes) one[2 + at + code] = 1
    }
    return [chunk.cellX[i]!, chunk.cellY[i]!, one]
  }

  #eachCell([z, tileX, tileY]: TileId, visit: (x: number, y: number, vector: Float64Array) => void): void {
    const across = 1 << CELL_BITS
    for (let y = tileY * across; y < (tileY + 1) * across; y++) {
      for (let x = tileX * across; x < (tileX + 1) * across; x++) {
        const vector = this.#levels[z]!.get(x, y)
        if (vector) visit(x, y, vector)
      }
    }
  }

  /** Points of a tile. */
  #countOf(tile: TileId): number {
    let count = 0
    this.#eachCell(tile, (_x, _y, vector) => {
      count += vector[0]!
    })
    return count
  }

  /** Goes down while one cell holds all members. */
  #opensAt(zoom: number, x: number, y: number, count: number): number {
    let cell: [number, number] = [x, y]
    for (let at = zoom + 1; at <= LAST; at++) {
      const level = this.#levels[at]!
      const children = [0, 1, 2, 3].map((i): [number, number] => [cell[0] * 2 + (i & 1), cell[1] * 2 + (i >> 1)])
      const whole = children.find(([cx, cy]) => level.count(cx, cy) === count)
      if (!whole) return at
      cell = whole
    }
    return SINGLE_FROM
  }

  #member(zoom: number, x: number, y: number): LiveFeature | undefined {
    return this.layer.search(searchBounds([zoom + CELL_BITS, x, y], 1, this.frame)).find(feature => {
      const position = clusterPosition(feature)
      if (position === null) return false
      const [cx, cy] = lastCell(position, this.frame)
      return cx >> (LAST - zoom) === x && cy >> (LAST - zoom) === y
    })
  }
}

const sumOf = (vector: Float64Array): Sum => ({ count: vector[0]!, sumX: vector[1]!, sumY: vector[2]!, counts: vector.subarray(3) })

function countedColumns(by: readonly string[], { coded }: PointColumns): CountedColumn[] {
  const out: CountedColumn[] = []
  let at = 0
  for (const name of by) {
    const column = coded.findIndex(property => property.name === name)
    if (column < 0) continue
    const codes = coded[column]!.values.length
    out.push({ column, codes, at })
    at += codes
  }
  return out
}
