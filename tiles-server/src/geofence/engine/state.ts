import type { Zone } from './fence.ts'
import type { Alert, FixPoint, Transition } from './types.ts'

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

/**
 * An object and a zone: kept only while there is something to know. Never changed, so that checkpoints can share it. `from`: the start of the stay if OPEN; else, if
 * INSIDE, the moment from which the schedule may open it.
 */
export interface Presence {
  readonly zone: Zone
  readonly flags: number
  readonly from: number
  readonly run: Run | undefined
  readonly memory: Memory | undefined
  /** What the enter that began the stay is known by; undefined where none was told. */
  readonly enter?: string | undefined
}

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

/** An alert before it is told. `key` says the same as its id. */
export interface Told {
  readonly kind: 'alert'
  readonly key: string
  /** Event time at which the fold decided it: later than what it is about where that is dated back. */
  readonly at: number
  readonly alert: Omit<Alert, 'id' | 'decidedAt' | 'late' | 'enter'>
  /** Key of the enter that began the stay. */
  readonly enter?: string | undefined
}

/** One more (or one less) in a zone with rules on how many. */
export interface Counted {
  readonly kind: 'count'
  readonly key: string
  readonly at: number
  readonly zone: Zone
  readonly object: string
  readonly time: number
  readonly delta: 1 | -1
}

export type Output = Told | Counted

/** A state at an earlier moment, to begin again from when a fix comes late. */
export interface Checkpoint {
  readonly state: State
  /** Event time of the fix before which it was taken. */
  readonly taken: number
}

/** What a track keeps, without what follows from it. */
export interface TrackContent {
  readonly state: State
  readonly checkpoints: readonly Checkpoint[]
  readonly outputs: readonly Output[]
  readonly settled: number
}
