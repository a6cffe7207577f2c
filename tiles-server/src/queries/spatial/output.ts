import type { FoundFeature, FoundFeatures } from '../../contract/index.ts'
import type { Ranked } from './ranking.ts'
import type { Found } from './spatial.ts'
import type { Held } from './within.ts'

/** What was found, as it goes over the wire. `layers`: as asked. */
export const foundFeatures = (layers: readonly string[], { found, cursor, explain }: Found<Held | Ranked>): Required<FoundFeatures> => ({
  type: 'FeatureCollection',
  features: found.map(each => featureOf(layers, each)),
  cursor,
  explain,
})

function featureOf(layers: readonly string[], each: Held | Ranked): FoundFeature {
  const { id, version, geometry, properties } = each.feature
  const isRanked = 'metres' in each
  return {
    type: 'Feature',
    id,
    layer: layers[each.index]!,
    version,
    geometry,
    properties: isRanked ? { ...properties, distance_m: each.metres, bearing_deg: each.bearing } : properties,
  }
}
