import { piecesBetween, type Span } from './leg-pieces.ts'
import { belowRoof, hiddenFrom, type Obstacle, type SightEnd } from './sight-line.ts'
import type { Leg } from './view-along.ts'

/**
 * The spans of a leg, within one of it, that a building hides from a camera (see `hiddenFrom`); `height` is the target's above the ground, all along.
 * Hidden and free change only where the leg crosses the edge of the building's shadow: rays from the camera past a corner, and the footprint drawn larger from
 * the camera by what the heights make of it. The leg is cut there and the middle of a piece decides about it. The camera's longitude is the obstacle's
 * (a whole turn off beyond the antimeridian).
 */
export function hiddenAlong(camera: SightEnd, height: number, leg: Leg, obstacle: Obstacle, [from, to]: Span): Span[] {
  const [low, high] = belowRoof(camera.height, height, obstacle.height)
  if (!(low < high)) return []
  const scales = [1 / high, ...(low > 0 ? [1 / low] : [])]
  // A leg may pass through the camera itself.
  const nearest = -(leg.dLon * leg.alongLon + leg.dLat * leg.alongLat) / (leg.alongLon ** 2 + leg.alongLat ** 2)
  const cuts = [nearest, ...obstacle.rings.flatMap(ring => shadowCuts(camera, leg, ring, scales))]
  const target = (u: number): SightEnd => ({
    lon: camera.lon + (leg.dLon + u * leg.alongLon),
    lat: camera.lat + (leg.dLat + u * leg.alongLat),
    height,
  })
  return piecesBetween(cuts, from, to, u => (hiddenFrom(camera, target(u), obstacle) >= 0 ? true : undefined)).map(piece => [
    piece.from,
    piece.to,
  ])
}

function shadowCuts({ lon, lat }: SightEnd, leg: Leg, ring: Float64Array, scales: readonly number[]): number[] {
  const cuts: number[] = []
  const n = ring.length
  for (let i = 0; i < n; i += 2) {
    const [before, after] = [(i + n - 2) % n, (i + 2) % n]
    const [x, y] = [ring[i]! - lon, ring[i + 1]! - lat]
    const [ax, ay] = [ring[after]! - lon, ring[after + 1]! - lat]
    for (const scale of scales) {
      const cut = meetingWith(leg, scale * x, scale * y, scale * ax, scale * ay)
      if (cut !== undefined) cuts.push(cut)
    }
    // Where the ray past a corner leaves both of its walls on one side, the shadow begins or ends.
    const turn = (x * ay - y * ax) * (x * (ring[before + 1]! - lat) - y * (ring[before]! - lon))
    if (turn >= 0) cuts.push(-(x * leg.dLat - y * leg.dLon) / (x * leg.alongLat - y * leg.alongLon))
  }
  return cuts
}

/** A little more than the segment, so that rounding loses none of its ends. */
const SLACK = 1e-9

/** The share of the leg at which it meets a segment. */
function meetingWith({ dLon, dLat, alongLon, alongLat }: Leg, px: number, py: number, qx: number, qy: number): number | undefined {
  const [ex, ey] = [qx - px, qy - py]
  const cross = alongLon * ey - alongLat * ex
  if (cross === 0) return undefined
  const on = ((px - dLon) * alongLat - (py - dLat) * alongLon) / cross
  if (on < -SLACK || on > 1 + SLACK) return undefined
  return ((px - dLon) * ey - (py - dLat) * ex) / cross
}
