import { fromLattice } from './lattice.ts'
import { orient, segmentsMeet } from './orient.ts'
import { segmentGrid } from './segment-grid.ts'
import { type FaceRings, OUTSIDE, type SegmentTable, segmentTable } from './segment-table.ts'
import type { GeometryProblem, LatticeRing } from './types.ts'

/** Work allowed on pairs of unshared segments; a proper city needs a thousandth. */
const PAIR_BUDGET = 20_000_000
const ROUNDS = 3

export interface Noded {
  readonly faces: readonly FaceRings[]
  readonly table: SegmentTable
  readonly problems: GeometryProblem[]
}

/**
 * Nodes a coverage's rings (lattice, interior on the left): a vertex that lies on a segment of another face, or within one lattice step
 * of it (what rounding to the lattice can move it off), is inserted there. Segments already shared by two faces are not looked at.
 * Reported, not repaired: `overlap` (two faces claim the same side of a segment) and `crossing` (unshared segments cross).
 */
export function nodeRings(faces: readonly FaceRings[]): Noded {
  let current = faces
  let table = segmentTable(current)
  for (let round = 0; round < ROUNDS; round++) {
    const inserts = insertions(table)
    if (inserts.size === 0) break
    current = applyInsertions(current, table, inserts)
    table = segmentTable(current)
  }
  return { faces: current, table, problems: [...doubledSides(table), ...crossings(table)] }
}

const placeOf = (table: SegmentTable, segment: number): [number, number] => [
  fromLattice((table.xs[table.from[segment]!]! + table.xs[table.to[segment]!]!) / 2),
  fromLattice((table.ys[table.from[segment]!]! + table.ys[table.to[segment]!]!) / 2),
]

function doubledSides(table: SegmentTable): GeometryProblem[] {
  return table.doubled.map(({ segment }) => ({
    rule: 'overlap',
    detail: 'two faces lie on the same side of one edge',
    at: placeOf(table, segment),
  }))
}

/** Segments that only one face knows, as a table of their own. */
function unshared(table: SegmentTable) {
  const list: number[] = []
  for (let s = 0; s < table.count; s++) if ((table.left[s] === OUTSIDE) !== (table.right[s] === OUTSIDE)) list.push(s)
  const pick = (ends: Int32Array, values: Int32Array) => Float64Array.from(list, s => values[ends[s]!]!)
  const { from, to, xs, ys } = table
  return { list, segments: { count: list.length, ax: pick(from, xs), ay: pick(from, ys), bx: pick(to, xs), by: pick(to, ys) } }
}

/** Vertices to insert, by segment, ordered from its `from` to its `to`. */
function insertions(table: SegmentTable): Map<number, number[]> {
  const { list, segments } = unshared(table)
  const grid = segmentGrid(segments, 1)
  const { xs, ys, from, to } = table
  const found = new Map<number, number[]>()
  const seen = new Uint8Array(table.vertices)
  for (const s of list) {
    for (const vertex of [from[s]!, to[s]!]) {
      if (seen[vertex]) continue
      seen[vertex] = 1
      for (const i of grid.around(xs[vertex]!, ys[vertex]!)) {
        const segment = list[i]!
        if (from[segment] === vertex || to[segment] === vertex || !liesWithin(table, vertex, segment)) continue
        const others = found.get(segment)
        if (others) others.push(vertex)
        else found.set(segment, [vertex])
      }
    }
  }
  for (const [segment, vertices] of found) {
    const along = (v: number): number => projection(table, v, segment)
    vertices.sort((v, w) => along(v) - along(w))
  }
  return found
}

/** Product of lengths: how far along the segment the vertex projects, from 0 to the squared length. */
function projection({ xs, ys, from, to }: SegmentTable, vertex: number, segment: number): number {
  const a = from[segment]!
  const b = to[segment]!
  return (xs[vertex]! - xs[a]!) * (xs[b]! - xs[a]!) + (ys[vertex]! - ys[a]!) * (ys[b]! - ys[a]!)
}

function liesWithin(table: SegmentTable, vertex: number, segment: number): boolean {
  const { xs, ys, from, to } = table
  const a = from[segment]!
  const b = to[segment]!
  const squared = (xs[b]! - xs[a]!) ** 2 + (ys[b]! - ys[a]!) ** 2
  const along = projection(table, vertex, segment)
  if (along <= 0 || along >= squared) return false
  return Math.abs(orient(xs[a]!, ys[a]!, xs[b]!, ys[b]!, xs[vertex]!, ys[vertex]!)) <= Math.sqrt(squared)
}

function applyInsertions(faces: readonly FaceRings[], table: SegmentTable, inserts: Map<number, number[]>): FaceRings[] {
  const { xs, ys, from, to, left, right } = table
  const key = (ax: number, ay: number, bx: number, by: number): string => `${ax} ${ay} ${bx} ${by}`
  const byEnds = new Map<string, number[]>()
  const touched = new Set<number>()
  for (const [s, vertices] of inserts) {
    const [a, b] = [from[s]!, to[s]!]
    byEnds.set(key(xs[a]!, ys[a]!, xs[b]!, ys[b]!), vertices)
    byEnds.set(key(xs[b]!, ys[b]!, xs[a]!, ys[a]!), [...vertices].reverse())
    touched.add(left[s]!).add(right[s]!)
  }
  for (const { face } of table.doubled) touched.add(face)
  const extend = (ring: LatticeRing): LatticeRing => {
    const out: number[] = []
    for (let i = 0; i < ring.length; i += 2) {
      const j = (i + 2) % ring.length
      out.push(ring[i]!, ring[i + 1]!)
      for (const v of byEnds.get(key(ring[i]!, ring[i + 1]!, ring[j]!, ring[j + 1]!)) ?? []) out.push(xs[v]!, ys[v]!)
    }
    return Int32Array.from(out)
  }
  return faces.map((face, index) => (touched.has(index) ? { rings: face.rings.map(extend) } : face))
}

function crossings(table: SegmentTable): GeometryProblem[] {
  const { list, segments } = unshared(table)
  const { ax, ay, bx, by } = segments
  const problems: GeometryProblem[] = []
  const seen = new Set<number>()
  const finished = segmentGrid(segments).pairs(PAIR_BUDGET, (i, j) => {
    if (segmentsMeet(ax[i]!, ay[i]!, bx[i]!, by[i]!, ax[j]!, ay[j]!, bx[j]!, by[j]!) !== 'cross') return
    const pair = Math.min(i, j) * list.length + Math.max(i, j)
    if (seen.has(pair)) return
    seen.add(pair)
    problems.push({ rule: 'crossing', detail: 'edges of two faces cross', at: placeOf(table, list[i]!) })
  })
  if (!finished)
    problems.push({ rule: 'too-complex', detail: 'too many long edges that only one face knows: crossings were not all looked for' })
  return problems
}
