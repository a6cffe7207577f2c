import { FIX_FLAGS, MOST_REJECTED, type PositionReceipt } from '../contract/index.ts'
import { type Clock, ZongtuError } from '../kernel/index.ts'
import type { NewFix } from '../store/index.ts'
import { type Appender, BATCH } from './appender.ts'
import { toFix } from './record.ts'

/** Fixes of a slow sender wait for others to go with them no longer than this, in milliseconds. */
const PATIENCE_MS = 200

/**
 * Records as a feeder brings them, those that came together at a time: a parsed JSON value each, `Unreadable`, or undefined for a place with no record.
 */
export type Records = AsyncIterable<readonly unknown[]> | Iterable<readonly unknown[]>

/** How many positions became what. */
export type PositionCounts = { -readonly [Name in Exclude<keyof PositionReceipt, 'rejected'>]: number }

export const noCounts = (): PositionCounts => ({ accepted: 0, rejectedCount: 0, unknown: 0, future: 0, nullIsland: 0 })

interface Deps {
  readonly appender: Pick<Appender, 'add'>
  readonly clock: Clock
  readonly isKnown: (object: string) => boolean
  /** Those of all senders together, kept up to date. */
  readonly counts: PositionCounts
}

/**
 * Takes the records of one sender into the log. One batch is committed while the next is gathered, and no more is read meanwhile: memory does not grow
 * with the stream, and a sender that is faster than the database is held back.
 */
export class Intake {
  readonly #deps: Deps
  readonly #counts = noCounts()
  readonly #rejected: PositionReceipt['rejected'][number][] = []
  #next = 0
  #gathered: NewFix[] = []
  #committing: Promise<void> | null = null
  #timer: NodeJS.Timeout | undefined
  #failure: { readonly error: unknown } | null = null

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** What was committed and rejected so far. */
  get receipt(): PositionReceipt {
    return { ...this.#counts, rejected: this.#rejected }
  }

  /**
   * Resolves when all is committed. Throws what `records` throws and store-unavailable, after the end of what was being committed; the receipt tells how
   * far it came.
   */
  async take(records: Records): Promise<void> {
    try {
      for await (const together of records) await this.#gather(together)
      while (this.#gathered.length > 0) await this.#commit()
    } finally {
      clearTimeout(this.#timer)
      this.#gathered = []
      await this.#committing
    }
    this.#check()
  }

  async #gather(records: readonly unknown[]): Promise<void> {
    this.#check()
    const received = this.#deps.clock.now()
    for (const record of records) {
      const index = this.#next++
      if (record === undefined) continue
      this.#read(record, index, received)
      if (this.#gathered.length >= BATCH) await this.#commit()
    }
    if (this.#gathered.length > 0) this.#timer ??= setTimeout(() => this.#due(), PATIENCE_MS)
  }

  #read(record: unknown, index: number, received: number): void {
    try {
      this.#gathered.push(toFix(record, index, received))
    } catch (error) {
      if (!(error instanceof ZongtuError)) throw error
      this.#add('rejectedCount', 1)
      if (this.#rejected.length < MOST_REJECTED) this.#rejected.push({ index, code: error.code, detail: error.detail })
    }
  }

  /** What is gathered goes off, unless something is under way: then it goes when that is done. */
  #due(): void {
    this.#timer = undefined
    if (this.#committing === null) this.#start()
    else void this.#committing.then(() => this.#committing === null && this.#start())
  }

  /** Waits for what is under way, and sends off what is gathered. */
  async #commit(): Promise<void> {
    while (this.#committing !== null) await this.#committing
    this.#check()
    this.#start()
  }

  #start(): void {
    if (this.#gathered.length === 0) return
    const fixes = this.#gathered
    this.#gathered = []
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#committing = this.#deps.appender.add(fixes).then(
      () => {
        this.#committing = null
        this.#count(fixes)
      },
      (error: unknown) => {
        this.#committing = null
        this.#failure ??= { error }
      },
    )
  }

  #count(fixes: readonly NewFix[]): void {
    const of = (flag: number): number => fixes.filter(({ flags }) => (flags & flag) !== 0).length
    this.#add('accepted', fixes.length)
    this.#add('unknown', fixes.filter(({ object }) => !this.#deps.isKnown(object)).length)
    this.#add('future', of(FIX_FLAGS.future))
    this.#add('nullIsland', of(FIX_FLAGS.nullIsland))
  }

  #add(name: keyof PositionCounts, count: number): void {
    this.#counts[name] += count
    this.#deps.counts[name] += count
  }

  #check(): void {
    if (this.#failure) throw this.#failure.error
  }
}
