import { midnight } from '../../../state/span.ts'

/** A mark on an axis of hours and minutes: `at` from 0 (start) to 1 (end). */
export interface ClockTick {
  readonly at: number
  readonly time: number
  /** What is worth saying of it. */
  readonly of: 'second' | 'minute' | 'day'
}

const [SECOND, MINUTE, HOUR, DAY] = [1000, 60_000, 3_600_000, 86_400_000]
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map(n => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map(n => n * MINUTE),
  ...[1, 2, 3, 6, 12].map(n => n * HOUR),
]
const DAY_STEPS = [1, 2, 7, 14, 31]

/** Round times between two instants (ms), at most `most`, counted from local midnights. */
export function clockTicks(from: number, to: number, most: number): ClockTick[] {
  const step = STEPS.find(candidate => (to - from) / candidate <= most)
  return step === undefined ? dayTicks(from, to, most) : stepTicks(from, to, step)
}

function stepTicks(from: number, to: number, step: number): ClockTick[] {
  const ticks: ClockTick[] = []
  for (let day = midnight(from); day <= to; day = midnight(day, 1)) {
    const end = Math.min(to, midnight(day, 1) - 1)
    for (let time = day + Math.max(0, Math.ceil((from - day) / step)) * step; time <= end; time += step) {
      ticks.push({ at: (time - from) / (to - from), time, of: time === day ? 'day' : step < MINUTE ? 'second' : 'minute' })
    }
  }
  return ticks
}

function dayTicks(from: number, to: number, most: number): ClockTick[] {
  const days = DAY_STEPS.find(step => (to - from) / DAY / step <= most) ?? Math.ceil((to - from) / DAY / most)
  const ticks: ClockTick[] = []
  for (let day = midnight(from, from === midnight(from) ? 0 : 1); day <= to; day = midnight(day, days)) {
    ticks.push({ at: (day - from) / (to - from), time: day, of: 'day' })
  }
  return ticks
}
