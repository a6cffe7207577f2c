const TIMESTAMP = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.\d{1,9})?(?:[Zz]|[+-](\d{2}):(\d{2}))$/
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/

/** True for a day of the (proleptic Gregorian) calendar, YYYY-MM-DD. */
export function isDate(text: string): boolean {
  const match = DATE.exec(text)
  if (match === null) return false
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  if (month < 1 || month > 12 || day < 1) return false
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return day <= [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]!
}

/** Milliseconds since the epoch of an RFC 3339 timestamp with offset (digits below the millisecond are dropped); undefined when it is not one. */
export function instantOf(text: string): number | undefined {
  const match = TIMESTAMP.exec(text)
  if (match === null || !isDate(match[1]!)) return undefined
  const tooLarge =
    Number(match[2]) > 23 || Number(match[3]) > 59 || Number(match[4]) > 59 || Number(match[5] ?? 0) > 23 || Number(match[6] ?? 0) > 59
  return tooLarge ? undefined : Date.parse(text.toUpperCase())
}

/** The UTC day of an instant, YYYY-MM-DD; days order as text. */
export const dayOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10)

const DAY = 86_400_000

interface Moment {
  readonly type: 'timestamp' | 'date'
  readonly value: string
}

/** The first millisecond of a checked TIMESTAMP or DATE literal: a day begins at midnight UTC. */
export const firstOf = ({ type, value }: Moment): number => (type === 'date' ? Date.parse(`${value}T00:00:00Z`) : instantOf(value)!)

/** Its last millisecond: a day has 24 hours. */
export const lastOf = (moment: Moment): number => (moment.type === 'date' ? firstOf(moment) + DAY - 1 : firstOf(moment))
