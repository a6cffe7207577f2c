import { difference } from './changes.ts'
import { ENGINE_RULES } from './engine.ts'
import { concerns } from './fence.ts'
import { Fold } from './fold.ts'
import { FenceHistory } from './history.ts'
import { GroupReplay, raisedOf } from './replay-groups.ts'
import { emptyState, type Output, type State } from './state.ts'
import { type Alert, type AlertChange, type CompiledFence, type Fix, FLAG } from './types.ts'

/** Why a fix says nothing. None is too late for a replay. */
export type Unheard = 'duplicate' | 'tooFast' | 'nullIsland' | 'future'

/** From a moment of event time to another, milliseconds since the Unix epoch. */
export interface Span {
  /** The fences begin here: what is around an object then has been entered then. */
  readonly from: number
  /** The clock is run on to here; nothing is closed. */
  readonly to: number
}

/**
 * What fences make of recorded fixes: the fold of the engine over each object's fixes in order of event time, an object at a time, so that nothing has to be
 * kept but who came and went in zones with rules on how many. The alerts are those of an engine that got all fixes in time.
 */
export class Replay {
  readonly #span: Span
  readonly #history = new FenceHistory()
  /** Before the fences, and with them. */
  readonly #before = new Fold(ENGINE_RULES, new FenceHistory())
  readonly #fold: Fold
  readonly #groups: GroupReplay

  constructor(fences: readonly CompiledFence[], span: Span) {
    this.#span = span
    this.#fold = new Fold(ENGINE_RULES, this.#history)
    this.#groups = new GroupReplay(this.#history.change({ put: fences }, span.from), span)
  }

  /** Whether any of the fences looks at an object. */
  concerns(object: string): boolean {
    return [...this.#history.current.values()].some(fence => concerns(fence, object))
  }

  /** Whether no fix before the fences is too far from the one before it to be true: then the last of them tells where the object was. */
  agrees(before: readonly Fix[]): boolean {
    const state = emptyState('')
    return before.every(fix => isNews(state, fix) !== undefined || isPlausible(this.#before, state, fix, []))
  }

  /** Begins with an object. `before`: its fixes up to `from`, or the last of them, by time. Each object once. */
  begin(object: string, before: readonly Fix[] = []): ObjectReplay {
    const state = emptyState(object)
    // There are no fences yet that could say something.
    for (const fix of before) if (isNews(state, fix) === undefined) isPlausible(this.#before, state, fix, [])
    return new ObjectReplay(this.#fold, state, this.#span.to, this.#groups)
  }

  /** Once all objects have ended: what zones with rules on how many say. In pieces, with pauses for others between them. */
  groups(): Iterable<Alert[]> {
    return this.#groups.decide()
  }
}

/** One object under replay. */
export class ObjectReplay {
  readonly #fold: Fold
  readonly #state: State
  readonly #to: number
  readonly #groups: GroupReplay
  readonly #out: Output[] = []

  constructor(fold: Fold, state: State, to: number, groups: GroupReplay) {
    this.#fold = fold
    this.#state = state
    this.#to = to
    this.#groups = groups
  }

  /** The next fix by time, after `from` and up to `to`; why it says nothing, if it does not. */
  take(fix: Fix): Unheard | undefined {
    const why = isNews(this.#state, fix)
    if (why !== undefined) return why
    return isPlausible(this.#fold, this.#state, fix, this.#out) ? undefined : 'tooFast'
  }

  /** After its last fix: all that it did. */
  end(): Alert[] {
    this.#fold.advance(this.#state, this.#to, this.#out)
    const changes: AlertChange[] = []
    const { object } = this.#state
    difference(object, [], this.#out, { at: this.#to, late: false }, changes, counted => this.#groups.count(object, counted))
    return raisedOf(changes)
  }
}

/** Takes a fix in. False: it was too fast to be true. */
const isPlausible = (fold: Fold, state: State, fix: Fix, out: Output[]): boolean => fold.fix(state, fix, fold.cellAt(fix), out) !== 'fast'

function isNews({ at }: State, { time, flags }: Fix): Unheard | undefined {
  if ((flags & FLAG.nullIsland) !== 0) return 'nullIsland'
  if ((flags & FLAG.future) !== 0) return 'future'
  return time === at ? 'duplicate' : undefined
}
