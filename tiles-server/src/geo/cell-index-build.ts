import { cellEdges, EDGE } from './cell-edges.ts'
import { BLOCK, NESTED } from './cell-index.ts'
import { isAbove, lowestAbove, xAtOrBehind } from './cell-sides.ts'
import type { LatticeRing } from './types.ts'

/** Cells for each edge: more make the index larger and answers faster. */
const CELLS_PER_EDGE = 4
const MOST_CELLS = 1 << 24
/** A cell of more edges becomes a block, as long as it is wider than a few lattice steps. */
const MANY_EDGES = 12
const NARROW = 16

/**
 * The data of a CellIndex over faces (rings on the lattice, even-odd over all rings of a face), none of which may overlap another.
 * Seconds for millions of edges: for a thread.
 */
export function buildCellIndex(faces: readonly (readonly LatticeRing[])[]): Int32Array {
  const edges = cellEdges(faces)
  const builder = new Builder(edges)
  const all = Int32Array.from({ length: edges.length / EDGE }, (_, i) => i * EDGE)
  builder.block(boundsOf(edges), all, () => 0)
  return builder.data()
}

interface Box {
  readonly west: number
  readonly south: number
  /** The last x and y that belong to it. */
  readonly east: number
  readonly north: number
}

function boundsOf(edges: Int32Array): Box {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let at = 0; at < edges.length; at += EDGE) {
    west = Math.min(west, edges[at]!, edges[at + 2]!)
    east = Math.max(east, edges[at]!, edges[at + 2]!)
    south = Math.min(south, edges[at + 1]!)
    north = Math.max(north, edges[at + 3]!)
  }
  return edges.length === 0 ? { west: 0, south: 0, east: 0, north: 0 } : { west, south, east, north }
}

class Builder {
  readonly #edges: Int32Array
  #data = new Int32Array(1 << 16)
  #length = 0

  constructor(edges: Int32Array) {
    this.#edges = edges
  }

  data(): Int32Array {
    return this.#data.slice(0, this.#length)
  }

  /** Writes a block over a box that these edges meet. `faceAt(y)`: the face just west of the box at a height. */
  block(box: Box, own: Int32Array, faceAt: (y: number) => number): void {
    const grid = gridOver(box, own.length)
    const at = this.#length
    this.#reserve(BLOCK + grid.columns * grid.rows)
    this.#data.set([grid.west, grid.south, grid.width, grid.height, grid.columns, grid.rows, grid.east], at)
    this.#length += BLOCK + grid.columns * grid.rows
    this.#corners(grid, at + BLOCK, own, faceAt)
    const { starts, refs } = this.#edgesOfCells(grid, own)
    for (let cell = 0; cell < grid.columns * grid.rows; cell++) {
      if (starts[cell] === starts[cell + 1]) continue
      const here = refs.subarray(starts[cell], starts[cell + 1])
      const corner = this.#data[at + BLOCK + cell]!
      this.#data[at + BLOCK + cell] = ~this.#length
      this.#describe(grid, cell, here, corner)
    }
  }

  #describe(grid: Grid, cell: number, own: Int32Array, corner: number): void {
    const west = grid.west + (cell % grid.columns) * grid.width
    const south = grid.south + Math.floor(cell / grid.columns) * grid.height
    // Beyond the block not all edges are known: its last column ends with it.
    const [east, north] = [Math.min(west + grid.width - 1, grid.east), south + grid.height - 1]
    if (own.length > MANY_EDGES && grid.width > NARROW && grid.height > NARROW) {
      this.#push(NESTED)
      this.block({ west, south, east, north }, own, y => this.#faceBeside(own, corner, east, south, west - 1, y))
      return
    }
    const at = this.#length
    this.#push(own.length, corner, 0)
    for (const edge of own) {
      const y = this.#passing(edge, east, south)
      if (y === undefined || y > north) continue
      this.#push(y, this.#edges[edge + 4]!)
      this.#data[at + 2]!++
    }
    for (const edge of own) for (let i = 0; i < EDGE; i++) this.#push(this.#edges[edge + i]!)
  }

  /** The lowest y at which the vertical through x, going up from `south`, has passed the edge; undefined when it never does. */
  #passing(edge: number, x: number, south: number): number | undefined {
    const [ax, ay, bx, by] = this.#ends(edge)
    if (ax > x === bx > x || isAbove(ax, ay, bx, by, x, south)) return undefined
    return lowestAbove(ax, ay, bx, by, x, south)
  }

  /** The face at (x, y), on the way a cell index takes: up the side at `east` from the corner whose face is known, then west. */
  #faceBeside(own: Int32Array, corner: number, east: number, south: number, x: number, y: number): number {
    let face = corner
    for (const edge of own) {
      const passed = this.#passing(edge, east, south)
      if (passed !== undefined && y >= passed) face ^= this.#edges[edge + 4]!
      const [ax, ay, bx, by] = this.#ends(edge)
      if (ay > y || by <= y) continue
      const behind = xAtOrBehind(ax, ay, bx, by, y)
      if (x < behind && behind <= east) face ^= this.#edges[edge + 4]!
    }
    return face
  }

  /** Writes into each cell the face at its corner in the south-east. */
  #corners(grid: Grid, at: number, own: Int32Array, faceAt: (y: number) => number): void {
    const { west, south, east, width, height, columns, rows } = grid
    for (const edge of own) {
      const [ax, ay, bx, by] = this.#ends(edge)
      const first = Math.max(0, Math.ceil((ay - south) / height))
      for (let row = first; row < rows && south + row * height < by; row++) {
        const x = xAtOrBehind(ax, ay, bx, by, south + row * height)
        // Corners are the last x of a cell: the first one that is not west of the edge.
        const column = Math.max(0, Math.ceil((x - west + 1) / width) - 1)
        if (x < west || x > east) continue
        this.#data[at + row * columns + column]! ^= this.#edges[edge + 4]!
      }
    }
    for (let row = 0; row < rows; row++) {
      let face = faceAt(south + row * height)
      for (let column = 0; column < columns; column++) {
        face ^= this.#data[at + row * columns + column]!
        this.#data[at + row * columns + column] = face
      }
    }
  }

  /** For each cell the edges that may meet it: rounding can only name too many. */
  #edgesOfCells(grid: Grid, own: Int32Array): { starts: Int32Array; refs: Int32Array } {
    const starts = new Int32Array(grid.columns * grid.rows + 1)
    this.#visit(grid, own, cell => void starts[cell + 1]!++)
    for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1]!
    const next = starts.slice()
    const refs = new Int32Array(starts[starts.length - 1]!)
    this.#visit(grid, own, (cell, edge) => {
      refs[next[cell]!++] = edge
    })
    return { starts, refs }
  }

  #visit({ west, south, width, height, columns, rows }: Grid, own: Int32Array, visit: (cell: number, edge: number) => void): void {
    for (const edge of own) {
      const [ax, ay, bx, by] = this.#ends(edge)
      const slope = by === ay ? 0 : (bx - ax) / (by - ay)
      const first = Math.max(0, Math.floor((ay - 1 - south) / height))
      const last = Math.min(rows - 1, Math.floor((by + 1 - south) / height))
      for (let row = first; row <= last; row++) {
        const low = Math.max(ay, south + row * height - 1)
        const high = Math.min(by, south + (row + 1) * height)
        const x1 = by === ay ? ax : ax + (low - ay) * slope
        const x2 = by === ay ? bx : ax + (high - ay) * slope
        const start = Math.max(0, Math.floor((Math.min(x1, x2) - 2 - west) / width))
        const end = Math.min(columns - 1, Math.floor((Math.max(x1, x2) + 2 - west) / width))
        for (let column = start; column <= end; column++) visit(row * columns + column, edge)
      }
    }
  }

  #ends(edge: number): [number, number, number, number] {
    const edges = this.#edges
    return [edges[edge]!, edges[edge + 1]!, edges[edge + 2]!, edges[edge + 3]!]
  }

  #push(...values: number[]): void {
    this.#reserve(values.length)
    for (const value of values) this.#data[this.#length++] = value
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#data.length) return
    const larger = new Int32Array(Math.max(this.#length + more, Math.ceil(this.#data.length * 1.5)))
    larger.set(this.#data.subarray(0, this.#length))
    this.#data = larger
  }
}

interface Grid {
  readonly west: number
  readonly south: number
  /** The last x. */
  readonly east: number
  readonly width: number
  readonly height: number
  readonly columns: number
  readonly rows: number
}

/** Square cells, as many as the edges ask for. */
function gridOver({ west, south, east, north }: Box, edges: number): Grid {
  const cells = Math.min(MOST_CELLS, Math.max(16, edges * CELLS_PER_EDGE))
  const side = Math.max(1, Math.ceil(Math.sqrt(((east - west + 1) * (north - south + 1)) / cells)))
  const columns = Math.floor((east - west) / side) + 1
  const rows = Math.floor((north - south) / side) + 1
  return { west, south, east, width: side, height: side, columns, rows }
}
