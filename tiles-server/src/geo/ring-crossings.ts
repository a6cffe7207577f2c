import { orient, segmentsMeet } from './orient.ts'
import { segmentGrid } from './segment-grid.ts'
import type { Position } from './types.ts'

/** Pairs of edges that may be compared for one geometry; real geometries of a million positions stay below. */
const PAIR_BUDGET = 60_000_000

export interface Crossing {
  readonly kind: 'crossing' | 'overlap'
  readonly at: Position
}

/** Edges of closed rings, all rings in one list; `next` is the edge that follows on the same ring. */
interface Edges {
  readonly count: number
  readonly ax: Float64Array
  readonly ay: Float64Array
  readonly bx: Float64Array
  readonly by: Float64Array
  readonly next: Uint32Array
}

/**
 * Where rings (flat coordinates, not closed, no vertex repeated in a row) cross themselves or each other, or run along each other.
 * Touching at a vertex is not a crossing, unless one line passes through the other there. At most `limit` places; undefined
 * when the work would exceed its bound.
 */
export function findCrossings(rings: readonly ArrayLike<number>[], limit: number): Crossing[] | undefined {
  const edges = edgesOf(rings)
  const { ax, ay, bx, by } = edges
  const found = new Map<string, Crossing>()
  const report = (kind: Crossing['kind'], at: Position): void => {
    if (found.size < limit) found.set(`${kind} ${at[0]} ${at[1]}`, { kind, at })
  }
  const finished = segmentGrid(edges).pairs(PAIR_BUDGET, (i, j) => {
    if (i === j || found.size >= limit) return
    if (bx[i] === bx[j] && by[i] === by[j] && passThrough(edges, i, ax[j]!, ay[j]!, bx[edges.next[j]!]!, by[edges.next[j]!]!)) {
      report('crossing', [bx[i]!, by[i]!])
    }
    const meeting = segmentsMeet(ax[i]!, ay[i]!, bx[i]!, by[i]!, ax[j]!, ay[j]!, bx[j]!, by[j]!)
    if (meeting === 'cross') report('crossing', crossingPoint(edges, i, j))
    if (meeting === 'overlap') report('overlap', overlapPoint(edges, i, j))
    if (meeting !== 'touch') return
    if (endsInside(edges, i, j) && passThrough(edges, i, ax[j]!, ay[j]!, bx[j]!, by[j]!)) report('crossing', [bx[i]!, by[i]!])
    if (endsInside(edges, j, i) && passThrough(edges, j, ax[i]!, ay[i]!, bx[i]!, by[i]!)) report('crossing', [bx[j]!, by[j]!])
  })
  return finished ? [...found.values()] : undefined
}

function edgesOf(rings: readonly ArrayLike<number>[]): Edges {
  const count = rings.reduce((n, ring) => n + (ring.length >> 1), 0)
  const array = (): Float64Array => new Float64Array(count)
  const edges = { count, ax: array(), ay: array(), bx: array(), by: array(), next: new Uint32Array(count) }
  let at = 0
  for (const ring of rings) {
    const first = at
    for (let i = 0; i < ring.length; i += 2, at++) {
      const j = (i + 2) % ring.length
      edges.ax[at] = ring[i]!
      edges.ay[at] = ring[i + 1]!
      edges.bx[at] = ring[j]!
      edges.by[at] = ring[j + 1]!
      edges.next[at] = j === 0 ? first : at + 1
    }
  }
  return edges
}

/** Whether the end of edge i lies inside edge j. */
function endsInside({ ax, ay, bx, by }: Edges, i: number, j: number): boolean {
  const [x, y] = [bx[i]!, by[i]!]
  if ((x === ax[j] && y === ay[j]) || (x === bx[j] && y === by[j])) return false
  return orient(ax[j]!, ay[j]!, bx[j]!, by[j]!, x, y) === 0
}

/** Whether the ring, going over the end of edge i, passes from one side to the other of the line p -> (that point) -> q. */
function passThrough({ ax, ay, bx, by, next }: Edges, i: number, px: number, py: number, qx: number, qy: number): boolean {
  const [x, y] = [bx[i]!, by[i]!]
  const k = next[i]!
  const before = sector(x, y, px, py, qx, qy, ax[i]!, ay[i]!)
  const after = sector(x, y, px, py, qx, qy, bx[k]!, by[k]!)
  return before * after < 0
}

/** 1 when the direction from (x, y) to r lies strictly between those to p and q, counter-clockwise from p; -1 beyond; 0 along one of them. */
function sector(x: number, y: number, px: number, py: number, qx: number, qy: number, rx: number, ry: number): -1 | 0 | 1 {
  const p = orient(x, y, px, py, rx, ry)
  const q = orient(x, y, rx, ry, qx, qy)
  const along = (tx: number, ty: number): boolean => (rx - x) * (tx - x) + (ry - y) * (ty - y) > 0
  if ((p === 0 && along(px, py)) || (q === 0 && along(qx, qy))) return 0
  const turn = orient(x, y, px, py, qx, qy)
  if (turn > 0) return p > 0 && q > 0 ? 1 : -1
  if (turn < 0) return p > 0 || q > 0 ? 1 : -1
  // A spike, which turns back on itself, has nothing between its two sides.
  const spike = (px - x) * (qx - x) + (py - y) * (qy - y) > 0
  return p > 0 && !spike ? 1 : -1
}

function crossingPoint({ ax, ay, bx, by }: Edges, i: number, j: number): Position {
  const c = orient(ax[j]!, ay[j]!, bx[j]!, by[j]!, ax[i]!, ay[i]!)
  const d = orient(ax[j]!, ay[j]!, bx[j]!, by[j]!, bx[i]!, by[i]!)
  const t = c === d ? 0 : c / (c - d)
  return [ax[i]! + (bx[i]! - ax[i]!) * t, ay[i]! + (by[i]! - ay[i]!) * t]
}

/** The middle of what two collinear edges have in common. */
function overlapPoint({ ax, ay, bx, by }: Edges, i: number, j: number): Position {
  const middle = (a: number, b: number, c: number, d: number): number =>
    [a, b, c, d].sort((m, n) => m - n)[1]! / 2 + [a, b, c, d].sort((m, n) => m - n)[2]! / 2
  return [middle(ax[i]!, bx[i]!, ax[j]!, bx[j]!), middle(ay[i]!, by[i]!, ay[j]!, by[j]!)]
}
