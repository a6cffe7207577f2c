import type { Fence, Zone } from './fence.ts'
import type { ExitReason, Explanation, FixPoint, Transition } from './types.ts'

/** Bits of `Presence.flags`. */
export const INSIDE = 1
/** The fence looks at this stay: its schedule was open at its start and has not closed since. */
export const OPEN = 2
/** Nobody is told of the stay: it began within the cooldown of another. */
export const MUTED = 4
export const DWELT = 8
export const LOITERED = 16
/** Nothing told before the first fix inside that the object had been elsewhere. */
export const INITIAL = 32
/** An enter was told of the stay, at its start. */
export const TOLD = 64

/** Consecutive fixes that say otherwise than the state does, not yet enough to change it. */
export interface Run {
  readonly count: number
  readonly initial: boolean
  /** The first of them, and the last few. */
  readonly fixes: readonly FixPoint[]
}

/** A run of fixes that are too fast or too slow. */
export interface SpeedRun {
  readonly count: number
  readonly fixes: readonly FixPoint[]
  readonly told: boolean
}

/** What outlives a stay, or few stays have. */
export interface Memory {
  /** Stays that ended within the window of loitering: start and end of each. */
  readonly stays?: readonly number[]
  /** Event time of the last alert by transition: for cooldowns and loitering. */
  readonly last?: Readonly<Partial<Record<Transition, number>>>
  /** The fix after which silence was told. */
  readonly silent?: number
  readonly speed?: SpeedRun | undefined
}

/** A version of a fence by name. */
export interface FenceVersion {
  readonly id: string
  readonly version: number
}

/**
 * An object and a zone: kept only while there is something to know. Never changed, so that checkpoints can share it. `from`: the start of the stay if OPEN; else, if
 * INSIDE, the moment from which the schedule may open it.
 */
export interface Presence {
  readonly zone: Zone
  readonly flags: number
  readonly from: number
  readonly run?: Run | undefined
  readonly memory?: Memory | undefined
  /** The version that told the enter, where that is not the one that holds now. */
  readonly by?: FenceVersion | undefined
}

/** In one of two forms, however it was made: less than half the memory of what spreading leaves, and most are of the short one. */
export const compact = ({ zone, flags, from, run, memory, by }: Presence): Presence => presence(zone, flags, from, run, memory, by)

/** `compact` of what would be made only to be made so: stays begin and end all the time. */
export const presence = (
  zone: Zone,
  flags: number,
  from: number,
  run: Run | undefined,
  memory: Memory | undefined,
  by: FenceVersion | undefined,
): Presence => (run || memory || by ? { zone, flags, from, run, memory, by } : { zone, flags, from })

/** Nothing is known yet of an object in a zone. */
export const noPresence = (zone: Zone, from: number): Presence => ({ zone, flags: 0, from })

/** Of one object, as its fixes up to `at` make it; nothing in it comes of the clock. */
export interface State {
  readonly object: string
  /** Event time of the newest fix, those too fast included; -Infinity of none. */
  at: number
  /** The last good fix; `time` is NaN before the first. */
  time: number
  lon: number
  lat: number
  accuracy: number | null
  entries: readonly Presence[]
  /** Changes of fences up to this event time are taken in. */
  changed: number
  /** Not before this moment something happens by itself. */
  due: number
}

export const emptyState = (object: string): State => ({
  object,
  at: -Infinity,
  time: Number.NaN,
  lon: 0,
  lat: 0,
  accuracy: null,
  entries: [],
  changed: -Infinity,
  due: Infinity,
})

export const copyState = ({ object, at, time, lon, lat, accuracy, entries, changed, due }: State): State => ({
  object,
  at,
  time,
  lon,
  lat,
  accuracy,
  entries,
  changed,
  due,
})

/** What the fold puts out. `time`: what it is dated; `at`: the event time at which it was decided, later where that is dated back. */
interface Put {
  readonly at: number
  readonly time: number
  readonly zone: Zone
  /** The version that decided it. */
  readonly fence: Fence
}

/** An alert before it is told. */
export interface Told extends Put {
  readonly kind: 'alert'
  readonly transition: Transition
  readonly details: Details
}

/** What an alert says beside who, where and when. */
export interface Details {
  readonly initial?: true
  readonly reason?: ExitReason | undefined
  /** The version that told the enter that began the stay, and when. */
  readonly enter?: (FenceVersion & { readonly time: number }) | undefined
  readonly explanation: Explanation
  readonly fixes: readonly FixPoint[]
}

/** One more (or one less) in a zone with rules on how many. */
export interface Counted extends Put {
  readonly kind: 'count'
  readonly delta: 1 | -1
}

export type Output = Told | Counted

/** A state at an earlier moment, to begin again from when a fix comes late. */
export interface Checkpoint {
  readonly entries: readonly Presence[]
  /** Event time of the fix before which it was taken, and the state's own numbers; accuracy is NaN for none. */
  readonly numbers: readonly [taken: number, at: number, time: number, lon: number, lat: number, accuracy: number, changed: number]
}

export const checkpointOf = ({ at, time, lon, lat, accuracy, entries, changed }: State, taken: number): Checkpoint => ({
  entries,
  numbers: [taken, at, time, lon, lat, accuracy ?? Number.NaN, changed],
})

/** The state again. It is due at once: the fold looks, and then knows when next. */
export function stateAt(object: string, { entries, numbers }: Checkpoint): State {
  const [, at, time, lon, lat, accuracy, changed] = numbers
  return { object, at, time, lon, lat, accuracy: Number.isNaN(accuracy) ? null : accuracy, entries, changed, due: -Infinity }
}

export const takenAt = ({ numbers }: Checkpoint): number => numbers[0]
export const lastOf = ({ numbers }: Checkpoint): number => numbers[1]
