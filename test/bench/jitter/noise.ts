import type { Random } from '../../../tiles-server/src/kernel/index.ts'
import { DEGREE, type Track } from './tracks.ts'

/** Of an error's variance a share drifts (first-order Gauss-Markov, with a time constant in seconds); the rest is new at each second. */
export interface Drift {
  readonly share: number
  readonly seconds: number
}

/** A receiver in a street: what is reflected and what the sky does change slowly. */
export const DRIFT: Drift = { share: 0.75, seconds: 60 }
/** Share of fixes that are far off, each by itself, and by how many metres. */
export const SPIKES = { share: 0.01, from: 100, to: 300 } as const

/** Errors of a receiver at each second: of the deviation 1 on each axis, and spikes in metres. All noises and intervals take the same. */
export interface Errors {
  readonly east: Float64Array
  readonly north: Float64Array
  readonly spikes: ReadonlyMap<number, readonly [east: number, north: number]>
}

export function drawErrors(random: Random, { lon }: Track, drift: Drift): Errors {
  const spikes = new Map<number, readonly [number, number]>()
  for (let second = 0; second < lon.length; second++) {
    const [is, metres, turn] = [random() < SPIKES.share, SPIKES.from + (SPIKES.to - SPIKES.from) * random(), 2 * Math.PI * random()]
    if (is) spikes.set(second, [metres * Math.cos(turn), metres * Math.sin(turn)])
  }
  return { east: axis(random, lon.length, drift), north: axis(random, lon.length, drift), spikes }
}

/** What the receiver says at a second: degrees. `noise`: the deviation on each axis, metres. */
export function seenAt({ lon, lat }: Track, errors: Errors, second: number, noise: number, hasSpikes: boolean): [lon: number, lat: number] {
  const spike = hasSpikes ? errors.spikes.get(second) : undefined
  const east = noise * errors.east[second]! + (spike?.[0] ?? 0)
  const north = noise * errors.north[second]! + (spike?.[1] ?? 0)
  return [lon[second]! + east / (DEGREE * Math.cos((lat[second]! * Math.PI) / 180)), lat[second]! + north / DEGREE]
}

function axis(random: Random, length: number, { share, seconds }: Drift): Float64Array {
  const kept = Math.exp(-1 / seconds)
  const fresh = Math.sqrt(1 - kept * kept)
  const [ofDrift, ofWhite] = [Math.sqrt(share), Math.sqrt(1 - share)]
  let drift = normal(random)
  return Float64Array.from({ length }, () => {
    drift = kept * drift + fresh * normal(random)
    return ofDrift * drift + ofWhite * normal(random)
  })
}

/** A standard normal number, by Box and Muller (1958). */
const normal = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
