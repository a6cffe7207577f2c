/** From this zoom on geometry is drawn in full precision (tiles still quantise it). */
export const FULL_PRECISION_ZOOM = 16

/**
 * Generalisation tolerance at a zoom, in world units of web mercator ([0, 1], see mercator.ts): 4 units of the tile's 4096 grid,
 * which is half a CSS pixel of a 512 px tile. 0 from FULL_PRECISION_ZOOM on.
 */
export const toleranceAt = (zoom: number): number => (zoom >= FULL_PRECISION_ZOOM ? 0 : 4 / (4096 * 2 ** zoom))

/**
 * Simplifies a line with Douglas and Peucker's algorithm (1973), distances to the segment, iterative.
 * The answer depends on the vertices alone, not on the direction they are given in: distances are computed from the lexicographically
 * lower end, and ties go to the lexicographically lowest vertex. A closed line (first = last vertex) keeps its first vertex.
 *
 * @param xy flat coordinates x0, y0, x1, y1, ... in any plane
 * @param tolerance in the units of `xy`; vertices farther than this from the simplified line stay. 0 keeps every vertex.
 * @returns ascending indexes of the vertices that stay, first and last always among them
 */
export function simplifyLine(xy: ArrayLike<number>, tolerance: number): Uint32Array {
  const count = xy.length >> 1
  const keep = new Uint8Array(count)
  if (count > 0) keep[0] = keep[count - 1] = 1
  if (tolerance <= 0) keep.fill(1)
  else splitAll(xy, count, tolerance * tolerance, keep)
  let kept = 0
  for (let i = 0; i < count; i++) kept += keep[i]!
  const out = new Uint32Array(kept)
  for (let i = 0, at = 0; i < count; i++) if (keep[i]) out[at++] = i
  return out
}

function splitAll(xy: ArrayLike<number>, count: number, limit: number, keep: Uint8Array): void {
  const stack = [0, count - 1]
  while (stack.length > 0) {
    const last = stack.pop()!
    const first = stack.pop()!
    const far = farthestVertex(xy, first, last, limit)
    if (far === null) continue
    // A vertex visited twice is kept at its first and its last visit, so that both directions agree.
    const { low, high } = far
    keep[low] = keep[high] = 1
    if (low - first > 1) stack.push(first, low)
    if (high - low > 1) stack.push(low, high)
    if (last - high > 1) stack.push(high, last)
  }
}

/** The farthest vertex of a stretch: its first and last visit, and its squared distance. */
export interface FarVertex {
  readonly low: number
  readonly high: number
  readonly squared: number
}

/**
 * The vertex strictly between `first` and `last` that lies farthest from the segment between them, or null when none is farther than the
 * square root of `limit` (by default: when there is none). Of equals the lexicographically lowest; the same in both directions.
 */
export function farthestVertex(xy: ArrayLike<number>, first: number, last: number, limit = -1): FarVertex | null {
  const swap = compare(xy, first, last) > 0
  const a = swap ? last : first
  const b = swap ? first : last
  let best = limit
  let low = -1
  let high = -1
  for (let i = first + 1; i < last; i++) {
    const distance = squaredDistance(xy, i, a, b)
    if (distance < best || distance <= limit) continue
    const order = distance > best || low < 0 ? -1 : compare(xy, i, low)
    if (order > 0) continue
    if (order < 0) low = i
    high = i
    best = distance
  }
  return low < 0 ? null : { low, high, squared: best }
}

const compare = (xy: ArrayLike<number>, i: number, j: number): number => xy[2 * i]! - xy[2 * j]! || xy[2 * i + 1]! - xy[2 * j + 1]!

/** Squared distance of vertex i to the segment from vertex a to vertex b. */
function squaredDistance(xy: ArrayLike<number>, i: number, a: number, b: number): number {
  const x = xy[2 * i]!
  const y = xy[2 * i + 1]!
  const ax = xy[2 * a]!
  const ay = xy[2 * a + 1]!
  const dx = xy[2 * b]! - ax
  const dy = xy[2 * b + 1]! - ay
  const length = dx * dx + dy * dy
  const along = length > 0 ? Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length)) : 0
  const ex = x - (ax + dx * along)
  const ey = y - (ay + dy * along)
  return ex * ex + ey * ey
}
