import { orient } from './orient.ts'

/** Numbers before the cells of a block: west, south, width and height of a cell, columns, rows, and the last x of the block. */
export const BLOCK = 7
/** In place of the number of edges of a cell: a block of its own follows. */
export const NESTED = -1

/**
 * Point in one of many polygons that share no inner point. The plane is cut into cells; a cell that no edge meets holds the number of its face (0: none).
 * Any other cell holds the face at its corner in the south-east, and what can change on the way from there to a point of the cell: up along the
 * cell's east side, then west. Crossing an edge leads from one face to another; since the numbers of the two are joined by exclusive or
 * (`cellEdges`), no order is needed. Cells of many edges are blocks of cells themselves.
 *
 * Half-open rule (ring.ts), as if each point were moved by an infinitely small (e, e^2): then none lies on an edge.
 *
 * Layout of `data` (made by `buildCellIndex`; plain numbers, so that a thread can make it and hand it over): a block is its seven numbers, then its
 * cells row by row; a cell is a face, or the complement of where it is described: number of edges, face at the corner, number of edges
 * that pass the east side, for each of those the lowest y above it and its key, then the edges.
 */
export class CellIndex {
  constructor(readonly data: Int32Array) {}

  /** The face (0, 1, ... in the order given) that contains the lattice point, or -1. */
  find(x: number, y: number): number {
    const { data } = this
    for (let block = 0; ; ) {
      const dx = x - data[block]!
      const dy = y - data[block + 1]!
      // Quotients of integers this small never round up to the next cell. Written so that NaN is nowhere.
      if (!(dx >= 0 && dy >= 0)) return -1
      const column = Math.floor(dx / data[block + 2]!)
      const row = Math.floor(dy / data[block + 3]!)
      const columns = data[block + 4]!
      if (column >= columns || row >= data[block + 5]!) return -1
      const cell = data[block + BLOCK + row * columns + column]!
      if (cell >= 0) return cell - 1
      if (data[~cell] !== NESTED) {
        return this.#walk(~cell, x, y, Math.min(data[block]! + (column + 1) * data[block + 2]! - 1, data[block + 6]!)) - 1
      }
      block = ~cell + 1
    }
  }

  /** How many edges `find` looks at for a place: none where a cell answers as a whole. */
  tests(x: number, y: number): number {
    const { data } = this
    for (let block = 0; ; ) {
      const column = Math.floor((x - data[block]!) / data[block + 2]!)
      const row = Math.floor((y - data[block + 1]!) / data[block + 3]!)
      if (!(column >= 0 && row >= 0 && column < data[block + 4]! && row < data[block + 5]!)) return 0
      const cell = data[block + BLOCK + row * data[block + 4]! + column]!
      if (cell >= 0) return 0
      if (data[~cell] !== NESTED) return data[~cell]!
      block = ~cell + 1
    }
  }

  /** From the cell's corner up its east side to the height of the point, then west to it. */
  #walk(at: number, x: number, y: number, east: number): number {
    const { data } = this
    let face = data[at + 1]!
    let next = at + 3
    for (const end = next + 2 * data[at + 2]!; next < end; next += 2) if (y >= data[next]!) face ^= data[next + 1]!
    for (const end = next + 5 * data[at]!; next < end; next += 5) {
      const ay = data[next + 1]!
      const by = data[next + 3]!
      if (ay > y || by <= y) continue
      const ax = data[next]!
      const bx = data[next + 2]!
      if ((ax < x && bx < x) || orient(ax, ay, bx, by, x, y) <= 0) continue
      if ((ax > east || bx > east) && orient(ax, ay, bx, by, east, y) > 0) continue
      face ^= data[next + 4]!
    }
    return face
  }
}
