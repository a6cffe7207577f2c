import type { Live } from '../live/index.ts'
import { createLocate, type Locate } from './locate.ts'

/** What other systems ask of the map: which unit, who is near, who sees it. Answers come from live, exact, as of one moment. */
export interface Queries {
  readonly locate: Locate
}

export const createQueries = ({ live }: { readonly live: Live }): Queries => ({ locate: createLocate(live) })
