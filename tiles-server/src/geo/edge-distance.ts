import { geodesicBetween, inverse } from './geodesic.ts'

/** A place, and how far it is from the one asked for. Degrees, WGS 84; metres. */
export interface Nearest {
  readonly metres: number
  readonly lon: number
  readonly lat: number
}

const RADIANS = Math.PI / 180
const A = 6_378_137
const E2 = 0.006_694_379_990_141_317

/** Wider edges are divided: on a piece of half a degree an edge's direction turns by so little that its distance has one least value at most. */
const WIDEST = 0.5
/** How far from the least distance an answer may be, metres. */
const EXACT = 1e-4

/**
 * The place of an edge, drawn straight in lon/lat (RFC 7946, 3.1.1), that is nearest to a point, if it is within `limit` metres: the geodesic to it
 * is within 0.1 mm of the shortest.
 */
export function nearestOfEdge(
  lon: number,
  lat: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
  limit: number,
  bound: (west: number, south: number, east: number, north: number) => number,
): Nearest | undefined {
  const stack = [ax, ay, bx, by]
  let best: Nearest | undefined
  while (stack.length > 0) {
    const [ey, ex, sy, sx] = [stack.pop()!, stack.pop()!, stack.pop()!, stack.pop()!]
    if (bound(Math.min(sx, ex), Math.min(sy, ey), Math.max(sx, ex), Math.max(sy, ey)) > (best?.metres ?? limit)) continue
    if (Math.max(Math.abs(ex - sx), Math.abs(ey - sy)) > WIDEST) {
      const [mx, my] = [(sx + ex) / 2, (sy + ey) / 2]
      stack.push(sx, sy, mx, my, mx, my, ex, ey)
      continue
    }
    const found = nearestOfPiece(lon, lat, sx, sy, ex, ey)
    if (found.metres <= (best?.metres ?? limit)) best = found
  }
  return best
}

/**
 * Along the piece the distance's derivative is known exactly: how fast the place moves away along the azimuth at which the geodesic from the point
 * arrives. Where it changes from falling to rising is the least; it is closed in on by regula falsi (Illinois), begun from the plane.
 */
function nearestOfPiece(lon: number, lat: number, ax: number, ay: number, bx: number, by: number): Nearest {
  const [dx, dy] = [bx - ax, by - ay]
  const at = (t: number): [number, number] => (t === 1 ? [bx, by] : [ax + t * dx, ay + t * dy])
  const probe = (t: number): { t: number; metres: number; slope: number } => {
    const [x, y] = at(t)
    const { metres, azimuth2 } = inverse(lon, lat, x, y)
    const s = Math.sin(y * RADIANS)
    const w = Math.sqrt(1 - E2 * s * s)
    const north = ((A * (1 - E2)) / (w * w * w)) * dy * RADIANS
    const east = (A / w) * Math.cos(y * RADIANS) * dx * RADIANS
    return { t, metres, slope: metres === 0 ? 0 : north * Math.cos(azimuth2 * RADIANS) + east * Math.sin(azimuth2 * RADIANS) }
  }
  const nearestOf = ({ t, metres }: { t: number; metres: number }): Nearest => ({ metres, lon: at(t)[0], lat: at(t)[1] })
  let low = probe(0)
  if (dx === 0 && dy === 0) return nearestOf(low)
  let high = probe(1)
  if (!(low.slope < 0 && high.slope > 0)) return nearestOf(low.metres <= high.metres ? low : high)
  let [fl, fh] = [low.slope, high.slope]
  let t = planar(lon, lat, ax, ay, dx, dy)
  for (let turn = 0; turn < 60; turn++) {
    if (!(t > low.t && t < high.t)) t = (low.t * fh - high.t * fl) / (fh - fl)
    if (!(t > low.t && t < high.t)) t = (low.t + high.t) / 2
    const middle = probe(t)
    // The distance is convex between the two: what is left to gain is bounded by the slope here.
    const gain = Math.abs(middle.slope) * (middle.slope < 0 ? high.t - middle.t : middle.t - low.t)
    if (gain < EXACT || high.t - low.t < 1e-15) return nearestOf(middle)
    if (middle.slope < 0) {
      low = middle
      fl = middle.slope
      fh /= 2
    } else {
      high = middle
      fh = middle.slope
      fl /= 2
    }
    if (turn % 3 === 2) {
      fl = low.slope
      fh = high.slope
      t = (low.t + high.t) / 2
    } else t = -1
  }
  return nearestOf(low.metres <= high.metres ? low : high)
}

/** Where the nearest place would be on the plane around the point. */
function planar(lon: number, lat: number, ax: number, ay: number, dx: number, dy: number): number {
  const scale = Math.cos(lat * RADIANS)
  const around = lon - ax
  const px = (around - 360 * Math.round(around / 360)) * scale
  const py = lat - ay
  const ex = dx * scale
  return (px * ex + py * dy) / (ex * ex + dy * dy)
}

/** The place itself. */
export const nearestOfPoint = (lon: number, lat: number, x: number, y: number): Nearest => ({
  metres: geodesicBetween(lon, lat, x, y).metres,
  lon: x,
  lat: y,
})
