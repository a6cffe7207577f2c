import type { BacktestFound, BacktestSummary, Detect } from '../../contract/index.ts'
import type { Alert } from '../engine/types.ts'

/** An alert, and whose it is. */
export interface Found {
  readonly run: BacktestFound['run']
  readonly alert: Alert
}

interface Count {
  alerts: number
  situations: number
  readonly byTransition: Partial<Record<Detect, number>>
}

const RUNS = ['first', 'second'] as const

/** Counts what the runs found, compares two, and keeps the earliest alerts of each to tell them. */
export class Tally {
  readonly #most: number
  readonly #counts: readonly Count[]
  readonly #comparison = { both: 0, first: 0, second: 0 }
  /** By run, those it shares with the other under the first. */
  readonly #earliest: readonly [Earliest, Earliest]

  /** `most`: alerts of a run that are told. */
  constructor(runs: number, most: number) {
    this.#most = most
    this.#counts = Array.from({ length: runs }, () => ({ alerts: 0, situations: 0, byTransition: {} }))
    this.#earliest = [new Earliest(most), new Earliest(most)]
  }

  /** All that the runs found of one object, or of one zone where it is about many. */
  add(...found: readonly (readonly Alert[])[]): void {
    for (const [run, alerts] of found.entries()) this.#count(run, alerts)
    const [first = [], second = []] = found
    const others = new Set(second.map(sameness))
    const shared = new Set<string>()
    for (const alert of first) {
      const key = sameness(alert)
      const run = others.has(key) ? 'both' : 'first'
      if (run === 'both') shared.add(key)
      this.#comparison[run]++
      this.#earliest[0].add({ run, alert })
    }
    for (const alert of second) {
      if (shared.has(sameness(alert))) continue
      this.#comparison.second++
      this.#earliest[1].add({ run: 'second', alert })
    }
  }

  /** What is told, by time, and what it comes to. */
  result(versions: readonly (number | null)[]): { found: Found[]; summary: Pick<BacktestSummary, 'runs' | 'comparison'> } {
    const told = [0, 0]
    const found = [...this.#earliest[0].all, ...this.#earliest[1].all].sort(byTime).filter(({ run }) => {
      const own = RUNS.flatMap((name, i) => (run === 'both' || run === name ? [i] : []))
      if (own.every(i => told[i]! >= this.#most)) return false
      for (const i of own) told[i]!++
      return true
    })
    const runs = this.#counts.map((count, i) => ({ version: versions[i]!, ...count, truncated: told[i]! < count.alerts }))
    return { found, summary: { runs, ...(runs.length > 1 && { comparison: this.#comparison }) } }
  }

  #count(run: number, alerts: readonly Alert[]): void {
    const count = this.#counts[run]!
    count.alerts += alerts.length
    for (const { transition, enter } of alerts) {
      count.byTransition[transition] = (count.byTransition[transition] ?? 0) + 1
      // The enter that began a situation has none itself.
      if (enter === null) count.situations++
    }
  }
}

/** The earliest of what comes in any order. */
class Earliest {
  readonly #most: number
  #found: Found[] = []

  constructor(most: number) {
    this.#most = most
  }

  add(found: Found): void {
    this.#found.push(found)
    if (this.#found.length >= 2 * this.#most) this.#found = this.all
  }

  get all(): Found[] {
    return this.#found.sort(byTime).slice(0, this.#most)
  }
}

const sameness = ({ object, zone, transition, time }: Alert): string => JSON.stringify([object, zone, transition, time])

/** At the same moment in an order that is always the same. */
function byTime({ alert: a, run }: Found, { alert: b, run: other }: Found): number {
  return a.time - b.time || compare(a.object ?? '', b.object ?? '') || compare(a.id, b.id) || compare(run, other)
}

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1)
