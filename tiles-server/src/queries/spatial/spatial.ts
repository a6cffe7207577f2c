import type { AroundRequest, FoundFeature, FoundFeatures, NearestRequest, WithinRequest } from '../../contract/index.ts'
import type { Geometry } from '../../geo/index.ts'
import type { Clock } from '../../kernel/index.ts'
import type { Live, LiveFeature } from '../../live/index.ts'
import { fingerprint, partsOf } from './asked.ts'
import { readIn, readNear, writeIn, writeNear } from './cursor.ts'
import { aroundOf, nearestOf } from './nearest.ts'
import type { Ranked } from './ranking.ts'
import { withinOf } from './within.ts'

const NEAREST = 10
const LIMIT = 100

/**
 * Features by where they are. Geometries are checked before, in degrees, WGS 84. All throw unknown-layer, bad-filter, bad-parameter, and the signal's
 * reason once it is aborted. The answers' `explain` is always there.
 */
export interface Spatial {
  nearest(point: Geometry, request: NearestRequest): Required<FoundFeatures>
  around(geometry: Geometry, request: AroundRequest, signal?: AbortSignal): Promise<Required<FoundFeatures>>
  within(geometry: Geometry, request: WithinRequest, signal?: AbortSignal): Promise<Required<FoundFeatures>>
}

export function createSpatial(live: Live, clock: Clock): Spatial {
  return {
    nearest(point, request) {
      const { k = NEAREST, maxDistance = Infinity } = request
      const { found, explain } = nearestOf(partsOf(live, request, clock.now()), point, k, maxDistance)
      return { type: 'FeatureCollection', features: found.map(ranked => near(request.layers, ranked)), cursor: null, explain }
    },

    async around(geometry, request, signal) {
      const { limit = LIMIT, cursor, ...question } = request
      const mark = fingerprint(['around', question])
      const parts = partsOf(live, request, clock.now())
      const { found, explain } = await aroundOf(parts, geometry, limit + 1, request.distance, readNear(mark, cursor), signal)
      const page = found.slice(0, limit)
      const last = page.at(-1)
      const next = found.length > limit && last ? writeNear(mark, { ...last, id: last.feature.id }) : null
      return { type: 'FeatureCollection', features: page.map(ranked => near(request.layers, ranked)), cursor: next, explain }
    },

    async within(geometry, request, signal) {
      const { limit = LIMIT, cursor, relation = 'within', ...question } = request
      const mark = fingerprint(['within', relation, question])
      const parts = partsOf(live, request, clock.now())
      const { found, explain } = await withinOf(parts, geometry, relation, limit + 1, readIn(mark, cursor), signal)
      const page = found.slice(0, limit)
      const last = page.at(-1)
      const features = page.map(({ index, feature }) => output(request.layers[index]!, feature))
      return {
        type: 'FeatureCollection',
        features,
        cursor: found.length > limit && last ? writeIn(mark, last.index, last.feature.id) : null,
        explain,
      }
    },
  }
}

const output = (layer: string, { id, version, geometry, properties }: LiveFeature): FoundFeature => ({
  type: 'Feature',
  id,
  layer,
  version,
  geometry,
  properties,
})

const near = (layers: readonly string[], { index, feature, metres, bearing }: Ranked): FoundFeature => {
  const found = output(layers[index]!, feature)
  return { ...found, properties: { ...found.properties, distance_m: metres, bearing_deg: bearing } }
}
