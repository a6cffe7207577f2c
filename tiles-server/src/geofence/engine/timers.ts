import { loiterAt, loiterDue } from './loiter.ts'
import { DWELT, INITIAL, INSIDE, OPEN, type Output, type Presence, type State } from './state.ts'
import { closeStay, openStay } from './stay.ts'
import { edgeOf, enterOf, isCool, lastPoint, tell, withLast } from './tell.ts'

type Kind = 'open' | 'close' | 'dwell' | 'loiter' | 'silent'

/**
 * The moment at which something next happens to an object in a zone by itself, without a fix; Infinity: never. While fixes say that it left, and it is not
 * confirmed, what would come after the first of those waits: it happens, dated then, if they are taken back, and never if they are confirmed.
 */
export function nextTime(entry: Presence, s: State): number {
  if ((entry.flags & INSIDE) === 0) return Infinity
  const next = (entry.flags & OPEN) === 0 ? opening(entry) : Math.min(closing(entry), silence(entry, s), loitering(entry), dwelling(entry))
  return entry.run && next > entry.run.fixes[0]!.time ? Infinity : next
}

const opening = ({ zone: { fence }, from }: Presence): number => {
  const since = Math.max(from, fence.from)
  return fence.schedule ? fence.schedule.nextOpen(since) : since
}

const closing = ({ zone: { fence }, from }: Presence): number => fence.schedule?.nextClosed(Math.max(from, fence.from)) ?? Infinity

function silence({ zone: { fence }, from, memory }: Presence, s: State): number {
  const { silent } = fence.rule
  if (!silent || !fence.detects.has('silent') || memory?.silent === s.time) return Infinity
  return Math.max(Math.max(s.time, from) + silent.seconds * 1000, fence.from)
}

const loitering = (entry: Presence): number => {
  const { fence } = entry.zone
  return fence.rule.loiter && fence.detects.has('loiter') ? loiterDue(entry) : Infinity
}

function dwelling({ zone: { fence }, flags, from }: Presence): number {
  const { dwell } = fence.rule
  if (!dwell || (flags & DWELT) !== 0 || !fence.detects.has('dwell')) return Infinity
  return Math.max(from + dwell.seconds * 1000, fence.from)
}

/** What happens at the next moment; of several the last to begin, and at the very moment the schedule closes what is due is told before. */
function kindAt(entry: Presence, s: State, time: number): Kind {
  if ((entry.flags & OPEN) === 0) return 'open'
  if (dwelling(entry) === time) return 'dwell'
  if (loitering(entry) === time) return 'loiter'
  return silence(entry, s) === time ? 'silent' : 'close'
}

/** Lets happen what does at `nextTime`. */
export function happen(s: State, entry: Presence, time: number, lateness: number, out: Output[]): Presence {
  const { zone } = entry
  const { fence } = zone
  const { rule } = fence
  const kind = kindAt(entry, s, time)
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
