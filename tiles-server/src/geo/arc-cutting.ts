import type { DoubledSide, SegmentTable } from './segment-table.ts'

/** A run of segments between two junctions, in canonical direction. Closed arcs repeat their first vertex at the end. */
export interface CutArc {
  /** Vertex numbers of the table. */
  readonly vertices: readonly number[]
  /** Face index on each side in this direction, or OUTSIDE. */
  readonly left: number
  readonly right: number
  /** Further faces that claim a side (overlapping input only). */
  readonly extra: readonly { readonly face: number; readonly onLeft: boolean }[]
}

/**
 * Cuts a noded coverage at its junctions: vertices where other than two segments meet, or where the faces on the two sides change.
 * Segments inside one face (a spike that runs out and back) are left out. A closed run without a junction starts at its lexicographically
 * lowest vertex. Canonical direction: from the lower end to the higher (x, then y); a closed arc towards the lower of its two neighbours.
 */
export function cutArcs(table: SegmentTable): CutArc[] {
  const { from, to, left, right, count } = table
  const links = linkVertices(table)
  const used = new Uint8Array(count)
  const arcs: CutArc[] = []
  const walk = (start: number, first: number): void => {
    const vertices = [start]
    let segment = first
    let vertex = start
    do {
      used[segment] = 1
      vertex = from[segment] === vertex ? to[segment]! : from[segment]!
      vertices.push(vertex)
      if (links.junction[vertex] || vertex === start) break
      segment = links.mixed[vertex]! ^ segment
    } while (!used[segment])
    const forward = from[first] === start
    const sides = { left: forward ? left[first]! : right[first]!, right: forward ? right[first]! : left[first]! }
    const extra = (links.doubled.get(first) ?? []).map(({ face, onLeft }) => ({ face, onLeft: onLeft === forward }))
    arcs.push(canonical(table, { vertices, ...sides, extra }, links.junction[start] === 1))
  }
  for (let s = 0; s < count; s++) {
    if (used[s] || left[s] === right[s]) continue
    if (links.junction[from[s]!]) walk(from[s]!, s)
    else if (links.junction[to[s]!]) walk(to[s]!, s)
  }
  for (let s = 0; s < count; s++) if (!used[s] && left[s] !== right[s]) walk(from[s]!, s)
  return arcs
}

/** For each vertex: is it a junction, and the numbers of its two segments mixed by xor (the way on, for who comes from one of them). */
function linkVertices(table: SegmentTable) {
  const { from, to, left, right, count, vertices } = table
  const degree = new Int32Array(vertices)
  const mixed = new Int32Array(vertices)
  const first = new Int32Array(vertices)
  const junction = new Uint8Array(vertices)
  const doubled = new Map<number, DoubledSide[]>()
  for (const side of table.doubled) doubled.set(side.segment, [...(doubled.get(side.segment) ?? []), side])
  for (let s = 0; s < count; s++) {
    if (left[s] === right[s]) continue
    for (const v of [from[s]!, to[s]!]) {
      degree[v]!++
      mixed[v]! ^= s
      first[v] = s
      if (doubled.has(s)) junction[v] = 1
    }
  }
  const leftOut = (s: number, v: number): number => (from[s] === v ? left[s]! : right[s]!)
  const rightOut = (s: number, v: number): number => (from[s] === v ? right[s]! : left[s]!)
  for (let v = 0; v < vertices; v++) {
    const a = first[v]!
    const b = mixed[v]! ^ a
    if (degree[v] !== 2 || leftOut(a, v) !== rightOut(b, v) || rightOut(a, v) !== leftOut(b, v)) junction[v] = 1
  }
  return { junction, mixed, doubled }
}

/** Compares vertices by x, then y. */
const compare = ({ xs, ys }: SegmentTable, a: number, b: number): number => xs[a]! - xs[b]! || ys[a]! - ys[b]!

function canonical(table: SegmentTable, arc: CutArc, atJunction: boolean): CutArc {
  const { vertices } = arc
  const start = vertices[0]!
  const end = vertices[vertices.length - 1]!
  if (start !== end) return compare(table, start, end) < 0 ? arc : turned(arc)
  const loop = arc.vertices.slice(0, -1)
  // A loop that hangs on a junction must start there; one without a junction starts at its lowest vertex.
  const lowest = atJunction ? 0 : loop.reduce((best, v, i) => (compare(table, v, loop[best]!) < 0 ? i : best), 0)
  const rotated = { ...arc, vertices: [...loop.slice(lowest), ...loop.slice(0, lowest), loop[lowest]!] }
  return compare(table, rotated.vertices[1]!, rotated.vertices[loop.length - 1]!) <= 0 ? rotated : turned(rotated)
}

const turned = ({ vertices, left, right, extra }: CutArc): CutArc => ({
  vertices: [...vertices].reverse(),
  left: right,
  right: left,
  extra: extra.map(({ face, onLeft }) => ({ face, onLeft: !onLeft })),
})
