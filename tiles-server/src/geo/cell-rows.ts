import { LATTICE } from './lattice.ts'
import { orient } from './orient.ts'
import type { LatticeRing } from './types.ts'

/**
 * The raster of what is in view. It follows lon/lat and is the same for everybody: rows are 450 lattice steps high (5.0 m), row 0 begins at the
 * equator; columns are counted from Greenwich, and within a degree of latitude all are as wide as makes them 5.0 m in its middle (4.95 to 5.05 m below
 * 45 degrees). A row belongs to the degree that holds its centre. Centres lie on lattice points; a cell is in view, or in a unit, when its centre is.
 */
const ROW = 450
const LAST_ROW = (90 * LATTICE) / ROW - 1
const COLUMN_LIMIT = 2 ** 23
const RADIAN = Math.PI / 180
/** Metres of a degree of a meridian in the mean (WGS 84 quadrant, 10,001,965.729 m). */
const DEGREE = 10_001_965.729 / 90

/** Side of a cell in metres, as it is told. */
export const CELL_METRES = 5

const middleOfBand = (row: number): number => (Math.floor((row * ROW + ROW / 2) / LATTICE) + 0.5) * RADIAN

/** Lattice steps of a column; even. */
export const columnSteps = (row: number): number => 2 * Math.round(ROW / 2 / Math.cos(middleOfBand(row)))

/** A cell's area in whole square centimetres, so that sums are exact: on the sphere of the mean meridian, within 0.7 % of the ellipsoid. */
export function cellArea(row: number): number {
  const step = (DEGREE * 100) / LATTICE
  return Math.round(ROW * step * columnSteps(row) * step * Math.cos(((row + 0.5) * ROW * RADIAN) / LATTICE))
}

/** The row and column of a lattice point. */
export function cellAt(x: number, y: number): readonly [row: number, column: number] {
  const row = Math.min(LAST_ROW, Math.floor(y / ROW))
  return [row, Math.floor(x / columnSteps(row))]
}

/** The first row whose centre lies at a height or above it, in lattice steps. */
export const rowFrom = (y: number): number => Math.ceil((y - ROW / 2) / ROW)
/** The first column, of `steps` each, whose centre lies at x or east of it. */
export const columnFrom = (x: number, steps: number): number => Math.ceil((x - steps / 2) / steps)
export const rowCentre = (row: number): number => row * ROW + ROW / 2
export const columnCentre = (column: number, steps: number): number => column * steps + steps / 2

/**
 * Cells, as runs in rows: `runs` holds pairs of columns, the first one and the one behind the last; those of row `first + i` are from `starts[i]` to
 * `starts[i + 1]`, in order, and do not touch.
 */
export interface CellRows {
  readonly first: number
  readonly starts: Int32Array
  readonly runs: Int32Array
}

/** The cells whose centre lies in rings by the half-open rule (`pointInRings`). */
export function cellsIn(rings: readonly LatticeRing[]): CellRows {
  let [first, end] = [Infinity, -Infinity]
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i += 2) {
      first = Math.min(first, rowFrom(ring[i]!))
      end = Math.max(end, rowFrom(ring[i]!))
    }
  }
  if (!(first < end)) return { first: 0, starts: new Int32Array(1), runs: new Int32Array(0) }
  const starts = new Int32Array(end - first + 1)
  eachCrossing(rings, row => {
    starts[row - first + 1]!++
  })
  for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1]!
  const runs = new Int32Array(starts.at(-1)!)
  const next = starts.slice()
  eachCrossing(rings, (row, ax, ay, bx, by) => {
    runs[next[row - first]!++] = firstEastOf(row, ax, ay, bx, by)
  })
  for (let i = 0; i + 1 < starts.length; i++) runs.subarray(starts[i], starts[i + 1]).sort()
  return { first, starts, runs }
}

/** Edges, low end first, with each row whose centre they pass. */
function eachCrossing(rings: readonly LatticeRing[], each: (row: number, ax: number, ay: number, bx: number, by: number) => void): void {
  for (const ring of rings) {
    const n = ring.length
    for (let i = 0, j = n - 2; i < n; j = i, i += 2) {
      const isUp = ring[j + 1]! < ring[i + 1]!
      const [low, high] = isUp ? [j, i] : [i, j]
      const [ax, ay, bx, by] = [ring[low]!, ring[low + 1]!, ring[high]!, ring[high + 1]!]
      for (let row = rowFrom(ay), end = rowFrom(by); row < end; row++) each(row, ax, ay, bx, by)
    }
  }
}

/** The first column of a row whose centre does not lie strictly west of an edge. */
function firstEastOf(row: number, ax: number, ay: number, bx: number, by: number): number {
  const [y, steps] = [rowCentre(row), columnSteps(row)]
  let column = columnFrom(ax + ((bx - ax) * (y - ay)) / (by - ay), steps)
  const isWest = (at: number): boolean => orient(ax, ay, bx, by, columnCentre(at, steps), y) > 0
  while (isWest(column)) column++
  while (!isWest(column - 1)) column--
  return column
}

/** All cells that are in any of these, of the rows from `first` to before `end`. */
export function unionOf(all: readonly CellRows[], first: number, end: number): CellRows {
  const count = Math.max(0, end - first)
  const fill = new Int32Array(count + 1)
  eachRun(all, first, count, i => {
    fill[i + 1]!++
  })
  for (let i = 1; i <= count; i++) fill[i]! += fill[i - 1]!
  // First column and length in one number, so that numbers are sorted and nothing is called.
  const keys = new Float64Array(fill[count]!)
  const next = fill.slice()
  eachRun(all, first, count, (i, from, to) => {
    keys[next[i]!++] = (from + COLUMN_LIMIT) * 2 * COLUMN_LIMIT + (to - from)
  })
  const starts = new Int32Array(count + 1)
  const runs = new Int32Array(2 * keys.length)
  let size = 0
  for (let i = 0; i < count; i++) {
    starts[i] = size
    for (const key of keys.subarray(fill[i], fill[i + 1]).sort()) {
      const from = Math.floor(key / (2 * COLUMN_LIMIT)) - COLUMN_LIMIT
      const to = from + (key % (2 * COLUMN_LIMIT))
      if (size > starts[i]! && runs[size - 1]! >= from) runs[size - 1] = Math.max(runs[size - 1]!, to)
      else {
        runs[size++] = from
        runs[size++] = to
      }
    }
  }
  starts[count] = size
  return { first, starts, runs: runs.slice(0, size) }
}

function eachRun(all: readonly CellRows[], first: number, count: number, each: (i: number, from: number, to: number) => void): void {
  for (const { first: own, starts, runs } of all) {
    for (let i = Math.max(0, first - own), end = Math.min(starts.length - 1, first + count - own); i < end; i++) {
      for (let at = starts[i]!; at < starts[i + 1]!; at += 2) each(own + i - first, runs[at]!, runs[at + 1]!)
    }
  }
}

/** The area of cells that are in both, and of all cells of the first; whole square centimetres. */
export function areaOfBoth(a: CellRows, b: CellRows): { readonly area: number; readonly both: number } {
  let [area, both] = [0, 0]
  for (let i = 0; i + 1 < a.starts.length; i++) {
    const [row, until] = [a.first + i, a.starts[i + 1]!]
    const j = row - b.first
    const isIn = j >= 0 && j + 1 < b.starts.length
    let [cells, shared] = [0, 0]
    let at = isIn ? b.starts[j]! : 0
    const end = isIn ? b.starts[j + 1]! : 0
    for (let k = a.starts[i]!; k < until; k += 2) {
      const [from, to] = [a.runs[k]!, a.runs[k + 1]!]
      cells += to - from
      while (at < end && b.runs[at + 1]! <= from) at += 2
      for (let run = at; run < end && b.runs[run]! < to; run += 2) {
        shared += Math.min(to, b.runs[run + 1]!) - Math.max(from, b.runs[run]!)
      }
    }
    const each = cellArea(row)
    area += cells * each
    both += shared * each
  }
  return { area, both }
}

/** Whether a cell is among them. */
export function hasCell({ first, starts, runs }: CellRows, row: number, column: number): boolean {
  const i = row - first
  if (!(i >= 0 && i + 1 < starts.length)) return false
  for (let at = starts[i]!; at < starts[i + 1]! && runs[at]! <= column; at += 2) if (column < runs[at + 1]!) return true
  return false
}
