import type { Bbox } from './types.ts'

/** WGS 84: semi-major axis in metres, flattening. */
const A = 6_378_137
const F = 1 / 298.257223563
const E2 = F * (2 - F)
const RADIAN = Math.PI / 180

/** Metres east and north of a place, as polynomials of differences in degrees (see `localPlane`). */
export interface LocalPlane {
  readonly lon: number
  readonly lat: number
  readonly east: number
  /** Meridians come nearer to each other. */
  readonly shear: number
  readonly north: number
  /** The radius of the meridian grows. */
  readonly stretch: number
  /** Parallels bend away from the line due east. */
  readonly bend: number
}

/**
 * The plane that touches the ellipsoid (WGS 84) at a place: straight lines from its origin are geodesics whose length and azimuth are kept, to second order
 * of the geodesic equation (radii of curvature and Christoffel symbols at the place). The error grows with the cube of the distance: below 75 degrees of
 * latitude under 0.1 mm at 1 km and 1.5 m at 20 km, in azimuth under 1e-5 and 0.005 degree.
 */
export function localPlane(lon: number, lat: number): LocalPlane {
  const sin = Math.sin(lat * RADIAN)
  const cos = Math.cos(lat * RADIAN)
  const w2 = 1 - E2 * sin * sin
  const prime = A / Math.sqrt(w2)
  const meridian = (prime * (1 - E2)) / w2
  const square = RADIAN * RADIAN
  return {
    lon,
    lat,
    east: prime * cos * RADIAN,
    shear: -meridian * sin * square,
    north: meridian * RADIAN,
    stretch: ((1.5 * E2 * sin * cos) / w2) * meridian * square,
    bend: 0.5 * prime * sin * cos * square,
  }
}

/** Metres east of the plane's origin, for a place so many degrees east and north of it. */
export const eastOf = ({ east, shear }: LocalPlane, dLon: number, dLat: number): number => dLon * (east + shear * dLat)

/** Metres north of the plane's origin. */
export const northOf = ({ north, stretch, bend }: LocalPlane, dLon: number, dLat: number): number =>
  dLat * (north + stretch * dLat) + bend * dLon * dLon

/** Degrees from one longitude to another the shorter way, -180 to 180. */
export function lonBetween(from: number, to: number): number {
  const difference = to - from
  return difference > 180 ? difference - 360 : difference < -180 ? difference + 360 : difference
}

/** Least metres of a degree of latitude, and of one of longitude on the equator. */
const LEAST_NORTH = 110_500
const LEAST_EAST = 111_300
/** Beyond this latitude longitudes tell too little. */
const POLAR = 89.9

/** How many degrees from a latitude a place within `metres` can be off at most; a longitude of 180 or more is anywhere around the pole. */
export function reachOf(lat: number, metres: number): { readonly dLon: number; readonly dLat: number } {
  const dLat = metres / LEAST_NORTH
  const polemost = Math.abs(lat) + dLat
  if (polemost > POLAR) return { dLat, dLon: 180 }
  return { dLat, dLon: Math.min(180, metres / (LEAST_EAST * Math.cos(polemost * RADIAN))) }
}

/** Boxes (degrees) that hold every place within `metres` of one: two where they cross the antimeridian. */
export function reachBoxes(lon: number, lat: number, metres: number): Bbox[] {
  const { dLon, dLat } = reachOf(lat, metres)
  const [south, north] = [Math.max(-90, lat - dLat), Math.min(90, lat + dLat)]
  return dLon === 180 ? [[-180, south, 180, north]] : lonRanges(lon - dLon, lon + dLon).map(([west, east]) => [west, south, east, north])
}

/** Longitudes from west to east that may leave -180 to 180 by less than a turn, as ranges within: two where they cross the antimeridian. */
export function lonRanges(west: number, east: number): (readonly [west: number, east: number, shift: number])[] {
  if (west < -180) {
    return [
      [west + 360, 180, -360],
      [-180, east, 0],
    ]
  }
  if (east > 180) {
    return [
      [west, 180, 0],
      [-180, east - 360, 360],
    ]
  }
  return [[west, east, 0]]
}
