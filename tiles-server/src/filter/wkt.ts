import type { Geometry, Position } from '../geo/index.ts'

/** Well-known text (OGC 06-103r4, section 7) of a geometry that a filter can write. */
export function wktOf(geometry: Geometry): string {
  if (geometry.type === 'GeometryCollection') throw new Error('filters write no collections')
  return `${geometry.type.toUpperCase()}${textOf(geometry.type === 'Point' ? [geometry.coordinates] : geometry.coordinates)}`
}

type Nested = readonly (Position | Nested)[]

function textOf(list: Nested): string {
  const isPosition = (entry: Position | Nested): entry is Position => typeof entry[0] === 'number'
  return `(${list.map(entry => (isPosition(entry) ? entry.join(' ') : textOf(entry))).join(', ')})`
}
