import type { MapGeoJSONFeature } from 'maplibre-gl'
import type { LayerDef } from '../../../tiles-server/src/contract/index.ts'
import type { Picked } from '../state/map.ts'
import { ownerOf } from './dress.ts'

const MAX_PICKED = 20

/** Things before places before areas: what one most likely meant comes first. */
function rank(def: LayerDef | undefined, styleLayer: string): number {
  if (!def) return 9
  if (def.geometry === 'point') return styleLayer.endsWith('-closed') ? 0.5 : 0
  if (def.kind === 'unit') return styleLayer.endsWith('-label') ? 1 : 6
  if (def.id === 'zone') return 2
  if (def.kind === 'dataset' || def.kind === 'indicator') return 3
  return def.id === 'building' ? 4 : def.geometry === 'line' ? 5 : 7
}

/**
 * The features under the pointer, each once, most likely meant first. Clusters and derived lines are no features of their own.
 */
export function pick(
  hits: readonly Pick<MapGeoJSONFeature, 'layer' | 'properties' | 'geometry'>[],
  defs: ReadonlyMap<string, LayerDef>,
  at: readonly [number, number],
): Picked[] {
  const found = new Map<string, { picked: Picked; rank: number }>()
  for (const hit of hits) {
    const layer = ownerOf(hit.layer)
    const id: unknown = hit.properties.id
    if (layer === null || typeof id !== 'string' || hit.properties.cluster === true || defs.get(layer)?.kind === 'derived') continue
    const order = rank(defs.get(layer), hit.layer.id)
    const key = `${layer}/${id}`
    const known = found.get(key)
    if (known && known.rank <= order) continue
    const spot = hit.geometry.type === 'Point' ? ([hit.geometry.coordinates[0]!, hit.geometry.coordinates[1]!] as const) : at
    found.set(key, { picked: { layer, id, at: spot }, rank: order })
  }
  return [...found.values()]
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MAX_PICKED)
    .map(entry => entry.picked)
}
