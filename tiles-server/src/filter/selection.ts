import type { LayerDef } from '../contract/index.ts'
import type { Bbox } from '../geo/index.ts'
import { ZongtuError } from '../kernel/index.ts'
import { checkFilter } from './check.ts'
import { compileFilter } from './compile.ts'
import { type Interval, parseInterval } from './interval.ts'
import { parseFilter } from './parse.ts'
import type { Selects } from './selectable.ts'
import { boundsOf, isSpatial } from './spatial.ts'
import { filterText } from './text.ts'
import { instantOf } from './time.ts'
import type { Filter } from './types.ts'

/** A request's `filter` and `datetime`, read and checked: the one engine for tiles, items and exports. */
export interface Selection {
  readonly filter: Filter | undefined
  readonly interval: Interval | undefined
  /** A box in degrees that every selected geometry meets; undefined when no place is asked for. West beyond east: nothing is selected. */
  readonly bounds: Bbox | undefined
  /** True when the geometry decides. */
  readonly spatial: boolean
  /** Normal form: equal for selections that say the same in other words, '' for everything. */
  readonly text: string
  /** What decides for a layer's features; undefined = all are selected. `datetime` leaves out features without a time, and layers without one alone. */
  of(def: LayerDef): Selects | undefined
}

/**
 * Reads `filter` (CQL2 text) and `datetime` (instant or interval) against the layers they are asked of.
 * Throws bad-filter for a filter that does not fit one of the layers, bad-parameter for a bad `datetime` and where no layer has a time.
 */
export function readSelection(asked: { readonly filter?: string; readonly datetime?: string }, defs: readonly LayerDef[]): Selection {
  const interval = asked.datetime === undefined ? undefined : parseInterval(asked.datetime)
  if (interval && defs.every(def => def.time === undefined)) throw noTime(defs)
  const filter = asked.filter === undefined ? undefined : parseFilter(asked.filter)
  if (filter) for (const def of defs) checkFilter(filter, def)
  const matches = filter && compileFilter(filter)
  const of = ({ time }: LayerDef): Selects | undefined => {
    const isIn = interval && time !== undefined ? within(time, interval) : undefined
    if (!isIn || !matches) return isIn ?? matches
    return feature => isIn(feature) && matches(feature)
  }
  return {
    filter,
    interval,
    bounds: filter && boundsOf(filter),
    spatial: filter !== undefined && isSpatial(filter),
    text: filter || interval ? JSON.stringify([filter && filterText(filter), interval && endsOf(interval)]) : '',
    of,
  }
}

function within(property: string, { from, to }: Interval): Selects {
  return ({ properties }) => {
    const value = Object.hasOwn(properties, property) ? properties[property] : undefined
    const at = typeof value === 'string' ? instantOf(value) : undefined
    return at !== undefined && at >= from && at <= to
  }
}

const endsOf = ({ from, to }: Interval): string => `${from}/${to}`

function noTime(defs: readonly LayerDef[]): ZongtuError {
  const ids = defs.map(def => def.id).join(', ')
  const who = defs.length === 1 ? `layer ${ids} has no time` : `none of the layers ${ids} has a time`
  return new ZongtuError('bad-parameter', `${who} that datetime could select by`, { parameter: 'datetime' })
}
