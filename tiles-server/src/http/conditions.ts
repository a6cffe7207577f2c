import { readSelection, type Selects } from '../filter/index.ts'
import type { Bbox } from '../geo/index.ts'
import type { LiveLayer } from '../live/index.ts'
import type { Call } from './route.ts'

/** `filter` and `datetime` as they were given. */
export function readConditions(query: Call['query']): { filter?: string; datetime?: string } {
  const [filter, datetime] = [query.get('filter'), query.get('datetime')]
  return { ...(filter !== undefined && { filter }), ...(datetime !== undefined && { datetime }) }
}

/**
 * `filter` and `datetime` as one condition on a layer's features, and a box (degrees) that the geometry of all that meet it meets; what is absent
 * selects everything. Throws bad-filter, bad-parameter.
 */
export function conditions({ def }: LiveLayer, query: Call['query']): { matches?: Selects; within?: Bbox } {
  const selection = readSelection(readConditions(query), [def])
  const matches = selection.of(def)
  return { ...(matches && { matches }), ...(selection.bounds && { within: selection.bounds }) }
}
