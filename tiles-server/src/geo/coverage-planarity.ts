import type { Findings } from './geometry-shape.ts'
import { fromLattice } from './lattice.ts'
import { orient, segmentsMeet } from './orient.ts'
import { pointInRings } from './ring.ts'
import { segmentGrid } from './segment-grid.ts'
import { type FaceRings, OUTSIDE, type SegmentTable } from './segment-table.ts'
import type { LatticeRing, Position } from './types.ts'

const PAIR_BUDGET = 60_000_000

/** What the checks look at: rings by face, their segments, and the faces' ids for the messages. */
export interface Coverage {
  readonly ids: readonly string[]
  readonly faces: readonly FaceRings[]
  readonly table: SegmentTable
}

/**
 * Whether the faces lie side by side: no two claim one side of a segment (`overlap`), no segments cross (`crossing`) or meet without
 * a common vertex (`t-junction`), around each vertex the sides of neighbouring segments name the same face (`overlap`), and what lies apart
 * inside a face is a hole of that face (`overlap`). Together these are exact: what passes is a planar coverage.
 */
export function checkPlanar(coverage: Coverage, findings: Findings): void {
  checkSides(coverage, findings)
  checkMeetings(coverage, findings)
  if (findings.problems.length > 0) return
  checkVertices(coverage, findings)
  if (findings.problems.length === 0) checkComponents(coverage, findings)
}

export const vertexAt = ({ xs, ys }: SegmentTable, vertex: number): Position => [fromLattice(xs[vertex]!), fromLattice(ys[vertex]!)]

/** A segment's midpoint in degrees. */
export function middleOf({ xs, ys, from, to }: SegmentTable, segment: number): Position {
  const [a, b] = [from[segment]!, to[segment]!]
  return [fromLattice((xs[a]! + xs[b]!) / 2), fromLattice((ys[a]! + ys[b]!) / 2)]
}

function nameOf(ids: readonly string[], face: number): string {
  return face === OUTSIDE ? 'the outside' : `"${ids[face]}"`
}

function checkSides({ ids, table }: Coverage, { add }: Findings): void {
  for (const { segment, face, onLeft } of table.doubled) {
    const other = onLeft ? table.left[segment]! : table.right[segment]!
    add('overlap', `faces ${nameOf(ids, other)} and ${nameOf(ids, face)} lie on the same side of an edge`, middleOf(table, segment))
  }
  for (let s = 0; s < table.count; s++) {
    if (table.left[s] === table.right[s]) add('overlap', `face ${nameOf(ids, table.left[s]!)} runs along an edge twice`, middleOf(table, s))
  }
}

function checkMeetings({ table }: Coverage, { add }: Findings): void {
  const { count, from, to, xs, ys } = table
  const pick = (ends: Int32Array, values: Int32Array) => Float64Array.from({ length: count }, (_, s) => values[ends[s]!]!)
  const [ax, ay, bx, by] = [pick(from, xs), pick(from, ys), pick(to, xs), pick(to, ys)]
  const seen = new Set<number>()
  const finished = segmentGrid({ count, ax, ay, bx, by }).pairs(PAIR_BUDGET, (i, j) => {
    const meeting = segmentsMeet(ax[i]!, ay[i]!, bx[i]!, by[i]!, ax[j]!, ay[j]!, bx[j]!, by[j]!)
    if (meeting === 'none' || seen.size >= 200) return
    const pair = Math.min(i, j) * count + Math.max(i, j)
    if (seen.has(pair)) return
    seen.add(pair)
    if (meeting === 'cross') add('crossing', 'edges of two faces cross', middleOf(table, i))
    else add('t-junction', 'a vertex lies on an edge that does not have it', touchingPoint(table, i, j))
  })
  if (!finished) add('too-complex', 'too many long edges lie over each other to check them for crossings')
}

/** An end of one segment that lies inside the other. */
function touchingPoint(table: SegmentTable, i: number, j: number): Position {
  const inside = (v: number, s: number): boolean => {
    const [a, b] = [table.from[s]!, table.to[s]!]
    if (v === a || v === b) return false
    const [x, y] = [table.xs[v]!, table.ys[v]!]
    const within = (x - table.xs[a]!) * (x - table.xs[b]!) <= 0 && (y - table.ys[a]!) * (y - table.ys[b]!) <= 0
    return within && orient(table.xs[a]!, table.ys[a]!, table.xs[b]!, table.ys[b]!, x, y) === 0
  }
  for (const v of [table.from[i]!, table.to[i]!]) if (inside(v, j)) return vertexAt(table, v)
  for (const v of [table.from[j]!, table.to[j]!]) if (inside(v, i)) return vertexAt(table, v)
  return middleOf(table, i)
}

/** Around every vertex, counter-clockwise: the face after one segment must be the face before the next. */
function checkVertices({ ids, table }: Coverage, { add }: Findings): void {
  const { from, left, right, xs, ys } = table
  const { starts, around } = segmentsAround(table)
  for (let v = 0; v < table.vertices; v++) {
    const spokes = around.subarray(starts[v], starts[v + 1])
    if (spokes.length > 2) spokes.sort((s, t) => turnOf(table, v, s, t))
    for (let i = 0; i < spokes.length; i++) {
      const s = spokes[i]!
      const t = spokes[(i + 1) % spokes.length]!
      const after = from[s] === v ? left[s]! : right[s]!
      const before = from[t] === v ? right[t]! : left[t]!
      if (after === before) continue
      add('overlap', `faces ${nameOf(ids, after)} and ${nameOf(ids, before)} overlap at a vertex`, [
        fromLattice(xs[v]!),
        fromLattice(ys[v]!),
      ])
      break
    }
  }
}

/** The segments at each vertex, as runs of one list. */
export function segmentsAround({ vertices, count, from, to }: Pick<SegmentTable, 'vertices' | 'count' | 'from' | 'to'>) {
  const starts = new Uint32Array(vertices + 1)
  for (let s = 0; s < count; s++) {
    starts[from[s]! + 1]!++
    starts[to[s]! + 1]!++
  }
  for (let v = 1; v <= vertices; v++) starts[v]! += starts[v - 1]!
  const next = starts.slice()
  const around = new Int32Array(count * 2)
  for (let s = 0; s < count; s++) {
    around[next[from[s]!]!++] = s
    around[next[to[s]!]!++] = s
  }
  return { starts, around }
}

/** Orders two segments at a vertex counter-clockwise from the east. */
export function turnOf({ from, to, xs, ys }: Pick<SegmentTable, 'from' | 'to' | 'xs' | 'ys'>, v: number, s: number, t: number): number {
  const [x, y] = [xs[v]!, ys[v]!]
  const a = from[s] === v ? to[s]! : from[s]!
  const b = from[t] === v ? to[t]! : from[t]!
  const half = (w: number): number => (ys[w]! > y || (ys[w]! === y && xs[w]! > x) ? 0 : 1)
  return half(a) - half(b) || -orient(x, y, xs[a]!, ys[a]!, xs[b]!, ys[b]!)
}

/** Parts that hang together by no segment: the face around each must be the one its outer side names. */
function checkComponents({ ids, faces, table }: Coverage, { add }: Findings): void {
  const part = components(table)
  const lowest = new Map<number, number>()
  for (let v = 0; v < table.vertices; v++) {
    const best = lowest.get(part[v]!)
    if (best === undefined || table.xs[v]! < table.xs[best]! || (table.xs[v] === table.xs[best] && table.ys[v]! < table.ys[best]!)) {
      lowest.set(part[v]!, v)
    }
  }
  if (lowest.size < 2) return
  const rings = ringsOfParts(faces, table, part)
  const spokes = segmentsAround(table)
  for (const [component, v] of lowest) {
    const covering = facesAround(rings, table.xs[v]!, table.ys[v]!, component)
    const named = outerSide(table, v, spokes.around.subarray(spokes.starts[v], spokes.starts[v + 1]))
    if (covering.length === 0 ? named === OUTSIDE : covering.length === 1 && covering[0] === named) continue
    const inside = covering.map(f => nameOf(ids, f)).join(', ') || 'no face'
    add('overlap', `a part bounded by ${nameOf(ids, named)} lies inside ${inside}`, vertexAt(table, v))
  }
}

interface PartRing {
  readonly ring: LatticeRing
  readonly face: number
  readonly part: number
  readonly south: number
  readonly north: number
}

function ringsOfParts(faces: readonly FaceRings[], table: SegmentTable, part: Int32Array): PartRing[] {
  const partAt = new Map<string, number>()
  for (let v = 0; v < table.vertices; v++) partAt.set(`${table.xs[v]} ${table.ys[v]}`, part[v]!)
  return faces.flatMap((face, index) =>
    face.rings.map(ring => {
      let [south, north] = [Infinity, -Infinity]
      for (let i = 1; i < ring.length; i += 2) {
        south = Math.min(south, ring[i]!)
        north = Math.max(north, ring[i]!)
      }
      return { ring, face: index, part: partAt.get(`${ring[0]} ${ring[1]}`)!, south, north }
    }),
  )
}

/** Faces that contain the point, by their rings outside one part (even-odd over all rings of a face). */
function facesAround(rings: readonly PartRing[], x: number, y: number, exceptPart: number): number[] {
  const inside = new Set<number>()
  for (const { ring, face, part, south, north } of rings) {
    if (part === exceptPart || y < south || y > north || !pointInRings(x, y, [ring])) continue
    if (!inside.delete(face)) inside.add(face)
  }
  return [...inside]
}

/** Union-find over the segments: the component of each vertex. */
export function components({ vertices, count, from, to }: Pick<SegmentTable, 'vertices' | 'count' | 'from' | 'to'>): Int32Array {
  const parent = Int32Array.from({ length: vertices }, (_, v) => v)
  const root = (v: number): number => {
    let at = v
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!
      at = parent[at]!
    }
    return at
  }
  for (let s = 0; s < count; s++) parent[root(from[s]!)] = root(to[s]!)
  return parent.map((_, v) => root(v))
}

/**
 * The face on the outer side of a part at its lowest vertex (x, then y). All its segments there leave towards the east or straight north,
 * so the one most to the right has the outer side on its right.
 */
function outerSide({ from, to, left, right, xs, ys }: SegmentTable, v: number, spokes: Int32Array): number {
  const far = (s: number): number => (from[s] === v ? to[s]! : from[s]!)
  const last = spokes.reduce((a, b) => (orient(xs[v]!, ys[v]!, xs[far(a)]!, ys[far(a)]!, xs[far(b)]!, ys[far(b)]!) < 0 ? b : a))
  return from[last] === v ? right[last]! : left[last]!
}
