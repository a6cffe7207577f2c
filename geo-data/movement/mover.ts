import { geodesicBetween } from '../../tiles-server/src/geo/index.ts'
import type { Random } from '../../tiles-server/src/kernel/index.ts'
import type { Crossing, RoadNetwork, Stretch } from './road-network.ts'

/** Where something is. Degrees, WGS 84; metres a second; degrees clockwise from north. */
export interface Place {
  readonly lon: number
  readonly lat: number
  readonly speed: number
  readonly heading: number
}

/** Kilometres an hour that are driven on a class of road. */
const CRUISE: Readonly<Record<string, number>> = { expressway: 58, arterial: 50, collector: 40, local: 30, path: 24 }
export const SPEEDS = { least: 20 / 3.6, most: 60 / 3.6 } as const
/** Share of the crossings of three roads or more at which it stops, and for how many seconds. */
const STOPS = 0.25
const STOP_SECONDS = [5, 40] as const

/** Drives about on roads: at a crossing it picks where to go on, seldom back, and sometimes waits. The same random numbers make the same way. */
export class Mover {
  readonly #random: Random
  #stretch: Stretch
  /** Whether it goes from the start of the stretch to its end. */
  #isForward: boolean
  /** Metres driven on the stretch. */
  #driven = 0
  #speed: number
  #waits = 0

  /** Begins at the crossing nearest to a place, or anywhere. */
  constructor(network: RoadNetwork, random: Random, near?: { readonly lon: number; readonly lat: number }) {
    this.#random = random
    const start = near ? network.nearest(near.lon, near.lat) : this.#pick(network.crossings)
    this.#stretch = this.#pick(start.stretches)
    this.#isForward = this.#stretch.from === start
    this.#speed = this.#cruise()
    if (near === undefined) this.#driven = random() * this.#stretch.length
  }

  /** Lets time go by. */
  go(seconds: number): void {
    let left = seconds
    while (left > 0) {
      const waited = Math.min(left, this.#waits)
      this.#waits -= waited
      left -= waited
      const toEnd = (this.#stretch.length - this.#driven) / this.#speed
      if (left < toEnd) {
        this.#driven += left * this.#speed
        return
      }
      left -= toEnd
      this.#turn()
    }
  }

  /** Where it is now. Standing, its speed is 0. */
  place(): Place {
    const { points, along, length } = this.#stretch
    const at = this.#isForward ? this.#driven : length - this.#driven
    const next = Math.max(
      1,
      along.findIndex(metres => metres >= at),
    )
    const [a, b] = [points[next - 1]!, points[next]!]
    const share = Math.max(0, Math.min(1, (at - along[next - 1]!) / (along[next]! - along[next - 1]! || 1)))
    const [lon, lat] = [a[0]! + share * (b[0]! - a[0]!), a[1]! + share * (b[1]! - a[1]!)]
    const [tail, head] = this.#isForward ? [a, b] : [b, a]
    const heading = geodesicBetween(tail[0]!, tail[1]!, head[0]!, head[1]!).bearing ?? 0
    return { lon, lat, speed: this.#waits > 0 ? 0 : this.#speed, heading }
  }

  #turn(): void {
    const here: Crossing = this.#isForward ? this.#stretch.to : this.#stretch.from
    const others = here.stretches.filter(stretch => stretch !== this.#stretch)
    if (here.stretches.length >= 3 && this.#random() < STOPS) {
      const [least, most] = STOP_SECONDS
      this.#waits = least + (most - least) * this.#random()
    }
    if (others.length === 0) this.#isForward = !this.#isForward
    else {
      this.#stretch = this.#pick(others)
      this.#isForward = this.#stretch.from === here
    }
    this.#driven = 0
    this.#speed = this.#cruise()
  }

  #cruise(): number {
    const usual = (CRUISE[this.#stretch.class] ?? 30) / 3.6
    return Math.max(SPEEDS.least, Math.min(SPEEDS.most, usual * (0.85 + 0.3 * this.#random())))
  }

  #pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.#random() * list.length)]!
  }
}
