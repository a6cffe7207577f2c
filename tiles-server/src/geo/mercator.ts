/**
 * Web mercator (EPSG:3857) in world units: the square [0, 1] x [0, 1] that tile 0/0/0 covers, x east from 180 degrees west, y south.
 * Formulas: OGC 17-083r4 annex D (WebMercatorQuad).
 */

/** The latitude where the square ends, in degrees: atan(sinh(pi)). */
export const MAX_LATITUDE = 85.0511287798066

/** Longitude in degrees to world x; what lies outside -180..180 is clamped. */
export const lonToX = (lon: number): number => clamp01(lon / 360 + 0.5)

/** Latitude in degrees to world y; latitudes beyond MAX_LATITUDE are clamped to the square. */
export function latToY(lat: number): number {
  const sine = Math.sin((lat * Math.PI) / 180)
  return clamp01(0.5 - (0.25 * Math.log((1 + sine) / (1 - sine))) / Math.PI)
}

/** World x to longitude in degrees. */
export const xToLon = (x: number): number => (x - 0.5) * 360

/** World y to latitude in degrees. */
export const yToLat = (y: number): number => (360 / Math.PI) * Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) - 90

const clamp01 = (value: number): number => Math.max(0, Math.min(1, value))
