import { type Dirt, dirtOf, type LatticeMove } from './clean-dirt.ts'
import { METRES_PER_STEP, metresBetween, metresEast } from './ground.ts'
import { type FaceRings, type SegmentTable, segmentTable } from './segment-table.ts'
import type { LatticeRing } from './types.ts'

const PAIR_BUDGET = 5_000_000

export interface Snapped {
  readonly faces: readonly FaceRings[]
  readonly moves: readonly LatticeMove[]
}

/**
 * Brings vertices together that different faces have within `metres` of each other, the nearest first. The one that most faces have stays where it is
 * (then the lowest x, then y); the others come to it, none farther than `metres`. Of one face at most one vertex takes part, so that no face is bent
 * together; edges that two faces already share are left alone. Undefined when too many vertices lie near each other.
 */
export function mergeVertices(faces: readonly FaceRings[], metres: number): Snapped | undefined {
  const table = segmentTable(faces)
  const dirt = dirtOf(table)
  const pairs = nearPairs(table, dirt, metres)
  if (!pairs) return undefined
  const target = targets(table, dirt, pairs, metres)
  if (target.size === 0) return { faces, moves: [] }
  const { xs, ys } = table
  const place = (v: number): [number, number] => [xs[v]!, ys[v]!]
  const moves = [...target].flatMap(([v, to]) =>
    [...dirt.facesAt(v)].map(face => ({ face, from: place(v), to: place(to), metres: apart(table, v, to) })),
  )
  const byPlace = new Map([...target].map(([v, to]) => [place(v).join(' '), place(to)]))
  const touched = new Set(moves.map(move => move.face))
  return { faces: faces.map((face, f) => (touched.has(f) ? movedFace(face, byPlace) : face)), moves }
}

const apart = ({ xs, ys }: SegmentTable, v: number, w: number): number => metresBetween(xs[v]!, ys[v]!, xs[w]!, ys[w]!)

interface Pair {
  readonly v: number
  readonly w: number
  readonly metres: number
}

function nearPairs(table: SegmentTable, { vertices, facesAt }: Dirt, metres: number): Pair[] | undefined {
  const { xs, ys } = table
  const poleward = vertices.reduce((y, v) => Math.max(y, Math.abs(ys[v]!)), 0)
  const width = Math.ceil(metres / metresEast(poleward)) + 1
  const height = Math.ceil(metres / METRES_PER_STEP) + 1
  const cells = new Map<string, number[]>()
  const pairs: Pair[] = []
  let budget = PAIR_BUDGET
  for (const v of vertices) {
    const [column, row] = [Math.floor(xs[v]! / width), Math.floor(ys[v]! / height)]
    for (const near of [-1, 0, 1].flatMap(dx => [-1, 0, 1].map(dy => cells.get(`${column + dx} ${row + dy}`) ?? []))) {
      budget -= near.length
      if (budget < 0) return undefined
      for (const w of near) {
        const distance = apart(table, v, w)
        if (distance <= metres && disjoint(facesAt(v), facesAt(w))) pairs.push({ v: w, w: v, metres: distance })
      }
    }
    const key = `${column} ${row}`
    const own = cells.get(key)
    if (own) own.push(v)
    else cells.set(key, [v])
  }
  const byPlace = (a: number, b: number): number => xs[a]! - xs[b]! || ys[a]! - ys[b]!
  return pairs.sort((a, b) => a.metres - b.metres || byPlace(a.v, b.v) || byPlace(a.w, b.w))
}

function disjoint(a: ReadonlySet<number>, b: ReadonlySet<number>): boolean {
  for (const face of a) if (b.has(face)) return false
  return true
}

interface Cluster {
  readonly members: readonly number[]
  readonly faces: ReadonlySet<number>
  readonly centre: number
}

/** Where each vertex that moves goes to. */
function targets(table: SegmentTable, { facesAt }: Dirt, pairs: readonly Pair[], metres: number): Map<number, number> {
  const clusters = new Map<number, Cluster>()
  const clusterOf = (v: number): Cluster => clusters.get(v) ?? { members: [v], faces: facesAt(v), centre: v }
  const better = (v: number, w: number): number => {
    const more = facesAt(w).size - facesAt(v).size
    return (more || table.xs[v]! - table.xs[w]! || table.ys[v]! - table.ys[w]!) <= 0 ? v : w
  }
  for (const { v, w } of pairs) {
    const [a, b] = [clusterOf(v), clusterOf(w)]
    if (a === b || !disjoint(a.faces, b.faces)) continue
    const members = [...a.members, ...b.members]
    const centre = better(a.centre, b.centre)
    if (members.some(member => apart(table, member, centre) > metres)) continue
    const joined = { members, faces: new Set([...a.faces, ...b.faces]), centre }
    for (const member of members) clusters.set(member, joined)
  }
  return new Map([...clusters].flatMap(([v, { centre }]) => (v === centre ? [] : [[v, centre] as const])))
}

function movedFace(face: FaceRings, byPlace: ReadonlyMap<string, readonly [number, number]>): FaceRings {
  return { rings: face.rings.map(ring => movedRing(ring, byPlace)) }
}

function movedRing(ring: LatticeRing, byPlace: ReadonlyMap<string, readonly [number, number]>): LatticeRing {
  const out = ring.slice()
  for (let i = 0; i < ring.length; i += 2) {
    const to = byPlace.get(`${ring[i]} ${ring[i + 1]}`)
    if (to) out.set(to, i)
  }
  return out
}
