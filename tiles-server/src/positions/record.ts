import { FIX_FLAGS, PositionInput } from '../contract/index.ts'
import { instantOf } from '../filter/index.ts'
import { shown, ZongtuError } from '../kernel/index.ts'
import type { NewFix } from '../store/index.ts'

/** Clocks of devices may be ahead of ours by so much, in milliseconds. */
const AHEAD_MS = 120_000
/** Times that every reader of RFC 3339 can write; older ones are no fix of anything. */
const LAST_TIME = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

/** A record that could not be read: takes a place among the others, and is rejected with what it says. */
export class Unreadable {
  constructor(readonly detail: string) {}
}

/**
 * A record as the log keeps it. `index`: its place, for the error; `received`: milliseconds.
 * Throws bad-json for what could not be read, bad-geometry for a place that is none, bad-property for anything else.
 */
export function toFix(record: unknown, index: number, received: number): NewFix {
  if (record instanceof Unreadable) throw new ZongtuError('bad-json', record.detail)
  const parsed = PositionInput.safeParse(record)
  if (!parsed.success) throw problemOf(record, parsed.error.issues[0]!, index)
  const { object, time: text, lon, lat, accuracy = null, speed = null, heading = null } = parsed.data
  const time = text.length <= 40 ? instantOf(text) : undefined
  if (time === undefined) throw bad(index, 'time', text, 'it must be an RFC 3339 time with offset, such as 2026-05-01T08:00:00+08:00')
  if (!(time >= 0 && time <= LAST_TIME)) throw bad(index, 'time', text, 'it must be of the years 1970 to 9999 (UTC)')
  const flags = (lon === 0 && lat === 0 ? FIX_FLAGS.nullIsland : 0) | (time > received + AHEAD_MS ? FIX_FLAGS.future : 0)
  return { object, time, lon, lat, accuracy, speed, heading: heading === 360 ? 0 : heading, received, flags }
}

interface Issue {
  readonly message: string
  readonly path: readonly PropertyKey[]
}

function problemOf(record: unknown, { message, path: [member] }: Issue, index: number): ZongtuError {
  if (member === undefined) return new ZongtuError('bad-property', `position ${index} is ${shown(record)}: ${message.slice(0, 200)}`)
  return bad(index, String(member), (record as Record<PropertyKey, unknown>)[member], message)
}

function bad(index: number, member: string, value: unknown, rule: string): ZongtuError {
  const code = member === 'lon' || member === 'lat' ? 'bad-geometry' : 'bad-property'
  return new ZongtuError(code, `position ${index}: ${member} is ${shown(value)}: ${rule}`)
}
