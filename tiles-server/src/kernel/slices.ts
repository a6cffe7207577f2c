import { setImmediate as turn } from 'node:timers/promises'

/** Longest time that long work keeps the event loop to itself, in milliseconds. */
const SLICE = 8

/** Cuts long work on the main thread into slices: `if (slices.over()) await slices.next()`. */
export interface Slices {
  /** True when it is time to let others in. */
  over(): boolean
  /** Gives the event loop a turn. Throws the signal's reason once it is aborted. */
  next(): Promise<void>
}

export function createSlices(signal?: AbortSignal): Slices {
  let started = performance.now()
  return {
    over: () => performance.now() - started > SLICE,
    async next() {
      await turn()
      signal?.throwIfAborted()
      started = performance.now()
    },
  }
}
