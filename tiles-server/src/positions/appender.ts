import type { NewFix, PositionStore } from '../store/index.ts'

/** Most fixes of one transaction. */
export const BATCH = 5_000

interface Waiting {
  readonly fixes: readonly NewFix[]
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/**
 * The one way into the log. What arrives while a batch is being committed goes together into the next: many small senders cost few transactions.
 * A sender waits for its commit, so no more waits here than senders hold.
 */
export class Appender {
  readonly #append: PositionStore['append']
  #waiting: Waiting[] = []
  #running: Promise<void> | null = null

  constructor(append: PositionStore['append']) {
    this.#append = append
  }

  /** Resolves when the fixes (at most BATCH) are committed. Throws store-unavailable. */
  add(fixes: readonly NewFix[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ fixes, resolve, reject })
      this.#running ??= this.#run()
    })
  }

  /** Resolves when nothing is being committed any more. */
  async idle(): Promise<void> {
    await this.#running
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#next()
      try {
        await this.#append(group.flatMap(({ fixes }) => fixes))
        for (const { resolve } of group) resolve()
      } catch (error) {
        for (const { reject } of group) reject(error)
      }
    }
    this.#running = null
  }

  #next(): Waiting[] {
    let [count, size] = [0, 0]
    for (const { fixes } of this.#waiting) {
      if (count > 0 && size + fixes.length > BATCH) break
      size += fixes.length
      count++
    }
    return this.#waiting.splice(0, count)
  }
}
