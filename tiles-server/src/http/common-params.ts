import { box, choice, flag, integer, text } from './param.ts'

/** Query parameters that several resources take, by the name they always have. */
export const BBOX = box('Only what meets this box: west,south,east,north in degrees.')

export const FILTER = text('A condition in CQL2 text (OGC 21-065r2) on the properties and the geometry.', ['bad-filter'])

export const DATETIME = text('Only what has its time in this RFC 3339 instant or interval: `start/end`, `../end`, `start/..`.')

/** `filter` and `datetime` as one selection. */
export const CONDITIONS = { filter: FILTER, datetime: DATETIME }

/** See `waitForMinSeq`. */
export const MIN_SEQ = integer(
  'The answer must show this change or a later one: the number an acknowledged write gave as Zongtu-Seq.',
  0,
  Number.MAX_SAFE_INTEGER,
  ['seq-not-reached'],
)

export const CURSOR = text('The next page: `cursor` of the page before.')

export const EXPLAIN = flag('Adds `explain`: the index used, candidates, exact tests and milliseconds.')

/** `crs`: the coordinate system of the map that tiles are for. Its absence is WGS 84, so that each tile has one address. */
export const MAP_CRS = choice('`gcj02` for a map that is drawn in GCJ-02; else WGS 84.', ['gcj02'])
