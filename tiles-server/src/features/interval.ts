import type { LayerDef } from '../contract/index.ts'
import { instantOf } from '../filter/index.ts'
import { ZongtuError } from '../kernel/index.ts'
import { shown } from './shown.ts'

/** Milliseconds since the epoch, both ends included. */
export interface Interval {
  readonly from: number
  readonly to: number
}

/**
 * `datetime` as in OGC API - Features part 1, section 7.15.4: an RFC 3339 time, or `a/b`, where an end may be open (`..` or empty).
 * Throws bad-parameter.
 */
export function parseInterval(text: string): Interval {
  const parts = text.split('/')
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

/** Whether a feature's time lies in the interval. Throws bad-parameter for a layer without time; a feature without one never does. */
export function inInterval(def: LayerDef, interval: Interval): (properties: Readonly<Record<string, unknown>>) => boolean {
  const property = def.time
  if (property === undefined) throw new ZongtuError('bad-parameter', `layer ${def.id} has no time that datetime could select by`)
  return properties => {
    const value = properties[property]
    const at = typeof value === 'string' ? instantOf(value) : undefined
    return at !== undefined && at >= interval.from && at <= interval.to
  }
}

function instant(part: string, whole: string): number {
  const at = instantOf(part)
  if (at === undefined || Number.isNaN(at)) throw refuse(whole, 'RFC 3339 with offset, such as 2026-05-01T08:00:00Z')
  return at
}

const refuse = (text: string, rule: string) => new ZongtuError('bad-parameter', `datetime is ${shown(text)}, it must be ${rule}`)
