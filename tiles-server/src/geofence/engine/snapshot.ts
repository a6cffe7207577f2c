import { type Fence, prepareFence, type Zone } from './fence.ts'
import type { Group } from './groups.ts'
import { FenceHistory } from './history.ts'
import { type Checkpoint, compact, type Presence, type State, type Told } from './state.ts'
import type { TrackContent } from './track.ts'
import type { CompiledFence } from './types.ts'

/** Raised when a state would be written otherwise. */
export const SNAPSHOT_FORMAT = 2

/** A zone by name: its fence, from when that version held, and its own id. */
type ZoneName = readonly [fence: string, from: number, zone: string]
type Named<T> = Omit<T, 'zone'> & { readonly zone: ZoneName }

const zoneName = ({ id, fence }: Zone): ZoneName => [fence.rule.id, fence.from, id]
const textOf = (name: ZoneName): string => JSON.stringify(name)

/** JSON that keeps what is no finite number. */
const encode = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => (typeof each === 'number' && !Number.isFinite(each) ? { $: String(each) } : each))
const decode = (text: string): unknown =>
  JSON.parse(text, (_, each: unknown) => {
    const special = (each as { $?: unknown } | null)?.$
    return typeof special === 'string' ? Number(special) : each
  })

const entriesOut = (entries: readonly Presence[]) =>
  entries.map(({ zone, by, ...entry }) => ({ ...entry, zone: zoneName(zone), ...(by && { by: { id: by.id, version: by.version } }) }))

export const trackText = ({ state, checkpoints }: TrackContent): string =>
  encode([
    { ...state, entries: entriesOut(state.entries) },
    checkpoints.map(({ entries, numbers }) => ({ entries: entriesOut(entries), numbers })),
  ])

export const groupsText = (groups: Iterable<Group>): string =>
  encode(
    Array.from(groups, group => ({
      ...group,
      zone: zoneName(group.zone),
      base: { ...group.base, inside: [...group.base.inside] },
      outputs: group.outputs.map(({ zone: _, fence: __, ...told }) => told),
    })),
  )

/** Versions of fences and the moments of edits. Throws for objects that are chosen by a function. */
export const historyText = ({ floor, versions, edits }: FenceHistory): string =>
  encode({ floor, edits, fences: versions.map(({ rule, from, to }) => ({ rule: { ...rule, objects: objectsOut(rule) }, from, to })) })

function objectsOut({ id, objects }: CompiledFence): 'all' | string[] {
  if (objects === 'all') return objects
  if (typeof objects === 'function') throw new Error(`fence ${id} chooses its objects by a function, which cannot be kept`)
  return [...objects]
}

interface KeptHistory {
  readonly floor: number
  readonly edits: readonly number[]
  readonly fences: readonly { readonly rule: CompiledFence & { objects: 'all' | string[] }; readonly from: number; readonly to: number }[]
}

export function readHistory(text: string): FenceHistory {
  const { floor, edits, fences } = decode(text) as KeptHistory
  const versions = fences.map(({ rule, from, to }): Fence => {
    const { objects } = rule
    return prepareFence({ ...rule, objects: objects === 'all' ? objects : new Set(objects) }, from, to)
  })
  return FenceHistory.restore(floor, versions, edits)
}

/** Finds zones by name. */
export class Reader {
  readonly #zones = new Map<string, Zone>()

  constructor({ versions }: FenceHistory) {
    for (const { zones } of versions) for (const zone of zones) this.#zones.set(textOf(zoneName(zone)), zone)
  }

  track(text: string): TrackContent {
    const [state, checkpoints] = decode(text) as [KeptState, KeptCheckpoint[]]
    return {
      state: { ...state, entries: this.#entries(state.entries) },
      checkpoints: checkpoints.map(({ entries, numbers }) => ({ entries: this.#entries(entries), numbers })),
    }
  }

  groups(text: string): Group[] {
    const kept = decode(text) as (Named<Omit<Group, 'base' | 'outputs'>> & {
      base: Omit<Group['base'], 'inside'> & { inside: [string, number][] }
      outputs: Omit<Told, 'zone' | 'fence'>[]
    })[]
    return kept.flatMap(({ zone: name, base, outputs, ...group }) => {
      const zone = this.#zones.get(textOf(name))
      if (!zone) return []
      const told = outputs.map((output): Told => ({ ...output, zone, fence: zone.fence }))
      return [{ ...group, zone, base: { ...base, inside: new Map(base.inside) }, outputs: told }]
    })
  }

  /** Zones of versions that are no longer kept fall away. */
  #entries(entries: readonly Named<Presence>[]): Presence[] {
    return entries.flatMap(({ zone: name, ...entry }) => {
      const zone = this.#zones.get(textOf(name))
      return zone ? [compact({ ...entry, zone })] : []
    })
  }
}

type KeptState = Omit<State, 'entries'> & { readonly entries: readonly Named<Presence>[] }
type KeptCheckpoint = Omit<Checkpoint, 'entries'> & { readonly entries: readonly Named<Presence>[] }
