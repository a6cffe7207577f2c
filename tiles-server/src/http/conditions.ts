import { readSelection, type Selects } from '../filter/index.ts'
import type { Bbox } from '../geo/index.ts'
import type { LiveLayer } from '../live/index.ts'

/** What `CONDITIONS` read. */
export interface Conditions {
  readonly filter?: string | undefined
  readonly datetime?: string | undefined
}

/** `filter` and `datetime` alone, where they were given. */
export const given = ({ filter, datetime }: Conditions): { filter?: string; datetime?: string } => ({
  ...(filter !== undefined && { filter }),
  ...(datetime !== undefined && { datetime }),
})

/**
 * `filter` and `datetime` as one condition on a layer's features, and a box (degrees) that the geometry of all that meet it meets; what is absent
 * selects everything. Throws bad-filter, bad-parameter.
 */
export function conditions({ def }: LiveLayer, query: Conditions): { matches?: Selects; within?: Bbox } {
  const selection = readSelection(given(query), [def])
  const matches = selection.of(def)
  return { ...(matches && { matches }), ...(selection.bounds && { within: selection.bounds }) }
}
