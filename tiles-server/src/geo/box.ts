import type { Areal, Bbox, Geometry, Position } from './types.ts'
import { ringsOf } from './types.ts'

/**
 * Whether a geometry and a box (degrees, EPSG:4326) share at least one point. Both are closed: touching the rim counts.
 * Lines are straight in lon/lat (RFC 7946); the inside of a polygon is even-odd over all its rings, so a box within a hole does not meet it.
 */
export function geometryMeetsBox(geometry: Geometry, box: Bbox): boolean {
  switch (geometry.type) {
    case 'Point':
      return geometry.coordinates.length > 0 && inBox(geometry.coordinates, box)
    case 'MultiPoint':
      return geometry.coordinates.some(position => inBox(position, box))
    case 'LineString':
      return lineMeetsBox(geometry.coordinates, box)
    case 'MultiLineString':
      return geometry.coordinates.some(line => lineMeetsBox(line, box))
    case 'Polygon':
    case 'MultiPolygon':
      return arealMeetsBox(geometry, box)
    case 'GeometryCollection':
      return geometry.geometries.some(part => geometryMeetsBox(part, box))
  }
}

const inBox = ([x, y]: Position, [west, south, east, north]: Bbox): boolean => x! >= west && x! <= east && y! >= south && y! <= north

function lineMeetsBox(line: readonly Position[], box: Bbox): boolean {
  if (line.length === 1) return inBox(line[0]!, box)
  for (let i = 1; i < line.length; i++) if (segmentMeetsBox(line[i - 1]!, line[i]!, box)) return true
  return false
}

/** An edge in the box, else the box is wholly inside or wholly outside and one corner decides. */
function arealMeetsBox(geometry: Areal, box: Bbox): boolean {
  const rings = ringsOf(geometry)
  return rings.some(ring => lineMeetsBox(ring, box)) || evenOdd(rings, box[0], box[1])
}

/**
 * Separating axes of two convex shapes: the two axes of the box, and the normal of the segment
 * (all four corners strictly on one side of its line). S. Gottschalk, "Separating axis theorem", TR96-024, 1996.
 */
function segmentMeetsBox([ax, ay]: Position, [bx, by]: Position, [west, south, east, north]: Bbox): boolean {
  if (Math.max(ax!, bx!) < west || Math.min(ax!, bx!) > east || Math.max(ay!, by!) < south || Math.min(ay!, by!) > north) return false
  const dx = bx! - ax!
  const dy = by! - ay!
  const side = (x: number, y: number) => Math.sign(dx * (y - ay!) - dy * (x - ax!))
  const first = side(west, south)
  return first === 0 || side(east, south) !== first || side(east, north) !== first || side(west, north) !== first
}

/** The half-open crossing rule, the side test made on the edge ordered low to high. */
function evenOdd(rings: readonly (readonly Position[])[], x: number, y: number): boolean {
  let inside = false
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) {
      const [a, b] = ring[i - 1]![1]! <= ring[i]![1]! ? [ring[i - 1]!, ring[i]!] : [ring[i]!, ring[i - 1]!]
      if (a[1]! > y === b[1]! > y) continue
      if ((b[0]! - a[0]!) * (y - a[1]!) - (b[1]! - a[1]!) * (x - a[0]!) > 0) inside = !inside
    }
  }
  return inside
}
