import { Mover, Receiver, Walker } from '../../geo-data/movement/index.ts'
import type { PositionInput } from '../../tiles-server/src/contract/index.ts'
import { type Random, seededRandom } from '../../tiles-server/src/kernel/index.ts'
import type { City, Spot } from './city.ts'

/** Accuracy of what video analytics say of a place, in metres. */
const SEEN_TO = 3

export interface TrafficOptions {
  /** How many report; by default as many as the city has patrols. */
  readonly objects?: number | undefined
  /** How many tracks of video analytics there are at a time. */
  readonly detections: number
  /** Deviation of satellite positions on each axis, in metres. */
  readonly noise: number
  readonly seed: number
}

/** Everything that moves: patrols on roads, and what video analytics see before cameras. */
export class Traffic {
  readonly #patrols: { readonly object: string; readonly mover: Mover; readonly receiver: Receiver }[]
  readonly #tracks: { object: string; walker: Walker }[] = []
  readonly #cameras: readonly Spot[]
  readonly #random: Random
  readonly #options: TrafficOptions
  #named = 0

  constructor({ network, patrols, cameras }: City, options: TrafficOptions) {
    this.#options = options
    this.#cameras = cameras
    this.#random = seededRandom(options.seed)
    const count = options.objects ?? patrols.length
    this.#patrols = Array.from({ length: count }, (_, i) => {
      const random = seededRandom(options.seed + 7_919 * (i + 1))
      const patrol = patrols[i]
      return { object: patrol?.id ?? `sim-${i}`, mover: new Mover(network, random, patrol), receiver: new Receiver(random, options.noise) }
    })
  }

  get size(): number {
    return this.#patrols.length
  }

  /** Lets time go by; what is reported at its end. `time`: milliseconds since the Unix epoch. */
  go(seconds: number, time: number): PositionInput[] {
    return [...this.#driven(seconds, time), ...this.#seen(seconds, time)]
  }

  #driven(seconds: number, time: number): PositionInput[] {
    return this.#patrols.flatMap(({ object, mover, receiver }) => {
      mover.go(seconds)
      const place = mover.place()
      const reading = receiver.read(place, seconds)
      if (!reading) return []
      const { speed, heading } = place
      return [{ object, time: iso(time), ...reading, speed: rounded(speed), ...(speed > 0 && { heading: rounded(heading) % 360 }) }]
    })
  }

  #seen(seconds: number, time: number): PositionInput[] {
    for (const { walker } of this.#tracks) walker.go(seconds)
    for (let i = this.#tracks.length - 1; i >= 0; i--) if (this.#tracks[i]!.walker.isGone) this.#tracks.splice(i, 1)
    while (this.#cameras.length > 0 && this.#tracks.length < this.#options.detections) {
      const camera = this.#cameras[Math.floor(this.#random() * this.#cameras.length)]!
      // Opaque, and new each time: nobody is known again.
      const object = `track-${this.#options.seed}-${time}-${++this.#named}`
      this.#tracks.push({ object, walker: new Walker(seededRandom(Math.floor(this.#random() * 2 ** 31)), camera) })
    }
    return this.#tracks.map(({ object, walker }) => ({ object, time: iso(time), ...walker.place(), accuracy: SEEN_TO }))
  }
}

const iso = (time: number): string => new Date(time).toISOString()
const rounded = (value: number): number => Math.round(value * 10) / 10
