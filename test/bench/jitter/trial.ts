import { seededRandom } from '../../../tiles-server/src/kernel/index.ts'
import { type Causes, causesOf, type MissCauses, missCausesOf } from './causes.ts'
import { drawZones, type Zone } from './edges.ts'
import { type Judged, judge, type Truth, type Verdict } from './judge.ts'
import { DRIFT, type Drift, drawErrors } from './noise.ts'
import { metresTo } from './plane.ts'
import { keyOf, type Reception, received, type Setting, type ToldBy, toldByEngine, toldNaively } from './told.ts'
import { drawTracks, type Track } from './tracks.ts'
import { crossingsOf } from './truth.ts'

const TRACKS = 40
const ZONES = 80

/** Engine and naive alerts over the same fixes, judged by the same truth. */
export interface Outcome {
  readonly crossings: number
  readonly falseAlerts: number
  readonly naiveFalse: number
  /** Shares of the crossings. */
  readonly missed: number
  readonly naiveMissed: number
  /** Seconds from crossings to the decision, by kind; negative where noise was ahead. */
  readonly delays: Readonly<Record<'enter' | 'exit', readonly number[]>>
  /** Seconds from the naive alert to the decision, of crossings that both told. */
  readonly behindNaive: readonly number[]
  readonly causes: () => Readonly<Record<'engine' | 'naive', Causes>>
  readonly missCauses: () => Readonly<Record<'engine' | 'naive', MissCauses>>
}

/** Tracks, zones about them, and what truly happens. The same seed makes the same. */
export class Trial {
  readonly source: string
  readonly tracks: readonly Track[]
  readonly zones: readonly Zone[]
  readonly hours: number
  readonly #seed: number
  readonly #truth: Truth
  /** Of one reception all settings are tried: it and its naive alerts are kept. */
  #last: { key: string; fixes: ReturnType<typeof received>; told: ToldBy; naive: Verdict } | undefined

  constructor(seed: number) {
    const random = seededRandom(seed)
    const { tracks, source } = drawTracks(random, TRACKS)
    this.source = source
    this.tracks = tracks
    this.zones = drawZones(random, tracks, ZONES)
    this.hours = tracks.reduce((sum, { lon }) => sum + lon.length, 0) / 3600
    this.#seed = seed
    const pairs = tracks.flatMap(track => this.zones.map(zone => [keyOf(track.object, zone.id), crossingsOf(track, zone)] as const))
    this.#truth = new Map(pairs.filter(([, crossings]) => crossings.length > 0))
  }

  get crossings(): { readonly all: number; readonly counted: number } {
    const all = [...this.#truth.values()].flat()
    return { all: all.length, counted: all.filter(({ counts }) => counts).length }
  }

  run(reception: Reception, setting: Setting, drift: Drift = DRIFT): Outcome {
    const { fixes, told: naiveTold, naive } = this.#receive(reception, drift)
    const told = toldByEngine(fixes, this.zones, setting)
    const engine = judge(this.#truth, told)
    const delaysOf = (kind: string): number[] =>
      engine.crossings.flatMap(({ crossing, delay }) => (crossing.kind === kind ? (delay ?? []) : []))
    const near = 2 * reception.noise
    const distance = this.#distance()
    return {
      crossings: engine.crossings.length,
      falseAlerts: engine.falseAlerts.length,
      naiveFalse: naive.falseAlerts.length,
      missed: missedOf(engine.crossings),
      naiveMissed: missedOf(naive.crossings),
      delays: { enter: delaysOf('enter'), exit: delaysOf('exit') },
      behindNaive: engine.crossings.flatMap(({ delay }, i) => {
        const other = naive.crossings[i]!.delay
        return delay === undefined || other === undefined ? [] : [delay - other]
      }),
      causes: () => ({ engine: causesOf(engine, told, distance, near), naive: causesOf(naive, naiveTold, distance, near) }),
      missCauses: () => ({ engine: missCausesOf(engine, near), naive: missCausesOf(naive, near) }),
    }
  }

  #receive(reception: Reception, drift: Drift) {
    const key = JSON.stringify([reception, drift])
    if (this.#last?.key === key) return this.#last
    const random = seededRandom(this.#seed + 1)
    const errors = this.tracks.map(track => drawErrors(random, track, drift))
    const fixes = received(this.tracks, errors, reception)
    const told = toldNaively(fixes, this.zones)
    this.#last = { key, fixes, told, naive: judge(this.#truth, told) }
    return this.#last
  }

  #distance(): (key: string, second: number) => number {
    const pairs = new Map(this.tracks.flatMap(track => this.zones.map(zone => [keyOf(track.object, zone.id), { track, zone }] as const)))
    return (key, second) => {
      const { track, zone } = pairs.get(key)!
      return metresTo(zone, track.lon[second]!, track.lat[second]!)
    }
  }
}

const missedOf = (crossings: readonly Judged[]): number =>
  crossings.filter(({ delay }) => delay === undefined).length / Math.max(1, crossings.length)
