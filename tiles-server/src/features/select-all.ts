import { type Bbox, geometryMeetsBox } from '../geo/index.ts'
import { createSlices } from '../kernel/index.ts'
import type { LiveFeature, LiveLayer } from '../live/index.ts'
import { searchBox } from './select.ts'

export interface WholeSelection {
  /** Features that meet this box (degrees): their geometry, not their bounding box. */
  readonly bbox?: Bbox
  readonly matches?: (feature: LiveFeature) => boolean
  /** A box in degrees that the bounding box of everything that matches meets. */
  readonly within?: Bbox
  /** Only these; ids of no feature select nothing. */
  readonly ids?: readonly string[]
}

/**
 * All features selected, in ascending id order, as of one moment: candidates are taken in this turn, and features never change. What they are
 * asked takes as many turns as it needs. Throws the signal's reason once it is aborted.
 */
export function selectAllFeatures(layer: LiveLayer, selection: WholeSelection, signal?: AbortSignal): Promise<LiveFeature[]> {
  return matching(candidates(layer, selection), selection, signal)
}

async function matching(features: readonly LiveFeature[], { bbox, matches }: WholeSelection, signal?: AbortSignal): Promise<LiveFeature[]> {
  const slices = createSlices(signal)
  const selected: LiveFeature[] = []
  for (const feature of features) {
    if (slices.over()) await slices.next()
    if (bbox && !(feature.geometry && geometryMeetsBox(feature.geometry, bbox))) continue
    if (matches === undefined || matches(feature)) selected.push(feature)
  }
  return selected
}

function candidates(layer: LiveLayer, { ids, bbox, within }: WholeSelection): LiveFeature[] {
  if (ids !== undefined) return byId([...new Set(ids)].flatMap(id => layer.get(id) ?? []))
  const box = searchBox(bbox, within)
  return box === undefined ? [...layer.all()] : byId(layer.search(box))
}

const byId = (features: LiveFeature[]): LiveFeature[] => features.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
