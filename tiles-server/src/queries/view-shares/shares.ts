import { setTimeout as pause } from 'node:timers/promises'
import { createSlices, ZongtuError } from '../../kernel/index.ts'
import type { Live } from '../../live/index.ts'
import type { CameraIndex } from '../cameras/camera-index.ts'
import { Dirt } from './dirt.ts'
import { pack } from './pack.ts'
import { SHARE } from './packed.ts'
import { sharesAside } from './share-thread.ts'

/** Changes that come within this many milliseconds are worked out together. */
const GATHER = 250
/** How long it rests after a failure. */
const AFTER_FAILURE = 60_000
/** How long an answer may wait for a change to be in it. */
const LONGEST_WAIT = 5_000

/** Of a leaf: see `SHARE`. */
export type LeafShare = readonly [area: number, seen: number, road: number, seenRoad: number, cameras: number]

/**
 * What cameras have in view of each leaf unit. It is worked out from the first question on, and after changes for the leaves they can reach, in the background;
 * what is found out is swapped in whole. After each round it rests as long as the round took, so that it never takes more than half a core.
 * What it holds: five numbers a leaf; a round over everything takes 0.3 GB at size L while it lasts, in a thread of its own.
 */
export class Shares {
  readonly #live: Live
  readonly #dirt: Dirt
  readonly #stopped = new AbortController()
  #started = false
  #working = false
  #known: ReadonlyMap<string, LeafShare> = new Map()
  #seq: number | null = null
  #progress = 0
  #edition = 0
  readonly #listeners: (() => void)[] = []
  readonly #waiting = new Set<() => void>()

  constructor(live: Live, cameras: CameraIndex) {
    this.#live = live
    this.#dirt = new Dirt(live, cameras)
    const unsubscribe = live.onApplied(batch => {
      if (!this.#started) return
      this.#dirt.note(batch)
      if (this.#dirt.isClean && !this.#working) this.#reached(batch.seq)
      else this.#work()
    })
    this.#stopped.signal.addEventListener('abort', unsubscribe)
  }

  /** By the id of the leaf. */
  get known(): ReadonlyMap<string, LeafShare> {
    return this.#known
  }

  /** Another one when `known` is another. */
  get edition(): number {
    return this.#edition
  }

  /** Every change up to this one is in `known`; null before the first round. */
  get seq(): number | null {
    return this.#seq
  }

  /** How much of the round under way is done, 0 to 1; 1 when there is none. */
  get progress(): number {
    return this.isCurrent ? 1 : this.#progress
  }

  /** Whether nothing is to be worked out. */
  get isCurrent(): boolean {
    return this.#seq !== null && !this.#working
  }

  /** Begins, unless it has. */
  start(): void {
    if (this.#started) return
    this.#started = true
    this.#work()
  }

  /** Resolves when a change is in; throws seq-not-reached when it is not within five seconds. */
  async waitFor(seq: number): Promise<void> {
    this.start()
    // Not every number is a change that is told.
    if (this.isCurrent) this.#reached(this.#live.seq)
    const late = AbortSignal.timeout(LONGEST_WAIT)
    while ((this.#seq ?? -1) < seq) {
      if (late.aborted || this.#stopped.signal.aborted) {
        throw new ZongtuError(
          'seq-not-reached',
          `min_seq is ${seq}, what cameras have in view is still being worked out after ${LONGEST_WAIT} ms`,
          {
            seq: this.#seq ?? 0,
          },
        )
      }
      await new Promise<void>(resolve => {
        const wake = (): void => {
          this.#waiting.delete(wake)
          late.removeEventListener('abort', wake)
          resolve()
        }
        this.#waiting.add(wake)
        late.addEventListener('abort', wake)
      })
    }
  }

  /** Calls back after each round, in which some figures may have changed. */
  onFound(listener: () => void): void {
    this.#listeners.push(listener)
  }

  close(): void {
    this.#stopped.abort(new Error('the server is closing'))
    for (const wake of [...this.#waiting]) wake()
  }

  #reached(seq: number): void {
    this.#seq = seq
    for (const wake of [...this.#waiting]) wake()
  }

  #work(): void {
    if (this.#working || this.#stopped.signal.aborted) return
    this.#working = true
    this.#progress = 0
    void this.#rounds()
  }

  async #rounds(): Promise<void> {
    const { signal } = this.#stopped
    // A round that is to come keeps no process alive.
    const rest = (ms: number): Promise<unknown> => pause(ms, undefined, { ref: false, signal }).catch(() => undefined)
    while (!this.#dirt.isClean && !signal.aborted) {
      await rest(GATHER)
      const began = performance.now()
      try {
        await this.#round(signal)
        if (!this.#dirt.isClean) await rest(performance.now() - began)
      } catch (error) {
        if (signal.aborted) break
        process.emitWarning(`what cameras have in view could not be worked out: ${String(error)}`)
        this.#dirt.all()
        await rest(AFTER_FAILURE)
      }
    }
    this.#working = false
  }

  async #round(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return
    this.#progress = 0
    const { seq } = this.#live
    const { isAll, dirty, ...city } = this.#dirt.take()
    const count = city.leaves.length
    const slices = createSlices(signal)
    const found = await sharesAside(await pack(city, slices), slices, signal, done => {
      this.#progress = done / count
    })
    const known = new Map(isAll ? [] : this.#known)
    for (const id of dirty) known.delete(id)
    for (const [i, { id }] of city.leaves.entries()) {
      known.set(id, Array.from(found.subarray(SHARE * i, SHARE * (i + 1))) as unknown as LeafShare)
    }
    this.#known = known
    this.#edition++
    this.#reached(this.#dirt.isClean ? this.#live.seq : seq)
    // Who waits for the figures goes on after this turn: the map shows them by then.
    for (const listener of this.#listeners) listener()
  }
}
