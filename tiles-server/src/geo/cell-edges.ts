import type { LatticeRing } from './types.ts'

/** Numbers of an edge in the table: low end, high end (lattice steps; a level edge in either order), key. */
export const EDGE = 5

/**
 * The edges of faces, each once, in runs of five numbers. The key of an edge is what crossing it changes: the numbers (1, 2, ...) of the faces that
 * it bounds, joined by exclusive or; so an edge between two faces leads from one number to the other whichever way it is crossed. Edges that a face
 * runs along twice change nothing and are left out.
 */
export function cellEdges(faces: readonly (readonly LatticeRing[])[]): Int32Array {
  let count = 0
  for (const rings of faces) for (const ring of rings) count += ring.length / 2
  const edges = new EdgeSet(count)
  for (const [face, rings] of faces.entries()) {
    for (const ring of rings) {
      let [ax, ay] = [ring[ring.length - 2]!, ring[ring.length - 1]!]
      for (let i = 0; i < ring.length; i += 2) {
        const [bx, by] = [ring[i]!, ring[i + 1]!]
        if (ay < by || (ay === by && ax < bx)) edges.toggle(ax, ay, bx, by, face + 1)
        else edges.toggle(bx, by, ax, ay, face + 1)
        ax = bx
        ay = by
      }
    }
  }
  return edges.table()
}

/** Open addressing with linear probing; never more than half full. */
class EdgeSet {
  readonly #edges: Int32Array
  readonly #slots: Int32Array
  readonly #mask: number
  #count = 0

  constructor(most: number) {
    let size = 16
    while (size < 2 * most) size *= 2
    this.#mask = size - 1
    this.#slots = new Int32Array(size).fill(-1)
    this.#edges = new Int32Array(most * EDGE)
  }

  toggle(ax: number, ay: number, bx: number, by: number, key: number): void {
    const edges = this.#edges
    let slot = hash(ax, ay, bx, by) & this.#mask
    for (let at = this.#slots[slot]!; at >= 0; at = this.#slots[slot]!) {
      if (edges[at] === ax && edges[at + 1] === ay && edges[at + 2] === bx && edges[at + 3] === by) {
        edges[at + 4]! ^= key
        return
      }
      slot = (slot + 1) & this.#mask
    }
    const at = this.#count++ * EDGE
    this.#slots[slot] = at
    edges[at] = ax
    edges[at + 1] = ay
    edges[at + 2] = bx
    edges[at + 3] = by
    edges[at + 4] = key
  }

  table(): Int32Array {
    const edges = this.#edges
    let end = 0
    for (let at = 0; at < this.#count * EDGE; at += EDGE) {
      if (edges[at + 4] === 0) continue
      edges.copyWithin(end, at, at + EDGE)
      end += EDGE
    }
    return edges.slice(0, end)
  }
}

function hash(ax: number, ay: number, bx: number, by: number): number {
  let h = Math.imul(ax, 0x9e3779b1) ^ Math.imul(ay, 0x85ebca77)
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d) ^ Math.imul(bx, 0xc2b2ae3d) ^ Math.imul(by, 0x27d4eb2f)
  h = Math.imul(h ^ (h >>> 13), 0x297a2d39)
  return (h ^ (h >>> 16)) >>> 0
}
