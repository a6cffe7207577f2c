import type { LayerDef } from '../contract/index.ts'
import { buildTopology, isAreal } from '../geo/index.ts'
import type { Row } from '../store/index.ts'
import { toFeature } from './feature.ts'
import { LayerIndex } from './layer-index.ts'
import { Outline } from './outline.ts'

/** An imported coverage: its polygons share their arcs. Edited as a set only, so the topology stays as long as the index. */
export function coverageIndex(def: LayerDef, rows: readonly Row[]): LayerIndex {
  const faces = rows.flatMap(({ id, geometry }) => (geometry && isAreal(geometry) ? [{ id, geometry }] : []))
  const { topology } = buildTopology(faces)
  const features = rows.map(row => {
    const rings = topology.rings(row.id)
    return toFeature(row, rings && new Outline(topology, rings))
  })
  return new LayerIndex(def, features)
}
