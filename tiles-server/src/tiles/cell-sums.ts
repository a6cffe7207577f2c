/** Cells of a block: sums grow by blocks, so that no change ever copies them. */
const BLOCK_BITS = 8
const BLOCK = 1 << BLOCK_BITS
/** Numbers of a cell before its counts by code: count, sum of x, sum of y. */
const HEAD = 3

/** The sums of one zoom's cells that have members: a vector of numbers each. */
export class CellSums {
  readonly #bits: number
  readonly #width: number
  readonly #rows = new Map<number, number>()
  readonly #blocks: Float64Array[] = []
  readonly #free: number[] = []

  /** `bits`: cells number 2^bits each way. `codes`: counts a cell has besides its own. */
  constructor(bits: number, codes: number) {
    this.#bits = bits
    this.#width = HEAD + codes
  }

  /** Count, sum of x, sum of y, counts by code; undefined for a cell without members. */
  get(x: number, y: number): Float64Array | undefined {
    const row = this.#rows.get(this.#key(x, y))
    return row === undefined ? undefined : this.#vector(row)
  }

  count(x: number, y: number): number {
    const row = this.#rows.get(this.#key(x, y))
    return row === undefined ? 0 : this.#blocks[row >> BLOCK_BITS]![(row & (BLOCK - 1)) * this.#width]!
  }

  /** Adds a vector, or takes it away (`step` -1). A cell that has lost its last member is forgotten. */
  add(x: number, y: number, vector: ArrayLike<number>, step: 1 | -1): void {
    const key = this.#key(x, y)
    let row = this.#rows.get(key)
    if (row === undefined) {
      row = this.#free.pop() ?? this.#rows.size
      if (row >> BLOCK_BITS === this.#blocks.length) this.#blocks.push(new Float64Array(BLOCK * this.#width))
      this.#rows.set(key, row)
    }
    const block = this.#blocks[row >> BLOCK_BITS]!
    const at = (row & (BLOCK - 1)) * this.#width
    for (let i = 0; i < this.#width; i++) block[at + i]! += step * vector[i]!
    if (block[at] !== 0) return
    this.#rows.delete(key)
    this.#free.push(row)
  }

  /** Every cell with its vector. */
  *cells(): Iterable<[x: number, y: number, vector: Float64Array]> {
    const across = 2 ** this.#bits
    for (const [key, row] of this.#rows) yield [Math.floor(key / across), key % across, this.#vector(row)]
  }

  #vector(row: number): Float64Array {
    const at = (row & (BLOCK - 1)) * this.#width
    return this.#blocks[row >> BLOCK_BITS]!.subarray(at, at + this.#width)
  }

  #key(x: number, y: number): number {
    return x * 2 ** this.#bits + y
  }
}
