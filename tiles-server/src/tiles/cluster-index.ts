import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Selection, Selects } from '../filter/index.ts'
import type { TileId } from '../geo/index.ts'
import type { FeatureDiff, LiveFeature, LiveLayer } from '../live/index.ts'
import { CellOrder } from './cell-order.ts'
import { CELL_BITS, type ClusterFeature, type ClusterStyle, type Code, clusterFeature, codesOf, type Sum } from './cluster.ts'
import { scanAll, scanSlot } from './cluster-scan.ts'
import { columnTest } from './column-test.ts'
import type { Frame } from './frame.ts'
import { indexOf, PointColumns } from './point-columns.ts'
import { type CountedColumn, TileSums } from './tile-sums.ts'

/** A point looked up by its slot costs about as much as so many slots that a scan goes past (measured with a million: 9 to 36). */
const SLOTS_A_POINT = 20
/** Points that are counted in one turn of the event loop while the index is being filled: a few milliseconds. */
const A_TURN = 2_000
/** Numbers of a sum before its counts by code: count, sum of x, sum of y. */
const HEAD = 3

/**
 * The points of a layer in a frame as typed columns, and in the order of their cells. A change costs one slot and one run; a tile without a selection the sums of
 * the runs it holds and the points at its cells' edges; one with a selection a scan of the columns, or the points of the tile where those are few.
 * It is filled in turns, so that a million points hold nobody up; `filled` tells when it may be asked.
 */
export class ClusterIndex {
  readonly #codes: readonly Code[]
  readonly #columns: PointColumns
  readonly #counted: readonly CountedColumn[]
  readonly #order: CellOrder
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
    this.#order = new CellOrder(HEAD + this.#codes.length, (slot, into, step) => this.#addPoint(slot, into, step))
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
      if (before) this.#remove(before)
      if (after) this.#add(after)
    }
  }

  #add(feature: LiveFeature): void {
    const slot = this.#columns.add(feature)
    if (slot !== undefined) this.#order.add(slot, ...this.#columns.cellOf(slot))
  }

  #remove({ id }: LiveFeature): void {
    const slot = this.#columns.slotOf(id)
    if (slot === undefined) return
    this.#order.remove(slot, ...this.#columns.cellOf(slot))
    this.#columns.remove(slot)
  }

  /** The clusters and single points of one tile, in no particular order. */
  tile(names: readonly string[], tile: TileId): ClusterFeature[] {
    const style = this.#style(names)
    const out: ClusterFeature[] = []
    this.#order.eachCell(tile, ({ total, x, y, opens, slot }) => {
      const sum: Sum = { count: total[0]!, sumX: total[1]!, sumY: total[2]!, counts: total.subarray(HEAD) }
      const only = sum.count === 1 ? this.#columns.featureOf(slot) : undefined
      out.push(clusterFeature({ x, y, sum, only, opens }, style, tile))
    })
    return out
  }

  /** The same of the points that a selection picks; `selects` is what decides it for this layer. */
  selected(names: readonly string[], tile: TileId, selection: Selection, selects: Selects): ClusterFeature[] {
    const style = this.#style(names)
    const count = this.#order.count(tile)
    const sums = new TileSums(tile[0], this.#counted, this.#codes.length)
    const test = { columns: columnTest(this.layer.def, this.#columns.coded, selection), selects }
    if (count * SLOTS_A_POINT > this.#columns.length) scanAll(this.#columns, test, tile, sums)
    else this.#order.eachSlot(tile, slot => scanSlot(this.#columns, slot, test, sums))
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

  async #fill(features: readonly LiveFeature[]): Promise<void> {
    for (let i = 0; i < features.length; i++) {
      this.#add(features[i]!)
      if ((i + 1) % A_TURN === 0) await nextTurn()
    }
    this.#follow(this.#late!)
    this.#late = null
  }

  /** Count, sums of x and y, and the counts by code. */
  #addPoint(slot: number, into: Float64Array, step: 1 | -1): void {
    const [chunk, i] = [this.#columns.chunkOf(slot), indexOf(slot)]
    into[0]! += step
    into[1]! += step * chunk.lon[i]!
    into[2]! += step * chunk.lat[i]!
    for (const { column, codes, at } of this.#counted) {
      const code = chunk.codes[column]![i]!
      if (code > 0 && code <= codes) into[HEAD - 1 + at + code]! += step
    }
  }
}

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
