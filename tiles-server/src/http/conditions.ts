import { readSelection, type Selects } from '../filter/index.ts'
import type { LiveLayer } from '../live/index.ts'
import type { Call } from './route.ts'

/** `filter` and `datetime` as they were given. */
export function readConditions(query: Call['query']): { filter?: string; datetime?: string } {
  const [filter, datetime] = [query.get('filter'), query.get('datetime')]
  return { ...(filter !== undefined && { filter }), ...(datetime !== undefined && { datetime }) }
}

/** `filter` and `datetime` as one condition on a layer's features; undefined selects everything. Throws bad-filter, bad-parameter. */
export const conditions = ({ def }: LiveLayer, query: Call['query']): Selects | undefined =>
  readSelection(readConditions(query), [def]).of(def)
