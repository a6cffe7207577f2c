import type { ScheduleRule, WeeklyHours } from './types.ts'

const MINUTE = 60_000
const DAY = 86_400_000
/** Hours of a week repeat: what does not change within eight days never does. */
const DAYS_AHEAD = 9

/** When a fence is on. Moments are milliseconds since 1970. */
export interface Schedule {
  isOpen(time: number): boolean
  /** The first moment at or after `time` at which it is open (closed); Infinity if never. */
  nextOpen(time: number): number
  nextClosed(time: number): number
}

/** What a day (of UTC) looks like: open at its start, and the moments at which that changes. */
interface Day {
  readonly open: boolean
  readonly turns: readonly number[]
}

/**
 * It is open when the clock on the wall of its time zone shows an hour of its week. So an hour that the change to daylight saving leaves out is missing,
 * and one that is shown twice is open twice.
 */
export function createSchedule({ timeZone, weekly }: ScheduleRule): Schedule {
  const offsetAt = offsets(timeZone)
  const opens = weekly.map(openMinutes)
  const days = new Map<number, Day>()

  const isOpenOnWall = (wall: number): boolean => {
    // 1970-01-01 was a Thursday.
    const weekday = ((((Math.floor(wall / DAY) + 3) % 7) + 7) % 7) + 1
    const minute = (((wall % DAY) + DAY) % DAY) / MINUTE
    return opens.some(open => open(weekday, minute))
  }
  const dayOf = (number: number): Day => {
    const known = days.get(number)
    if (known) return known
    const start = number * DAY
    const isSteady = offsetAt(start) === offsetAt(start + DAY)
    const turns: number[] = []
    const first = isOpenOnWall(start + offsetAt(start))
    let open = first
    for (let time = start; time < start + DAY; time += MINUTE) {
      const now = isOpenOnWall(time + (isSteady ? offsetAt(start) : offsetAt(time)))
      if (now !== open) turns.push(time)
      open = now
    }
    const day = { open: first, turns }
    if (days.size > 1000) days.clear()
    days.set(number, day)
    return day
  }
  const isOpen = (time: number): boolean => {
    const { open, turns } = dayOf(Math.floor(time / DAY))
    return turns.filter(turn => turn <= time).length % 2 === 0 ? open : !open
  }
  const next = (time: number, wanted: boolean): number => {
    if (!Number.isFinite(time)) return Infinity
    if (isOpen(time) === wanted) return time
    const today = Math.floor(time / DAY)
    for (let number = today; number <= today + DAYS_AHEAD; number++) {
      const { open, turns } = dayOf(number)
      if (number > today && open === wanted) return number * DAY
      const turn = turns.find(moment => moment > time)
      if (turn !== undefined) return turn
    }
    return Infinity
  }
  return { isOpen, nextOpen: time => next(time, true), nextClosed: time => next(time, false) }
}

/** Whether hours include a minute of a day of the week. */
function openMinutes({ days, from, to }: WeeklyHours): (weekday: number, minute: number) => boolean {
  const [start, end] = [minutesOf(from), minutesOf(to)]
  const begins = new Set(days)
  const before = new Set(days.map(day => (day % 7) + 1))
  if (end > start) return (weekday, minute) => begins.has(weekday) && minute >= start && minute < end
  return (weekday, minute) => (begins.has(weekday) && minute >= start) || (before.has(weekday) && minute < end)
}

function minutesOf(text: string): number {
  const [hours, minutes] = text.split(':').map(Number)
  return hours! * 60 + minutes!
}

/** Milliseconds that the wall is ahead of UTC. Clocks change at whole quarters of an hour. */
function offsets(timeZone: string): (time: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const QUARTER = 15 * MINUTE
  const known = new Map<number, number>()
  return time => {
    const quarter = Math.floor(time / QUARTER)
    const found = known.get(quarter)
    if (found !== undefined) return found
    const part: Record<string, number> = {}
    for (const { type, value } of format.formatToParts(quarter * QUARTER)) part[type] = Number(value)
    const offset = Date.UTC(part.year!, part.month! - 1, part.day, part.hour, part.minute, part.second) - quarter * QUARTER
    if (known.size > 10_000) known.clear()
    known.set(quarter, offset)
    return offset
  }
}
