import RBush from 'rbush'
import type { Zone } from './fence.ts'
import { stepsOf } from './shape.ts'

/** Sides of blocks (about 720 m) and of the cells (about 45 m) of blocks into which a rim comes, lattice steps. */
const [BLOCK_BITS, CELL_BITS] = [16, 12] as const
const BLOCK = 1 << BLOCK_BITS
const CELL = 1 << CELL_BITS
const PER_BLOCK = BLOCK / CELL
/** Cells that are kept: those of the places where objects are. */
const MOST_CELLS = 1_000_000

/** A square of the plane: zones that hold all of it, and zones whose rim may pass through it. All others are outside. */
export interface Cell {
  readonly within: readonly Zone[]
  readonly rims: readonly Zone[]
  readonly west: number
  readonly south: number
  readonly side: number
  /** Whether it still says what is so: a zone that comes takes cells' places. */
  isCurrent: boolean
}

/** Whether a place on the lattice is in a cell that still says what is so. */
export const isIn = ({ west, south, side, isCurrent }: Cell, x: number, y: number): boolean =>
  isCurrent && x >= west && x < west + side && y >= south && y < south + side

interface Square {
  readonly west: number
  readonly south: number
  readonly side: number
}

interface Box {
  readonly minX: number
  readonly minY: number
  readonly maxX: number
  readonly maxY: number
}

/** A zone, and how far around its edges it reaches, lattice steps: of corridors. The box is that of all of it. */
interface Item extends Box {
  readonly zone: Zone
  readonly dx: number
  readonly dy: number
}

/** The square as a whole, where no rim comes into it; else what its cells are made of, and those that were asked for. */
interface Block {
  readonly whole: Cell | undefined
  readonly square: Square
  readonly within: readonly Zone[]
  /** Zones whose rim may come into the block, and into each of its cells. */
  readonly rims: readonly Item[]
  readonly rimsOf: readonly (readonly Zone[] | undefined)[]
  readonly cells: (Cell | undefined)[]
  /** Lists of zones that hold cells, by which rims of the block do: most cells have the same. */
  readonly lists: Map<string, readonly Zone[]>
}

/**
 * What zones a place has to be compared with, found by where it lies. Cells are made when a place in them is first asked for, so that zones are taken in at
 * once, and where nobody goes nothing is made.
 */
export class ZoneIndex {
  readonly #items = new RBush<Item>()
  readonly #blocks = new Map<number, Block>()
  #cells = 0

  /** Takes in zones more. */
  add(zones: readonly Zone[]): void {
    const items = zones.map(itemOf)
    this.#items.load(items)
    if (this.#blocks.size > 0) for (const item of items) this.#lapse(item)
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
      if (this.#cells > MOST_CELLS) this.#clear()
      block = this.#blockOf({ west: column * BLOCK, south: row * BLOCK, side: BLOCK })
      this.#blocks.set(key, block)
      this.#cells++
    }
    if (block.whole) return block.whole
    const at = ((y & (BLOCK - 1)) >> CELL_BITS) * PER_BLOCK + ((x & (BLOCK - 1)) >> CELL_BITS)
    const known = block.cells[at]
    if (known) return known
    const cell = cellOf(block, at)
    block.cells[at] = cell
    this.#cells++
    return cell
  }

  #blockOf(square: Square): Block {
    const { west, south, side } = square
    const rims: Item[] = []
    const rimsOf = new Array<Zone[] | undefined>(PER_BLOCK * PER_BLOCK).fill(undefined)
    const within: Zone[] = []
    for (const item of this.#items.search({ minX: west, minY: south, maxX: west + side, maxY: south + side })) {
      let isRim = false
      for (let at = 0; at < item.zone.shape.edges.length; at += 4) {
        if (!meets(item, at, square)) continue
        isRim = true
        mark(item, at, square, rimsOf)
      }
      if (isRim) rims.push(item)
      else if (holdsSquare(item.zone, square)) within.push(item.zone)
    }
    const whole = rims.length === 0 ? { within, rims: NONE, west, south, side, isCurrent: true } : undefined
    return {
      whole,
      square,
      within,
      rims,
      rimsOf,
      cells: whole ? [] : new Array<undefined>(PER_BLOCK * PER_BLOCK).fill(undefined),
      lists: new Map(),
    }
  }

  /** A zone that comes: blocks it touches are made anew when they are asked for. */
  #lapse(item: Item): void {
    for (const [key, block] of this.#blocks) {
      if (isApart(item, block.square)) continue
      this.#cells -= end(block)
      this.#blocks.delete(key)
    }
  }

  #clear(): void {
    for (const block of this.#blocks.values()) end(block)
    this.#blocks.clear()
    this.#cells = 0
  }
}

/** Its cells say no more what is so. Answers how many there were, the block included. */
function end({ whole, cells }: Block): number {
  const made = [...cells, whole].filter(cell => cell !== undefined)
  for (const cell of made) cell.isCurrent = false
  return whole ? 1 : 1 + made.length
}

const NONE: readonly Zone[] = []

const cellSquare = ({ west, south }: Square, at: number): Square => ({
  west: west + (at % PER_BLOCK) * CELL,
  south: south + Math.floor(at / PER_BLOCK) * CELL,
  side: CELL,
})

/** Notes the zone in the cells of a block into which one of its edges may come. */
function mark(item: Item, edge: number, block: Square, rimsOf: (Zone[] | undefined)[]): void {
  const { edges } = item.zone.shape
  const [ax, ay, bx, by] = [edges[edge]!, edges[edge + 1]!, edges[edge + 2]!, edges[edge + 3]!]
  // Where an edge only touches a cell it comes into it too.
  const column = (x: number): number => Math.min(PER_BLOCK - 1, Math.max(0, Math.floor((x - block.west) / CELL)))
  const row = (y: number): number => Math.min(PER_BLOCK - 1, Math.max(0, Math.floor((y - block.south) / CELL)))
  const east = column(Math.max(ax, bx) + item.dx + 1)
  const north = row(Math.max(ay, by) + item.dy + 1)
  for (let y = row(Math.min(ay, by) - item.dy - 1); y <= north; y++) {
    for (let x = column(Math.min(ax, bx) - item.dx - 1); x <= east; x++) {
      const at = y * PER_BLOCK + x
      const rims = rimsOf[at]
      if (rims?.at(-1) === item.zone || !meets(item, edge, cellSquare(block, at))) continue
      if (rims) rims.push(item.zone)
      else rimsOf[at] = [item.zone]
    }
  }
}

function cellOf({ square: block, within, rims, rimsOf, lists }: Block, at: number): Cell {
  const square = cellSquare(block, at)
  const own = rimsOf[at] ?? NONE
  const isHeld = rims.map(item => !isApart(item, square) && !own.includes(item.zone) && holdsSquare(item.zone, square))
  const key = isHeld.map(Number).join('')
  const list = lists.get(key) ?? [...within, ...rims.filter((_, i) => isHeld[i]).map(({ zone }) => zone)].slice()
  lists.set(key, list)
  const { west, south, side } = square
  return { within: list, rims: own, west, south, side, isCurrent: true }
}

function itemOf(zone: Zone): Item {
  const { edges, reach, box } = zone.shape
  const { dx, dy } = reach > 0 ? stepsOf(edges, reach) : { dx: 0, dy: 0 }
  return { minX: box[0] - dx, minY: box[1] - dy, maxX: box[2] + dx, maxY: box[3] + dy, zone, dx, dy }
}

const isApart = ({ minX, minY, maxX, maxY }: Item, { west, south, side }: Square): boolean =>
  minX > west + side || maxX < west || minY > south + side || maxY < south

/** No edge meets the square: it is inside where its middle is. Of a corridor none is said to be. */
const holdsSquare = ({ shape }: Zone, { west, south, side }: Square): boolean =>
  shape.reach === 0 && shape.holds(west + side / 2, south + side / 2, 0, 0)

/** Whether an edge may come into the square: never said wrongly that it does not. */
function meets({ zone, dx, dy }: Item, at: number, { west, south, side }: Square): boolean {
  const { edges } = zone.shape
  const [ax, ay, bx, by] = [edges[at]!, edges[at + 1]!, edges[at + 2]!, edges[at + 3]!]
  const half = side / 2
  const [cx, cy, hx, hy] = [west + half, south + half, half + dx, half + dy]
  if (Math.min(ax, bx) > cx + hx || Math.max(ax, bx) < cx - hx || Math.min(ay, by) > cy + hy || Math.max(ay, by) < cy - hy) return false
  const [ex, ey] = [bx - ax, by - ay]
  const [px, py] = [cx - ax, cy - ay]
  const rounding = 1e-12 * (Math.abs(ey * px) + Math.abs(ex * py))
  return Math.abs(ey * px - ex * py) <= Math.abs(ey) * hx + Math.abs(ex) * hy + rounding
}
