import { type Fence, prepareFence, type Zone } from './fence.ts'
import type { Group } from './groups.ts'
import { FenceHistory } from './history.ts'
import { type Kept, NOTHING_KEPT } from './kept.ts'
import { type Checkpoint, compact, type Presence, type State } from './state.ts'
import type { TrackContent } from './track.ts'
import type { CompiledFence } from './types.ts'

/** Raised when a state would be written otherwise. */
export const SNAPSHOT_FORMAT = 2

/** A version by name: its fence, and from when it held. A zone: its own id too. */
type FenceName = readonly [fence: string, from: number]
type ZoneName = readonly [...FenceName, zone: string]
type Named<T> = Omit<T, 'zone'> & { readonly zone: ZoneName }

const fenceName = ({ rule, from }: Fence): FenceName => [rule.id, from]
const zoneName = ({ id, fence }: Zone): ZoneName => [...fenceName(fence), id]
const textOf = (name: FenceName | ZoneName): string => JSON.stringify(name)

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
const keptOut = ({ of, numbers }: Kept) => ({ of: of.map(each => ('rule' in each ? fenceName(each) : zoneName(each))), numbers })

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
      outputs: keptOut(group.outputs),
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

/** Finds versions and zones by name. */
export class Reader {
  readonly #found = new Map<string, Fence | Zone>()

  constructor({ versions }: FenceHistory) {
    for (const fence of versions) {
      this.#found.set(textOf(fenceName(fence)), fence)
      for (const zone of fence.zones) this.#found.set(textOf(zoneName(zone)), zone)
    }
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
      outputs: KeptNames
    })[]
    return kept.flatMap(({ zone: name, base, outputs, ...group }) => {
      const zone = this.#find(name) as Zone | undefined
      return zone ? [{ ...group, zone, base: { ...base, inside: new Map(base.inside) }, outputs: this.#kept(outputs) }] : []
    })
  }

  #find = (name: FenceName | ZoneName): Fence | Zone | undefined => this.#found.get(textOf(name))

  /** Zones of versions that are no longer kept fall away. */
  #entries(entries: readonly Named<Presence>[]): Presence[] {
    return entries.flatMap(({ zone: name, ...entry }) => {
      const zone = this.#find(name) as Zone | undefined
      return zone ? [compact({ ...entry, zone })] : []
    })
  }

  #kept({ of, numbers }: KeptNames): Kept {
    const kept = { of: [] as (Fence | Zone)[], numbers: [] as number[] }
    for (let i = 0; 2 * i < of.length; i++) {
      const [zone, fence] = [this.#find(of[2 * i]!), this.#find(of[2 * i + 1]!)]
      if (!zone || !fence) continue
      kept.of.push(zone, fence)
      kept.numbers.push(...numbers.slice(3 * i, 3 * i + 3))
    }
    return kept.of.length > 0 ? kept : NOTHING_KEPT
  }
}

interface KeptNames {
  readonly of: readonly (FenceName | ZoneName)[]
  readonly numbers: readonly number[]
}
type KeptState = Omit<State, 'entries'> & { readonly entries: readonly Named<Presence>[] }
type KeptCheckpoint = Omit<Checkpoint, 'entries'> & { readonly entries: readonly Named<Presence>[] }
