import type { Feature, Polygon } from 'geojson'

const EARTH_M = 6_371_008.8
const RAD = Math.PI / 180

/** The point at a distance (m) and bearing (degrees from north) on the sphere; for drawing, good to 0.3 % of the distance. */
export function destination([lon, lat]: readonly [number, number], distance: number, bearing: number): [number, number] {
  const d = distance / EARTH_M
  const b = bearing * RAD
  const phi = lat * RAD
  const to = Math.asin(Math.sin(phi) * Math.cos(d) + Math.cos(phi) * Math.sin(d) * Math.cos(b))
  const turn = Math.atan2(Math.sin(b) * Math.sin(d) * Math.cos(phi), Math.cos(d) - Math.sin(phi) * Math.sin(to))
  return [lon + turn / RAD, to / RAD]
}

/** The sector a camera covers: azimuth and field of view in degrees, range in metres. A full turn is a disc. */
export function sector(
  at: readonly [number, number],
  camera: { readonly azimuth: number; readonly fov: number; readonly range: number },
): Feature<Polygon, { kind: 'sector' }> {
  const fov = Math.min(360, Math.max(1, camera.fov))
  const steps = Math.max(6, Math.ceil(fov / 4))
  const arc = Array.from({ length: steps + 1 }, (_, i) => destination(at, camera.range, camera.azimuth - fov / 2 + (fov * i) / steps))
  const ring = fov === 360 ? arc : [[...at], ...arc, [...at]]
  ring[ring.length - 1] = [...ring[0]!]
  return { type: 'Feature', properties: { kind: 'sector' }, geometry: { type: 'Polygon', coordinates: [ring] } }
}
