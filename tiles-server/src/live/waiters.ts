import { ZongtuError } from '../kernel/index.ts'

interface Waiter {
  readonly shown: () => boolean
  readonly resolve: () => void
}

/** Callers that wait for a state to be shown. */
export class Waiters {
  readonly #waiting = new Set<Waiter>()

  wait(shown: () => boolean, timeout: number, seq: number): Promise<void> {
    if (shown()) return Promise.resolve()
    return new Promise((resolve, reject) => {
      const done = (): void => {
        clearTimeout(timer)
        this.#waiting.delete(waiter)
      }
      const waiter: Waiter = {
        shown,
        resolve: () => {
          done()
          resolve()
        },
      }
      const timer = setTimeout(() => {
        done()
        reject(new ZongtuError('not-shown', `change ${seq} is committed but was not shown within ${timeout} ms; it will appear`, { seq }))
      }, timeout)
      this.#waiting.add(waiter)
    })
  }

  check(): void {
    for (const waiter of [...this.#waiting]) if (waiter.shown()) waiter.resolve()
  }
}
