import type { Told, ToldBy } from './told.ts'
import { type Crossing, type Kind, WINDOW } from './truth.ts'

/** A true crossing that must be told, and when it was: seconds from the crossing, negative where noise was ahead of it; undefined where it was missed. */
export interface Judged {
  readonly key: string
  readonly crossing: Crossing
  readonly delay: number | undefined
}

export interface Verdict {
  readonly crossings: readonly Judged[]
  /** Alerts that no true crossing of their kind is near to, each with its object and zone. */
  readonly falseAlerts: readonly (Told & { readonly key: string })[]
}

/** Crossings by object and zone; those of pairs that never meet may be absent. */
export type Truth = ReadonlyMap<string, readonly Crossing[]>

/**
 * Each crossing takes the first alert of its kind, object and zone within the window on either side that none took before it: first those that must be told,
 * then those that may be. What is left of the alerts is false.
 */
export function judge(truth: Truth, told: ToldBy): Verdict {
  const crossings: Judged[] = []
  const falseAlerts: (Told & { key: string })[] = []
  for (const key of new Set([...truth.keys(), ...told.keys()])) {
    for (const kind of ['enter', 'exit'] as const satisfies readonly Kind[]) {
      const left = (told.get(key) ?? []).filter(each => each.kind === kind)
      const take = ({ at }: Crossing): Told | undefined => {
        const index = left.findIndex(alert => Math.abs(alert.at - at) <= WINDOW)
        return index < 0 ? undefined : left.splice(index, 1)[0]
      }
      const own = (truth.get(key) ?? []).filter(each => each.kind === kind)
      for (const crossing of own.filter(({ counts }) => counts)) {
        const alert = take(crossing)
        crossings.push({ key, crossing, delay: alert && alert.at - crossing.at })
      }
      for (const crossing of own.filter(({ counts }) => !counts)) take(crossing)
      for (const alert of left) falseAlerts.push({ ...alert, key })
    }
  }
  return { crossings, falseAlerts }
}
