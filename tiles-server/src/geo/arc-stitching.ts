import { orient } from './orient.ts'
import type { Arc } from './topology-types.ts'

/** An arc in one of its directions. */
export interface DirectedArc {
  readonly arc: Arc
  readonly reversed: boolean
}

/** Half edges of one face: an arc whose left side (in the given direction) belongs to the face, with the numbers of its end vertices. */
export interface HalfArc extends DirectedArc {
  readonly start: number
  readonly end: number
}

/**
 * Joins a face's arcs to rings. Where the face touches itself at a vertex the way on is the one that bounds the same corner of the
 * interior, and the walk is split at each vertex it comes back to: the rings visit no vertex twice and do not cross each other.
 * The order of the answer depends on the arcs alone: each ring starts at its lowest junction, rings ascend by it.
 */
export function stitchRings(halves: readonly HalfArc[]): DirectedArc[][] {
  const leaving = new Map<number, HalfArc[]>()
  const arriving = new Map<number, HalfArc[]>()
  for (const half of halves) {
    append(leaving, half.start, half)
    append(arriving, half.end, half)
  }
  const used = new Set<HalfArc>()
  const rings: HalfArc[][] = []
  for (const first of halves) {
    if (!used.has(first)) rings.push(...walk(first, leaving, arriving, used))
  }
  return rings.map(fromLowest).sort((a, b) => compareStarts(a[0]!, b[0]!))
}

function append(map: Map<number, HalfArc[]>, key: number, half: HalfArc): void {
  const list = map.get(key)
  if (list) list.push(half)
  else map.set(key, [half])
}

function walk(first: HalfArc, leaving: Map<number, HalfArc[]>, arriving: Map<number, HalfArc[]>, used: Set<HalfArc>): HalfArc[][] {
  const rings: HalfArc[][] = []
  const path: HalfArc[] = []
  const position = new Map<number, number>()
  let half: HalfArc | undefined = first
  while (half) {
    used.add(half)
    position.set(half.start, path.length)
    path.push(half)
    const back = position.get(half.end)
    if (back !== undefined) {
      const loop = path.splice(back)
      for (const part of loop) position.delete(part.start)
      rings.push(loop)
      if (path.length === 0) return rings
    }
    half = next(half, leaving, arriving, used)
  }
  return rings
}

/** The way on from where `half` arrives; arcs of overlapping input may have to be taken against their direction. */
function next(half: HalfArc, leaving: Map<number, HalfArc[]>, arriving: Map<number, HalfArc[]>, used: Set<HalfArc>): HalfArc | undefined {
  const candidates = (leaving.get(half.end) ?? []).filter(h => !used.has(h))
  if (candidates.length > 0) return candidates.reduce((best, h) => (isFurtherLeft(half, best, h) ? h : best))
  const against = (arriving.get(half.end) ?? []).find(h => !used.has(h))
  if (!against) return undefined
  used.add(against)
  return { arc: against.arc, reversed: !against.reversed, start: against.end, end: against.start }
}

/** Vertex `i` of the arc in its direction: 0 the first, 1 the second, -1 the last, -2 the one before. */
function vertexAt({ arc, reversed }: DirectedArc, i: number): [number, number] {
  const n = arc.points.length >> 1
  const forward = i < 0 ? n + i : i
  const at = (reversed ? n - 1 - forward : forward) * 2
  return [arc.points[at]!, arc.points[at + 1]!]
}

/**
 * Seen from the vertex where `half` arrives, and turning counter-clockwise from where it came: does `b` leave later than `a`?
 * The last one to leave bounds the corner on the left of `half`.
 */
function isFurtherLeft(half: HalfArc, a: HalfArc, b: HalfArc): boolean {
  const [vx, vy] = vertexAt(half, -1)
  const [ox, oy] = vertexAt(half, -2)
  const [ax, ay] = vertexAt(a, 1)
  const [bx, by] = vertexAt(b, 1)
  const quarter = (x: number, y: number): number => {
    const side = orient(vx, vy, ox, oy, x, y)
    if (side !== 0) return side > 0 ? 1 : 3
    return (x - vx) * (ox - vx) + (y - vy) * (oy - vy) > 0 ? 0 : 2
  }
  const difference = quarter(bx, by) - quarter(ax, ay)
  return difference !== 0 ? difference > 0 : orient(vx, vy, ax, ay, bx, by) > 0
}

function compareStarts(a: DirectedArc, b: DirectedArc): number {
  const [ax, ay] = vertexAt(a, 0)
  const [bx, by] = vertexAt(b, 0)
  return ax - bx || ay - by || (a.arc.key < b.arc.key ? -1 : a.arc.key > b.arc.key ? 1 : 0)
}

function fromLowest(ring: readonly HalfArc[]): DirectedArc[] {
  const lowest = ring.reduce((best, half, i) => (compareStarts(half, ring[best]!) < 0 ? i : best), 0)
  return [...ring.slice(lowest), ...ring.slice(0, lowest)].map(({ arc, reversed }) => ({ arc, reversed }))
}
