import { type Bbox, bboxOf, DistanceShape, type Geometry, geodesicBetween, type Nearness, nearness } from '../../geo/index.ts'
import type { LiveFeature } from '../../live/index.ts'

/** How far, and in which direction from the subject's nearest place to the feature's. */
export interface Away {
  readonly metres: number
  readonly bearing: number | null
}

/** Longest radius of curvature of the ellipsoid, a / sqrt(1 - e^2): no geodesic is longer than this times the angle on the unit sphere. */
const LONGEST_RADIUS = 6_399_593.7
const RADIANS = Math.PI / 180

const shapes = new WeakMap<LiveFeature, DistanceShape>()

/** Made when a distance to the feature is first asked for; it goes with the feature. */
function shapeOf(feature: LiveFeature, geometry: Geometry): DistanceShape {
  const known = shapes.get(feature)
  if (known) return known
  const shape = new DistanceShape(geometry)
  shapes.set(feature, shape)
  return shape
}

/** What distances are measured from. */
export class Subject {
  readonly bbox: Bbox
  readonly bound: Nearness
  readonly #point: readonly [lon: number, lat: number] | undefined
  readonly #shape: DistanceShape | undefined

  /** A geometry with one position at least. */
  constructor(geometry: Geometry) {
    this.#point = geometry.type === 'Point' ? (geometry.coordinates as [number, number]) : undefined
    this.#shape = this.#point ? undefined : new DistanceShape(geometry)
    this.bbox = bboxOf(geometry)!
    this.bound = nearness(this.bbox)
  }

  /** The exact distance to a feature with geometry, if it is at most `limit` metres. */
  away(feature: LiveFeature, limit: number): Away | undefined {
    if (!this.#point) return fromShape(this.#shape!, feature, limit)
    const [lon, lat] = this.#point
    // A point without its GeoJSON: bounds are its position.
    const isPoint = feature.minX === feature.maxX && feature.minY === feature.maxY
    const at = isPoint ? { lon: feature.minX, lat: feature.minY } : shapeOf(feature, feature.geometry!).nearest(lon, lat, limit)
    if (!at) return undefined
    const away = geodesicBetween(lon, lat, at.lon, at.lat)
    return away.metres <= limit ? away : undefined
  }

  /** A distance that no place of the feature is beyond, if the subject is a point; Infinity otherwise. */
  atMost(feature: LiveFeature): number {
    if (!this.#point) return Infinity
    const [lon, lat] = this.#point
    const far = (x: number, y: number): number => haversine(lon, lat, x, y)
    // A point of its box is not its nearest place, but for a point.
    return feature.minX === feature.maxX && feature.minY === feature.maxY ? LONGEST_RADIUS * far(feature.minX, feature.minY) : Infinity
  }
}

function fromShape(shape: DistanceShape, feature: LiveFeature, limit: number): Away | undefined {
  const apart = shape.apart(shapeOf(feature, feature.geometry!), limit)
  if (!apart || apart.metres > limit) return undefined
  if (apart.metres === 0) return { metres: 0, bearing: null }
  return geodesicBetween(...apart.from, ...apart.to)
}

/** Angle between two places on the unit sphere, radians. */
function haversine(lon1: number, lat1: number, lon2: number, lat2: number): number {
  const [a, b] = [Math.sin(((lat2 - lat1) * RADIANS) / 2), Math.sin(((lon2 - lon1) * RADIANS) / 2)]
  return 2 * Math.asin(Math.min(1, Math.sqrt(a * a + Math.cos(lat1 * RADIANS) * Math.cos(lat2 * RADIANS) * b * b)))
}

/** Boxes in degrees that hold every place within so many metres of a box: two where they cross the antimeridian. */
export function boxesAround([west, south, east, north]: Bbox, metres: number): Bbox[] {
  // A degree of latitude is 110,574 m at least.
  const up = (metres / 110_500) * 1.001 + 1e-7
  const [low, high] = [Math.max(-90, south - up), Math.min(90, north + up)]
  const narrowest = Math.cos(Math.max(Math.abs(low), Math.abs(high)) * RADIANS)
  const out = narrowest < 1e-6 ? 360 : (up / narrowest) * 1.001
  const [left, right] = [west - out, east + out]
  if (right - left >= 360) return [[-180, low, 180, high]]
  const boxes: Bbox[] = [[Math.max(-180, left), low, Math.min(180, right), high]]
  if (left < -180) boxes.push([left + 360, low, 180, high])
  if (right > 180) boxes.push([-180, low, right - 360, high])
  return boxes
}
