import type { Random } from '../../tiles-server/src/kernel/index.ts'

/** A place as a receiver has it: degrees, and the radius in metres to which it claims to know it. */
export interface Reading {
  readonly lon: number
  readonly lat: number
  readonly accuracy: number
}

/** Metres of a degree of latitude, near enough for noise. */
const DEGREE = 111_195
/** So much of an error is left after a second: errors of satellite positions change slowly. */
const MEMORY = 0.95
/** Farther off than so many deviations it is not. */
const MOST = 3
/** How often nothing is received (once in so many seconds), and for how many seconds. */
const GAP_EVERY = 900
const GAP_SECONDS = [10, 60] as const

/** What a satellite receiver makes of places: errors that drift, with a deviation in metres on each axis, and now and then no reading at all. */
export class Receiver {
  readonly #random: Random
  readonly #deviation: number
  #east: number
  #north: number
  #silent = 0

  constructor(random: Random, deviation: number) {
    this.#random = random
    this.#deviation = deviation
    this.#east = normal(random)
    this.#north = normal(random)
  }

  /** The reading of a place, so many seconds after the one before; null within a gap. It lies within three deviations on each axis. */
  read(place: { readonly lon: number; readonly lat: number }, seconds: number): Reading | null {
    const kept = MEMORY ** seconds
    const fresh = Math.sqrt(1 - kept * kept)
    this.#east = clamped(kept * this.#east + fresh * normal(this.#random))
    this.#north = clamped(kept * this.#north + fresh * normal(this.#random))
    if (this.#silent <= 0 && this.#random() < seconds / GAP_EVERY)
      this.#silent = GAP_SECONDS[0] + (GAP_SECONDS[1] - GAP_SECONDS[0]) * this.#random()
    this.#silent -= seconds
    if (this.#silent > 0) return null
    const accuracy = Math.max(3, Math.round(this.#deviation * (1.5 + this.#random())))
    return {
      lon: place.lon + (this.#east * this.#deviation) / (DEGREE * Math.cos((place.lat * Math.PI) / 180)),
      lat: place.lat + (this.#north * this.#deviation) / DEGREE,
      accuracy,
    }
  }
}

const clamped = (value: number): number => Math.max(-MOST, Math.min(MOST, value))

/** A standard normal number, by Box and Muller (1958), cut at three deviations. */
const normal = (random: Random): number => clamped(Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()))
