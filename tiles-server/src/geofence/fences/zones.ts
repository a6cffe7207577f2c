import { createHash } from 'node:crypto'
import type { FenceRule, FenceZone } from '../../contract/index.ts'
import { readSelection } from '../../filter/index.ts'
import type { Bbox, Geometry, LineString } from '../../geo/index.ts'
import { ZongtuError } from '../../kernel/index.ts'
import type { Live, LiveFeature, LiveLayer } from '../../live/index.ts'

/** A zone as the engine takes it. Areas for most fences, lines for a corridor; degrees, WGS 84. */
export interface ResolvedZone {
  /** `layer/id`, or `geometry/` and a hash of what was drawn: the same as long as it means the same place. */
  readonly key: string
  /** What it is called: the feature's label where it has one. */
  readonly name: string
  readonly geometry: Geometry
}

/** What of a rule says where. */
export type Where = Pick<FenceRule, 'zones' | 'corridor' | 'detect'>

const AREAS = ['Polygon', 'MultiPolygon']
const LINES = ['LineString']

/** Types of geometry that the zones of a fence have. */
export const zoneTypes = ({ detect }: Where): readonly string[] => (detect.includes('corridor') ? LINES : AREAS)

/**
 * The zones of a fence as the layers are now, each once, in the order of the rule and then of ids. What is not there, or is no longer of the right type, is
 * left out.
 */
export function resolveZones(rule: Where, live: Pick<Live, 'has' | 'layer'>): ResolvedZone[] {
  const types = zoneTypes(rule)
  const found = new Map<string, ResolvedZone>()
  for (const zone of rule.zones) {
    for (const each of zonesOf(zone, live)) {
      if (!found.has(each.key) && types.includes(each.geometry.type)) found.set(each.key, each)
    }
  }
  return [...found.values()]
}

function zonesOf(zone: FenceZone, live: Pick<Live, 'has' | 'layer'>): ResolvedZone[] {
  if ('geometry' in zone) return [drawn(zone)]
  if (!live.has(zone.layer)) return []
  const layer = live.layer(zone.layer)
  const features = 'id' in zone ? [layer.get(zone.id)] : [...matching(layer, zone.filter)]
  return features.flatMap(feature => (feature?.geometry ? [zoneOf(layer, feature, feature.geometry)] : []))
}

function drawn({ geometry, name }: Extract<FenceZone, { geometry: unknown }>): ResolvedZone {
  const { type, coordinates } = geometry as LineString
  const hash = createHash('sha256')
    .update(JSON.stringify([type, coordinates]))
    .digest('base64url')
    .slice(0, 16)
  return { key: `geometry/${hash}`, name: name ?? hash.slice(0, 6), geometry }
}

function zoneOf({ def }: LiveLayer, { id, properties }: LiveFeature, geometry: Geometry): ResolvedZone {
  const label = def.label === undefined ? undefined : properties[def.label]
  return { key: `${def.id}/${id}`, name: typeof label === 'string' && label !== '' ? label : id, geometry }
}

/** Features of a layer that meet a filter, by id; none when the filter does not fit the layer as it is now. */
export function* matching(layer: LiveLayer, filter: string | undefined): Iterable<LiveFeature> {
  const selection = fitting(layer, filter)
  if (selection === undefined) return
  const { matches, bounds } = selection
  const candidates = bounds ? layer.search(bounds).sort((a, b) => (a.id < b.id ? -1 : 1)) : layer.all()
  for (const feature of candidates) if (!matches || matches(feature)) yield feature
}

/** A filter made ready for a layer; undefined when it does not fit it. */
export function fitting(
  { def }: LiveLayer,
  filter: string | undefined,
): { readonly matches: ((feature: LiveFeature) => boolean) | undefined; readonly bounds: Bbox | undefined } | undefined {
  try {
    const selection = readSelection(filter === undefined ? {} : { filter }, [def])
    return { matches: selection.of(def), bounds: selection.bounds }
  } catch (error) {
    if (error instanceof ZongtuError) return undefined
    throw error
  }
}
