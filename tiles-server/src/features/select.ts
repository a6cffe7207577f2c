import { type Bbox, eachPosition, geometryMeetsBox } from '../geo/index.ts'
import type { LiveFeature, LiveLayer } from '../live/index.ts'

export interface Selection {
  /** Features that meet this box (degrees): their geometry, not their bounding box. */
  readonly bbox?: Bbox
  readonly matches?: (feature: LiveFeature) => boolean
  /** A box in degrees that the bounding box of everything that matches meets, so that the rest need not be asked. */
  readonly within?: Bbox
  /** Only ids greater than this one (code unit order). */
  readonly after?: string
  readonly limit: number
  /** The page ends before the feature that would take it beyond about this many characters as JSON; it has one feature at least. */
  readonly characters?: number
}

/** The first features in ascending id order, as many as fit one page; `next` is the id to go on after, null when nothing is left. Bounds are looked at before filters. */
export function selectFeatures(layer: LiveLayer, selection: Selection): { features: LiveFeature[]; next: string | null } {
  const features: LiveFeature[] = []
  let characters = 0
  for (const feature of candidates(layer, selection)) {
    if (selection.after !== undefined && feature.id <= selection.after) continue
    if (selection.bbox && !(feature.geometry && geometryMeetsBox(feature.geometry, selection.bbox))) continue
    if (selection.matches && !selection.matches(feature)) continue
    characters += lengthOf(feature)
    const isFull = features.length === selection.limit || (features.length > 0 && characters > (selection.characters ?? Infinity))
    if (isFull) return { features, next: features[features.length - 1]!.id }
    features.push(feature)
  }
  return { features, next: null }
}

/** The smaller of two boxes that both must be met: what it finds is asked for the other one. */
export const searchBox = (a: Bbox | undefined, b: Bbox | undefined): Bbox | undefined => (a && b ? (area(a) < area(b) ? a : b) : (a ?? b))

const area = ([west, south, east, north]: Bbox): number => (east - west) * (north - south)

/** Characters of a position: two numbers of 17 digits and what stands around them. */
const POSITION_LENGTH = 45

/** About how many characters a feature takes as JSON, escapes aside. */
function lengthOf({ geometry, properties }: LiveFeature): number {
  let length = 0
  if (geometry) eachPosition(geometry, () => (length += POSITION_LENGTH))
  for (const [name, value] of Object.entries(properties)) length += name.length + (typeof value === 'string' ? value.length : 20)
  return length
}

function candidates(layer: LiveLayer, { bbox, within, after }: Selection): Iterable<LiveFeature> {
  const box = searchBox(bbox, within)
  if (box === undefined) return after === undefined ? layer.all() : layer.after(after)
  return layer.search(box).sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
}
