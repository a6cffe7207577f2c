import { OUTSIDE, type SegmentTable } from './segment-table.ts'

/** Where a coverage may be dirty: at edges that do not have exactly one face on each side. Its rim is among them. */
export interface Dirt {
  /** Vertices of such edges, ascending by x, then y. */
  readonly vertices: readonly number[]
  /** All faces that have the vertex; only for those vertices. */
  readonly facesAt: (vertex: number) => ReadonlySet<number>
  /** Edges that one face alone has, and that face. */
  readonly edges: readonly { readonly segment: number; readonly face: number }[]
}

export function dirtOf(table: SegmentTable): Dirt {
  const { count, from, to, left, right, xs, ys, doubled } = table
  const facesAt = new Map<number, Set<number>>()
  const edges: { segment: number; face: number }[] = []
  const mark = (s: number): void => {
    for (const v of [from[s]!, to[s]!]) if (!facesAt.has(v)) facesAt.set(v, new Set())
  }
  for (let s = 0; s < count; s++) {
    const oneSided = (left[s] === OUTSIDE) !== (right[s] === OUTSIDE)
    if (!oneSided && left[s] !== right[s]) continue
    mark(s)
    if (oneSided) edges.push({ segment: s, face: left[s] === OUTSIDE ? right[s]! : left[s]! })
  }
  for (const { segment } of doubled) mark(segment)
  const add = (s: number, face: number): void => {
    if (face === OUTSIDE) return
    facesAt.get(from[s]!)?.add(face)
    facesAt.get(to[s]!)?.add(face)
  }
  for (let s = 0; s < count; s++) {
    add(s, left[s]!)
    add(s, right[s]!)
  }
  for (const { segment, face } of doubled) add(segment, face)
  const vertices = [...facesAt.keys()].sort((v, w) => xs[v]! - xs[w]! || ys[v]! - ys[w]!)
  return { vertices, facesAt: vertex => facesAt.get(vertex)!, edges }
}

/** A vertex of a face, or a place on one of its edges, that went elsewhere; lattice steps. */
export interface LatticeMove {
  readonly face: number
  readonly from: readonly [x: number, y: number]
  readonly to: readonly [x: number, y: number]
  readonly metres: number
}
