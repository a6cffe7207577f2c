import { orient, segmentsMeet } from './orient.ts'
import { segmentGrid } from './segment-grid.ts'
import { type SegmentTable, segmentTable } from './segment-table.ts'
import type { LatticeRing } from './types.ts'

const PAIR_BUDGET = 60_000_000

/** Lattice points that every line near them has to go through. */
interface HotPixels {
  readonly xs: readonly number[]
  readonly ys: readonly number[]
}

/**
 * Rings (lattice, in any position to each other) noded by snap rounding: every vertex and every crossing, rounded to the lattice, is a hot pixel, and
 * each edge is led through the centres of the hot pixels it passes. Afterwards edges meet at vertices only, whatever the input was; nothing moves by more
 * than half a lattice step in lon or lat. The answer has the same rings in the same order; vertices may repeat. Undefined when the work would exceed its bound.
 * Source: J. D. Hobby, "Practical segment intersection with finite precision output" (1999); pixels are half open: [x - 1/2, x + 1/2).
 */
export function snapRound(rings: readonly LatticeRing[]): LatticeRing[] | undefined {
  const table = segmentTable([{ rings }])
  const { count, from, to, xs, ys } = table
  const pick = (ends: Int32Array, values: Int32Array) => Float64Array.from({ length: count }, (_, s) => values[ends[s]!]!)
  const segments = { count, ax: pick(from, xs), ay: pick(from, ys), bx: pick(to, xs), by: pick(to, ys) }
  const crossed = crossings(segments)
  if (!crossed) return undefined
  const hot = hotPixels(table, crossed)
  const through = passages(segments, hot)
  if (through.size === 0) return [...rings]
  const routes = routesOf(segments, through)
  return rings.map(ring => led(ring, routes, hot))
}

interface FlatSegments {
  readonly count: number
  readonly ax: Float64Array
  readonly ay: Float64Array
  readonly bx: Float64Array
  readonly by: Float64Array
}

/** Where segments cross, rounded to the lattice. */
function crossings(segments: FlatSegments): Map<string, [number, number]> | undefined {
  const { ax, ay, bx, by, count } = segments
  const most = 100_000 + 4 * count
  const found = new Map<string, [number, number]>()
  let calls = 0
  const finished = segmentGrid(segments).pairs(PAIR_BUDGET, (i, j) => {
    if (calls > most || segmentsMeet(ax[i]!, ay[i]!, bx[i]!, by[i]!, ax[j]!, ay[j]!, bx[j]!, by[j]!) !== 'cross') return
    calls++
    const at = crossingPoint(ax[i]!, ay[i]!, bx[i]!, by[i]!, ax[j]!, ay[j]!, bx[j]!, by[j]!)
    found.set(`${at[0]} ${at[1]}`, at)
  })
  return finished && calls <= most ? found : undefined
}

/** The lattice point whose half-open pixel holds the crossing of a-b with c-d: exact. */
function crossingPoint(...ends: [number, number, number, number, number, number, number, number]): [number, number] {
  const [ax, ay, bx, by, cx, cy, dx, dy] = ends.map(BigInt) as [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint]
  const whole = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx)
  const part = (cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)
  const sign = whole < 0n ? -1n : 1n
  const along = (from: bigint, to: bigint): number => Number(from + roundedQuotient(sign * part * (to - from), sign * whole))
  return [along(ax, bx), along(ay, by)]
}

/** floor(n / d + 1/2) for d > 0. */
function roundedQuotient(n: bigint, d: bigint): bigint {
  const [top, bottom] = [2n * n + d, 2n * d]
  const quotient = top / bottom
  return top < 0n && quotient * bottom !== top ? quotient - 1n : quotient
}

function hotPixels(table: SegmentTable, crossed: Map<string, [number, number]>): HotPixels {
  const xs: number[] = []
  const ys: number[] = []
  for (let v = 0; v < table.vertices; v++) {
    crossed.delete(`${table.xs[v]} ${table.ys[v]}`)
    xs.push(table.xs[v]!)
    ys.push(table.ys[v]!)
  }
  for (const [x, y] of crossed.values()) {
    xs.push(x)
    ys.push(y)
  }
  return { xs, ys }
}

/** Hot pixels that a segment passes between its ends, by segment, in the order from its start. */
function passages(segments: FlatSegments, { xs, ys }: HotPixels): Map<number, number[]> {
  const { ax, ay, bx, by } = segments
  const grid = segmentGrid(segments, 1)
  const found = new Map<number, number[]>()
  for (let p = 0; p < xs.length; p++) {
    const [x, y] = [xs[p]!, ys[p]!]
    for (const s of grid.around(x, y)) {
      if ((ax[s] === x && ay[s] === y) || (bx[s] === x && by[s] === y)) continue
      if (!meetsPixel(2 * ax[s]!, 2 * ay[s]!, 2 * bx[s]!, 2 * by[s]!, 2 * x, 2 * y)) continue
      const others = found.get(s)
      if (others) others.push(p)
      else found.set(s, [p])
    }
  }
  for (const [s, pixels] of found) {
    // Along a segment neither coordinate of the pixels it passes ever turns back.
    const [right, up] = [Math.sign(bx[s]! - ax[s]!), Math.sign(by[s]! - ay[s]!)]
    pixels.sort((p, q) => right * (xs[p]! - xs[q]!) || up * (ys[p]! - ys[q]!))
  }
  return found
}

/** Whether a segment meets the pixel [x - 1, x + 1) x [y - 1, y + 1); all in half lattice steps. */
function meetsPixel(ax: number, ay: number, bx: number, by: number, x: number, y: number): boolean {
  const [px, py, qx, qy] = ax <= bx ? [ax, ay, bx, by] : [bx, by, ax, ay]
  if (px >= x + 1 || qx < x - 1 || Math.min(py, qy) >= y + 1 || Math.max(py, qy) < y - 1) return false
  if (px === qx || py === qy) return true
  const rising = py < qy
  const side = (cx: number, cy: number): number => Math.sign(orient(px, py, qx, qy, cx, cy))
  const upperLeft = side(x - 1, y + 1)
  if (upperLeft === 0) return !rising
  const upperRight = side(x + 1, y + 1)
  if (upperRight === 0) return rising
  if (upperLeft !== upperRight) return true
  const lowerLeft = side(x - 1, y - 1)
  if (lowerLeft === 0 || lowerLeft !== upperLeft) return true
  const lowerRight = side(x + 1, y - 1)
  return lowerRight === 0 ? !rising : lowerRight !== lowerLeft
}

const keyOf = (ax: number, ay: number, bx: number, by: number): string => `${ax} ${ay} ${bx} ${by}`

/** The pixels to go through, by the ends of the edge in either direction. */
function routesOf({ ax, ay, bx, by }: FlatSegments, through: ReadonlyMap<number, number[]>): Map<string, readonly number[]> {
  const routes = new Map<string, readonly number[]>()
  for (const [s, pixels] of through) {
    routes.set(keyOf(ax[s]!, ay[s]!, bx[s]!, by[s]!), pixels)
    routes.set(keyOf(bx[s]!, by[s]!, ax[s]!, ay[s]!), pixels.toReversed())
  }
  return routes
}

function led(ring: LatticeRing, routes: ReadonlyMap<string, readonly number[]>, { xs, ys }: HotPixels): LatticeRing {
  const out: number[] = []
  for (let i = 0; i < ring.length; i += 2) {
    const j = (i + 2) % ring.length
    out.push(ring[i]!, ring[i + 1]!)
    for (const p of routes.get(keyOf(ring[i]!, ring[i + 1]!, ring[j]!, ring[j + 1]!)) ?? []) out.push(xs[p]!, ys[p]!)
  }
  return Int32Array.from(out)
}
