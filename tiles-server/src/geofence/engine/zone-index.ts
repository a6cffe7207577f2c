import type { Zone } from './fence.ts'
import { stepsOf } from './shape.ts'

/** Cells are not divided below this, lattice steps (about 45 m) ... */
const SMALLEST = 2 ** 12
/** ... nor below this (about 360 m) where few edges meet them. */
const SMALL = 2 ** 15
const FEW_EDGES = 4
const MOST_CELLS = 4_000_000
/** The whole plane. */
const SIDE = 2 ** 32

/** A cell of the plane: zones that hold all of it, and zones whose rim may pass through it. All others are outside. */
export interface Cell {
  readonly within: readonly Zone[]
  readonly rims: readonly Zone[]
}

const NOTHING: Cell = { within: [], rims: [] }

/** Zones of all fences over one quad tree: what a place has to be compared with, found by where it lies. */
export interface ZoneIndex {
  at(x: number, y: number): Cell
  readonly cells: number
}

/** Edges of a zone that meet a cell: offsets into its shape's edges. */
interface Item {
  readonly zone: Zone
  readonly edges: Int32Array
  /** How far around its edges a zone reaches, lattice steps: of corridors. */
  readonly dx: number
  readonly dy: number
}

interface Square {
  readonly west: number
  readonly south: number
  readonly side: number
}

/** A node is four numbers: children from west to east, then south to north; a leaf is the complement of its cell. */
export function buildZoneIndex(zones: readonly Zone[]): ZoneIndex {
  const nodes: number[] = []
  const cells: Cell[] = [NOTHING]
  const leaf = (within: readonly Zone[], items: readonly Item[]): number => {
    if (within.length === 0 && items.length === 0) return ~0
    return ~(cells.push({ within, rims: items.map(({ zone }) => zone) }) - 1)
  }
  const divide = (square: Square, within: readonly Zone[], items: readonly Item[]): number => {
    if (isLeaf(square.side, items, cells.length)) return leaf(within, items)
    const node = nodes.length
    nodes.push(0, 0, 0, 0)
    const side = square.side / 2
    for (let quarter = 0; quarter < 4; quarter++) {
      const part = { west: square.west + (quarter & 1) * side, south: square.south + (quarter >> 1) * side, side }
      const inside = [...within]
      const meeting: Item[] = []
      for (const item of items) {
        const edges = item.edges.filter(at => meets(item, at, part))
        if (edges.length > 0) meeting.push({ ...item, edges })
        else if (holdsSquare(item.zone, part)) inside.push(item.zone)
      }
      nodes[node + quarter] = divide(part, inside, meeting)
    }
    return node
  }
  const root = divide({ west: -SIDE / 2, south: -SIDE / 2, side: SIDE }, [], zones.map(itemOf))
  const tree = Int32Array.from(nodes)
  return {
    cells: cells.length,
    at(x, y) {
      let node = root
      let side = SIDE
      let dx = x + SIDE / 2
      let dy = y + SIDE / 2
      while (node >= 0) {
        side /= 2
        if (dx >= side) {
          dx -= side
          node += 1
        }
        if (dy >= side) {
          dy -= side
          node += 2
        }
        node = tree[node]!
      }
      return cells[~node]!
    },
  }
}

function itemOf(zone: Zone): Item {
  const { edges, reach } = zone.shape
  const { dx, dy } = reach > 0 ? stepsOf(edges, reach) : { dx: 0, dy: 0 }
  return { zone, edges: Int32Array.from({ length: edges.length / 4 }, (_, i) => i * 4), dx, dy }
}

function isLeaf(side: number, items: readonly Item[], cells: number): boolean {
  if (items.length === 0 || side <= SMALLEST || cells > MOST_CELLS) return true
  if (side > SMALL) return false
  let edges = 0
  for (const item of items) edges += item.edges.length
  return edges <= FEW_EDGES
}

/** No edge meets the square: it is inside where its middle is. Of a corridor none is said to be. */
function holdsSquare({ shape }: Zone, { west, south, side }: Square): boolean {
  return shape.reach === 0 && shape.holds(west + side / 2, south + side / 2, 0, 0)
}

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
