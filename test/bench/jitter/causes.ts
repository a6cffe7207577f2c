import type { Verdict } from './judge.ts'
import type { ToldBy } from './told.ts'
import { WINDOW } from './truth.ts'

/** A crossing and an alert so many seconds apart may still be of one another, too early or too late for the window. */
const APART = 300

export interface Causes {
  /** The same was told of the pair within the window before. */
  readonly flicker: number
  /** Told of a true crossing, but farther from it than the window. */
  readonly offTime: number
  /** Where it truly was near the edge but never crossed it, and the exit after an enter of that cause. */
  readonly graze: number
  readonly other: number
}

type Cause = keyof Causes

export interface MissCauses {
  readonly offTime: number
  /** A stay that never got farther from the edge than noise goes. */
  readonly shallow: number
  readonly other: number
}

/** Why alerts are false. `distance`: metres from where an object truly was to the edge, by pair and second; `near`: what counts as near. */
export function causesOf(
  { falseAlerts, crossings }: Verdict,
  told: ToldBy,
  distance: (key: string, second: number) => number,
  near: number,
): Causes {
  const counts: Record<Cause, number> = { flicker: 0, offTime: 0, graze: 0, other: 0 }
  const falseOf = new Map(falseAlerts.map(alert => [`${alert.key} ${alert.kind} ${alert.at}`, alert]))
  const isOff = (key: string, kind: string, at: number): boolean =>
    crossings.some(({ key: other, crossing }) => other === key && crossing.kind === kind && Math.abs(crossing.at - at) <= APART)
  for (const [key, alerts] of told) {
    let before: Cause = 'other'
    for (const [i, { kind, at }] of alerts.entries()) {
      if (!falseOf.has(`${key} ${kind} ${at}`)) {
        before = 'other'
        continue
      }
      const isAgain = (alerts[i - 2]?.at ?? -Infinity) >= at - WINDOW
      const isGraze: boolean = before === 'graze' || (kind === 'enter' && distance(key, at) <= near)
      const cause: Cause = isAgain ? 'flicker' : isOff(key, kind, at) ? 'offTime' : isGraze ? 'graze' : 'other'
      counts[cause]++
      before = cause
    }
  }
  return counts
}

/** Why crossings were missed. `near`: metres that noise goes. */
export function missCausesOf({ crossings, falseAlerts }: Verdict, near: number): MissCauses {
  const counts: Record<keyof MissCauses, number> = { offTime: 0, shallow: 0, other: 0 }
  for (const { key, crossing, delay } of crossings) {
    if (delay !== undefined) continue
    const wasTold = falseAlerts.some(
      alert => alert.key === key && alert.kind === crossing.kind && Math.abs(alert.at - crossing.at) <= APART,
    )
    counts[wasTold ? 'offTime' : crossing.depth <= near ? 'shallow' : 'other']++
  }
  return counts
}
