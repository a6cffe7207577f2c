import { components, segmentsAround, turnOf } from './coverage-planarity.ts'
import { orient } from './orient.ts'
import type { SegmentTable } from './segment-table.ts'
import { risesForward, westFinder } from './west-finder.ts'

/** Noded segments: they meet at vertices only. */
export type PlanarGraph = Pick<SegmentTable, 'vertices' | 'xs' | 'ys' | 'count' | 'from' | 'to'>

/** The parts into which a planar graph cuts the plane, numbered; 0 is the unbounded one. */
export interface PlanarFaces {
  readonly count: number
  /** Face on the left and on the right of each segment, from -> to. */
  readonly left: Int32Array
  readonly right: Int32Array
}

/** Half edge 2s runs from -> to of segment s, 2s + 1 back; each has one face on its left. */
export function planarFaces(graph: PlanarGraph): PlanarFaces {
  const { loops, loopOf } = walkLoops(graph)
  const parent = Int32Array.from({ length: loops + 1 }, (_, i) => i)
  const root = (loop: number): number => {
    let at = loop
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!
      at = parent[at]!
    }
    return at
  }
  // The plane around a part of the graph is a face of another part, or unbounded (0).
  const parts = outerSides(graph)
  const west = parts.length > 1 ? westFinder(graph) : () => undefined
  for (const { vertex, half } of parts) {
    const s = west(graph.xs[vertex]!, graph.ys[vertex]!)
    const around = s === undefined ? 0 : loopOf[risesForward(graph, s) ? 2 * s + 1 : 2 * s]!
    parent[root(loopOf[half]!)] = root(around)
  }
  const numbers = new Map([[root(0), 0]])
  const numberOf = (half: number): number => {
    const r = root(loopOf[half]!)
    const known = numbers.get(r) ?? numbers.size
    numbers.set(r, known)
    return known
  }
  const left = new Int32Array(graph.count)
  const right = new Int32Array(graph.count)
  for (let s = 0; s < graph.count; s++) {
    left[s] = numberOf(2 * s)
    right[s] = numberOf(2 * s + 1)
  }
  return { count: numbers.size, left, right }
}

/** Follows every half edge with its face on the left; loops are numbered from 1. */
function walkLoops(graph: PlanarGraph): { loops: number; loopOf: Int32Array } {
  const { count, from, to } = graph
  const next = new Int32Array(2 * count)
  const { starts, around } = segmentsAround(graph)
  for (let v = 0; v < graph.vertices; v++) {
    const spokes = around.subarray(starts[v], starts[v + 1])
    if (spokes.length > 2) spokes.sort((s, t) => turnOf(graph, v, s, t))
    for (let i = 0; i < spokes.length; i++) {
      const s = spokes[i]!
      const t = spokes[(i + spokes.length - 1) % spokes.length]!
      const arriving = to[s] === v ? 2 * s : 2 * s + 1
      next[arriving] = from[t] === v ? 2 * t : 2 * t + 1
    }
  }
  const loopOf = new Int32Array(2 * count)
  let loops = 0
  for (let first = 0; first < 2 * count; first++) {
    if (loopOf[first] !== 0) continue
    loops++
    for (let half = first; loopOf[half] === 0; half = next[half]!) loopOf[half] = loops
  }
  return { loops, loopOf }
}

/** For each connected part its lowest vertex (x, then y) and the half edge there that has the plane around the part on its left. */
function outerSides(graph: PlanarGraph): { vertex: number; half: number }[] {
  const { vertices, xs, ys, from, to } = graph
  const part = components(graph)
  const { starts, around } = segmentsAround(graph)
  const lowest = new Map<number, number>()
  for (let v = 0; v < vertices; v++) {
    if (starts[v] === starts[v + 1]) continue
    const best = lowest.get(part[v]!)
    if (best === undefined || xs[v]! < xs[best]! || (xs[v] === xs[best] && ys[v]! < ys[best]!)) lowest.set(part[v]!, v)
  }
  return [...lowest.values()].map(vertex => {
    const far = (s: number): number => (from[s] === vertex ? to[s]! : from[s]!)
    // All segments leave towards the east or straight north; the one most to the right has the outer side on its right.
    const last = around
      .subarray(starts[vertex], starts[vertex + 1])
      .reduce((a, b) => (orient(xs[vertex]!, ys[vertex]!, xs[far(a)]!, ys[far(a)]!, xs[far(b)]!, ys[far(b)]!) < 0 ? b : a))
    return { vertex, half: from[last] === vertex ? 2 * last + 1 : 2 * last }
  })
}
