import { digits, median } from './figures.ts'
import { DRIFT, type Drift } from './jitter/noise.ts'
import { causesTable, curveTable, delaysOfBoth, driftTable, fewer, NOISE, type Row, settingsTable } from './jitter/tables.ts'
import type { Reception, Setting } from './jitter/told.ts'
import { Trial } from './jitter/trial.ts'
import type { BenchOptions } from './options.ts'
import type { Bar, Report } from './report.ts'

const INTERVALS = [1, 5]
const NOISES = [5, 10, 20]
const DEFAULTS: Setting = { margin: null, fixes: 2, seconds: 0 }
const MARGINS = [0, null, 50]
const CONFIRMS = [1, 2, 3]
const DRIFTS: readonly Drift[] = [{ share: 0, seconds: 1 }, { share: 0.75, seconds: 5 }, { share: 0.75, seconds: 20 }, DRIFT]

/** Fences over tracks along the edges of zones, seen by receivers that err: what is told falsely, missed and late, against comparing each fix with the zone. */
export function jitter({ seed, progress }: BenchOptions): Promise<Report> {
  const trial = new Trial(seed)
  const { all } = trial.crossings
  progress(`jitter: ${trial.tracks.length} tracks, ${digits(trial.hours)} h, ${trial.zones.length} zones, ${all} true crossings`)
  const tried = (reception: Reception, setting = DEFAULTS, drift = DRIFT): Row => {
    const outcome = trial.run(reception, setting, drift)
    progress(
      `a fix each ${reception.interval} s, ${reception.noise} m, ${textOf(setting)}: ${outcome.falseAlerts} false of ${outcome.naiveFalse}`,
    )
    return { ...reception, setting, drift, outcome }
  }
  const curve = INTERVALS.flatMap(interval =>
    NOISES.flatMap(noise => [false, true].map(hasSpikes => tried({ interval, noise, hasSpikes }))),
  )
  const settings = INTERVALS.flatMap(interval =>
    MARGINS.flatMap(margin => CONFIRMS.map(fixes => tried({ interval, noise: NOISE, hasSpikes: true }, { ...DEFAULTS, margin, fixes }))),
  )
  const drifts = INTERVALS.flatMap(interval => DRIFTS.map(drift => tried({ interval, noise: NOISE, hasSpikes: false }, DEFAULTS, drift)))
  const kept = curve.filter(({ noise }) => noise === NOISE)
  const tables = [curveTable(trial, curve), settingsTable(trial, settings), driftTable(trial, drifts), causesTable(kept)]
  return Promise.resolve({ workload: 'jitter', tables, bars: kept.flatMap(barsOf) })
}

const textOf = ({ margin, fixes }: Setting): string => `margin ${margin ?? 'default'}, ${fixes} fixes`

function barsOf({ interval, hasSpikes, outcome }: Row): Bar[] {
  const where = `a fix each ${interval} s, ${NOISE} m${hasSpikes ? ' and spikes' : ''}`
  return [
    { what: `${where}: % fewer false alerts`, value: fewer(outcome), must: 'at least', bar: 95 },
    { what: `${where}: % missed`, value: 100 * outcome.missed, must: 'at most', bar: 5 },
    { what: `${where}: median delay s`, value: median(delaysOfBoth(outcome)), must: 'at most', bar: 15 },
  ]
}
