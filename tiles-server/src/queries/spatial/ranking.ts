import type { LiveFeature } from '../../live/index.ts'
import type { NearPlace } from './cursor.ts'

/** A feature and how far it is. Metres; degrees clockwise from true north, null at distance 0. */
export interface Ranked {
  readonly index: number
  readonly feature: LiveFeature
  readonly metres: number
  readonly bearing: number | null
}

/** By distance, then layer as asked, then id (code units). */
export const isBefore = (a: NearPlace, b: NearPlace): boolean =>
  a.metres !== b.metres ? a.metres < b.metres : a.index !== b.index ? a.index < b.index : a.id < b.id

const placeOf = ({ metres, index, feature }: Ranked): NearPlace => ({ metres, index, id: feature.id })

/** The nearest `most` of what is offered, in order. */
export class Ranking {
  readonly #most: number
  readonly #after: NearPlace | undefined
  readonly ranked: Ranked[] = []
  /** Nothing beyond this many metres gets a place any more. */
  limit: number

  constructor(most: number, limit: number, after?: NearPlace) {
    this.#most = most
    this.limit = limit
    this.#after = after
  }

  offer(candidate: Ranked): void {
    const { ranked } = this
    const place = placeOf(candidate)
    if (candidate.metres > this.limit || (this.#after && !isBefore(this.#after, place))) return
    let [low, high] = [0, ranked.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (isBefore(placeOf(ranked[middle]!), place)) low = middle + 1
      else high = middle
    }
    ranked.splice(low, 0, candidate)
    if (ranked.length > this.#most) ranked.pop()
    if (ranked.length === this.#most) this.limit = Math.min(this.limit, ranked[this.#most - 1]!.metres)
  }
}
