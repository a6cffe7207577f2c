import type { FenceSchedule } from '../../contract/index.ts'

const DAY = 1_440
const WEEK = 7 * DAY

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** Which minutes of the week, from Monday 00:00 local time, a schedule is open. */
function openMinutes({ weekly }: Pick<FenceSchedule, 'weekly'>): Uint8Array {
  const open = new Uint8Array(WEEK)
  for (const { days, from, to } of weekly) {
    const [start, end] = [minuteOf(from), minuteOf(to)]
    const length = end > start ? end - start : end - start + DAY
    for (const day of days) for (let i = 0; i < length; i++) open[((day - 1) * DAY + start + i) % WEEK] = 1
  }
  return open
}

/** Seconds of the longest time that a schedule is open without a break, by the clock on the wall; Infinity where it never closes. */
export function longestOpening(schedule: Pick<FenceSchedule, 'weekly'>): number {
  const open = openMinutes(schedule)
  if (!open.includes(0)) return Infinity
  let [longest, run] = [0, 0]
  for (let i = 0; i < 2 * WEEK; i++) {
    run = open[i % WEEK] ? run + 1 : 0
    longest = Math.max(longest, run)
  }
  return longest * 60
}

/** The most seconds that a schedule is open within any stretch of `seconds`, rounded up to what whole minutes hold. */
export function mostOpenWithin(schedule: Pick<FenceSchedule, 'weekly'>, seconds: number): number {
  const open = openMinutes(schedule)
  const minutes = Math.ceil(seconds / 60)
  const weeks = Math.floor(minutes / WEEK)
  const rest = minutes % WEEK
  let sum = 0
  for (let i = 0; i < rest; i++) sum += open[i]!
  let most = sum
  for (let start = 0; start < WEEK; start++) {
    sum += open[(start + rest) % WEEK]! - open[start]!
    most = Math.max(most, sum)
  }
  const whole = open.reduce((total, minute) => total + minute, 0)
  return Math.min(seconds, (weeks * whole + most) * 60)
}

/** Whether a name is one of the IANA time zone database, as this runtime knows it. */
export function isTimeZone(name: string): boolean {
  // An offset is no zone: it knows no summer time, and its sign is easily read the other way.
  if (/^[+-]/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
