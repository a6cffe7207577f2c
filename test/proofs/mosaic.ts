import { VectorTile } from '@mapbox/vector-tile'
import { PbfReader } from 'pbf'

export const EXTENT = 4096
/** Units beyond the tile's edges that lines and areas are cut at. */
export const BUFFER = 64

export type Xy = readonly [x: number, y: number]

export interface DrawnFeature {
  readonly id: string
  readonly properties: Readonly<Record<string, string | number | boolean>>
  /** Rings in tile units, as encoded: outer rings positive, holes negative by the surveyor's formula (MVT 2.1, section 4.3.3.3). */
  readonly rings: readonly (readonly Xy[])[]
}

/** What Mapbox's decoder reads in one layer of a tile. */
export function decode(bytes: ArrayBuffer, layerId: string): DrawnFeature[] {
  const layer = new VectorTile(new PbfReader(bytes)).layers[layerId]
  if (!layer) return []
  if (layer.extent !== EXTENT) throw new Error(`layer ${layerId} has extent ${layer.extent}`)
  return Array.from({ length: layer.length }, (_, i) => {
    const feature = layer.feature(i)
    const rings = feature.loadGeometry().map(ring => ring.map(point => [point.x, point.y] as const))
    return { id: String(feature.properties.id), properties: feature.properties, rings }
  })
}

/** Whether an edge runs along the cut. */
export const onCut = (a: Xy, b: Xy): boolean =>
  [0, 1].some(axis => a[axis] === b[axis] && (a[axis]! <= -BUFFER || a[axis]! >= EXTENT + BUFFER))

/** Twice the area by the surveyor's formula, open or closed ring. */
export function area2(ring: readonly Xy[]): number {
  let sum = 0
  for (let i = 0; i < ring.length; i++) {
    const [a, b] = [ring[i]!, ring[(i + 1) % ring.length]!]
    sum += a[0] * b[1] - b[0] * a[1]
  }
  return sum
}

/** A ring cut to the tile's own square, without the buffer (Sutherland-Hodgman: the signed area of what is inside is kept). */
export function cutToTile(ring: readonly Xy[]): Xy[] {
  let points = [...ring]
  for (const axis of [0, 1] as const) {
    points = halfPlane(points, axis, value => value)
    points = halfPlane(points, axis, value => EXTENT - value)
  }
  return points
}

function halfPlane(points: readonly Xy[], axis: 0 | 1, depth: (value: number) => number): Xy[] {
  const out: Xy[] = []
  points.forEach((a, i) => {
    const b = points[(i + 1) % points.length]!
    const [da, db] = [depth(a[axis]), depth(b[axis])]
    if (da >= 0) out.push(a)
    if (da >= 0 === db >= 0) return
    const t = da / (da - db)
    out.push([a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])])
  })
  return out
}

/** Web mercator (EPSG:3857) in tile units of a zoom, y down. */
export function project(lon: number, lat: number, zoom: number): Xy {
  const units = EXTENT * 2 ** zoom
  const y = Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360))
  return [((lon + 180) / 360) * units, (0.5 - y / (2 * Math.PI)) * units]
}
