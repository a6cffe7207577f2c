import type { AroundRequest, Explained, NearestRequest, WithinRequest } from '../../contract/index.ts'
import type { Geometry } from '../../geo/index.ts'
import type { Clock } from '../../kernel/index.ts'
import type { Live } from '../../live/index.ts'
import { createParts, fingerprint } from './asked.ts'
import { readIn, readNear, writeIn, writeNear } from './cursor.ts'
import { aroundOf, nearestOf } from './nearest.ts'
import type { Ranked } from './ranking.ts'
import { type Held, withinOf } from './within.ts'

const NEAREST = 10
const LIMIT = 100

/** Features in order, with the distance and bearing of each where they were asked for. */
export interface Found<T extends Held = Held> {
  readonly found: readonly T[]
  /** Opaque position of the next page; null on the last. */
  readonly cursor: string | null
  readonly explain: Explained
}

/**
 * Features by where they are. Geometries are checked before, in degrees, WGS 84. All throw unknown-layer, bad-filter, bad-parameter, and the signal's
 * reason once it is aborted.
 */
export interface Spatial {
  nearest(point: Geometry, request: NearestRequest): Found<Ranked>
  around(geometry: Geometry, request: AroundRequest, signal?: AbortSignal): Promise<Found<Ranked>>
  within(geometry: Geometry, request: WithinRequest, signal?: AbortSignal): Promise<Found>
}

export function createSpatial(live: Live, clock: Clock): Spatial {
  const partsOf = createParts(live)
  return {
    nearest(point, request) {
      const { k = NEAREST, maxDistance = Infinity } = request
      return { ...nearestOf(partsOf(request, clock.now()), point, k, maxDistance), cursor: null }
    },

    async around(geometry, request, signal) {
      const { limit = LIMIT, cursor, ...question } = request
      const mark = fingerprint(['around', question])
      const parts = partsOf(request, clock.now())
      const { found, explain } = await aroundOf(parts, geometry, limit + 1, request.distance, readNear(mark, cursor), signal)
      const page = found.slice(0, limit)
      const last = page.at(-1)
      const next = found.length > limit && last ? writeNear(mark, { ...last, id: last.feature.id }) : null
      return { found: page, cursor: next, explain }
    },

    async within(geometry, request, signal) {
      const { limit = LIMIT, cursor, relation = 'within', ...question } = request
      const mark = fingerprint(['within', relation, question])
      const parts = partsOf(request, clock.now())
      const { found, explain } = await withinOf(parts, geometry, relation, limit + 1, readIn(mark, cursor), signal)
      const page = found.slice(0, limit)
      const last = page.at(-1)
      return { found: page, cursor: found.length > limit && last ? writeIn(mark, last.index, last.feature.id) : null, explain }
    },
  }
}
