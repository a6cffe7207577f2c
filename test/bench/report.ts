import { cpus, totalmem } from 'node:os'
import { digits } from './figures.ts'

type Cell = string | number | boolean | null
export interface Table {
  readonly title: string
  readonly rows: readonly Readonly<Record<string, Cell>>[]
  /** What the figures count and what they leave out. */
  readonly notes?: readonly string[]
}

/** A figure that must be reached. `value` must be at most (or at least) `bar`. */
export interface Bar {
  readonly what: string
  readonly value: number
  readonly must: 'at most' | 'at least'
  readonly bar: number
  readonly aim?: number
}

export interface Report {
  readonly workload: string
  readonly tables: readonly Table[]
  readonly bars: readonly Bar[]
}

export const isMet = ({ value, must, bar }: Bar): boolean => (must === 'at most' ? value <= bar : value >= bar)

export function printReport({ workload, tables, bars }: Report): void {
  for (const { title, rows, notes = [] } of tables) {
    console.log(`\n${workload}: ${title}`)
    console.table(rows)
    for (const note of notes) console.log(`  ${note}`)
  }
  if (bars.length === 0) return
  console.log(`\n${workload}: to reach`)
  console.table(
    bars.map(bar => ({ what: bar.what, value: digits(bar.value), must: `${bar.must} ${bar.bar}`, aim: bar.aim ?? '', met: isMet(bar) })),
  )
}

/** What it ran on. */
export const machine = () => ({
  cpus: cpus().length,
  cpu: cpus()[0]?.model ?? 'unknown',
  memoryGb: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  at: new Date().toISOString(),
})
