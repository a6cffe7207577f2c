import { digits, median, percentile } from '../figures.ts'
import type { Table } from '../report.ts'
import { DRIFT, type Drift, SPIKES } from './noise.ts'
import type { Reception, Setting } from './told.ts'
import type { Outcome, Trial } from './trial.ts'
import { BRIEF, WINDOW } from './truth.ts'

/** Metres on each axis at which settings are compared and bars hold. */
export const NOISE = 10

export interface Row extends Reception {
  readonly setting: Setting
  readonly drift: Drift
  readonly outcome: Outcome
}

/** What the defaults come to by interval and noise. */
export function curveTable(trial: Trial, rows: readonly Row[]): Table {
  const { all, counted } = trial.crossings
  return {
    title: 'default settings (confirmed by 2 fixes, default margin)',
    rows: rows.map(row => ({
      ...seenAs(row),
      'naive false/h': digits(row.outcome.naiveFalse / trial.hours),
      ...figuresOf(row.outcome, trial.hours),
      'naive missed %': percent(row.outcome.naiveMissed),
      ...delaysOf(row.outcome),
    })),
    notes: [
      `Truth: ${trial.tracks.length} tracks, ${digits(trial.hours)} hours of objects; ${trial.source}. ${trial.zones.length} zones of 100-600 m, by turns with an edge along a track, across one, and 5-40 m beside one.`,
      `True crossings: ${all}, by plain inside and outside of the track without noise. ${counted} count: those next to a stay (inside or outside) shorter than ${BRIEF} s, which two fixes at 5 s need not see, and those in the last ${WINDOW} s of a track may be told or not.`,
      `An alert is false when no true crossing of its kind, object and zone is within ${WINDOW} s of its decision; each crossing takes one alert. A crossing without one is missed. The same rule for both sides; nothing is excused for being near an edge.`,
      `Noise: the deviation on each axis, reported as the accuracy; ${percent(DRIFT.share)} % of its variance drifts (Gauss-Markov, ${DRIFT.seconds} s), the rest is new at each second. Spikes: ${percent(SPIKES.share)} % of fixes are ${SPIKES.from}-${SPIKES.to} m off, each by itself, with the accuracy of the others.`,
      'Delay: seconds from the true crossing to the decision, negative where noise was ahead; behind naive: from the naive alert, the first within the window, which noise often sets off early. Per hour of an object.',
    ],
  }
}

/** What a planner buys with a margin and with more fixes. */
export function settingsTable(trial: Trial, rows: readonly Row[]): Table {
  return {
    title: `what a setting buys, at ${NOISE} m with spikes`,
    rows: rows.map(({ interval, setting, outcome }) => ({
      'a fix each s': interval,
      'margin m': setting.margin ?? 'default',
      'confirm fixes': setting.fixes,
      ...figuresOf(outcome, trial.hours),
      ...delaysOf(outcome),
    })),
    notes: ['The margin holds for leaving alone. The default is a tenth of the radius, 20 to 100 m: 20 to 34 m for these zones.'],
  }
}

/** How much of it rests on how errors are made. */
export function driftTable(trial: Trial, rows: readonly Row[]): Table {
  return {
    title: `default settings by how fast errors drift, ${NOISE} m without spikes`,
    rows: rows.map(({ interval, drift, outcome }) => ({
      'a fix each s': interval,
      'drift s': drift.share === 0 ? 'none' : drift.seconds,
      'naive false/h': digits(outcome.naiveFalse / trial.hours),
      ...figuresOf(outcome, trial.hours),
    })),
    notes: [
      'None: each fix errs by itself. The slower the drift, the more consecutive fixes err alike, and the fewer changes of side there are to tell.',
    ],
  }
}

/** What the false and the missed are. */
export function causesTable(rows: readonly Row[]): Table {
  return {
    title: `why, at ${NOISE} m, default settings`,
    rows: rows.flatMap(row => {
      const [causes, misses] = [row.outcome.causes(), row.outcome.missCauses()]
      return (['engine', 'naive'] as const).map(who => ({
        ...seenAs(row),
        who,
        'false: flicker': causes[who].flicker,
        'true, off by > 60 s': causes[who].offTime,
        'grazed the edge': causes[who].graze,
        other: causes[who].other,
        'missed: told, off by > 60 s': misses[who].offTime,
        'shallow stay': misses[who].shallow,
        'other ': misses[who].other,
      }))
    }),
    notes: [
      'Counts. Flicker: the same was told of that object and zone within 60 s before. Off: there is such a true crossing, 60 to 300 s away.',
      `Grazed: it truly passed outside, at most ${2 * NOISE} m (two deviations) from the edge; an enter and its exit are two. Shallow: a stay that never got farther from the edge than that.`,
    ],
  }
}

const percent = (share: number): number => digits(100 * share)
const seenAs = ({ interval, noise, hasSpikes }: Reception) => ({ 'a fix each s': interval, 'noise m': noise, spikes: hasSpikes })
export const fewer = ({ falseAlerts, naiveFalse }: Outcome): number => 100 * (1 - falseAlerts / naiveFalse)
export const delaysOfBoth = ({ delays: { enter, exit } }: Outcome): number[] => [...enter, ...exit]

const figuresOf = (outcome: Outcome, hours: number) => ({
  'false/h': digits(outcome.falseAlerts / hours),
  '% fewer': digits(fewer(outcome)),
  'missed %': percent(outcome.missed),
})

const delaysOf = (outcome: Outcome) => ({
  'delay p50 s': digits(median(delaysOfBoth(outcome))),
  'p95 s': digits(percentile(delaysOfBoth(outcome), 0.95)),
  'enter p50 s': digits(median(outcome.delays.enter)),
  'exit p50 s': digits(median(outcome.delays.exit)),
  'behind naive p50 s': digits(median(outcome.behindNaive)),
  'behind p95 s': digits(percentile(outcome.behindNaive, 0.95)),
})
