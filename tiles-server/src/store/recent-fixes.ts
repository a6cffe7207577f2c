import type { Fix } from '../contract/index.ts'
import type { NewFix } from './types.ts'

/**
 * The newest part of the log of positions, as far as this process appended it itself: who follows the log need not read back what has just been written.
 * Whole between two numbers, so of what others appended in between it has nothing before.
 */
export class RecentFixes {
  readonly #most: number
  #fixes: Fix[] = []
  /** The number that the first of them follows in the log. */
  #after = Infinity

  /** Keeps `most` fixes at least, once as many are there, and at most twice as many. */
  constructor(most: number) {
    this.#most = most
  }

  /** Takes in what was committed under the numbers `first` and following. They are drawn one commit at a time, so nothing ever comes in between. */
  add(fixes: readonly NewFix[], first: number): void {
    // Told of late: what came after it is known.
    if (first <= this.#last) return
    if (this.#last !== first - 1) this.#begin(first - 1)
    for (const [i, fix] of fixes.entries()) this.#fixes.push(asRead(fix, first + i))
    if (this.#fixes.length < 2 * this.#most) return
    this.#after = this.#fixes[this.#fixes.length - this.#most - 1]!.seq
    this.#fixes = this.#fixes.slice(-this.#most)
  }

  /** Whether all that was appended up to a number is told of: it is among what is known here, or before it. */
  has(seq: number): boolean {
    return seq <= this.#last
  }

  /** Fixes after a number; undefined where that is not known here, or nothing is. `heard`: others are known to have appended up to this number. */
  read(after: number, limit: number, heard = 0): Fix[] | undefined {
    const from = after - this.#after
    if (from < 0 || from >= this.#fixes.length) return undefined
    const fixes = this.#fixes.slice(from, from + limit)
    return fixes.length === limit || heard <= this.#last ? fixes : undefined
  }

  /** -1 where there is none. */
  get #last(): number {
    return this.#fixes.at(-1)?.seq ?? -1
  }

  forget(): void {
    this.#begin(Infinity)
  }

  #begin(after: number): void {
    this.#after = after
    this.#fixes = []
  }
}

/** As it is read from the database, whose text of numbers knows no negative zero. */
const asRead = ({ object, time, received, lon, lat, accuracy, speed, heading, flags }: NewFix, seq: number): Fix => ({
  ...{ seq, object, time, received, lon: lon + 0, lat: lat + 0 },
  accuracy: plain(accuracy),
  speed: plain(speed),
  heading: plain(heading),
  flags,
})

const plain = (value: number | null): number | null => (value === null ? null : value + 0)
