import type { Geometry, Position } from '../../geo/index.ts'

/** Well-known text (OGC 06-103r4, section 7), two dimensions; numbers read back to the same doubles. */
export function writeWkt(geometry: Geometry): string {
  if (geometry.type === 'GeometryCollection') return `GEOMETRYCOLLECTION (${geometry.geometries.map(writeWkt).join(', ')})`
  return `${geometry.type.toUpperCase()} ${bodyOf(geometry)}`
}

function bodyOf(geometry: Exclude<Geometry, { type: 'GeometryCollection' }>): string {
  switch (geometry.type) {
    case 'Point':
      return `(${position(geometry.coordinates)})`
    case 'LineString':
      return list(geometry.coordinates, position)
    case 'MultiPoint':
      return list(geometry.coordinates, coordinates => `(${position(coordinates)})`)
    case 'Polygon':
    case 'MultiLineString':
      return lines(geometry.coordinates)
    case 'MultiPolygon':
      return list(geometry.coordinates, lines)
  }
}

const list = <T>(items: readonly T[], write: (item: T) => string): string => `(${items.map(write).join(', ')})`
const lines = (rings: readonly Position[][]): string => list(rings, ring => list(ring, position))
const position = ([x, y]: Position): string => `${x} ${y}`
