import type { LonLat, Shape } from './shape.ts'

const EARTH_M = 6_371_008.8
const RAD = Math.PI / 180

/** What is told of a shape while it is drawn: metres and square metres on the sphere, good to half a percent. */
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

/** Great-circle distance (haversine). */
export function distanceOf([lonA, latA]: LonLat, [lonB, latB]: LonLat): number {
  const [a, b] = [latA * RAD, latB * RAD]
  const h = Math.sin((b - a) / 2) ** 2 + Math.cos(a) * Math.cos(b) * Math.sin(((lonB - lonA) * RAD) / 2) ** 2
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(h)))
}

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
