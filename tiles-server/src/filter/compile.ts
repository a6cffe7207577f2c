import type { PropertyValue } from '../contract/index.ts'
import { likeMatcher } from './like.ts'
import type { Selectable, Selects, Truth } from './selectable.ts'
import { spatialTest } from './spatial.ts'
import { dayOf, instantOf } from './time.ts'
import type { ComparisonOp, Filter, Literal, Predicate } from './types.ts'

type Evaluate = (feature: Selectable) => Truth
/** Order of a property's value against a fixed literal: negative, 0, positive; null when the value is null or of another type. */
type Order = (value: PropertyValue) => number | null

/** A predicate over features: true only where the filter is true, by SQL's three-valued logic (not where it is unknown). */
export function compileFilter(filter: Filter): Selects {
  const evaluate = compile(filter)
  return feature => evaluate(feature) === true
}

function compile(filter: Filter): Evaluate {
  switch (filter.op) {
    case 'and':
      return connect(filter.args.map(compile), false)
    case 'or':
      return connect(filter.args.map(compile), true)
    case 'not': {
      const arg = compile(filter.arg)
      return feature => {
        const truth = arg(feature)
        return truth === null ? null : !truth
      }
    }
    case 'boolean':
      return () => filter.value
    case 'spatial':
      return spatialTest(filter.relation, filter.geometry)
    default:
      return compilePredicate(filter)
  }
}

/** AND is decided by one false, OR by one true; else one unknown makes the whole unknown. */
function connect(args: readonly Evaluate[], decisive: boolean): Evaluate {
  return feature => {
    let truth: Truth = !decisive
    for (const arg of args) {
      const part = arg(feature)
      if (part === decisive) return decisive
      if (part === null) truth = null
    }
    return truth
  }
}

function compilePredicate(filter: Predicate): Evaluate {
  const value = reader(filter.property)
  switch (filter.op) {
    case 'isNull':
      return feature => value(feature) === null
    case 'like': {
      const matches = likeMatcher(filter.pattern)
      return feature => {
        const text = value(feature)
        return typeof text === 'string' ? matches(text) : null
      }
    }
    case 'in':
      return compileIn(value, filter.list.map(orderAgainst))
    case 'between': {
      const [low, high] = [orderAgainst(filter.low), orderAgainst(filter.high)]
      return connect([feature => holds('>=', low(value(feature))), feature => holds('<=', high(value(feature)))], false)
    }
    default: {
      const order = orderAgainst(filter.value)
      return feature => holds(filter.op, order(value(feature)))
    }
  }
}

function compileIn(value: (feature: Selectable) => PropertyValue, orders: readonly Order[]): Evaluate {
  return feature => {
    const own = value(feature)
    let truth: Truth = false
    for (const order of orders) {
      const equal = holds('=', order(own))
      if (equal === true) return true
      if (equal === null) truth = null
    }
    return truth
  }
}

function reader(name: string): (feature: Selectable) => PropertyValue {
  if (name === 'id') return feature => feature.id
  return feature => (Object.hasOwn(feature.properties, name) ? (feature.properties[name] ?? null) : null)
}

function holds(op: ComparisonOp, order: number | null): Truth {
  if (order === null) return null
  switch (op) {
    case '=':
      return order === 0
    case '<>':
      return order !== 0
    case '<':
      return order < 0
    case '<=':
      return order <= 0
    case '>':
      return order > 0
    case '>=':
      return order >= 0
  }
}

function orderAgainst(literal: Literal): Order {
  switch (literal.type) {
    case 'string':
      return value => (typeof value === 'string' ? compareText(value, literal.value) : null)
    case 'number':
      return value => (typeof value === 'number' ? compareNumbers(value, literal.value) : null)
    case 'boolean':
      return value => (typeof value === 'boolean' ? Number(value) - Number(literal.value) : null)
    case 'timestamp': {
      const instant = instantOf(literal.value)!
      return ofInstant(value => value - instant)
    }
    case 'date':
      // A day is compared with the value's UTC day, so that <= DATE(...) takes in the whole day.
      return ofInstant(value => compareText(dayOf(value), literal.value))
  }
}

function ofInstant(order: (instant: number) => number): Order {
  return value => {
    const instant = typeof value === 'string' ? instantOf(value) : undefined
    return instant === undefined ? null : order(instant)
  }
}

const compareNumbers = (a: number, b: number): number | null => (a < b ? -1 : a > b ? 1 : a === b ? 0 : null)

/** Order by code point, as SQL's collation "C" on UTF-8 (code units would put U+FFxx after the supplementary planes). */
function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    if (a[i] !== b[i]) return rank(a.charCodeAt(i)) - rank(b.charCodeAt(i))
  }
  return a.length - b.length
}

/** Moves surrogates above all other code units. */
const rank = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit)
