/** The value below which a share of the sorted values lies (nearest rank); NaN of nothing. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

/** p50, p99 and maximum in whole milliseconds. */
export const spread = (values: readonly number[]) => ({
  count: values.length,
  p50Ms: Math.round(percentile(values, 0.5)),
  p99Ms: Math.round(percentile(values, 0.99)),
  maxMs: Math.round(percentile(values, 1)),
})
