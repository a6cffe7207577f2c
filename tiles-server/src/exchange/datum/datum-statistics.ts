/**
 * The probability that a fair coin shows heads at least `heads` times of `tosses`: the one-sided sign test (McNemar's exact test on the pairs that
 * differ).
 */
export function signTest(heads: number, tosses: number): number {
  let sum = 0
  let log = -tosses * Math.LN2
  for (let k = 0; k <= tosses; k++) {
    if (k >= heads) sum += Math.exp(log)
    log += Math.log(tosses - k) - Math.log(k + 1)
  }
  return Math.min(1, sum)
}

/** The middle value; undefined of none. */
export function median(values: readonly number[]): number | undefined {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}

type Position = readonly [number, number]

/** Metres between two near positions of longitude and latitude, on a sphere, to a percent. */
export const metresBetween = ([lon, lat]: Position, [x, y]: Position): number =>
  Math.hypot((x - lon) * 111_320 * Math.cos((lat * Math.PI) / 180), (y - lat) * 111_320)
