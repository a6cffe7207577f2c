import geographiclib from 'geographiclib-geodesic'
import type { Position } from 'geojson'

const { WGS84 } = geographiclib.Geodesic

/** The place so many metres from another in a direction (degrees clockwise from north), on the ellipsoid. */
export function placeFrom([lon, lat]: Position, bearing: number, metres: number): [lon: number, lat: number] {
  const { lon2, lat2 } = WGS84.Direct(lat!, lon!, bearing, metres)
  return [lon2!, lat2!]
}

/** Metres from one place to another on the ellipsoid. */
export const metresBetween = ([lon, lat]: Position, [toLon, toLat]: Position): number => WGS84.Inverse(lat!, lon!, toLat!, toLon!).s12!
