import { type Decision, difference } from './changes.ts'
import type { Fold } from './fold.ts'
import { type Checkpoint, type Counted, copyState, emptyState, type Output, type State, type TrackContent } from './state.ts'
import type { AlertChange, Fix } from './types.ts'

const NOTHING: readonly Output[] = []

/** What became of a fix: taken in, or one of the flags. */
export type Verdict = 'taken' | 'late' | 'duplicate' | 'tooFast' | 'tooLate'

/** Where the changes go. */
export interface Sink {
  readonly changes: AlertChange[]
  readonly recount: (counted: Counted, isGone: boolean) => void
}

/**
 * One object: its state by its fixes, what that put out lately, and what the clock adds to it. The last minutes of fixes are not kept: a fix that comes late is
 * evaluated with those that the caller brings.
 */
export class Track {
  readonly #fold: Fold
  state: State
  /** Two at most; the older is older than the lateness, unless the object is younger. */
  checkpoints: readonly Checkpoint[] = []
  /** Since the older checkpoint. */
  outputs: readonly Output[] = NOTHING
  /** What happens by itself until the clock, while no fix says otherwise. */
  tail: readonly Output[] = NOTHING
  /** Fixes from before this event time come too late: the fences they met are no longer known. */
  settled = -Infinity
  /** Not before this moment the clock adds something. */
  due = Infinity

  constructor(fold: Fold, object: string) {
    this.#fold = fold
    this.state = emptyState(object)
    this.state.changed = fold.epochs.at(-1)!.from
  }

  /** One that was kept. */
  static restore(fold: Fold, { state, checkpoints, outputs, settled }: TrackContent, clock: number): Track {
    const track = new Track(fold, state.object)
    track.state = state
    track.checkpoints = checkpoints
    track.outputs = outputs
    track.settled = settled
    track.tail = track.#tailAt(clock)
    return track
  }

  /** Newest event time taken in, those too fast included. */
  get at(): number {
    return this.state.at
  }

  /** Fixes after this event time are needed to take in one that is late. */
  get since(): number {
    return Math.max(this.checkpoints[0]?.state.at ?? -Infinity, this.settled - 1)
  }

  /** Takes in a fix that is newer than all before. */
  take(fix: Fix, clock: number, sink: Sink): Verdict {
    this.#rotate(fix.time)
    const out: Output[] = []
    const verdict = this.#fold.fix(this.state, fix, out) ? 'taken' : 'tooFast'
    const tail = this.#tailAt(clock)
    if (out.length > 0 || tail.length > 0 || this.tail.length > 0) {
      difference(this.tail, [...out, ...tail], { at: fix.received, late: false }, sink.changes, sink.recount)
      if (out.length > 0) this.outputs = [...this.outputs, ...out]
      this.tail = tail
    }
    return verdict
  }

  /** Takes in a fix that is older than others. `others`: the object's fixes after `since` that were taken in before, by any order; without those too late. */
  takeLate(fix: Fix, others: readonly Fix[], clock: number, sink: Sink): Verdict {
    const fixes = inOrder([...others, fix])
    if (!fixes.includes(fix)) return 'duplicate'
    const base = [...this.checkpoints].reverse().find(({ state }) => state.at < fix.time)
    const before = [...this.outputs.filter(({ at }) => at > (base?.state.at ?? -Infinity)), ...this.tail]
    const kept = this.outputs.slice(0, this.outputs.length - (before.length - this.tail.length))
    this.checkpoints = base ? this.checkpoints.slice(0, this.checkpoints.indexOf(base) + 1) : []
    const fresh = emptyState(this.state.object)
    fresh.changed = this.#fold.epochs[0]!.from
    this.state = base ? copyState(base.state) : fresh
    const out: Output[] = []
    let verdict: Verdict = 'late'
    for (const each of fixes) {
      if (each.time <= (base?.state.at ?? -Infinity)) continue
      this.#rotate(each.time)
      if (!this.#fold.fix(this.state, each, out) && each === fix) verdict = 'tooFast'
    }
    const tail = this.#tailAt(clock)
    difference(before, [...out, ...tail], { at: fix.received, late: true }, sink.changes, sink.recount)
    this.outputs = [...kept, ...out].filter(({ at }) => at > this.since)
    this.tail = tail
    return verdict
  }

  /** Lets happen what does by itself until the clock. */
  advance(clock: number, decision: Decision, sink: Sink): void {
    if (clock < this.due) return
    const tail = this.#tailAt(clock)
    difference(this.tail, tail, decision, sink.changes, sink.recount)
    this.tail = tail
  }

  /**
   * Before the fences from before a moment are forgotten: takes what happened by itself until then into the state, and leaves the checkpoints that need them.
   * `clock`: up to which it was let happen. False: nothing was to be done.
   */
  settle(from: number, clock: number): boolean {
    if (this.state.changed >= from && this.checkpoints.every(({ state }) => state.changed >= from)) return false
    const out: Output[] = []
    this.#fold.advance(this.state, from, out)
    const kept = this.checkpoints.filter(({ state }) => state.changed >= from)
    const now = { state: copyState(this.state), taken: Math.max(from, this.at) }
    this.checkpoints = kept.length > 0 ? kept : [now]
    this.settled = kept.length > 0 ? kept[0]!.state.at + 1 : Math.max(from, this.at + 1)
    const { since } = this
    this.outputs = [...this.outputs, ...out].filter(({ at }) => at > since)
    this.tail = this.#tailAt(clock)
    return true
  }

  #rotate(time: number): void {
    const last = this.checkpoints.at(-1)
    if (last && time - last.taken < this.#fold.rules.lateness) return
    this.checkpoints = [...this.checkpoints.slice(-1), { state: copyState(this.state), taken: time }]
    const { since } = this
    if (this.outputs.length > 0) this.outputs = this.outputs.filter(({ at }) => at > since)
  }

  #tailAt(clock: number): readonly Output[] {
    const { state } = this
    const last = this.#fold.epochs.at(-1)!
    if (clock < state.due && state.changed >= last.from) {
      this.due = state.due
      return NOTHING
    }
    const ahead = copyState(state)
    const out: Output[] = []
    this.#fold.advance(ahead, clock, out)
    this.due = ahead.due
    return out
  }
}

/** By event time, of fixes with the same the first that came; without those that came too late after others. */
function inOrder(fixes: readonly Fix[]): Fix[] {
  const sorted = [...fixes].sort((a, b) => a.time - b.time || a.seq - b.seq)
  return sorted.filter((fix, i) => fix.time !== sorted[i - 1]?.time)
}
