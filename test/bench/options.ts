import type { Cities } from './cities.ts'
import type { BenchSize } from './city.ts'

/** What a workload is run with. */
export interface BenchOptions {
  readonly cities: Cities
  readonly size: BenchSize
  /** Runs, of which the median is told. */
  readonly runs: number
  /** Seconds of each measured stretch of load. */
  readonly seconds: number
  readonly seed: number
  readonly progress: (line: string) => void
}
