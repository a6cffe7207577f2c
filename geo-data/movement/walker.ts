import type { Random } from '../../tiles-server/src/kernel/index.ts'

const DEGREE = 111_195
/** Metres a second. */
const PACE = 1.3
/** Metres from the middle at which it turns back. */
const REACH = 25

/** Somebody or something that moves about before a camera, on foot, for a while. */
export class Walker {
  readonly #random: Random
  readonly #middle: { readonly lon: number; readonly lat: number }
  #east: number
  #north: number
  #way: number
  /** Seconds until it is gone. */
  #left: number

  constructor(random: Random, middle: { readonly lon: number; readonly lat: number }) {
    this.#random = random
    this.#middle = middle
    this.#east = REACH * (random() - 0.5)
    this.#north = REACH * (random() - 0.5)
    this.#way = 2 * Math.PI * random()
    this.#left = 10 + 80 * random()
  }

  get isGone(): boolean {
    return this.#left <= 0
  }

  go(seconds: number): void {
    this.#left -= seconds
    this.#way += (this.#random() - 0.5) * 0.6
    if (Math.hypot(this.#east, this.#north) > REACH) this.#way = Math.atan2(-this.#east, -this.#north)
    const step = PACE * Math.min(seconds, 5)
    this.#east += step * Math.sin(this.#way)
    this.#north += step * Math.cos(this.#way)
  }

  place(): { lon: number; lat: number } {
    const { lon, lat } = this.#middle
    return { lon: lon + this.#east / (DEGREE * Math.cos((lat * Math.PI) / 180)), lat: lat + this.#north / DEGREE }
  }
}
