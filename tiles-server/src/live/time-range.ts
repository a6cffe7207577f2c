/** Earliest and latest time, RFC 3339 in UTC to the millisecond. */
export type TimeRange = readonly [first: string, last: string]

/**
 * The range of the times of a changing set. Adding widens it; only when an end itself was taken away are the times looked at anew, once, and
 * not before somebody asks. Times are stored as UTC to the millisecond, years of four digits, so their order is that of their text.
 */
export class TimeRanger {
  #range: TimeRange | null = null
  #lost = true

  /** `times`: all times of the set as it is then. */
  constructor(readonly times: () => Iterable<string>) {}

  /** One member's time before and after a change; undefined = it has none. The set must show the change already. */
  changed(before: string | undefined, after: string | undefined): void {
    if (before === after || this.#lost) return
    if (before !== undefined && this.#range?.includes(before)) this.#lost = true
    else if (after !== undefined) this.#widen(after)
  }

  get range(): TimeRange | null {
    if (this.#lost) {
      this.#lost = false
      this.#range = null
      for (const time of this.times()) this.#widen(time)
    }
    return this.#range
  }

  #widen(time: string): void {
    const [first, last] = this.#range ?? [time, time]
    if (this.#range === null || time < first || time > last) this.#range = [time < first ? time : first, time > last ? time : last]
  }
}
