import type { ComparisonOp, Filter, Literal } from './types.ts'

type Moment = Extract<Literal, { type: 'timestamp' | 'date' }>

/** An instant, or INTERVAL('start', 'end'); an end that is open ('..') is undefined. */
export interface TimeSpan {
  readonly start: Moment | undefined
  readonly end: Moment | undefined
}

interface Bound {
  readonly op: ComparisonOp
  readonly side: 'start' | 'end'
}

/**
 * Temporal functions of CQL2 of a datetime attribute, an instant, and a span of time, as comparisons with its ends (after J. F. Allen, "Maintaining
 * knowledge about temporal intervals", 1983): all of them must hold. So a DATE stands for its whole day (UTC), as it does in comparisons.
 */
const BOUNDS: Readonly<Record<string, readonly Bound[]>> = {
  T_AFTER: [{ op: '>', side: 'end' }],
  T_BEFORE: [{ op: '<', side: 'start' }],
  T_DURING: [
    { op: '>', side: 'start' },
    { op: '<', side: 'end' },
  ],
  T_EQUALS: [
    { op: '=', side: 'start' },
    { op: '=', side: 'end' },
  ],
  T_FINISHES: [
    { op: '>', side: 'start' },
    { op: '=', side: 'end' },
  ],
  T_INTERSECTS: [
    { op: '>=', side: 'start' },
    { op: '<=', side: 'end' },
  ],
  T_STARTS: [
    { op: '=', side: 'start' },
    { op: '<', side: 'end' },
  ],
}

export const TEMPORAL = [...Object.keys(BOUNDS), 'T_DISJOINT'].sort()

/** What a function says when its arguments are the other way round. */
export const TURNED: Readonly<Record<string, string>> = {
  T_AFTER: 'T_BEFORE',
  T_BEFORE: 'T_AFTER',
  T_EQUALS: 'T_EQUALS',
  T_INTERSECTS: 'T_INTERSECTS',
  T_DISJOINT: 'T_DISJOINT',
}

/** The comparisons that a temporal function stands for; undefined when it needs an end that is open. */
export function temporalFilter(name: string, property: string, span: TimeSpan): Filter | undefined {
  if (name === 'T_DISJOINT') {
    const meets = temporalFilter('T_INTERSECTS', property, span)
    return meets && { op: 'not', arg: meets }
  }
  const args: Filter[] = []
  for (const { op, side } of BOUNDS[name]!) {
    const value = span[side]
    // An open end is later, or earlier, than any time: `<` and `>=` hold by themselves on that side, `=` and the others never.
    if (value !== undefined) args.push({ op, property, value })
    else if (!((side === 'start' && (op === '>' || op === '>=')) || (side === 'end' && (op === '<' || op === '<=')))) return undefined
  }
  const isSame =
    args.length === 2 && span.start?.type === span.end?.type && span.start?.value === span.end?.value && args[0]!.op === args[1]!.op
  return args.length === 1 || isSame ? args[0] : { op: 'and', args }
}
