import { polygonsOfEdges } from './edge-polygons.ts'
import { type PlanarGraph, planarFaces } from './planar-faces.ts'
import { OUTSIDE, type SegmentTable, segmentTable } from './segment-table.ts'
import { snapRound } from './snap-rounding.ts'
import type { LatticeRing, Position } from './types.ts'

/**
 * The points inside an odd number of the rings, as polygons in degrees: exact but for the rounding of crossings to the lattice (snap-rounding.ts).
 * Empty when nothing is inside; undefined when the work would exceed its bound.
 */
export function evenOddPolygons(rings: readonly LatticeRing[]): Position[][][] | undefined {
  const noded = snapRound(rings)
  if (!noded) return undefined
  const graph = oddSegments(segmentTable([{ rings: noded }]))
  const { left, right, count } = planarFaces(graph)
  const inside = parities(count, left, right)
  const { xs, ys, from, to } = graph
  const edges: number[] = []
  for (let s = 0; s < graph.count; s++) {
    const [a, b] = inside[left[s]!] ? [from[s]!, to[s]!] : [to[s]!, from[s]!]
    edges.push(xs[a]!, ys[a]!, xs[b]!, ys[b]!)
  }
  return polygonsOfEdges(edges)
}

/** Without the segments that the rings run along an even number of times: nothing changes there. */
function oddSegments(table: SegmentTable): PlanarGraph {
  const odd = Uint8Array.from({ length: table.count }, (_, s) => Number(table.left[s] !== OUTSIDE) ^ Number(table.right[s] !== OUTSIDE))
  for (const { segment } of table.doubled) odd[segment]! ^= 1
  const keep = (_: number, s: number): boolean => odd[s] === 1
  const from = table.from.subarray(0, table.count).filter(keep)
  const to = table.to.subarray(0, table.count).filter(keep)
  return { vertices: table.vertices, xs: table.xs, ys: table.ys, count: from.length, from, to }
}

/** Whether a face lies inside: crossing a segment changes it, and the unbounded face lies outside. */
function parities(count: number, left: Int32Array, right: Int32Array): Uint8Array {
  const neighbours: number[][] = Array.from({ length: count }, () => [])
  for (let s = 0; s < left.length; s++) {
    neighbours[left[s]!]!.push(right[s]!)
    neighbours[right[s]!]!.push(left[s]!)
  }
  const inside = new Uint8Array(count).fill(2)
  inside[0] = 0
  const queue = [0]
  for (let face = queue.pop(); face !== undefined; face = queue.pop()) {
    for (const other of neighbours[face]!) {
      if (inside[other] !== 2) continue
      inside[other] = inside[face]! ^ 1
      queue.push(other)
    }
  }
  return inside
}
