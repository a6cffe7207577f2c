import type { Fence } from './fence.ts'
import { isOfGroups } from './fence.ts'
import { enoughEntries } from './loiter.ts'
import {
  type Details,
  DWELT,
  INITIAL,
  INSIDE,
  LOITERED,
  MUTED,
  OPEN,
  type Output,
  type Presence,
  presence,
  type Run,
  type State,
  TOLD,
} from './state.ts'
import { count, edgeOf, enterOf, isCool, lastPoint, tell, withLast } from './tell.ts'
import type { ExitReason } from './types.ts'

/**
 * A stay of an object in a zone that the fence looks at begins: the object was confirmed inside while the schedule is open, or it opens (or the fence begins)
 * around it. `run`: the fixes that confirmed it, if they did. A stay that begins within the cooldown of one that was told is muted as a whole, so that
 * there is no exit without its enter.
 */
export function openStay(s: State, entry: Presence, start: number, run: Run | undefined, lateness: number, out: Output[]): Presence {
  const { zone } = entry
  const { fence } = zone
  const isMuted = !isCool(entry, 'enter', start)
  const isTold = fence.detects.has('enter') && !isMuted
  if (isTold) {
    const fixes = run?.fixes ?? [lastPoint(s)]
    const last = fixes.at(-1)!
    const explanation = { edge: edgeOf(zone, last), confirmed: run?.count ?? 0, accuracy: last.accuracy }
    const details: Details = (entry.flags & INITIAL) !== 0 ? { initial: true, explanation, fixes } : { explanation, fixes }
    tell(s, fence, zone, 'enter', start, details, out)
  }
  if (isOfGroups(zone)) count(s, zone, start, 1, lateness, out)
  const flags = (entry.flags & ~INITIAL) | OPEN | (isMuted ? MUTED : 0) | (isTold ? TOLD : 0)
  const opened = presence(zone, flags, start, entry.run, entry.memory, entry.by)
  // Starts of stays are remembered for entries; the end follows when it is known.
  return enoughEntries(s, isMuted ? opened : withLast(opened, 'enter', start), out)
}

/** The stay ends. `fence`: the version that decided it, which another may be than that of the zone. */
export function closeStay(
  s: State,
  entry: Presence,
  end: number,
  { run, reason, fence = entry.zone.fence }: { run?: Run | undefined; reason?: ExitReason | undefined; fence?: Fence | undefined },
  lateness: number,
  out: Output[],
): Presence {
  const { zone } = entry
  const { detects } = zone.fence
  const fixes = run?.fixes ?? (Number.isNaN(s.time) ? [] : [lastPoint(s)])
  const last = fixes.at(-1)
  const confirmed = run?.count ?? 0
  const seconds = (end - entry.from) / 1000
  const explanation = last ? { edge: edgeOf(zone, last), accuracy: last.accuracy, confirmed, seconds } : { confirmed, seconds }
  const details: Details = { reason, enter: enterOf(entry), explanation, fixes }
  if (detects.has('exit') && (entry.flags & MUTED) === 0) tell(s, fence, zone, 'exit', end, details, out)
  let left = entry
  if (detects.has('corridor') && reason === undefined && isCool(entry, 'corridor', end)) {
    tell(s, fence, zone, 'corridor', end, details, out)
    left = withLast(left, 'corridor', end)
  }
  if (isOfGroups(zone)) count(s, zone, end, -1, lateness, out)
  let { memory } = left
  if (zone.fence.rule.loiter && end > entry.from)
    memory = { ...memory, stays: [...(memory?.stays ?? []), entry.from, end].slice(-2 * MOST_STAYS) }
  // A run of speeds is one within a stay.
  if (memory?.speed) memory = { ...memory, speed: undefined }
  return presence(zone, entry.flags & ~(OPEN | MUTED | DWELT | LOITERED | TOLD), end, entry.run, memory, undefined)
}

/** Stays that are remembered for loitering. */
const MOST_STAYS = 1000

/** Nobody is inside, and what is remembered has no bearing on what comes at `time` or later. */
export function isOver({ zone, flags, run, memory }: Presence, time: number): boolean {
  if ((flags & INSIDE) !== 0 || run) return false
  if (!memory) return true
  const { cooldown, loiter } = zone.fence.rule
  const window = loiter ? loiter.window * 1000 : 0
  const keeps = Math.max(cooldown * 1000, window)
  if (memory.last && Object.values(memory.last).some(last => last + keeps >= time)) return false
  return !memory.stays || memory.stays.at(-1)! + window < time
}
