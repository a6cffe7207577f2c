import { LOITERED, type Output, type Presence, type State } from './state.ts'
import { edgeOf, enterOf, isCool, lastPoint, tell, withLast } from './tell.ts'

/** One alert a stay, and one a window at most. */
const mayTell = (entry: Presence, time: number): boolean => {
  const { detects, rule } = entry.zone.fence
  const last = entry.memory?.last?.loiter
  const isApart = last === undefined || time >= last + rule.loiter!.window * 1000
  return detects.has('loiter') && (entry.flags & LOITERED) === 0 && isApart && isCool(entry, 'loiter', time)
}

/** A stay that has just begun may be the last of enough within the window, which begins after its first moment. */
export function enoughEntries(s: State, entry: Presence, out: Output[]): Presence {
  const { loiter } = entry.zone.fence.rule
  if (loiter?.entries === undefined || !mayTell(entry, entry.from)) return entry
  const begun = entry.from - loiter.window * 1000
  const entries = 1 + (entry.memory?.stays ?? []).filter((moment, i) => i % 2 === 0 && moment > begun).length
  return entries < loiter.entries ? entry : loiterAt(s, entry, entry.from, { entries }, out)
}

/** The moment at which the time inside, within the window, is enough; Infinity if this stay ends before it or has been told. */
export function loiterDue(entry: Presence): number {
  const { loiter } = entry.zone.fence.rule
  if (loiter?.seconds === undefined) return Infinity
  const due = enoughAt(entry.memory?.stays ?? [], entry.from, loiter.seconds * 1000, loiter.window * 1000)
  const last = entry.memory?.last
  const apart = Math.max(
    last?.loiter === undefined ? -Infinity : last.loiter + Math.max(loiter.window, entry.zone.fence.rule.cooldown) * 1000,
    due,
  )
  // Later than that the stay alone fills the window.
  const moment = Math.max(apart, entry.zone.fence.from)
  return mayTell(entry, moment) ? moment : Infinity
}

/**
 * The first moment at which stays before, and the one begun at `from`, make `needed` within the `window` before it. As the moment moves on, time is gained by the stay and
 * lost where the window's beginning leaves a stay before.
 */
function enoughAt(stays: readonly number[], from: number, needed: number, window: number): number {
  if (needed > window) return Infinity
  const inside = (moment: number): number => {
    let sum = Math.min(moment - from, window)
    for (let i = 0; i < stays.length; i += 2) sum += Math.max(0, stays[i + 1]! - Math.max(stays[i]!, moment - window))
    return sum
  }
  let at = from
  while (inside(at) < needed) {
    const missing = needed - inside(at)
    const begins = at - window
    // Until the window's beginning meets the next start or end of a stay, what is gained is steady.
    const turn = Math.min(...stays.filter(moment => moment > begins).map(moment => moment - begins), Infinity)
    const isLosing = stays.some((moment, i) => i % 2 === 0 && moment <= begins && begins < stays[i + 1]!)
    at += isLosing ? turn : Math.min(missing, turn)
  }
  return at
}

/** Time inside as counted at that moment is told by `due`; entries where they decided. */
export function loiterAt(
  s: State,
  entry: Presence,
  time: number,
  counted: { entries?: number; seconds?: number },
  out: Output[],
): Presence {
  const last = lastPoint(s)
  const explanation = { edge: edgeOf(entry.zone, last), accuracy: last.accuracy, ...counted }
  tell(s, entry.zone.fence, entry.zone, 'loiter', time, { explanation, enter: enterOf(entry), fixes: [last] }, out)
  return withLast({ ...entry, flags: entry.flags | LOITERED }, 'loiter', time)
}
