import RBush from 'rbush'
import { type Fence, prepareFence, type Zone } from './fence.ts'
import type { CompiledFence, ExitReason } from './types.ts'
import { buildZoneIndex, type ZoneIndex } from './zone-index.ts'

/** What changes in the set of fences. */
export interface FenceChanges {
  readonly put?: readonly CompiledFence[]
  /** Ids of fences that were deleted. */
  readonly remove?: readonly string[]
}

/** A time during which the fences stay the same: from a moment of event time, to the next epoch. */
export interface Epoch {
  readonly from: number
  readonly fences: ReadonlyMap<string, Fence>
  readonly index: ZoneIndex
  /** Zones one can pass through between two fixes, by their boxes on the lattice. */
  readonly crossed: RBush<Crossed>
  /** Whether there are any. */
  readonly isCrossed: boolean
  /** Zones of fences that are new here, or other than before. */
  readonly added: readonly Zone[]
}

export interface Crossed {
  readonly minX: number
  readonly minY: number
  readonly maxX: number
  readonly maxY: number
  readonly zone: Zone
}

/** The epoch that begins everything: no fences. */
export const firstEpoch = (): Epoch => epochOf(-Infinity, new Map(), [])

/** The epoch that follows another. Fences that do not change keep their zones. */
export function nextEpoch(before: Epoch, { put = [], remove = [] }: FenceChanges, from: number): Epoch {
  const fences = new Map(before.fences)
  for (const id of [...remove, ...put.map(rule => rule.id)]) {
    const old = fences.get(id)
    if (old) old.to = from
    fences.delete(id)
  }
  const added = put.map(rule => prepareFence(rule, from))
  for (const fence of added) fences.set(fence.rule.id, fence)
  return epochOf(
    from,
    fences,
    added.flatMap(fence => fence.zones),
  )
}

export function epochOf(from: number, fences: ReadonlyMap<string, Fence>, added: readonly Zone[]): Epoch {
  const zones = [...fences.values()].flatMap(fence => fence.zones)
  const crossed = new RBush<Crossed>()
  const areas = zones.filter(({ fence, shape }) => fence.detects.has('cross') && shape.reach === 0)
  crossed.load(areas.map(boxed))
  return { from, fences, index: buildZoneIndex(zones), crossed, isCrossed: areas.length > 0, added }
}

/** Why a stay in a zone of a fence that is no more, or another, ends; undefined where the next version has the zone too. */
export function endOf(zone: Zone, next: Fence | undefined, isConcerned: boolean): ExitReason | undefined {
  if (!next) return 'deleted'
  if (!next.rule.enabled) return 'disabled'
  if (!isConcerned) return 'object-removed'
  return next.zones.some(({ id }) => id === zone.id) ? undefined : 'zone-removed'
}

function boxed(zone: Zone): Crossed {
  const { edges } = zone.shape
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let i = 0; i < edges.length; i += 2) {
    minX = Math.min(minX, edges[i]!)
    maxX = Math.max(maxX, edges[i]!)
    minY = Math.min(minY, edges[i + 1]!)
    maxY = Math.max(maxY, edges[i + 1]!)
  }
  return { minX, minY, maxX, maxY, zone }
}
