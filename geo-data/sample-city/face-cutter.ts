import type { Random } from '../../tiles-server/src/kernel/index.ts'
import { boxOf, distance, ringArea, segmentDistance } from './curves.ts'
import type { Point } from './frame.ts'
import type { Line } from './lines.ts'
import type { Subdivision } from './subdivision.ts'

/** A straight or bent way through a face: along `angle`, through the place where the frame's coordinate across it is `at`. */
export interface CutWish {
  /** Direction of the cut, radians. */
  readonly angle: number
  /** A point that the cut should pass. */
  readonly through: Point
  /** Sideways swing of the middle as a share of the length. */
  readonly bend: number
  /** Ends slide to a vertex within this many metres, to one where another street arrives first. */
  readonly snap: number
  readonly minAngle: number
  readonly minShare: number
}

interface Hit {
  /** Index of the loop edge, or of the vertex when `vertex` is set. */
  readonly edge: number
  readonly p: Point
  readonly vertex: boolean
}

/**
 * Tries one cut of a face. The path is checked before anything changes: its ends meet the loop at a fair angle, nothing touches the loop
 * between them (exact), and both parts are large enough. Returns the new face or -1.
 */
export function tryCut(sub: Subdivision, face: number, wish: CutWish, line: Line, random: Random): number {
  const loop = sub.faces[face]!
  const ring = sub.ring(face)
  const chord = chordThrough(ring, wish)
  if (!chord) return -1
  const start = settle(sub, face, ring, chord[0], wish.snap)
  const end = settle(sub, face, ring, chord[1], wish.snap)
  if (start.p === end.p || distance(start.p, end.p) < 25) return -1
  const middle = bendPoints(start.p, end.p, wish.bend, random)
  const path = [start.p, ...middle, end.p]
  if (!fairAngles(ring, start, path[1]!, wish.minAngle) || !fairAngles(ring, end, path.at(-2)!, wish.minAngle)) return -1
  if (!clear(ring, start, end, path, middle)) return -1
  if (!fairShares(ring, start, end, path, wish.minShare)) return -1
  return perform(sub, face, loop, start, end, middle, line)
}

/** Where the line through the wished point meets the ring on both sides of that point. */
function chordThrough(ring: readonly Point[], wish: CutWish): [Hit, Hit] | null {
  const dx = Math.cos(wish.angle)
  const dy = Math.sin(wish.angle)
  let back: { t: number; hit: Hit } | null = null
  let ahead: { t: number; hit: Hit } | null = null
  for (let i = 0; i < ring.length; i++) {
    const a = ring[i]!
    const b = ring[(i + 1) % ring.length]!
    const sa = (a[0] - wish.through[0]) * -dy + (a[1] - wish.through[1]) * dx
    const sb = (b[0] - wish.through[0]) * -dy + (b[1] - wish.through[1]) * dx
    if (sa > 0 === sb > 0) continue
    const k = sa / (sa - sb)
    const p: Point = [a[0] + (b[0] - a[0]) * k, a[1] + (b[1] - a[1]) * k]
    const t = (p[0] - wish.through[0]) * dx + (p[1] - wish.through[1]) * dy
    if (t < 0 && (!back || t > back.t)) back = { t, hit: { edge: i, p, vertex: false } }
    if (t >= 0 && (!ahead || t < ahead.t)) ahead = { t, hit: { edge: i, p, vertex: false } }
  }
  return back && ahead ? [back.hit, ahead.hit] : null
}

/** Slides a hit to a vertex nearby: always off the ends of an edge, and gladly to where a street arrives from the other side. */
function settle(sub: Subdivision, face: number, ring: readonly Point[], hit: Hit, snap: number): Hit {
  const loop = sub.faces[face]!
  const n = loop.length
  let best: Hit = hit
  let bestScore = Infinity
  for (let k = -3; k <= 4; k++) {
    const i = (hit.edge + k + n) % n
    const d = distance(ring[i]!, hit.p)
    const junction = opposite(sub, loop, i)
    const reach = junction ? snap : Math.min(snap * 0.4, 14)
    if (d > reach) continue
    const score = junction ? d * 0.3 : d
    if (score < bestScore) {
      bestScore = score
      best = { edge: i, p: ring[i]!, vertex: true }
    }
  }
  return best
}

/** True when the faces across the two loop edges at vertex i differ: a line arrives there from the other side. */
function opposite(sub: Subdivision, loop: readonly number[], i: number): boolean {
  const n = loop.length
  return sub.faceLeftOf(loop[i]!, loop[(i + n - 1) % n]!) !== sub.faceLeftOf(loop[(i + 1) % n]!, loop[i]!)
}

function bendPoints(a: Point, b: Point, bend: number, random: Random): Point[] {
  const d = distance(a, b)
  if (bend === 0 || d < 120) return []
  const pieces = Math.min(24, Math.max(2, Math.round(d / 90)))
  const nx = -(b[1] - a[1]) / d
  const ny = (b[0] - a[0]) / d
  const arc = (random() * 2 - 1) * bend * d
  const wave = (random() * 2 - 1) * bend * 0.5 * d
  return Array.from({ length: pieces - 1 }, (_, i): Point => {
    const t = (i + 1) / pieces
    const w = arc * 4 * t * (1 - t) + wave * Math.sin(2 * Math.PI * t) * Math.sin(Math.PI * t)
    return [a[0] + (b[0] - a[0]) * t + nx * w, a[1] + (b[1] - a[1]) * t + ny * w]
  })
}

function fairAngles(ring: readonly Point[], hit: Hit, to: Point, minAngle: number): boolean {
  const n = ring.length
  const before = hit.vertex ? ring[(hit.edge + n - 1) % n]! : ring[hit.edge]!
  const after = ring[(hit.edge + 1) % n]!
  return Math.min(angleAt(hit.p, before, to), angleAt(hit.p, after, to)) >= minAngle
}

function angleAt(at: Point, a: Point, b: Point): number {
  const ux = a[0] - at[0]
  const uy = a[1] - at[1]
  const vx = b[0] - at[0]
  const vy = b[1] - at[1]
  return Math.abs(Math.atan2(ux * vy - uy * vx, ux * vx + uy * vy))
}

/** The path keeps a distance of 6 m from every vertex it does not end on, and does not cross the ring. */
function clear(ring: readonly Point[], start: Hit, end: Hit, path: readonly Point[], middle: readonly Point[]): boolean {
  const n = ring.length
  const [west, south, east, north] = boxOf(path)
  for (let i = 0; i < n; i++) {
    const a = ring[i]!
    const b = ring[i + 1 < n ? i + 1 : 0]!
    if (a[0] < west - 9 && b[0] < west - 9) continue
    if (a[0] > east + 9 && b[0] > east + 9) continue
    if (a[1] < south - 9 && b[1] < south - 9) continue
    if (a[1] > north + 9 && b[1] > north + 9) continue
    const atStart = touches(n, i, start)
    const atEnd = touches(n, i, end)
    for (const p of middle) if (segmentDistance(p, a, b) < 8) return false
    for (let k = 1; k < path.length; k++) {
      if ((k === 1 && atStart) || (k === path.length - 1 && atEnd)) continue
      if (crosses(path[k - 1]!, path[k]!, a, b)) return false
    }
    if (atStart || atEnd || isEnd(i, start, end)) continue
    for (let k = 1; k < path.length; k++) if (segmentDistance(a, path[k - 1]!, path[k]!) < 6) return false
  }
  return true
}

/** True when the hit lies on the loop edge i. */
const touches = (n: number, i: number, hit: Hit): boolean => i === hit.edge || (hit.vertex && (i + 1) % n === hit.edge)

const isEnd = (i: number, start: Hit, end: Hit): boolean => (start.vertex && start.edge === i) || (end.vertex && end.edge === i)

const side = (p: Point, q: Point, r: Point): number => (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

const crosses = (a: Point, b: Point, c: Point, d: Point): boolean =>
  side(a, b, c) > 0 !== side(a, b, d) > 0 && side(c, d, a) > 0 !== side(c, d, b) > 0

function fairShares(ring: readonly Point[], start: Hit, end: Hit, path: readonly Point[], minShare: number): boolean {
  const right: Point[] = [...path].reverse()
  const n = ring.length
  const stop = end.vertex ? end.edge : (end.edge + 1) % n
  for (let i = (start.edge + 1) % n, guard = 0; i !== stop && guard < n; i = (i + 1) % n, guard++) right.push(ring[i]!)
  if (!end.vertex && start.edge === end.edge) return false
  const whole = ringArea(ring)
  const part = ringArea(right)
  if (part < whole * minShare || part > whole * (1 - minShare)) return false
  return part > 900 && whole - part > 900
}

function perform(
  sub: Subdivision,
  face: number,
  loop: readonly number[],
  start: Hit,
  end: Hit,
  middle: readonly Point[],
  line: Line,
): number {
  const n = loop.length
  const [a, b, c, d] = [loop[start.edge]!, loop[(start.edge + 1) % n]!, loop[end.edge]!, loop[(end.edge + 1) % n]!]
  const first = start.vertex ? a : sub.splitEdge(a, b, start.p)
  const last = end.vertex ? c : sub.splitEdge(c, d, end.p)
  return sub.cut(face, [first, ...middle.map(p => sub.vertices.add(p)), last], line)
}
