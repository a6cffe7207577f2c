import { dirtOf, type LatticeMove } from './clean-dirt.ts'
import type { Snapped } from './clean-vertices.ts'
import { METRES_PER_STEP, metresEast, metresToLine } from './ground.ts'
import { segmentGrid } from './segment-grid.ts'
import { type FaceRings, type SegmentTable, segmentTable } from './segment-table.ts'
import type { LatticeRing } from './types.ts'

const LOOK_BUDGET = 60_000_000
/** An edge that goes through a vertex already does not move. */
const STILL_METRES = 0.0005

interface Insertion {
  readonly vertex: number
  readonly segment: number
  readonly face: number
  readonly metres: number
  readonly along: number
}

/**
 * Leads edges that one face alone has through the vertices of other faces that lie within `metres` of them; of each face the nearest edge, unless the face
 * has that vertex already. No vertex moves, the edge bends. Undefined when too much lies near each other.
 */
export function bendEdges(faces: readonly FaceRings[], metres: number): Snapped | undefined {
  const table = segmentTable(faces)
  const insertions = findInsertions(table, metres)
  if (!insertions) return undefined
  if (insertions.length === 0) return { faces, moves: [] }
  const touched = new Set(insertions.map(({ face }) => face))
  const routes = routesOf(table, insertions)
  return {
    faces: faces.map((face, f) => (touched.has(f) ? { rings: face.rings.map(ring => bentRing(ring, f, routes)) } : face)),
    moves: insertions.filter(insertion => insertion.metres > STILL_METRES).map(insertion => moveOf(table, insertion)),
  }
}

function findInsertions(table: SegmentTable, metres: number): Insertion[] | undefined {
  const { xs, ys, from, to } = table
  const { vertices, facesAt, edges } = dirtOf(table)
  const pick = (ends: Int32Array, values: Int32Array) => Float64Array.from(edges, ({ segment }) => values[ends[segment]!]!)
  const [ax, ay, bx, by] = [pick(from, xs), pick(from, ys), pick(to, xs), pick(to, ys)]
  const poleward = vertices.reduce((y, v) => Math.max(y, Math.abs(ys[v]!)), 0)
  const pad = Math.ceil(metres / Math.min(metresEast(poleward), METRES_PER_STEP)) + 1
  const grid = segmentGrid({ count: edges.length, ax, ay, bx, by }, pad)
  const found: Insertion[] = []
  let budget = LOOK_BUDGET
  for (const vertex of vertices) {
    const [x, y] = [xs[vertex]!, ys[vertex]!]
    const near = grid.around(x, y)
    budget -= near.length
    if (budget < 0) return undefined
    const best = new Map<number, Insertion>()
    for (const i of near) {
      const { segment, face } = edges[i]!
      if (facesAt(vertex).has(face)) continue
      const { metres: distance, along } = metresToLine(x, y, ax[i]!, ay[i]!, bx[i]!, by[i]!)
      if (distance > metres || along <= 0 || along >= 1) continue
      const insertion = { vertex, segment, face, metres: distance, along }
      const known = best.get(face)
      if (!known || isNearer(table, insertion, known)) best.set(face, insertion)
    }
    found.push(...best.values())
  }
  return found
}

/** Of two equally near edges the one whose ends come first. */
function isNearer({ xs, ys, from, to }: SegmentTable, a: Insertion, b: Insertion): boolean {
  if (a.metres !== b.metres) return a.metres < b.metres
  const key = ({ segment }: Insertion): string =>
    [from[segment]!, to[segment]!]
      .map(v => `${xs[v]} ${ys[v]}`)
      .sort()
      .join(' ')
  return key(a) < key(b)
}

function moveOf({ xs, ys, from, to }: SegmentTable, { vertex, segment, face, metres, along }: Insertion): LatticeMove {
  const between = (values: Int32Array): number => {
    const [a, b] = [values[from[segment]!]!, values[to[segment]!]!]
    return a + along * (b - a)
  }
  return { face, from: [between(xs), between(ys)], to: [xs[vertex]!, ys[vertex]!], metres }
}

const keyOf = (face: number, ax: number, ay: number, bx: number, by: number): string => `${face} ${ax} ${ay} ${bx} ${by}`

/** What to go through, by face and the ends of its edge in either direction. */
function routesOf({ xs, ys, from, to }: SegmentTable, insertions: readonly Insertion[]): Map<string, readonly number[]> {
  const sorted = [...insertions].sort((a, b) => a.along - b.along || xs[a.vertex]! - xs[b.vertex]! || ys[a.vertex]! - ys[b.vertex]!)
  const bySegment = new Map<number, Insertion[]>()
  for (const insertion of sorted) bySegment.set(insertion.segment, [...(bySegment.get(insertion.segment) ?? []), insertion])
  const routes = new Map<string, readonly number[]>()
  for (const [segment, list] of bySegment) {
    const [ax, ay, bx, by] = [xs[from[segment]!]!, ys[from[segment]!]!, xs[to[segment]!]!, ys[to[segment]!]!]
    const { face } = list[0]!
    routes.set(
      keyOf(face, ax, ay, bx, by),
      list.flatMap(({ vertex }) => [xs[vertex]!, ys[vertex]!]),
    )
    routes.set(
      keyOf(face, bx, by, ax, ay),
      list.toReversed().flatMap(({ vertex }) => [xs[vertex]!, ys[vertex]!]),
    )
  }
  return routes
}

function bentRing(ring: LatticeRing, face: number, routes: ReadonlyMap<string, readonly number[]>): LatticeRing {
  const out: number[] = []
  for (let i = 0; i < ring.length; i += 2) {
    const j = (i + 2) % ring.length
    out.push(ring[i]!, ring[i + 1]!, ...(routes.get(keyOf(face, ring[i]!, ring[i + 1]!, ring[j]!, ring[j + 1]!)) ?? []))
  }
  return Int32Array.from(out)
}
