import type { LiveFeature } from './types.ts'

/** Features in a run when it is made; one of twice that many is divided. */
const RUN = 512

/**
 * Features in ascending id order (code unit order), cut into short runs: a new or deleted feature moves the rest of its run, not everything behind
 * it, so that a million features cost no more than a thousand.
 */
export class FeatureOrder {
  /** Never empty runs, each in order and before the next. */
  readonly #runs: LiveFeature[][] = []

  /** `features` in any order, each id once; quick when they are in order already, as they come from the store. */
  constructor(features: Iterable<LiveFeature>) {
    const list = [...features]
    if (list.some((feature, i) => i > 0 && feature.id < list[i - 1]!.id)) list.sort((a, b) => (a.id < b.id ? -1 : 1))
    for (let from = 0; from < list.length; from += RUN) this.#runs.push(list.slice(from, from + RUN))
  }

  /** Takes a feature in, in place of the one with its id. */
  set(feature: LiveFeature): void {
    const [r, i] = this.#place(feature.id)
    const run = this.#runs[r]
    if (!run) {
      this.#runs.push([feature])
      return
    }
    run.splice(i, run[i]?.id === feature.id ? 1 : 0, feature)
    if (run.length >= 2 * RUN) this.#runs.splice(r, 1, run.slice(0, RUN), run.slice(RUN))
  }

  delete(id: string): void {
    const [r, i] = this.#place(id)
    const run = this.#runs[r]
    if (run?.[i]?.id !== id) return
    run.splice(i, 1)
    if (run.length === 0) this.#runs.splice(r, 1)
  }

  *all(): Iterable<LiveFeature> {
    for (const run of this.#runs) yield* run
  }

  /** Features whose id comes after `id`. */
  *after(id: string): Iterable<LiveFeature> {
    const [r, i] = this.#place(id)
    const run = this.#runs[r] ?? []
    yield* run.slice(run[i]?.id === id ? i + 1 : i)
    for (const later of this.#runs.slice(r + 1)) yield* later
  }

  /** Where the first id >= `id` is, or would go: the number of its run and its place there. An id beyond all goes to the end of the last run. */
  #place(id: string): [run: number, index: number] {
    const r = Math.max(
      0,
      Math.min(
        this.#runs.length - 1,
        firstIndex(this.#runs.length, k => this.#runs[k]!.at(-1)!.id >= id),
      ),
    )
    const run = this.#runs[r] ?? []
    return [r, firstIndex(run.length, k => run[k]!.id >= id)]
  }
}

/** The first index below `length` for which `holds` is true, when it is true for all behind it; `length` for none. */
function firstIndex(length: number, holds: (index: number) => boolean): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}
