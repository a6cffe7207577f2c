import type { Bbox, Geometry, Position } from './types.ts'

/** The bounding box of a geometry in degrees; null when it has no position. Antimeridian crossing is not folded: lon stays as given. */
export function bboxOf(geometry: Geometry): Bbox | null {
  let west = Infinity
  let south = Infinity
  let east = -Infinity
  let north = -Infinity
  eachPosition(geometry, ([x, y]) => {
    if (x! < west) west = x!
    if (x! > east) east = x!
    if (y! < south) south = y!
    if (y! > north) north = y!
  })
  return west === Infinity ? null : [west, south, east, north]
}

export function eachPosition(geometry: Geometry, visit: (position: Position) => void): void {
  switch (geometry.type) {
    case 'Point':
      if (geometry.coordinates.length) visit(geometry.coordinates)
      return
    case 'MultiPoint':
    case 'LineString':
      geometry.coordinates.forEach(visit)
      return
    case 'MultiLineString':
    case 'Polygon':
      for (const line of geometry.coordinates) line.forEach(visit)
      return
    case 'MultiPolygon':
      for (const polygon of geometry.coordinates) for (const ring of polygon) ring.forEach(visit)
      return
    case 'GeometryCollection':
      for (const part of geometry.geometries) eachPosition(part, visit)
  }
}

export const unionBbox = (a: Bbox | null, b: Bbox | null): Bbox | null =>
  a === null ? b : b === null ? a : [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])]

export const bboxesMeet = (a: Bbox, b: Bbox): boolean => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3]
