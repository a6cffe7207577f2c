import type { FenceRule } from '../../contract/index.ts'
import type { AppliedBatch, Live, LiveFeature } from '../../live/index.ts'
import { fitting } from './zones.ts'

/** What of a fence must be resolved anew. */
export interface Touched {
  readonly zones: boolean
  readonly objects: boolean
}

/** Part of a layer that a rule refers to. */
interface Reference {
  readonly layer: string
  readonly id?: string
  readonly filter?: string | undefined
}

/**
 * Of these fences those that a change of the layers touches: a zone or a member of a group came, went or is otherwise, or a layer was replaced as a whole.
 * `K` tells fences apart.
 */
export function touchedFences<K>(
  fences: Iterable<readonly [K, Pick<FenceRule, 'zones' | 'objects'>]>,
  { diffs, reset }: Pick<AppliedBatch, 'diffs' | 'reset'>,
  live: Pick<Live, 'has' | 'layer'>,
): Map<K, Touched> {
  const changed = new Map<string, LiveFeature[]>()
  for (const { layer, before, after } of diffs) {
    const own = changed.get(layer) ?? []
    for (const feature of [before, after]) if (feature) own.push(feature)
    changed.set(layer, own)
  }
  const isTouched = (reference: Reference): boolean => {
    if (reset.includes(reference.layer)) return true
    const features = changed.get(reference.layer)
    return features?.some(wanted(reference, live)) === true
  }
  const touched = new Map<K, Touched>()
  for (const [key, { zones, objects }] of fences) {
    const each = {
      zones: zones.some(zone => 'layer' in zone && isTouched(zone)),
      objects: 'group' in objects && isTouched(objects.group),
    }
    if (each.zones || each.objects) touched.set(key, each)
  }
  return touched
}

function wanted({ layer, id, filter }: Reference, live: Pick<Live, 'has' | 'layer'>): (feature: LiveFeature) => boolean {
  if (id !== undefined) return feature => feature.id === id
  const selection = live.has(layer) ? fitting(live.layer(layer), filter) : undefined
  return selection?.matches ?? (() => true)
}
