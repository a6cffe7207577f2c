import { daysBetween, midnight } from '../../state/span.ts'

/** A mark on a time axis: `at` from 0 (start) to 1 (end). */
export interface Tick {
  readonly at: number
  readonly time: number
  /** What the mark is the start of. */
  readonly of: 'day' | 'month' | 'year'
}

const MAX_TICKS = 13
const DAY_STEPS = [1, 2, 7]
const MONTH_STEPS = [1, 2, 3, 6, 12, 24, 60, 120, 600, 1200]
const DAYS_A_MONTH = 30.44

/** Calendar marks between two midnights, at most about a dozen: days where the axis is short, else months that divide the year, else years. */
export function ticksOf(first: number, end: number): Tick[] {
  const total = daysBetween(first, end)
  const days = DAY_STEPS.find(step => total / step <= MAX_TICKS)
  const at = (time: number): number => daysBetween(first, time) / total
  if (days !== undefined)
    return Array.from({ length: Math.ceil(total / days) }, (_, i) => midnight(first, i * days)).map(time => ({
      at: at(time),
      time,
      of: 'day',
    }))
  const months = MONTH_STEPS.find(step => total / DAYS_A_MONTH / step <= MAX_TICKS) ?? MONTH_STEPS.at(-1)!
  const start = new Date(first)
  const ticks: Tick[] = []
  for (let month = Math.ceil(start.getMonth() / months) * months; ; month += months) {
    const time = new Date(start.getFullYear(), month, 1).getTime()
    if (time >= end) return ticks
    if (time >= first) ticks.push({ at: at(time), time, of: new Date(time).getMonth() === 0 ? 'year' : 'month' })
  }
}
