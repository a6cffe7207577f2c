import geographiclib from 'geographiclib-geodesic'

const { WGS84 } = geographiclib.Geodesic

/** The geodesic between two places (degrees, WGS 84): metres, and azimuth at the first in degrees from 0 to below 360; null where they coincide. */
export function geodesicBetween(lon1: number, lat1: number, lon2: number, lat2: number): { metres: number; bearing: number | null } {
  const { s12, azi1 } = WGS84.Inverse(lat1, lon1, lat2, lon2)
  return { metres: s12!, bearing: s12 === 0 ? null : (azi1! + 360) % 360 }
}
