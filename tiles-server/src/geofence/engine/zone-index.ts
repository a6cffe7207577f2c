import RBush from 'rbush'
import { edgesBeside } from '../../geo/index.ts'
import { CellLists, type Rim } from './cell-lists.ts'
import type { Zone } from './fence.ts'
import { type Box, edgesIn, holdsSquare, type Item, isApart, itemOf, type Square } from './squares.ts'

/** Sides of blocks (about 720 m) and of the cells (about 45 m) of blocks into which a rim comes, lattice steps. */
const [BLOCK_BITS, CELL_BITS] = [16, 12] as const
const BLOCK = 1 << BLOCK_BITS
const CELL = 1 << CELL_BITS
const PER_BLOCK = BLOCK / CELL
const CELLS = PER_BLOCK * PER_BLOCK
/** What is kept of cells, those of the places where objects are: numbers of four bytes. */
const MOST_NUMBERS = 1 << 25

/** What there is to know of a square of the plane, by number: no two that say different things ever have the same. */
export type Cell = number

/** What the cells of a square of the plane are made of. */
interface Block {
  readonly square: Square
  /** What all its cells say, where no rim comes into it; else 0. */
  readonly whole: number
  /** Where its cells are among all. */
  readonly first: number
  /** Zones that hold all of it, by number. */
  readonly within: readonly number[]
  /** Zones whose rim may come into it, and the edges that do. */
  readonly rims: readonly { readonly item: Item; readonly edges: Int32Array }[]
  /** West, south, east, north of each of `rims`: in one piece, for most are passed over in most cells. */
  readonly boxes: Float64Array
  /** Cells without a rim, by which of `rims` hold them: most say the same. */
  readonly calm: Map<string, number>
}

/** Whether two places on the lattice lie in the same of the smallest squares. */
export const isBeside = (x: number, y: number, otherX: number, otherY: number): boolean =>
  x >> CELL_BITS === otherX >> CELL_BITS && y >> CELL_BITS === otherY >> CELL_BITS

/**
 * What zones a place has to be compared with, found by where it lies. Cells are made when a place in them is first asked for, so that zones are taken in at
 * once, and where nobody goes nothing is made.
 */
export class ZoneIndex {
  readonly #items = new RBush<Item>()
  readonly #zones: Zone[] = []
  readonly #blocks = new Map<number, Block>()
  #lists = new CellLists()
  /** The list of each cell of each block; 0 where it has not been asked for. */
  #listOf = new Int32Array(CELLS)
  #cells = 0
  /** What the number of a cell is more than that of its list: those of before are not used again. */
  #passed = 0

  /** Takes in zones more. */
  add(zones: readonly Zone[]): void {
    const items = zones.map((zone, i) => itemOf(zone, this.#zones.length + i))
    for (const zone of zones) this.#zones.push(zone)
    this.#items.load(items)
    if (this.#blocks.size === 0) return
    // Blocks that they touch are made anew when they are asked for.
    for (const item of items) for (const [key, { square }] of this.#blocks) if (!isApart(item, square)) this.#blocks.delete(key)
  }

  /** Begins anew, without zones. */
  clear(): void {
    this.#items.clear()
    this.#zones.length = 0
    this.#forget()
  }

  /** Zones that may reach into a box on the lattice. */
  within(box: Box): Zone[] {
    return this.#items.search(box).map(({ zone }) => zone)
  }

  /** The cell of a place on the lattice, whose numbers fit 32 bits: whole numbers are much faster here. */
  at(x: number, y: number): Cell {
    const column = x >> BLOCK_BITS
    const row = y >> BLOCK_BITS
    const key = (row << BLOCK_BITS) + column
    let block = this.#blocks.get(key)
    if (!block) {
      if (this.#lists.size + this.#cells > MOST_NUMBERS) this.#forget()
      block = this.#blockOf({ west: column * BLOCK, south: row * BLOCK, side: BLOCK })
      this.#blocks.set(key, block)
    }
    if (block.whole > 0) return this.#passed + block.whole
    const at = ((y & (BLOCK - 1)) >> CELL_BITS) * PER_BLOCK + ((x & (BLOCK - 1)) >> CELL_BITS)
    const known = this.#listOf[block.first + at]!
    return this.#passed + (known > 0 ? known : this.#make(block, at))
  }

  /** Whether some place in the cell may be in a zone and another not. */
  hasRims(cell: Cell): boolean {
    return this.#lists.hasRims(cell - this.#passed)
  }

  isEmpty(cell: Cell): boolean {
    return this.#lists.isEmpty(cell - this.#passed)
  }

  /** Puts the zones that hold a place into `found`; answers how many. `x`, `y`: the place on the lattice; `cell`: as `at` has just given it. */
  holding(cell: Cell, x: number, y: number, lon: number, lat: number, found: Zone[]): number {
    return this.#lists.holding(cell - this.#passed, this.#zones, x, y, lon, lat, found)
  }

  #blockOf(square: Square): Block {
    const { west, south, side } = square
    const rims: { item: Item; edges: Int32Array }[] = []
    const within: number[] = []
    for (const item of this.#items.search({ minX: west, minY: south, maxX: west + side, maxY: south + side })) {
      const edges = edgesIn(item, item.zone.shape.edges, square)
      if (edges.length > 0) rims.push({ item, edges })
      else if (holdsSquare(item.zone, square)) within.push(item.number)
    }
    const calm = new Map<string, number>()
    if (rims.length === 0) return { square, whole: this.#lists.add(within, []), first: 0, within, rims, boxes: NO_BOXES, calm }
    const first = this.#cells
    this.#cells += CELLS
    if (this.#cells > this.#listOf.length) {
      const more = new Int32Array(2 * this.#cells)
      more.set(this.#listOf)
      this.#listOf = more
    }
    const boxes = rims.flatMap(({ item: { minX, minY, maxX, maxY } }) => [minX, minY, maxX, maxY])
    return { square, whole: 0, first, within, rims, boxes: Float64Array.from(boxes), calm }
  }

  #make(block: Block, at: number): number {
    const square = cellSquare(block.square, at)
    const held: number[] = []
    const rims: Rim[] = []
    const { boxes } = block
    const { west, south, side } = square
    for (let i = 0; i < boxes.length; i += 4) {
      if (boxes[i]! > west + side || boxes[i + 1]! > south + side || boxes[i + 2]! < west || boxes[i + 3]! < south) continue
      const { item, edges } = block.rims[i >> 2]!
      const own = edgesIn(item, edges, square)
      if (own.length > 0) rims.push(rimOf(item, own, square))
      else if (holdsSquare(item.zone, square)) held.push(item.number)
    }
    const key = held.join()
    let list = rims.length === 0 ? block.calm.get(key) : undefined
    if (list === undefined) {
      list = this.#lists.add([...block.within, ...held], rims)
      if (rims.length === 0) block.calm.set(key, list)
    }
    this.#listOf[block.first + at] = list
    return list
  }

  #forget(): void {
    this.#passed += this.#lists.size
    this.#blocks.clear()
    this.#lists = new CellLists()
    this.#listOf = new Int32Array(CELLS)
    this.#cells = 0
  }
}

const NO_BOXES = new Float64Array()

const cellSquare = ({ west, south }: Square, at: number): Square => ({
  west: west + (at % PER_BLOCK) * CELL,
  south: south + Math.floor(at / PER_BLOCK) * CELL,
  side: CELL,
})

/**
 * How a place in the square is judged of which some edges of an area may come into it. Where none of them reaches its east side, the places there are all inside or all
 * outside, since no edge parts them, and a place in the square is what they are but for the edges east of it. Else the edges further east count too.
 */
function rimOf({ zone, number }: Item, own: Int32Array, square: Square): Rim {
  const { shape } = zone
  if (shape.reach > 0) return { zone: number, edges: undefined, isElseInside: false }
  const east = square.west + square.side
  for (let at = 0; at < own.length; at += 2) {
    if (own[at]! >= east)
      return { zone: number, edges: edgesBeside(shape.edges, square.west, square.south, square.south + square.side), isElseInside: false }
  }
  return { zone: number, edges: own, isElseInside: shape.holds(east, square.south, 0, 0) }
}
