/** How much time a window shows. */
export const SPANS = ['day', 'week', 'month'] as const
export type Span = (typeof SPANS)[number]

/** A window on the times of the data: a span that begins at an instant (ms since the epoch, a midnight where people live). */
export interface TimeWindow {
  readonly span: Span
  readonly from: number
}

/** From an instant up to another that is not part of it, ms since the epoch. */
export interface Interval {
  readonly from: number
  readonly to: number
}

/** The midnight `days` after that of the day of `at`, in the zone of this browser; days may have 23 or 25 hours. */
export function midnight(at: number, days = 0): number {
  const date = new Date(at)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime()
}

/** Days from the day of `a` to the day of `b`. */
export const daysBetween = (a: number, b: number): number => Math.round((midnight(b) - midnight(a)) / 86_400_000)

/** What a window shows: whole days of the calendar. The month after 31 January ends with February. */
export function intervalOf({ span, from }: TimeWindow): Interval {
  if (span !== 'month') return { from, to: addDays(from, span === 'day' ? 1 : 7) }
  const date = new Date(from)
  const next = new Date(date)
  next.setDate(1)
  next.setMonth(next.getMonth() + 1)
  const last = new Date(next.getFullYear(), next.getMonth() + 1, 0).getDate()
  next.setDate(Math.min(date.getDate(), last))
  return { from, to: next.getTime() }
}

/** The same time of day so many days later. */
function addDays(at: number, days: number): number {
  const date = new Date(at)
  date.setDate(date.getDate() + days)
  return date.getTime()
}

/** As `datetime` wants it, where both ends count: times are kept to the millisecond. */
export const datetimeOf = ({ from, to }: Interval): string => `${new Date(from).toISOString()}/${new Date(to - 1).toISOString()}`

/** The days a window can begin at: the first day of the data, and how many later ones. */
export interface Track {
  readonly first: number
  /** Highest number of days after the first at which a window of this span still ends with the data; 0 when it holds all of it. */
  readonly last: number
}

/** The track of a span over data from `range.from` to `range.to`, both included. */
export function trackOf(range: Interval, span: Span): Track {
  const first = midnight(range.from)
  const end = midnight(range.to, 1)
  let last = daysBetween(first, end)
  while (last > 0 && intervalOf({ span, from: midnight(first, last) }).to > end) last--
  return { first, last }
}

/** The window at a place of its track, held inside it. */
export function windowAt(span: Span, { first, last }: Track, day: number): TimeWindow {
  return { span, from: midnight(first, Math.max(0, Math.min(last, Math.round(day)))) }
}

/** The day of the track a window begins at, held inside it. */
export const placeOf = ({ from }: TimeWindow, { first, last }: Track): number => Math.max(0, Math.min(last, daysBetween(first, from)))
