import type { Cursor } from './cursor.ts'
import { parseGeometry } from './parse-geometry.ts'
import { filterProblem, shown } from './problem.ts'
import { TEMPORAL, type TimeSpan, TURNED, temporalFilter } from './temporal.ts'
import { instantOf, isDate } from './time.ts'
import type { Filter, Literal, SpatialRelation } from './types.ts'

const SPATIAL: Readonly<Record<string, SpatialRelation>> = {
  S_CONTAINS: 'contains',
  S_DISJOINT: 'disjoint',
  S_EQUALS: 'equals',
  S_INTERSECTS: 'intersects',
  S_WITHIN: 'within',
}
/** The relation when the arguments change places. */
const TURNED_RELATION: Readonly<Record<SpatialRelation, SpatialRelation>> = {
  contains: 'within',
  within: 'contains',
  disjoint: 'disjoint',
  equals: 'equals',
  intersects: 'intersects',
}
/** What a filter calls the feature's geometry. */
const GEOMETRY_NAMES = ['geometry', 'geom']

/** True at a call that is a condition by itself. */
export function isPredicateCall(cursor: Cursor): boolean {
  const name = cursor.peek().text.toUpperCase()
  return cursor.isCall() && (Object.hasOwn(SPATIAL, name) || TEMPORAL.includes(name))
}

/** S_...(geometry, literal) or T_...(property, literal), the arguments in either order. Throws bad-filter. */
export function parsePredicateCall(cursor: Cursor): Filter {
  const { text } = cursor.take()
  cursor.symbol('(')
  const name = text.toUpperCase()
  const relation = Object.hasOwn(SPATIAL, name) ? SPATIAL[name] : undefined
  const filter = relation ? spatial(cursor, relation) : temporal(cursor, name)
  cursor.symbol(')')
  return filter
}

function spatial(cursor: Cursor, relation: SpatialRelation): Filter {
  const isNamed = cursor.isProperty()
  if (isNamed) {
    geometryName(cursor)
    cursor.symbol(',')
  }
  const geometry = parseGeometry(cursor)
  if (!isNamed) {
    cursor.symbol(',')
    geometryName(cursor)
  }
  return { op: 'spatial', relation: isNamed ? relation : TURNED_RELATION[relation], geometry }
}

function geometryName(cursor: Cursor): void {
  const expected = 'geometry, the name of the geometry of the feature'
  if (!cursor.isProperty() || !GEOMETRY_NAMES.includes(cursor.peek().text)) throw cursor.unexpected(expected)
  cursor.take()
}

function temporal(cursor: Cursor, name: string): Filter {
  const isNamed = cursor.isProperty()
  let property = isNamed ? cursor.property() : ''
  if (isNamed) cursor.symbol(',')
  const { at, raw } = cursor.peek()
  const span = timeSpan(cursor)
  if (!isNamed) {
    cursor.symbol(',')
    if (!cursor.isProperty()) throw cursor.unexpected('a property: a time is compared with a property')
    property = cursor.property()
  }
  const turned = isNamed ? name : TURNED[name]
  if (turned === undefined) throw filterProblem(at, shown(raw), `the property first: ${name}(property, ...)`)
  const filter = temporalFilter(turned, property, span)
  if (filter === undefined) throw filterProblem(at, 'an open end', `an interval that is closed where ${name} looks at it`)
  return filter
}

/** An instant, or INTERVAL('start', 'end'). */
function timeSpan(cursor: Cursor): TimeSpan {
  if (!(cursor.isCall() && cursor.peek().text.toUpperCase() === 'INTERVAL')) {
    const instant = parseInstant(cursor, "TIMESTAMP('...'), DATE('...') or INTERVAL('...', '...')")
    return { start: instant, end: instant }
  }
  const { at } = cursor.take()
  cursor.symbol('(')
  const start = intervalEnd(cursor)
  cursor.symbol(',')
  const end = intervalEnd(cursor)
  cursor.symbol(')')
  if (start === undefined && end === undefined) throw filterProblem(at, 'an interval open at both ends', 'a start or an end')
  return { start, end }
}

type Moment = Extract<Literal, { type: 'timestamp' | 'date' }>

function intervalEnd(cursor: Cursor): Moment | undefined {
  const { kind, text } = cursor.peek()
  if (kind !== 'string' || !(text === '..' || isDate(text) || instantOf(text) !== undefined)) {
    throw cursor.unexpected("a time like '2026-11-22T08:00:00Z', a day like '2026-11-22' or '..'")
  }
  cursor.take()
  return text === '..' ? undefined : { type: isDate(text) ? 'date' : 'timestamp', value: text }
}

/** TIMESTAMP('...') or DATE('...'). Throws bad-filter: `expected` says what could stand here instead of any other call. */
export function parseInstant(cursor: Cursor, expected: string): Moment {
  const type = cursor.peek().text.toLowerCase()
  if (!cursor.isCall() || (type !== 'timestamp' && type !== 'date')) throw cursor.unexpected(expected)
  cursor.take()
  cursor.symbol('(')
  const { kind, text } = cursor.peek()
  const isGood = kind === 'string' && (type === 'date' ? isDate(text) : instantOf(text) !== undefined)
  if (!isGood) {
    throw cursor.unexpected(
      type === 'date' ? "a calendar day like '2026-11-22'" : "an RFC 3339 time with offset like '2026-11-22T08:00:00Z'",
    )
  }
  cursor.take()
  cursor.symbol(')')
  return { type, value: text }
}
