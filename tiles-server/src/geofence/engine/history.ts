import { type Fence, prepareFence, type Zone } from './fence.ts'
import type { CompiledFence, ExitReason } from './types.ts'
import { ZoneIndex } from './zone-index.ts'

/** What changes in the set of fences. */
export interface FenceChanges {
  readonly put?: readonly CompiledFence[]
  /** Ids of fences that were deleted. */
  readonly remove?: readonly string[]
}

/** A moment at which fences changed, with the zones that are new from then on. */
export interface Edit {
  readonly at: number
  readonly added: readonly Zone[]
}

/** Whether the version of its fence holds at a moment of event time. */
export const holdsAt = ({ fence: { from, to } }: Zone, time: number): boolean => from <= time && time < to

/** Whether its fence tells of those who pass through between two fixes. */
export const canBeCrossed = ({ fence, shape }: Zone): boolean => fence.detects.has('cross') && shape.reach === 0

/** The versions of all fences over event time, and where their zones lie. */
export class FenceHistory {
  /** By fence, in order of time; those that are kept. */
  readonly #versions = new Map<string, Fence[]>()
  /** In order. */
  #edits: Edit[] = []
  readonly #index = new ZoneIndex()
  #isCrossed = false
  /** Fences as they are: by id. */
  readonly current = new Map<string, Fence>()
  /** What was before is forgotten: it is looked at with the fences of this moment. */
  floor: number

  constructor(floor = -Infinity) {
    this.floor = floor
  }

  /** Versions that were kept, and when there were edits. */
  static restore(floor: number, fences: readonly Fence[], edits: readonly number[]): FenceHistory {
    const history = new FenceHistory(floor)
    for (const fence of fences) history.#put(fence)
    const zones = (at: number): Zone[] => fences.filter(({ from }) => from === at).flatMap(fence => fence.zones)
    history.#edits = edits.map(at => ({ at, added: zones(at) }))
    return history
  }

  get index(): ZoneIndex {
    return this.#index
  }

  /** Whether there is a zone one can pass through between two fixes. */
  get isCrossed(): boolean {
    return this.#isCrossed
  }

  /** All versions that are kept. */
  get versions(): Fence[] {
    return [...this.#versions.values()].flat()
  }

  get edits(): number[] {
    return this.#edits.map(({ at }) => at)
  }

  /** Moment of the last edit. */
  get last(): number {
    return this.#edits.at(-1)?.at ?? this.floor
  }

  /** The first edit after a moment. */
  editAfter(time: number): Edit | undefined {
    return this.#edits[this.#countUntil(time)]
  }

  /** The last edit until a moment, that included. */
  editUntil(time: number): number {
    return this.#edits[this.#countUntil(time) - 1]?.at ?? this.floor
  }

  versionAt(id: string, time: number): Fence | undefined {
    return this.#versions.get(id)?.find(({ from, to }) => from <= time && time < to)
  }

  /** The versions of a fence that are kept, the newest first. */
  versionsOf(id: string): readonly Fence[] {
    return [...(this.#versions.get(id) ?? [])].reverse()
  }

  /** Changes the fences from a moment on, later than all edits before. Answers the zones that are new. */
  change({ put = [], remove = [] }: FenceChanges, at: number): readonly Zone[] {
    for (const id of [...remove, ...put.map(rule => rule.id)]) {
      const old = this.current.get(id)
      if (old) old.to = at
      this.current.delete(id)
    }
    const fences = put.map(rule => prepareFence(rule, at))
    for (const fence of fences) this.#put(fence)
    const added = fences.flatMap(fence => fence.zones)
    this.#edits.push({ at, added })
    return added
  }

  /** Forgets what held until a moment. Nobody's state may be from before it. */
  forget(until: number): void {
    const kept = this.versions.filter(({ to }) => to > until)
    this.floor = until
    this.#edits = this.#edits.filter(({ at }) => at > until)
    this.#versions.clear()
    this.#index.clear()
    this.#isCrossed = false
    for (const fence of kept) this.#put(fence)
  }

  /** How many edits there were until a moment, that included: asked for every object at every edit. */
  #countUntil(time: number): number {
    let [from, to] = [0, this.#edits.length]
    while (from < to) {
      const middle = (from + to) >> 1
      if (this.#edits[middle]!.at <= time) from = middle + 1
      else to = middle
    }
    return from
  }

  #put(fence: Fence): void {
    const { id } = fence.rule
    const others = this.#versions.get(id)
    if (others) others.push(fence)
    else this.#versions.set(id, [fence])
    if (fence.to === Infinity) this.current.set(id, fence)
    this.#index.add(fence.zones)
    this.#isCrossed ||= fence.zones.some(canBeCrossed)
  }
}

/** Why a stay in a zone of a fence that is no more, or another, ends; undefined where the next version has the zone too. */
export function endOf(zone: Zone, next: Fence | undefined, isConcerned: boolean): ExitReason | undefined {
  if (!next) return 'deleted'
  if (!next.rule.enabled) return 'disabled'
  if (!isConcerned) return 'object-removed'
  return next.zones.some(({ id }) => id === zone.id) ? undefined : 'zone-removed'
}
