import { type Epoch, epochOf } from './epochs.ts'
import { type Fence, prepareFence, type Zone } from './fence.ts'
import type { Group } from './groups.ts'
import type { Counted, Output, Presence, State, TrackContent } from './state.ts'
import type { CompiledFence } from './types.ts'

/** Raised when a state would be written otherwise. */
export const SNAPSHOT_FORMAT = 1

/** A zone by name: its fence, from when that version held, and its own id. */
type ZoneName = readonly [fence: string, from: number, zone: string]
type Named<T> = Omit<T, 'zone'> & { readonly zone: ZoneName }

const nameOf = ({ id, fence }: Zone): ZoneName => [fence.rule.id, fence.from, id]

/** JSON that keeps what is no finite number. */
const encode = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => (typeof each === 'number' && !Number.isFinite(each) ? { $: String(each) } : each))
const decode = (text: string): unknown =>
  JSON.parse(text, (_, each: unknown) => {
    const special = (each as { $?: unknown } | null)?.$
    return typeof special === 'string' ? Number(special) : each
  })

const stateOut = (state: State) => ({ ...state, entries: state.entries.map(entry => ({ ...entry, zone: nameOf(entry.zone) })) })
const outputOut = (output: Output) => (output.kind === 'count' ? { ...output, zone: nameOf(output.zone) } : output)

export const trackText = ({ state, checkpoints, outputs, settled }: TrackContent): string => {
  const earlier = checkpoints.map(({ state: before, taken }) => ({ state: stateOut(before), taken }))
  return encode([stateOut(state), earlier, outputs.map(outputOut), settled])
}

export const groupsText = (groups: Iterable<Group>): string =>
  encode(
    Array.from(groups, group => ({
      ...group,
      zone: nameOf(group.zone),
      base: { ...group.base, inside: [...group.base.inside] },
      events: group.events.map(outputOut),
    })),
  )

/** Epochs with their fences, each once. Throws for objects that are chosen by a function. */
export function epochsText(epochs: readonly Epoch[]): string {
  const fences = new Set(epochs.flatMap(epoch => [...epoch.fences.values()]))
  const list = [...fences]
  return encode({
    fences: list.map(({ rule, from, to }) => ({ rule: { ...rule, objects: objectsOut(rule) }, from, to })),
    epochs: epochs.map(({ from, fences: own }) => ({ from, fences: [...own.values()].map(fence => list.indexOf(fence)) })),
  })
}

function objectsOut({ id, objects }: CompiledFence): 'all' | string[] {
  if (objects === 'all') return objects
  if (typeof objects === 'function') throw new Error(`fence ${id} chooses its objects by a function, which cannot be kept`)
  return [...objects]
}

interface KeptEpochs {
  readonly fences: readonly { readonly rule: CompiledFence & { objects: 'all' | string[] }; readonly from: number; readonly to: number }[]
  readonly epochs: readonly { readonly from: number; readonly fences: readonly number[] }[]
}

export function readEpochs(text: string): Epoch[] {
  const kept = decode(text) as KeptEpochs
  const fences = kept.fences.map(({ rule, from, to }): Fence => {
    const { objects } = rule
    return prepareFence({ ...rule, objects: objects === 'all' ? objects : new Set(objects) }, from, to)
  })
  return kept.epochs.map(({ from, fences: own }) => {
    const map = new Map(own.map(i => [fences[i]!.rule.id, fences[i]!]))
    const added = [...map.values()].filter(fence => fence.from === from).flatMap(fence => fence.zones)
    return epochOf(from, map, added)
  })
}

/** Finds zones by name in the fences of some epochs. */
export class Reader {
  readonly #zones = new Map<string, Zone>()

  constructor(epochs: readonly Epoch[]) {
    for (const epoch of epochs)
      for (const { zones } of epoch.fences.values()) for (const zone of zones) this.#zones.set(JSON.stringify(nameOf(zone)), zone)
  }

  track(text: string): TrackContent {
    const [state, checkpoints, outputs, settled = -Infinity] = decode(text) as KeptTrack
    return {
      state: this.#state(state),
      checkpoints: checkpoints.map(({ state: earlier, taken }) => ({ state: this.#state(earlier), taken })),
      outputs: outputs.flatMap(output => this.#output(output)),
      settled,
    }
  }

  groups(text: string): Group[] {
    const kept = decode(text) as (Named<Omit<Group, 'base' | 'events'>> & {
      base: Omit<Group['base'], 'inside'> & { inside: [string, number][] }
      events: KeptOutput[]
    })[]
    return kept.flatMap(({ zone: name, base, events, ...group }) => {
      const zone = this.#zone(name)
      if (!zone) return []
      return [
        {
          ...group,
          zone,
          base: { ...base, inside: new Map(base.inside) },
          events: events.flatMap(event => this.#output(event)) as Counted[],
        },
      ]
    })
  }

  #zone = (name: ZoneName): Zone | undefined => this.#zones.get(JSON.stringify(name))

  /** Zones of epochs that are no longer kept fall away. */
  #state({ entries, ...state }: KeptState): State {
    return {
      ...state,
      entries: entries.flatMap(({ zone: name, ...entry }): Presence[] => {
        const zone = this.#zone(name)
        return zone ? [{ ...entry, zone, run: entry.run, memory: entry.memory }] : []
      }),
    }
  }

  #output(output: KeptOutput): Output[] {
    if (output.kind === 'alert') return [output]
    const zone = this.#zone(output.zone)
    return zone ? [{ ...output, zone }] : []
  }
}

type KeptState = Omit<State, 'entries'> & { readonly entries: readonly Named<Presence>[] }
type KeptOutput = Exclude<Output, Counted> | Named<Counted>
type KeptTrack = [KeptState, { state: KeptState; taken: number }[], KeptOutput[], number?]
