import { needsQuotes } from './parse.ts'
import type { Filter, Literal, Predicate } from './types.ts'
import { wktOf } from './wkt.ts'

/** Canonical CQL2 text: upper-case keywords, names quoted only where needed. `parseFilter(filterText(f))` gives the tree `f` again. */
export function filterText(filter: Filter): string {
  switch (filter.op) {
    case 'and':
    case 'or':
      return filter.args.map(arg => operand(arg, filter.op)).join(filter.op === 'and' ? ' AND ' : ' OR ')
    case 'not':
      return negated(filter.arg)
    case 'boolean':
      return filter.value ? 'TRUE' : 'FALSE'
    case 'spatial':
      return `S_${filter.relation.toUpperCase()}(geometry, ${wktOf(filter.geometry)})`
    default:
      return predicateText(filter, '')
  }
}

function negated(arg: Filter): string {
  if (arg.op === 'in' || arg.op === 'like' || arg.op === 'between' || arg.op === 'isNull') return predicateText(arg, 'NOT ')
  const compound = arg.op === 'and' || arg.op === 'or'
  return compound ? `NOT (${filterText(arg)})` : `NOT ${filterText(arg)}`
}

/** AND binds closer than OR; a nested list of the same kind keeps its parentheses, for it is another tree. */
function operand(arg: Filter, outer: 'and' | 'or'): string {
  const bare = arg.op !== 'or' && (arg.op !== 'and' || outer === 'or')
  return bare ? filterText(arg) : `(${filterText(arg)})`
}

function predicateText(filter: Predicate, not: '' | 'NOT '): string {
  const property = needsQuotes(filter.property) ? `"${filter.property.replaceAll('"', '""')}"` : filter.property
  switch (filter.op) {
    case 'in':
      return `${property} ${not}IN (${filter.list.map(literalText).join(', ')})`
    case 'like':
      return `${property} ${not}LIKE ${quoted(filter.pattern)}`
    case 'between':
      return `${property} ${not}BETWEEN ${literalText(filter.low)} AND ${literalText(filter.high)}`
    case 'isNull':
      return `${property} IS ${not}NULL`
    default:
      return `${property} ${filter.op} ${literalText(filter.value)}`
  }
}

function literalText(literal: Literal): string {
  switch (literal.type) {
    case 'string':
      return quoted(literal.value)
    case 'number':
      return String(literal.value)
    case 'boolean':
      return literal.value ? 'TRUE' : 'FALSE'
    case 'timestamp':
      return `TIMESTAMP(${quoted(literal.value)})`
    case 'date':
      return `DATE(${quoted(literal.value)})`
  }
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`
