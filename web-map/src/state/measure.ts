import { geodesicBetween } from '../../../tiles-server/src/geo/index.ts'
import type { LonLat, Shape } from './shape.ts'

const EARTH_M = 6_371_008.8
const RAD = Math.PI / 180

/** What is told of a shape while it is drawn: metres as the server measures them; square metres on the sphere, good to half a percent. */
export interface Measures {
  readonly length?: number
  readonly area?: number
  readonly radius?: number
}

/** The measures of a shape as far as it is drawn; none for one that names a feature. */
export function measuresOf(shape: Shape): Measures {
  switch (shape.kind) {
    case 'circle':
      return { radius: shape.radius, area: 2 * Math.PI * EARTH_M ** 2 * (1 - Math.cos(shape.radius / EARTH_M)) }
    case 'polygon':
      return { area: areaOf(shape.ring), length: lengthOf([...shape.ring, shape.ring[0]!]) }
    case 'line':
      return { length: lengthOf(shape.points) }
    case 'feature':
      return {}
  }
}

/** Along the geodesic. */
export const distanceOf = ([lonA, latA]: LonLat, [lonB, latB]: LonLat): number => geodesicBetween(lonA, latA, lonB, latB).metres

const lengthOf = (points: readonly LonLat[]): number => points.slice(1).reduce((sum, point, i) => sum + distanceOf(points[i]!, point), 0)

/** Chamberlain and Duquette, "Some algorithms for polygons on a sphere" (JPL 2007). */
function areaOf(ring: readonly LonLat[]): number {
  let sum = 0
  ring.forEach(([lon, lat], i) => {
    const [nextLon, nextLat] = ring[(i + 1) % ring.length]!
    sum += (nextLon - lon) * RAD * (2 + Math.sin(lat * RAD) + Math.sin(nextLat * RAD))
  })
  return (Math.abs(sum) * EARTH_M ** 2) / 2
}
