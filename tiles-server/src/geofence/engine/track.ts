import { type Decision, difference, type Recount } from './changes.ts'
import { type Fold, stand } from './fold.ts'
import { type Checkpoint, checkpointOf, copyState, emptyState, lastOf, type Output, type State, stateAt, takenAt } from './state.ts'
import type { AlertChange, Fix } from './types.ts'
import type { Cell } from './zone-index.ts'

/** What became of a fix: taken in, or one of the flags. */
export type Verdict = 'taken' | 'late' | 'duplicate' | 'tooFast' | 'tooLate'

/** Where the changes go. */
export interface Sink {
  readonly changes: AlertChange[]
  readonly recount: (object: string, ...counted: Parameters<Recount>) => void
}

/** What a track keeps, without what follows from it. */
export interface TrackContent {
  readonly state: State
  readonly checkpoints: readonly Checkpoint[]
}

/**
 * One object: its state by its fixes, and what the clock adds to it. Neither the last minutes of fixes are kept nor what came of them: a fix that comes late is
 * evaluated with those that the caller brings, and what they came to without it is worked out again.
 */
export class Track {
  readonly #fold: Fold
  state: State
  /** The older is older than the lateness, unless the object is younger: then there is but that. */
  #older: Checkpoint | undefined
  #newer: Checkpoint | undefined
  /** Before this moment no checkpoint is taken: whole seconds, which take no memory of their own. */
  #nextCheckpoint = 0
  /** What happens by itself until the clock, while no fix says otherwise. */
  #tail: readonly Output[] = NOTHING
  /** When what the clock has added goes on; undefined where it has added nothing. */
  #tailDue: number | undefined
  /** Where the object may go on without saying anything. */
  #calm: Cell | undefined
  /** Whether it is other than at the last snapshot. */
  isTouched = false
  /** The moment at which the engine looks at it again. */
  queued = Infinity
  /** Where the batch under way has its newest event time so far; -1: nowhere. */
  slot = -1

  constructor(fold: Fold, object: string) {
    this.#fold = fold
    this.state = emptyState(object)
  }

  /** One that was kept. */
  static restore(fold: Fold, { state, checkpoints }: TrackContent, clock: number): Track {
    const track = new Track(fold, state.object)
    track.state = state
    track.#returnTo(checkpoints)
    track.#tail = track.#tailAt(clock)
    return track
  }

  /** Two at most, in order of time. */
  get checkpoints(): readonly Checkpoint[] {
    return [this.#older, this.#newer].filter(each => each !== undefined)
  }

  /** Not before this moment the clock adds something. */
  get due(): number {
    return this.#tailDue ?? this.state.due
  }

  /** Newest event time taken in, those too fast included. */
  get at(): number {
    return this.state.at
  }

  /** Fixes after this event time are needed to take in one that is late. */
  get since(): number {
    return this.#older ? lastOf(this.#older) : -Infinity
  }

  /** Takes in a fix that is newer than all before. */
  take(fix: Fix, clock: number, sink: Sink): Verdict {
    this.#rotate(fix.time)
    const { state } = this
    if (this.#calm !== undefined && this.#staysCalm(this.#calm, fix, clock)) {
      stand(state, fix)
      return 'taken'
    }
    const out: Output[] = []
    const cell = this.#fold.cellAt(fix)
    const found = this.#fold.fix(state, fix, cell, out)
    this.#calm = found === 'calm' ? cell : undefined
    const tail = this.#tailAt(clock)
    this.#tell(this.#tail, tail.length > 0 ? [...out, ...tail] : out, { at: fix.received, late: false }, sink)
    this.#tail = tail
    return found === 'fast' ? 'tooFast' : 'taken'
  }

  /** Takes in a fix that is older than others. `others`: the object's fixes after `since` that were taken in before, by any order; without those too late. */
  takeLate(fix: Fix, others: readonly Fix[], clock: number, sink: Sink): Verdict {
    const fixes = inOrder([...others, fix])
    if (!fixes.includes(fix)) return 'duplicate'
    // There is one: a fix that is not too late is newer than the older of them.
    const base = this.checkpoints.findLast(checkpoint => lastOf(checkpoint) < fix.time)!
    const kept = this.checkpoints.slice(0, this.checkpoints.indexOf(base) + 1)
    const without = fixes.filter(each => each !== fix)
    const before = this.#again(kept, without, fix)
    const after = this.#again(kept, fixes, fix)
    const tail = this.#tailAt(clock)
    this.#tell([...before.out, ...this.#tail], [...after.out, ...tail], { at: fix.received, late: true }, sink)
    this.#tail = tail
    return after.isTooFast ? 'tooFast' : 'late'
  }

  /** Goes through fixes again from the last of some checkpoints; `fix`: the one of which is asked whether it was too fast. */
  #again(kept: readonly Checkpoint[], fixes: readonly Fix[], fix: Fix): { out: Output[]; isTooFast: boolean } {
    const base = kept.at(-1)!
    const begin = lastOf(base)
    this.#returnTo(kept)
    this.state = stateAt(this.state.object, base)
    this.#calm = undefined
    const out: Output[] = []
    let isTooFast = false
    for (const each of fixes) {
      if (each.time <= begin) continue
      this.#rotate(each.time)
      if (this.#fold.fix(this.state, each, this.#fold.cellAt(each), out) === 'fast' && each === fix) isTooFast = true
    }
    return { out, isTooFast }
  }

  /** Lets happen what does by itself until the clock. */
  advance(clock: number, decision: Decision, sink: Sink): void {
    const tail = this.#tailAt(clock)
    this.#tell(this.#tail, tail, decision, sink)
    this.#tail = tail
  }

  /** Whether its state, or one it may begin again from, is from before a moment. */
  isBefore(moment: number): boolean {
    const { state, checkpoints } = this
    return state.changed < moment || checkpoints.some(({ numbers }) => numbers.at(-1)! < moment)
  }

  /** What happened by itself until a moment is settled: fixes from before it are too late from now on. */
  settle(moment: number, clock: number): void {
    const out: Output[] = []
    this.#fold.advance(this.state, moment, out)
    this.state.at = Math.max(this.state.at, moment)
    this.#returnTo([checkpointOf(this.state, this.state.at)])
    this.#calm = undefined
    this.#tail = this.#tailAt(clock)
  }

  #staysCalm(calm: Cell, fix: Fix, clock: number): boolean {
    const { state } = this
    if (fix.time >= state.due || clock >= state.due || state.changed < this.#fold.history.last || this.#tail.length > 0) return false
    return this.#fold.isCalm(state, calm, fix) && !this.#fold.isTooFast(state, fix)
  }

  #tell(before: readonly Output[], after: readonly Output[], decision: Decision, sink: Sink): void {
    if (before.length === 0 && after.length === 0) return
    const { object } = this.state
    difference(object, before, after, decision, sink.changes, (counted, isGone) => sink.recount(object, counted, isGone))
  }

  #returnTo([older, newer]: readonly Checkpoint[]): void {
    this.#older = older
    this.#newer = newer
    const last = newer ?? older
    this.#nextCheckpoint = last ? Math.floor((takenAt(last) + this.#fold.rules.lateness) / 1000) : 0
  }

  #rotate(time: number): void {
    const last = this.#newer ?? this.#older
    if (last && (time < this.#nextCheckpoint * 1000 || time - takenAt(last) < this.#fold.rules.lateness)) return
    const now = checkpointOf(this.state, time)
    this.#returnTo(last ? [last, now] : [now])
  }

  #tailAt(clock: number): readonly Output[] {
    const { state } = this
    if (clock < state.due && state.changed >= this.#fold.history.last) {
      this.#tailDue = undefined
      return NOTHING
    }
    const ahead = copyState(state)
    const out: Output[] = []
    this.#fold.advance(ahead, clock, out)
    this.#tailDue = ahead.due
    return out
  }
}

const NOTHING: readonly Output[] = []

/** By event time, of fixes with the same the first that came; without those that came too late after others. */
function inOrder(fixes: readonly Fix[]): Fix[] {
  const sorted = [...fixes].sort((a, b) => a.time - b.time || a.seq - b.seq)
  return sorted.filter((fix, i) => fix.time !== sorted[i - 1]?.time)
}
