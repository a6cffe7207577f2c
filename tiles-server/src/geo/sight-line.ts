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
  const events = crossings(from, to, rings)
  let [left, right] = [false, false]
  for (let i = 0; i + 1 < events.length; i++) {
    const { at, flips } = events[i]!
    if (flips & 1) left = !left
    if (flips & 2) right = !right
    if (!left || !right) continue
    const start = Math.max(at, low)
    if (Math.min(events[i + 1]!.at, high) - start > TOUCH) return start
  }
  return -1
}

/** The share of a sight line, from and to, in which it is below a roof. */
export function belowRoof(from: number, to: number, roof: number): readonly [low: number, high: number] {
  if (Number.isNaN(roof) || Number.isNaN(from) || Number.isNaN(to) || (from < roof && to < roof)) return [0, 1]
  if (from < roof) return [0, (roof - from) / (to - from)]
  return to < roof ? [(from - roof) / (from - to), 1] : [1, 0]
}

/** Where an edge takes the line in or out, looked at just left of it (1) and just right of it (2): inside is where both are. */
interface Crossing {
  readonly at: number
  readonly flips: number
}

function crossings({ lon: ax, lat: ay }: SightEnd, { lon: bx, lat: by }: SightEnd, rings: readonly Float64Array[]): Crossing[] {
  const events: Crossing[] = []
  for (const ring of rings) {
    let [px, py] = [ring[ring.length - 2]!, ring[ring.length - 1]!]
    let p = orient(ax, ay, bx, by, px, py)
    for (let i = 0; i < ring.length; i += 2) {
      const [qx, qy] = [ring[i]!, ring[i + 1]!]
      const q = orient(ax, ay, bx, by, qx, qy)
      const flips = (p > 0 !== q > 0 ? 1 : 0) | (p < 0 !== q < 0 ? 2 : 0)
      if (flips !== 0) events.push({ at: shareAt(ax, ay, bx, by, px, py, qx, qy, p, q), flips })
      ;[px, py, p] = [qx, qy, q]
    }
  }
  return events.sort((a, b) => a.at - b.at)
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

/** Whether a box lies beyond one side of a triangle of lon/lat corners: nothing in it then stands in the triangle. A cheap test; false tells nothing. */
export function boxMissesTriangle(
  box: { readonly minX: number; readonly minY: number; readonly maxX: number; readonly maxY: number },
  corners: readonly (readonly [number, number])[],
): boolean {
  const [[ax, ay], [bx, by], [cx, cy]] = corners as [readonly [number, number], readonly [number, number], readonly [number, number]]
  const turn = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
  if (turn === 0) return false
  const beyond = (px: number, py: number, qx: number, qy: number): boolean => {
    const [nx, ny] = turn > 0 ? [py - qy, qx - px] : [qy - py, px - qx]
    return ((nx > 0 ? box.maxX : box.minX) - px) * nx + ((ny > 0 ? box.maxY : box.minY) - py) * ny < 0
  }
  return beyond(ax, ay, bx, by) || beyond(bx, by, cx, cy) || beyond(cx, cy, ax, ay)
}
