import geographiclib from 'geographiclib-geodesic'

const { WGS84, DISTANCE, AZIMUTH } = geographiclib.Geodesic

/**
 * The geodesic between two places (degrees, WGS 84): metres, and azimuth at the first in degrees clockwise from true north, from 0 to below 360; null
 * where they coincide. C. F. F. Karney, "Algorithms for geodesics" (2013), by his own library: exact to nanometres.
 */
export function geodesicBetween(lon1: number, lat1: number, lon2: number, lat2: number): { metres: number; bearing: number | null } {
  const { s12, azi1 } = WGS84.Inverse(lat1, lon1, lat2, lon2, DISTANCE | AZIMUTH)
  return { metres: s12!, bearing: s12 === 0 ? null : turned(azi1!) }
}

/** The same with the azimuth at which the geodesic arrives at the second place, -180 to 180. */
export function inverse(lon1: number, lat1: number, lon2: number, lat2: number): { metres: number; azimuth2: number } {
  const { s12, azi2 } = WGS84.Inverse(lat1, lon1, lat2, lon2, DISTANCE | AZIMUTH)
  return { metres: s12!, azimuth2: azi2! }
}

/** From -180..180 to 0..360; a tiny negative angle is no full turn. */
const turned = (azimuth: number): number => (azimuth < 0 ? azimuth + 360 : azimuth) % 360
