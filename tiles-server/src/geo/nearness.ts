import type { Bbox } from './types.ts'

/**
 * Shortest radius of curvature of the WGS 84 ellipsoid, metres: the meridian's at the equator, a(1 - e^2). No path on the ellipsoid is shorter than
 * this times the angle that the same latitudes and longitudes span on the unit sphere.
 */
const SHORTEST_RADIUS = 6_335_439.3
const RADIANS = Math.PI / 180

/** Lower bounds of geodesic distances from a box, or a place (degrees, WGS 84), to boxes. */
export interface Nearness {
  /** Metres; never more than the geodesic distance between any place of one box and any place of the other. Across the antimeridian too. */
  readonly toBox: (west: number, south: number, east: number, north: number) => number
}

/**
 * By the haversine formula, in which sines are replaced by x - x^3/6 and cosines by their Taylor polynomial of degree two, both of which are never
 * above; with the smallest cosine of each box, the gap in latitude and the shorter gap in longitude.
 */
export function nearness([west, south, east, north]: Bbox): Nearness {
  const farthest = Math.max(Math.abs(south), Math.abs(north)) * RADIANS
  const [cos, sin] = [Math.max(0, Math.cos(farthest)), Math.sin(farthest)]
  return {
    toBox(w, s, e, n) {
      const gap = s > north ? s - north : south > n ? south - n : 0
      let turn = w > east ? w - east : west > e ? west - e : 0
      // The other way round the earth; boxes themselves never cross the antimeridian.
      if (turn > 0) turn = Math.max(0, Math.min(turn, 360 - (w > east ? e - west : east - w)))
      if (gap === 0 && turn === 0) return 0
      const height = (gap * RADIANS) / 2
      let squared = height - (height * height * height) / 6
      squared *= squared
      if (turn > 0) {
        const further = Math.max(-s, n) * RADIANS - farthest
        const otherCos = cos - sin * further - (further * further) / 2
        if (otherCos > 0) {
          const half = (turn * RADIANS) / 2
          const chord = half - (half * half * half) / 6
          squared += cos * otherCos * chord * chord
        }
      }
      return 2 * SHORTEST_RADIUS * Math.sqrt(squared)
    },
  }
}
