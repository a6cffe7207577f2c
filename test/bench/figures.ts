/** The value below which a share of the values lies (nearest rank); NaN of nothing. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

export const median = (values: readonly number[]): number => percentile(values, 0.5)

/** Three significant digits, whole numbers from 100 on. */
export const digits = (value: number): number =>
  Number.isFinite(value) && value !== 0 && Math.abs(value) < 100 ? Number(value.toPrecision(3)) : Math.round(value)

/** Distribution of milliseconds. */
export interface Spread {
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

export const spreadOf = (values: readonly number[]): Spread => ({
  p50: percentile(values, 0.5),
  p95: percentile(values, 0.95),
  p99: percentile(values, 0.99),
  max: percentile(values, 1),
})

/** Each figure's median over runs. */
export const medianSpread = (runs: readonly Spread[]): Spread => ({
  p50: median(runs.map(run => run.p50)),
  p95: median(runs.map(run => run.p95)),
  p99: median(runs.map(run => run.p99)),
  max: median(runs.map(run => run.max)),
})

/** As columns of a table, milliseconds. */
export const columns = ({ p50, p95, p99, max }: Spread) => ({
  'p50 ms': digits(p50),
  'p95 ms': digits(p95),
  'p99 ms': digits(p99),
  'max ms': digits(max),
})

export const megabytes = (bytes: number): number => digits(bytes / 2 ** 20)
