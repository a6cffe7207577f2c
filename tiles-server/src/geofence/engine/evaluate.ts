import { geodesicBetween } from '../../geo/index.ts'
import type { Zone } from './fence.ts'
import { INITIAL, INSIDE, OPEN, type Output, type Presence, presence, type Run, type SpeedRun, type State } from './state.ts'
import { closeStay, openStay } from './stay.ts'
import { edgeOf, enterOf, isCool, tell, withLast } from './tell.ts'
import type { Fix, FixPoint } from './types.ts'

/** Accuracy counts up to so many metres: a fix that knows nothing must not keep anybody inside for ever. */
const MOST_ACCURACY = 50
/** Of a run the first fix is kept and so many of the last. */
const LAST_FIXES = 4

/** What a fix says, and what was before it. */
export interface Look {
  readonly fix: Fix
  /** The last good fix before. */
  readonly before: FixPoint
  /** Nothing was known of the object before. */
  readonly isFirst: boolean
  readonly lateness: number
}

/** Whether a place outside of a zone is one where the object has left: its distance less its accuracy is more than the margin. */
export const hasLeft = (zone: Zone, { lon, lat, accuracy }: FixPoint): boolean =>
  zone.shape.isBeyond(lon, lat, zone.margin + Math.min(accuracy ?? 0, MOST_ACCURACY))

/** The entry of a zone after a fix inside of it or not. `s` is already at the fix. */
export function look(s: State, entry: Presence, isInside: boolean, at: Look, out: Output[]): Presence {
  return (entry.flags & INSIDE) === 0 ? outside(s, entry, isInside, at, out) : inside(s, entry, isInside, at, out)
}

function outside(s: State, entry: Presence, isInside: boolean, { fix, isFirst, lateness }: Look, out: Output[]): Presence {
  if (!isInside) return withoutRun(entry)
  const run = grown(entry.run, pointOf(fix), isFirst)
  if (!isConfirmed(entry.zone, run)) return withRun(entry, run)
  const start = run.fixes[0]!.time
  const { fence } = entry.zone
  const held = presence(entry.zone, entry.flags | INSIDE | (run.initial ? INITIAL : 0), start, undefined, entry.memory, entry.by)
  const isOpen = start >= fence.from && (fence.schedule?.isOpen(start) ?? true)
  // Else it opens by itself when its time comes.
  return isOpen ? openStay(s, held, start, run, lateness, out) : held
}

function inside(s: State, entry: Presence, isInside: boolean, at: Look, out: Output[]): Presence {
  const { fix, lateness } = at
  const { zone } = entry
  const leaves = !isInside && hasLeft(zone, fix)
  // Between the rim and the margin it stays what it was, and what says otherwise has to begin anew.
  if (!leaves) return speeding(s, withoutRun(entry), at, out)
  const run = grown(entry.run, pointOf(fix), false)
  if (!isConfirmed(zone, run)) return speeding(s, withRun(entry, run), at, out)
  const end = run.fixes[0]!.time
  const memory = entry.memory?.speed ? { ...entry.memory, speed: undefined } : entry.memory
  const ended = presence(zone, entry.flags, entry.from, undefined, memory, entry.by)
  const isOpen = (entry.flags & OPEN) !== 0
  const left = isOpen ? closeStay(s, ended, end, { run }, lateness, out) : ended
  return presence(zone, left.flags & ~(INSIDE | INITIAL), isOpen ? left.from : end, undefined, left.memory, left.by)
}

const withRun = ({ zone, flags, from, memory, by }: Presence, run: Run | undefined): Presence =>
  presence(zone, flags, from, run, memory, by)
/** Made for fixes that are kept: most are not. */
const pointOf = ({ time, lon, lat, accuracy }: FixPoint): FixPoint => ({ time, lon, lat, accuracy })

const withoutRun = (entry: Presence): Presence => (entry.run ? withRun(entry, undefined) : entry)

const isConfirmed = ({ fence: { rule } }: Zone, { count, fixes }: Run): boolean =>
  count >= rule.confirm.fixes && fixes.at(-1)!.time - fixes[0]!.time >= rule.confirm.seconds * 1000

function grown(run: Run | undefined, point: FixPoint, initial: boolean): Run {
  if (!run) return { count: 1, initial, fixes: [point] }
  if (run.count === 1) return { count: 2, initial: run.initial, fixes: [run.fixes[0]!, point] }
  const [first, ...rest] = run.fixes
  return { count: run.count + 1, initial: run.initial, fixes: [first!, ...rest.slice(1 - LAST_FIXES), point] }
}

/** A run of fixes that are too fast or too slow, within a stay; told once it has lasted, dated to that moment. */
function speeding(s: State, entry: Presence, { fix, before }: Look, out: Output[]): Presence {
  const { fence } = entry.zone
  const rule = fence.rule.speed
  if (!rule || (entry.flags & OPEN) === 0 || !fence.detects.has('speed')) return entry
  const point = pointOf(fix)
  const { above = -Infinity, below = Infinity } = rule
  const speed = speedOf(fix, before)
  const isHit = speed !== null && speed > above && speed < below
  const known = entry.memory?.speed
  if (!isHit) return known ? { ...entry, memory: { ...entry.memory, speed: undefined } } : entry
  const run: SpeedRun = known
    ? { ...known, count: known.count + 1, fixes: [known.fixes[0]!, ...known.fixes.slice(1).slice(1 - LAST_FIXES), point] }
    : { count: 1, fixes: [point], told: false }
  const since = Math.max(run.fixes[0]!.time, entry.from)
  const due = since + rule.seconds * 1000
  if (run.told || point.time < due) return { ...entry, memory: { ...entry.memory, speed: run } }
  const told = { ...entry, memory: { ...entry.memory, speed: { ...run, told: true } } }
  if (!isCool(entry, 'speed', due)) return told
  const explanation = { speed, confirmed: run.count, accuracy: point.accuracy, edge: edgeOf(entry.zone, point), seconds: rule.seconds }
  tell(s, fence, entry.zone, 'speed', due, { explanation, enter: enterOf(entry), fixes: run.fixes }, out)
  return withLast(told, 'speed', due)
}

/** As it was reported, or on the way from the fix before; null where neither is known. Metres a second. */
function speedOf({ speed, time, lon, lat }: Fix, before: FixPoint): number | null {
  if (speed !== null || Number.isNaN(before.time)) return speed
  return geodesicBetween(before.lon, before.lat, lon, lat).metres / ((time - before.time) / 1000)
}
