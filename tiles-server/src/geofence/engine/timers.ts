import { loiterAt, loiterDue } from './loiter.ts'
import { DWELT, INITIAL, INSIDE, OPEN, type Output, type Presence, type State } from './state.ts'
import { closeStay, openStay } from './stay.ts'
import { edgeOf, enterOf, isCool, lastPoint, tell, withLast } from './tell.ts'

type Kind = 'open' | 'close' | 'dwell' | 'loiter' | 'silent'

/** What happens to an object in a zone by itself, without a fix. */
export interface Timer {
  readonly time: number
  readonly kind: Kind
}

/**
 * The next of them. While fixes say that it left, and it is not confirmed, what would come after the first of those waits: it happens, dated then, if they
 * are taken back, and never if they are confirmed.
 */
export function nextTimer(entry: Presence, s: State): Timer | undefined {
  if ((entry.flags & INSIDE) === 0) return undefined
  const next = (entry.flags & OPEN) === 0 ? opening(entry) : staying(entry, s)
  if (next.time === Infinity || (entry.run && next.time > entry.run.fixes[0]!.time)) return undefined
  return next
}

const opening = ({ zone: { fence }, from }: Presence): Timer => {
  const since = Math.max(from, fence.from)
  return { kind: 'open', time: fence.schedule ? fence.schedule.nextOpen(since) : since }
}

function staying(entry: Presence, s: State): Timer {
  const { fence } = entry.zone
  const { rule, detects, schedule } = fence
  let next: Timer = { kind: 'close', time: schedule ? schedule.nextClosed(Math.max(entry.from, fence.from)) : Infinity }
  const offer = (kind: Kind, time: number): void => {
    // At the very moment the schedule closes, what is due is told before.
    if (time <= next.time && time < Infinity) next = { kind, time }
  }
  if (detects.has('silent') && rule.silent && entry.memory?.silent !== s.time) {
    offer('silent', Math.max(Math.max(s.time, entry.from) + rule.silent.seconds * 1000, fence.from))
  }
  if (detects.has('loiter') && rule.loiter) offer('loiter', loiterDue(entry))
  if (detects.has('dwell') && rule.dwell && (entry.flags & DWELT) === 0) {
    offer('dwell', Math.max(entry.from + rule.dwell.seconds * 1000, fence.from))
  }
  return next
}

export function happen(s: State, entry: Presence, { kind, time }: Timer, lateness: number, out: Output[]): Presence {
  const { zone } = entry
  const { fence } = zone
  const { rule } = fence
  switch (kind) {
    case 'open': {
      const isAround = time > entry.from || fence.from >= time
      return openStay(s, isAround ? { ...entry, flags: entry.flags | INITIAL } : entry, time, undefined, lateness, out)
    }
    case 'close':
      return closeStay(s, entry, time, { reason: 'schedule' }, lateness, out)
    case 'loiter':
      return loiterAt(s, entry, time, { seconds: rule.loiter!.seconds! }, out)
    case 'dwell': {
      const done = { ...entry, flags: entry.flags | DWELT }
      if (!isCool(entry, 'dwell', time)) return done
      const last = lastPoint(s)
      const explanation = { edge: edgeOf(zone, last), accuracy: last.accuracy, seconds: rule.dwell!.seconds }
      tell(s, fence, zone, 'dwell', time, { explanation, enter: enterOf(entry), fixes: [last] }, out)
      return withLast(done, 'dwell', time)
    }
    case 'silent': {
      const done = { ...entry, memory: { ...entry.memory, silent: s.time } }
      if (!isCool(entry, 'silent', time)) return done
      const last = lastPoint(s)
      const explanation = { edge: edgeOf(zone, last), accuracy: last.accuracy, seconds: rule.silent!.seconds }
      tell(s, fence, zone, 'silent', time, { explanation, enter: enterOf(entry), fixes: [last] }, out)
      return withLast(done, 'silent', time)
    }
  }
}
