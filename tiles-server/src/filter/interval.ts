import { ZongtuError } from '../kernel/index.ts'
import { shown } from './problem.ts'
import { instantOf } from './time.ts'

/** Milliseconds since the epoch, both ends included; an open end is infinite. */
export interface Interval {
  readonly from: number
  readonly to: number
}

/**
 * `datetime` as in OGC API - Features part 1, section 7.15.4: an RFC 3339 time, or `a/b`, where an end may be open (`..` or empty).
 * Throws bad-parameter.
 */
export function parseInterval(text: string): Interval {
  const parts = text.split('/', 3)
  if (parts.length === 1) {
    const at = instant(text, text)
    return { from: at, to: at }
  }
  const [start, end] = parts as [string, string]
  const open = (part: string) => part === '..' || part === ''
  if (parts.length > 2 || (open(start) && open(end))) throw refuse(text, 'one time, or two separated by "/" of which one may be ".."')
  const interval = { from: open(start) ? -Infinity : instant(start, text), to: open(end) ? Infinity : instant(end, text) }
  if (interval.from > interval.to) throw refuse(text, 'an interval that ends after it starts')
  return interval
}

function instant(part: string, whole: string): number {
  const at = instantOf(part)
  if (at === undefined) throw refuse(whole, 'RFC 3339 with offset, such as 2026-05-01T08:00:00Z')
  return at
}

const refuse = (text: string, rule: string) =>
  new ZongtuError('bad-parameter', `datetime is ${shown(text)}, it must be ${rule}`, { parameter: 'datetime' })
