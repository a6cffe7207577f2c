import { orient } from './orient.ts'
import { sideOf } from './ring-nesting.ts'
import { type Areal, ringsOf } from './types.ts'

/** A building as what can hide a place: inside is even-odd over its rings, its walls stand on the ground and go up to `height`. */
export interface Obstacle {
  /** Metres above the ground; NaN where nobody knows it, which hides at any height. */
  readonly height: number
  /** Flat lon, lat in degrees, first vertex not repeated. */
  readonly rings: readonly Float64Array[]
}

/** An end of a sight line: degrees, and metres above the ground. A NaN height is unknown: footprints alone then decide. */
export interface SightEnd {
  readonly lon: number
  readonly lat: number
  readonly height: number
}

/** Runs shorter than this share of the sight line are touches: a fraction of a micrometre. */
const TOUCH = 1e-12
/** Stands for a product that rounding lost; its sign is known. */
const TINY = 1e-300

export function obstacleOf(geometry: Areal, height: number): Obstacle {
  const rings = ringsOf(geometry).map(ring => Float64Array.from(ring.slice(0, -1).flatMap(([lon, lat]) => [lon!, lat!])))
  return { height, rings }
}

/** Whether a place lies in the footprint or on its edge. Exact. */
export function touchesObstacle({ rings }: Obstacle, lon: number, lat: number): boolean {
  let inside = false
  for (const ring of rings) {
    const side = sideOf(lon, lat, ring)
    if (side === 0) return true
    if (side > 0) inside = !inside
  }
  return inside
}

/**
 * Where along the straight line in lon/lat from `from` to `to` a building first hides what is behind: a share of the line, 0 to 1; -1 where it hides nothing.
 * It hides where the line of sight, straight between the heights of its ends over level ground, runs below the building's height over the inside of
 * its footprint for more than a point. Touching a corner, running along a wall and grazing the roof hide nothing, nor does anything
 * straight below; a target inside is hidden
 * unless the line stays above the roof; one on the near wall is seen. The sides of the line on which vertices lie are exact. The line in lon/lat strays
 * from the geodesic by d² tan(lat) / (8 R): 2 mm at 300 m, 2 cm at 1 km (45 degrees). A building that the viewer touches is for the caller to leave out.
 */
export function hiddenFrom(from: SightEnd, to: SightEnd, { height, rings }: Obstacle): number {
  const [low, high] = belowRoof(from.height, to.height, height)
  if (!(low < high)) return -1
  const count = findCrossings(from, to, rings)
  let inside = 0
  for (let i = 0; i + 1 < count; i++) {
    inside ^= flips[i]!
    if (inside !== BOTH) continue
    const start = Math.max(shares[i]!, low)
    if (Math.min(shares[i + 1]!, high) - start > TOUCH) return start
  }
  return -1
}

/** The share of a sight line, from and to, in which it is below a roof. */
export function belowRoof(from: number, to: number, roof: number): readonly [low: number, high: number] {
  if (Number.isNaN(roof) || Number.isNaN(from) || Number.isNaN(to) || (from < roof && to < roof)) return [0, 1]
  if (from < roof) return [0, (roof - from) / (to - from)]
  return to < roof ? [(from - roof) / (from - to), 1] : [1, 0]
}

/**
 * Crossings of the line that is looked at: where, in order, and whether the place just left of the line goes in or out there (1), the one just right of it
 * (2), or both. Inside is where both are. Used again and again: millions of lines are looked at.
 */
const shares: number[] = []
const flips: number[] = []
const BOTH = 3

function findCrossings({ lon: ax, lat: ay }: SightEnd, { lon: bx, lat: by }: SightEnd, rings: readonly Float64Array[]): number {
  let count = 0
  for (const ring of rings) {
    let px = ring[ring.length - 2]!
    let py = ring[ring.length - 1]!
    let p = orient(ax, ay, bx, by, px, py)
    for (let i = 0; i < ring.length; i += 2) {
      const qx = ring[i]!
      const qy = ring[i + 1]!
      const q = orient(ax, ay, bx, by, qx, qy)
      const flip = (p > 0 !== q > 0 ? 1 : 0) | (p < 0 !== q < 0 ? 2 : 0)
      if (flip !== 0) insert(count++, shareAt(ax, ay, bx, by, px, py, qx, qy, p, q), flip)
      px = qx
      py = qy
      p = q
    }
  }
  return count
}

function insert(count: number, share: number, flip: number): void {
  let at = count
  for (; at > 0 && shares[at - 1]! > share; at--) {
    shares[at] = shares[at - 1]!
    flips[at] = flips[at - 1]!
  }
  shares[at] = share
  flips[at] = flip
}

/** The share of the line a-b at which it meets the line p-q: exactly 0 and 1 where an end lies on it, the same for all edges of a vertex. */
function shareAt(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  px: number,
  py: number,
  qx: number,
  qy: number,
  p: number,
  q: number,
): number {
  if (p === 0) return shareOf(ax, ay, bx, by, px, py)
  if (q === 0) return shareOf(ax, ay, bx, by, qx, qy)
  const a = areaOf(px, py, qx, qy, ax, ay)
  return a / (a - areaOf(px, py, qx, qy, bx, by))
}

function shareOf(ax: number, ay: number, bx: number, by: number, x: number, y: number): number {
  return Math.abs(bx - ax) > Math.abs(by - ay) ? (x - ax) / (bx - ax) : (y - ay) / (by - ay)
}

/** `orient` with its size where only its sign is exact. */
function areaOf(px: number, py: number, qx: number, qy: number, x: number, y: number): number {
  const sign = Math.sign(orient(px, py, qx, qy, x, y))
  const area = (px - x) * (qy - y) - (py - y) * (qx - x)
  return Math.sign(area) === sign ? area : sign * TINY
}

/** A box in degrees. */
interface Box {
  readonly minX: number
  readonly minY: number
  readonly maxX: number
  readonly maxY: number
}

/** Whether a box lies wholly on one side of the line through two places: nothing in it then meets the line. A cheap test; false tells nothing. */
export function boxMissesLine({ minX, minY, maxX, maxY }: Box, ax: number, ay: number, bx: number, by: number): boolean {
  const [nx, ny] = [ay - by, bx - ax]
  const middle = ((minX + maxX) / 2 - ax) * nx + ((minY + maxY) / 2 - ay) * ny
  return Math.abs(middle) > ((maxX - minX) * Math.abs(nx) + (maxY - minY) * Math.abs(ny)) / 2 + MARGIN
}

/** Square degrees: more than rounding makes of a box that touches a line. */
const MARGIN = 1e-13

/** Whether a box lies beyond one side of a triangle of lon/lat corners: nothing in it then stands in the triangle. A cheap test; false tells nothing. */
export function boxMissesTriangle(box: Box, corners: readonly (readonly [number, number])[]): boolean {
  const [a, b, c] = corners as [Corner, Corner, Corner]
  const turn = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
  if (turn === 0) return false
  return turn > 0
    ? isRightOf(box, a, b) || isRightOf(box, b, c) || isRightOf(box, c, a)
    : isRightOf(box, b, a) || isRightOf(box, c, b) || isRightOf(box, a, c)
}

type Corner = readonly [lon: number, lat: number]

/** Whether a box lies wholly to the right of the line from p to q. */
function isRightOf(box: Box, p: Corner, q: Corner): boolean {
  const nx = p[1] - q[1]
  const ny = q[0] - p[0]
  return ((nx > 0 ? box.maxX : box.minX) - p[0]) * nx + ((ny > 0 ? box.maxY : box.minY) - p[1]) * ny < 0
}
