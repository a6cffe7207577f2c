import { checkGeometry, type Geometry, type Position } from '../geo/index.ts'
import type { Cursor } from './cursor.ts'
import { filterProblem } from './problem.ts'

type Nested = Position | Nested[]

/** Lists around the positions of each kind of well-known text. */
const DEPTHS: Readonly<Record<string, { type: Exclude<Geometry['type'], 'GeometryCollection'>; depth: number }>> = {
  POINT: { type: 'Point', depth: 0 },
  LINESTRING: { type: 'LineString', depth: 1 },
  POLYGON: { type: 'Polygon', depth: 2 },
  MULTIPOINT: { type: 'MultiPoint', depth: 1 },
  MULTILINESTRING: { type: 'MultiLineString', depth: 2 },
  MULTIPOLYGON: { type: 'MultiPolygon', depth: 3 },
}
const WRITTEN = `${Object.keys(DEPTHS).join(', ')} or BBOX(west, south, east, north)`

/** A geometry literal in degrees, WGS 84: two-dimensional well-known text, or BBOX. Throws bad-filter, also for areas that are not valid. */
export function parseGeometry(cursor: Cursor): Geometry {
  const start = cursor.peek()
  const name = start.text.toUpperCase()
  const known = cursor.isCall() && Object.hasOwn(DEPTHS, name) ? DEPTHS[name] : undefined
  if (!known && !(cursor.isCall() && name === 'BBOX')) throw cursor.unexpected(`a geometry: ${WRITTEN}`)
  cursor.take()
  const geometry = known ? ({ type: known.type, coordinates: coordinates(cursor, known) } as Geometry) : box(cursor)
  const [problem] = checkGeometry(geometry)
  if (problem) throw filterProblem(start.at, `${name}(...) that is not valid (${problem.rule}: ${problem.detail})`, 'a valid geometry')
  return geometry
}

function coordinates(cursor: Cursor, { type, depth }: (typeof DEPTHS)[string]): Nested {
  if (type === 'Point') return only(cursor)
  // MULTIPOINT((1 2), (3 4)), and its older form MULTIPOINT(1 2, 3 4).
  if (type === 'MultiPoint') return list(cursor, () => (cursor.isSymbol('(') ? only(cursor) : position(cursor)))
  const nested = (levels: number): Nested => list(cursor, () => (levels === 1 ? position(cursor) : nested(levels - 1)))
  return nested(depth)
}

function list(cursor: Cursor, item: () => Nested): Nested[] {
  cursor.symbol('(')
  const items = [item()]
  while (cursor.takeSymbol(',')) items.push(item())
  cursor.symbol(')', ', or )')
  return items
}

function only(cursor: Cursor): Position {
  cursor.symbol('(')
  const one = position(cursor)
  cursor.symbol(')')
  return one
}

function position(cursor: Cursor): Position {
  cursor.count()
  return [degrees(cursor, 180, 'a longitude'), degrees(cursor, 90, 'a latitude after the longitude, with a space between')]
}

function degrees(cursor: Cursor, limit: number, expected: string): number {
  const { at, raw } = cursor.peek()
  const value = cursor.number(expected)
  if (Math.abs(value) > limit) throw filterProblem(at, raw, `degrees from -${limit} to ${limit}`)
  return value
}

function box(cursor: Cursor): Geometry {
  cursor.symbol('(')
  const start = cursor.peek().at
  cursor.count()
  const west = degrees(cursor, 180, 'the western longitude')
  cursor.symbol(',')
  const south = degrees(cursor, 90, 'the southern latitude')
  cursor.symbol(',')
  const east = degrees(cursor, 180, 'the eastern longitude')
  cursor.symbol(',')
  const north = degrees(cursor, 90, 'the northern latitude')
  cursor.symbol(')')
  if (west >= east || south >= north)
    throw filterProblem(start, `${west}, ${south}, ${east}, ${north}`, 'west below east and south below north')
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ]
  return { type: 'Polygon', coordinates: [ring] }
}
