import type { Interval } from './interval.ts'
import { firstOf, lastOf } from './time.ts'
import type { ComparisonOp, Filter, Literal } from './types.ts'

/** The conditions that must all hold for the filter to be true. */
export const conjunctsOf = (filter: Filter): readonly Filter[] => (filter.op === 'and' ? filter.args.flatMap(conjunctsOf) : [filter])

/** The one attribute that a filter is about; undefined when it is about none, several, or the id. */
export function soleProperty(filter: Filter): string | undefined {
  const found = new Set(mentioned(filter))
  const [name] = found
  return found.size === 1 && name !== 'id' ? name : undefined
}

function mentioned(filter: Filter): string[] {
  switch (filter.op) {
    case 'and':
    case 'or':
      return filter.args.flatMap(mentioned)
    case 'not':
      return mentioned(filter.arg)
    case 'boolean':
      return []
    case 'spatial':
      return ['id'] // like the id, the geometry is no attribute
    default:
      return [filter.property]
  }
}

/**
 * The window of milliseconds in which a condition on a datetime attribute is true, both ends included; times are whole milliseconds. Undefined when
 * the condition is about something else, or true in no single window.
 */
export function timeWindow(filter: Filter, property: string): Interval | undefined {
  switch (filter.op) {
    case '=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return filter.property === property ? compared(filter.op, filter.value) : undefined
    case 'between': {
      if (filter.property !== property) return undefined
      const [low, high] = [compared('>=', filter.low), compared('<=', filter.high)]
      return low && high && { from: low.from, to: high.to }
    }
    default:
      return undefined
  }
}

function compared(op: Exclude<ComparisonOp, '<>'>, literal: Literal): Interval | undefined {
  if (literal.type !== 'timestamp' && literal.type !== 'date') return undefined
  const [first, last] = [firstOf(literal), lastOf(literal)]
  switch (op) {
    case '=':
      return { from: first, to: last }
    case '<':
      return { from: -Infinity, to: first - 1 }
    case '<=':
      return { from: -Infinity, to: last }
    case '>':
      return { from: last + 1, to: Infinity }
    case '>=':
      return { from: first, to: Infinity }
  }
}
