import type { TileId } from '../geo/index.ts'
import { CELL_BITS, LAST } from './cluster.ts'
import { decodeMorton, encodeMorton } from './morton.ts'

/** Points of a run at most; a run that is full is divided. */
const MOST = 128
const CELLS = 4 ** CELL_BITS

/** Some points that follow each other in the order, and what they add up to. */
interface Run {
  /** Morton codes of the points' cells of the last clustered zoom, ascending; points of one cell by slot. The first `length` count. */
  readonly keys: Float64Array
  readonly slots: Int32Array
  length: number
  readonly sum: Float64Array
}

/** What the points of a cell add up to; lasts until the next cell is visited. */
export interface CellSum {
  /** Numbers as `vector` adds them. */
  readonly total: Float64Array
  /** Cell of the zoom asked for. */
  readonly x: number
  readonly y: number
  /** The first zoom beyond at which the points lie in more than one cell; LAST + 1 for none. */
  readonly opens: number
  /** One of the points. */
  readonly slot: number
}

/** Adds what a point counts for to a vector, or takes it away. */
export type AddPoint = (slot: number, into: Float64Array, step: 1 | -1) => void

/**
 * Points in the order of the Morton codes of their cells (G. M. Morton, 1966), cut into short runs with a sum each. In this order the points of a cell follow
 * each other at every zoom, so one sum a run serves all zooms: a tile adds up the runs inside its cells and the points at their edges. A change costs its run.
 */
export class CellOrder {
  /** Never empty runs, each in order and before the next. */
  readonly #runs: Run[] = []
  readonly #width: number
  readonly #addPoint: AddPoint

  /** `width`: numbers of a vector. */
  constructor(width: number, addPoint: AddPoint) {
    this.#width = width
    this.#addPoint = addPoint
  }

  /** Takes in a point of a cell of the last clustered zoom. */
  add(slot: number, x: number, y: number): void {
    const key = encodeMorton(x, y)
    let [r, i] = this.#place(key, slot)
    // Behind all others: at the end of the last run.
    if (r === this.#runs.length && r > 0) i = this.#runs[--r]!.length
    if (r === this.#runs.length) this.#runs.push(this.#emptyRun())
    let run = this.#runs[r]!
    if (run.length === MOST) {
      this.#divide(r)
      if (i > run.length) {
        i -= run.length
        run = this.#runs[r + 1]!
      }
    }
    run.keys.copyWithin(i + 1, i, run.length)
    run.slots.copyWithin(i + 1, i, run.length)
    run.keys[i] = key
    run.slots[i] = slot
    run.length++
    this.#addPoint(slot, run.sum, 1)
  }

  /** Lets go of a point that was taken in with this cell. */
  remove(slot: number, x: number, y: number): void {
    const [r, i] = this.#place(encodeMorton(x, y), slot)
    const run = this.#runs[r]!
    this.#addPoint(slot, run.sum, -1)
    run.keys.copyWithin(i, i + 1, run.length)
    run.slots.copyWithin(i, i + 1, run.length)
    run.length--
    if (run.length === 0) this.#runs.splice(r, 1)
  }

  /** Number of points in a tile. */
  count(tile: TileId): number {
    const [from, to] = keysOf(tile)
    const [r, i] = this.#place(from, -1)
    const [end, j] = this.#place(to, -1)
    let count = j - i
    for (let k = r; k < end; k++) count += this.#runs[k]!.length
    return count
  }

  /** The points of a tile. */
  eachSlot(tile: TileId, visit: (slot: number) => void): void {
    const [from, to] = keysOf(tile)
    let [r, i] = this.#place(from, -1)
    for (; r < this.#runs.length; r++, i = 0) {
      const { keys, slots, length } = this.#runs[r]!
      for (; i < length; i++) {
        if (keys[i]! >= to) return
        visit(slots[i]!)
      }
    }
  }

  /** The cells of a tile that have points. */
  eachCell(tile: TileId, visit: (cell: CellSum) => void): void {
    const [from, to] = keysOf(tile)
    const span = 4 ** (LAST - tile[0])
    const total = new Float64Array(this.#width)
    let [r, i] = this.#place(from, -1)
    while (r < this.#runs.length && this.#runs[r]!.keys[i]! < to) {
      const first = this.#runs[r]!.keys[i]!
      const slot = this.#runs[r]!.slots[i]!
      const cell = Math.floor(first / span)
      let last = first
      total.fill(0)
      for (; r < this.#runs.length; r++, i = 0) {
        const run = this.#runs[r]!
        const before = i
        i = this.#addUpTo((cell + 1) * span, run, i, total)
        if (i > before) last = run.keys[i - 1]!
        if (i < run.length) break
      }
      const [x, y] = decodeMorton(cell)
      visit({ total, x, y, slot, opens: opensAt(tile[0], first, last) })
    }
  }

  /** Adds the points of a run from an index on whose key is below `end`; answers the index of the first that is not. */
  #addUpTo(end: number, run: Run, from: number, total: Float64Array): number {
    if (from === 0 && run.keys[run.length - 1]! < end) {
      for (let k = 0; k < total.length; k++) total[k]! += run.sum[k]!
      return run.length
    }
    let i = from
    for (; i < run.length && run.keys[i]! < end; i++) this.#addPoint(run.slots[i]!, total, 1)
    return i
  }

  /** Where the first point at or behind (key, slot) is: the number of its run and its place there. */
  #place(key: number, slot: number): [run: number, index: number] {
    const isBefore = (run: Run, i: number): boolean => run.keys[i]! < key || (run.keys[i] === key && run.slots[i]! < slot)
    let [low, high] = [0, this.#runs.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      const run = this.#runs[middle]!
      if (isBefore(run, run.length - 1)) low = middle + 1
      else high = middle
    }
    const run = this.#runs[low]
    if (!run) return [low, 0]
    let [first, last] = [0, run.length]
    while (first < last) {
      const middle = (first + last) >>> 1
      if (isBefore(run, middle)) first = middle + 1
      else last = middle
    }
    return [low, first]
  }

  /** Moves the second half of a run into a new one behind it. */
  #divide(r: number): void {
    const run = this.#runs[r]!
    const half = run.length >> 1
    const behind = this.#emptyRun()
    behind.keys.set(run.keys.subarray(half, run.length))
    behind.slots.set(run.slots.subarray(half, run.length))
    behind.length = run.length - half
    run.length = half
    for (let i = 0; i < behind.length; i++) this.#addPoint(behind.slots[i]!, behind.sum, 1)
    for (let k = 0; k < this.#width; k++) run.sum[k]! -= behind.sum[k]!
    this.#runs.splice(r + 1, 0, behind)
  }

  #emptyRun(): Run {
    return { keys: new Float64Array(MOST), slots: new Int32Array(MOST), length: 0, sum: new Float64Array(this.#width) }
  }
}

/** Keys of the points of a tile: the first, and the first that is none any more. */
function keysOf([zoom, x, y]: TileId): [from: number, to: number] {
  const span = CELLS * 4 ** (LAST - zoom)
  const from = encodeMorton(x, y) * span
  return [from, from + span]
}

/** The first zoom beyond at which two keys lie in different cells. */
function opensAt(zoom: number, first: number, last: number): number {
  for (let at = zoom + 1; at <= LAST; at++) {
    const span = 4 ** (LAST - at)
    if (Math.floor(first / span) !== Math.floor(last / span)) return at
  }
  return LAST + 1
}
