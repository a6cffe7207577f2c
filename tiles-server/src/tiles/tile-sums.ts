import type { LiveFeature } from '../live/index.ts'
import { CELL_BITS, LAST, SINGLE_FROM, type Sum } from './cluster.ts'
import { CHUNK, type Chunk } from './point-columns.ts'

const ACROSS = 1 << CELL_BITS
const CELLS = ACROSS * ACROSS

/** Where the codes of one `cluster.by` property are counted: its column, how many codes it has, and where they begin among all. */
export interface CountedColumn {
  readonly column: number
  readonly codes: number
  readonly at: number
}

/** Adds up points of one tile by cell. */
export class TileSums {
  readonly #count = new Float64Array(CELLS)
  readonly #sumX = new Float64Array(CELLS)
  readonly #sumY = new Float64Array(CELLS)
  readonly #first: (LiveFeature | undefined)[] = []
  readonly #firstX = new Int32Array(CELLS)
  readonly #firstY = new Int32Array(CELLS)
  /** Bits in which the members' cells of the last clustered zoom differ. */
  readonly #apart = new Int32Array(CELLS)
  readonly #counts: Float64Array
  /** Cells of the points being added. */
  readonly #cell = new Uint8Array(CHUNK)

  constructor(
    readonly zoom: number,
    readonly counted: readonly CountedColumn[],
    readonly codes: number,
  ) {
    this.#counts = new Float64Array(CELLS * codes)
  }

  /** Adds the points in the first `count` of some slots of a chunk, which must lie in the tile. */
  add(chunk: Chunk, slots: Uint16Array, count: number): void {
    const up = LAST - this.zoom
    for (let k = 0; k < count; k++) {
      const i = slots[k]!
      const x = chunk.cellX[i]!
      const y = chunk.cellY[i]!
      const cell = (((y >> up) & (ACROSS - 1)) << CELL_BITS) | ((x >> up) & (ACROSS - 1))
      if (this.#count[cell]! === 0) this.#begin(cell, chunk, i)
      this.#count[cell]!++
      this.#sumX[cell]! += chunk.lon[i]!
      this.#sumY[cell]! += chunk.lat[i]!
      this.#apart[cell]! |= (x ^ this.#firstX[cell]!) | (y ^ this.#firstY[cell]!)
      this.#cell[k] = cell
    }
    for (const counted of this.counted) this.#addCodes(counted, chunk.codes[counted.column]!, slots, count)
  }

  #begin(cell: number, chunk: Chunk, i: number): void {
    this.#first[cell] = chunk.features[i]
    this.#firstX[cell] = chunk.cellX[i]!
    this.#firstY[cell] = chunk.cellY[i]!
  }

  #addCodes({ codes, at }: CountedColumn, column: Uint16Array, slots: Uint16Array, count: number): void {
    for (let k = 0; k < count; k++) {
      const code = column[slots[k]!]!
      if (code > 0 && code <= codes) this.#counts[this.#cell[k]! * this.codes + at + code - 1]!++
    }
  }

  /** The cells that have members; x and y count within the tile. */
  each(visit: (x: number, y: number, sum: Sum, opens: number, only: LiveFeature | undefined) => void): void {
    for (let cell = 0; cell < CELLS; cell++) {
      const count = this.#count[cell]!
      if (count === 0) continue
      const counts = this.#counts.subarray(cell * this.codes, (cell + 1) * this.codes)
      const sum: Sum = { count, sumX: this.#sumX[cell]!, sumY: this.#sumY[cell]!, counts }
      visit(cell & (ACROSS - 1), cell >> CELL_BITS, sum, opensAt(this.#apart[cell]!), count === 1 ? this.#first[cell] : undefined)
    }
  }
}

/** The first zoom at which cells differ: the highest bit in which they do so at the last one. */
const opensAt = (apart: number): number => (apart === 0 ? SINGLE_FROM : LAST - (31 - Math.clz32(apart)))
