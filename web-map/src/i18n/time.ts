import type { Lang } from '../state/url.ts'

const STEPS = [
  ['second', 60],
  ['minute', 60],
  ['hour', 24],
  ['day', 30],
  ['month', 12],
  ['year', Infinity],
] as const

/** "3 minutes ago" in the UI's language; `now` and `at` in milliseconds since the epoch. */
export function relativeTime(at: number, now: number, lang: Lang): string {
  const format = new Intl.RelativeTimeFormat(lang, { numeric: 'auto', style: 'short' })
  let value = (at - now) / 1000
  for (const [unit, next] of STEPS) {
    if (Math.abs(value) < next || next === Infinity) return format.format(Math.trunc(value), unit)
    value /= next
  }
  return ''
}

/** The instant in full, in the browser's zone, with its offset named. */
export const absoluteTime = (at: number, lang: Lang): string =>
  new Intl.DateTimeFormat(lang, {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'shortOffset',
  }).format(at)
