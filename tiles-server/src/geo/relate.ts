import { isOnSegment, type LatticeShape, placeOf } from './lattice-shape.ts'
import { orient, segmentsMeet } from './orient.ts'
import { pointInRings } from './ring.ts'

/**
 * How two shapes of the lattice relate, as OGC 06-103r4 (6.1.15) defines it: shapes are closed, so that a point on an edge meets the area. All
 * decisions are exact: they are made with integers and their halves, and no point of intersection is ever computed.
 */

/** They have a point in common (ST_Intersects). */
export function shapesMeet(a: LatticeShape, b: LatticeShape): boolean {
  if (!boxesMeet(a, b)) return false
  if (a.dimension === 0) return somePoint(a.vertices, (x, y) => placeOf(x, y, b) >= 0)
  if (b.dimension === 0) return shapesMeet(b, a)
  if (someMeeting(a.segments, b.segments)) return true
  // No edge meets another: what hangs together lies wholly inside the other or wholly outside.
  const inside = (inner: LatticeShape, outer: LatticeShape): boolean =>
    outer.dimension === 2 && somePoint(inner.starts, (x, y) => placeOf(x, y, outer) > 0)
  return inside(a, b) || inside(b, a)
}

/** Every point of `a` is one of `b`, and they have interior points in common (ST_Within). */
export function shapeWithin(a: LatticeShape, b: LatticeShape): boolean {
  if (!isCovered(a, b)) return false
  if (a.dimension === b.dimension) return true
  if (a.dimension === 0) return somePoint(a.vertices, (x, y) => placeOf(x, y, b) > 0)
  // A line in an area: one that runs along the edge only is not within.
  return pieces(a.segments, b).some(piece => piece.place > 0)
}

/** They are the same set of points (ST_Equals). */
export const shapesEqual = (a: LatticeShape, b: LatticeShape): boolean => a.dimension === b.dimension && isCovered(a, b) && isCovered(b, a)

/** Every point of `a` is one of `b`. */
function isCovered(a: LatticeShape, b: LatticeShape): boolean {
  if (a.dimension > b.dimension || !boxWithin(a, b)) return false
  if (a.dimension === 0) return !somePoint(a.vertices, (x, y) => placeOf(x, y, b) < 0)
  if (b.dimension === 1) return pieces(a.segments, b).every(piece => piece.along)
  if (a.dimension === 1 ? someLeaving(a.segments, b) : someCrossing(a.segments, b.segments)) return false
  const own = pieces(a.segments, b)
  if (a.dimension === 1) return own.every(piece => piece.place >= 0)
  // Beside an edge that both have, the half-open rule looks at the same side of it for both.
  const sameSide = ({ x, y }: Piece): boolean => pointInRings(x, y, a.rings) === pointInRings(x, y, b.rings)
  return (
    own.every(piece => (piece.along ? sameSide(piece) : piece.place > 0)) &&
    pieces(b.segments, a).every(piece => piece.along || piece.place < 0)
  )
}

/** A piece of a segment between two vertices that lie on it, by its midpoint. */
interface Piece {
  readonly x: number
  readonly y: number
  /** Runs along a segment of the other shape. */
  readonly along: boolean
  /** Where it lies of the other shape. */
  readonly place: 1 | 0 | -1
}

/**
 * Segments cut where vertices of the other shape lie on them. When no segment crosses one of the other inside both, a piece lies in the other's
 * interior, outside, or along a segment as a whole, and its midpoint tells.
 */
function pieces(segments: Int32Array, other: LatticeShape): Piece[] {
  const out: Piece[] = []
  for (let i = 0; i < segments.length; i += 4) {
    const [ax, ay, bx, by] = [segments[i]!, segments[i + 1]!, segments[i + 2]!, segments[i + 3]!]
    const cuts = [ax, ay, bx, by]
    for (let v = 0; v < other.vertices.length; v += 2) {
      const [x, y] = [other.vertices[v]!, other.vertices[v + 1]!]
      if (isOnSegment(x, y, ax, ay, bx, by)) cuts.push(x, y)
    }
    out.push(...between(inOrder(cuts, ax, ay), other))
  }
  return out
}

/** Points of one line by their distance from its beginning. */
function inOrder(cuts: readonly number[], ax: number, ay: number): [number, number][] {
  const points = Array.from({ length: cuts.length / 2 }, (_, i): [number, number] => [cuts[2 * i]!, cuts[2 * i + 1]!])
  const distance = ([x, y]: [number, number]): number => Math.abs(x - ax) + Math.abs(y - ay)
  return points.sort((p, q) => distance(p) - distance(q))
}

function between(points: readonly (readonly [number, number])[], other: LatticeShape): Piece[] {
  const out: Piece[] = []
  for (let i = 1; i < points.length; i++) {
    const [[px, py], [qx, qy]] = [points[i - 1]!, points[i]!]
    if (px === qx && py === qy) continue
    const [x, y] = [(px + qx) / 2, (py + qy) / 2]
    const { segments } = other
    let along = false
    for (let s = 0; s < segments.length && !along; s += 4) {
      const [ax, ay, bx, by] = [segments[s]!, segments[s + 1]!, segments[s + 2]!, segments[s + 3]!]
      along = isOnSegment(px, py, ax, ay, bx, by) && isOnSegment(qx, qy, ax, ay, bx, by)
    }
    out.push({ x, y, along, place: along ? 0 : placeOf(x, y, other) })
  }
  return out
}

const boxesMeet = ({ box: a }: LatticeShape, { box: b }: LatticeShape): boolean =>
  a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3]
const boxWithin = ({ box: a }: LatticeShape, { box: b }: LatticeShape): boolean =>
  a[0] >= b[0] && a[1] >= b[1] && a[2] <= b[2] && a[3] <= b[3]

function somePoint(flat: Int32Array, holds: (x: number, y: number) => boolean): boolean {
  for (let i = 0; i < flat.length; i += 2) if (holds(flat[i]!, flat[i + 1]!)) return true
  return false
}

type Segment = [ax: number, ay: number, bx: number, by: number]
const segmentAt = (segments: Int32Array, i: number): Segment => [segments[i]!, segments[i + 1]!, segments[i + 2]!, segments[i + 3]!]

const someMeeting = (a: Int32Array, b: Int32Array): boolean => somePair(a, b, closedSegmentsMeet)
const someCrossing = (a: Int32Array, b: Int32Array): boolean => somePair(a, b, (s, t) => segmentsMeet(...s, ...t) === 'cross')

/** A line that crosses an edge where another part of the area touches it goes on in that part, perhaps: it is cut there, and its pieces tell. */
const someLeaving = (a: Int32Array, b: LatticeShape): boolean =>
  somePair(a, b.segments, (s, t) => {
    if (segmentsMeet(...s, ...t) !== 'cross') return false
    return !somePoint(b.vertices, (x, y) => isOnSegment(x, y, ...s) && isOnSegment(x, y, ...t))
  })

function somePair(a: Int32Array, b: Int32Array, holds: (s: Segment, t: Segment) => boolean): boolean {
  for (let i = 0; i < a.length; i += 4) {
    const s = segmentAt(a, i)
    const [west, east] = s[0] < s[2] ? [s[0], s[2]] : [s[2], s[0]]
    const [south, north] = s[1] < s[3] ? [s[1], s[3]] : [s[3], s[1]]
    for (let j = 0; j < b.length; j += 4) {
      const [cx, cy, dx, dy] = [b[j]!, b[j + 1]!, b[j + 2]!, b[j + 3]!]
      if ((cx > east && dx > east) || (cx < west && dx < west) || (cy > north && dy > north) || (cy < south && dy < south)) continue
      if (holds(s, [cx, cy, dx, dy])) return true
    }
  }
  return false
}

/** Whether closed segments whose boxes meet have a point in common. */
function closedSegmentsMeet([ax, ay, bx, by]: Segment, [cx, cy, dx, dy]: Segment): boolean {
  const apart = (p: number, q: number): boolean => (p > 0 && q > 0) || (p < 0 && q < 0)
  if (apart(orient(ax, ay, bx, by, cx, cy), orient(ax, ay, bx, by, dx, dy))) return false
  return !apart(orient(cx, cy, dx, dy, ax, ay), orient(cx, cy, dx, dy, bx, by))
}
