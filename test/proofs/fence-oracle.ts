import { groups } from './fence-oracle-groups.ts'
import { metres, type Place, passes, placeOf, scheduleOf } from './fence-oracle-places.ts'
import type { OracleAlert, OracleCounts, OracleFence, OracleFix, Presence } from './fence-oracle-types.ts'

const LATENESS = 600_000
const FASTEST = 100
const SETTLE = 5_000
/**
 * What fences say of fixes, straight from the rules of DESIGN.md section 7 with plain loops over everything: shares no code with the engine it judges.
 * Taken where the rules leave room: a moment at which a stay ends still belongs to it (what is due then is told); a silence counts from fixes at which the
 * object is known to be inside and nothing says that it left; speeds are looked at from the fix after the confirming one on, and while leaving is unsure.
 * Fences hold from `from` on, before all fixes; the clock ends at `clock`.
 */
export function fenceOracle(
  fixes: readonly OracleFix[],
  fences: readonly OracleFence[],
  { from, clock }: { from: number; clock: number },
): { alerts: OracleAlert[]; counts: OracleCounts } {
  const counts: OracleCounts = { good: 0, duplicate: 0, implausible: 0, tooFast: 0, tooLate: 0 }
  const tracks = goodTracks(fixes, counts)
  const alerts: OracleAlert[] = []
  for (const fence of fences) {
    const isOpen = scheduleOf(fence)
    for (const zone of fence.zones) {
      const place = placeOf(fence, zone)
      const presences: Presence[] = []
      for (const [object, track] of tracks) {
        if (fence.objects !== 'all' && !fence.objects.has(object)) continue
        const tell = (transition: string, time: number, more: { initial?: boolean; reason?: string } = {}): void => {
          const { initial = false, reason = null } = more
          alerts.push({ fence: fence.id, version: fence.version, object, zone: zone.id, transition, time, initial, reason })
        }
        presences.push(...one({ fence, place, track, isOpen, clock }, tell))
      }
      groups(fence, presences, isOpen, { from, until: clock - SETTLE }, (transition, time) => {
        alerts.push({
          fence: fence.id,
          version: fence.version,
          object: null,
          zone: zone.id,
          transition,
          time,
          initial: false,
          reason: null,
        })
      })
    }
  }
  return { alerts, counts }
}

/** By object, the fixes that are evaluated, by event time. */
function goodTracks(fixes: readonly OracleFix[], counts: OracleCounts): Map<string, OracleFix[]> {
  const newest = new Map<string, number>()
  const byTime = new Map<string, Map<number, OracleFix>>()
  for (const fix of [...fixes].sort((a, b) => a.seq - b.seq)) {
    if ((fix.flags & 18) !== 0) {
      counts.implausible++
      continue
    }
    const latest = newest.get(fix.object) ?? -Infinity
    if (fix.time < latest - LATENESS) {
      counts.tooLate++
      continue
    }
    newest.set(fix.object, Math.max(latest, fix.time))
    const own = byTime.get(fix.object) ?? new Map<number, OracleFix>()
    byTime.set(fix.object, own)
    if (own.has(fix.time)) counts.duplicate++
    else own.set(fix.time, fix)
  }
  const tracks = new Map<string, OracleFix[]>()
  for (const [object, own] of byTime) {
    const good: OracleFix[] = []
    for (const fix of [...own.values()].sort((a, b) => a.time - b.time)) {
      const last = good.at(-1)
      const isTooFast = last !== undefined && metres(last.lon, last.lat, fix.lon, fix.lat) > (FASTEST * (fix.time - last.time)) / 1000
      if (isTooFast) counts.tooFast++
      else good.push(fix)
    }
    counts.good += good.length
    tracks.set(object, good)
  }
  return tracks
}

interface Case {
  readonly fence: OracleFence
  readonly place: Place
  readonly track: readonly OracleFix[]
  readonly isOpen: (time: number) => boolean
  readonly clock: number
}
type Tell = (transition: string, time: number, more?: { initial?: boolean; reason?: string }) => void

/** While an object is held to be inside, whether or not the fence looks. */
interface Held {
  readonly start: number
  readonly sure: number
  readonly initial: boolean
  /** The first fix of those that said it left; Infinity while nothing does. */
  end: number
  endSure: number
  /** Whether that is confirmed. */
  isOver: boolean
  /** First fixes that said it left, and the fixes that took that back. */
  readonly doubts: [from: number, to: number][]
  /** Indices of fixes after the confirming one, before the one that confirms the end. */
  readonly fixes: number[]
  /** Event times of fixes from which silence counts. */
  readonly heard: number[]
}

function heldOf({ fence, place, track }: Case): { held: Held[]; inside: boolean[]; within: boolean[] } {
  const held: Held[] = []
  const inside = track.map(({ lon, lat }) => place.holds(lon, lat))
  /** Held inside after the fix. */
  const within: boolean[] = []
  let now: Held | undefined
  let run: number[] = []
  const isConfirmed = (): boolean =>
    run.length >= fence.confirm.fixes && track[run.at(-1)!]!.time - track[run[0]!]!.time >= fence.confirm.seconds * 1000
  track.forEach((fix, i) => {
    if (!now) {
      run = inside[i] ? [...run, i] : []
      if (run.length > 0 && isConfirmed()) {
        const start = track[run[0]!]!.time
        now = {
          ...{ start, sure: fix.time, initial: run[0] === 0, end: Infinity, endSure: Infinity, isOver: false },
          ...{ doubts: [], fixes: [], heard: [fix.time] },
        }
        held.push(now)
        run = []
      }
    } else if (!inside[i] && place.isBeyond(fix.lon, fix.lat, place.margin + Math.min(fix.accuracy ?? 0, 50))) {
      run.push(i)
      now.end = track[run[0]!]!.time
      if (isConfirmed()) {
        now.isOver = true
        now.endSure = fix.time
        now = undefined
        run = []
      } else now.fixes.push(i)
    } else {
      if (run.length > 0) now.doubts.push([now.end, fix.time])
      now.end = Infinity
      run = []
      now.fixes.push(i)
      now.heard.push(fix.time)
    }
    within.push(now !== undefined)
  })
  return { held, inside, within }
}

/** One object and one zone. Returns when it counts there. */
function one(c: Case, tell: Tell): Presence[] {
  const { fence, track, isOpen, clock } = c
  const detects = (transition: string): boolean => fence.detect.includes(transition)
  const last: Record<string, number> = {}
  const isCool = (transition: string, time: number): boolean => time >= (last[transition] ?? -Infinity) + fence.cooldown * 1000
  const tellCool = (transition: string, time: number): void => {
    if (!isCool(transition, time)) return
    last[transition] = time
    tell(transition, time)
  }
  const { held, inside, within } = heldOf(c)
  const presences: Presence[] = []
  const past: [number, number][] = []
  const told = new Set<number>()
  for (const h of held) {
    const until = Math.min(h.end, clock)
    const sureOf = (time: number): number => {
      const doubt = h.doubts.find(([from, to]) => from < time && time <= to)
      return Math.max(time, h.sure, doubt?.[1] ?? -Infinity)
    }
    let run: { since: number; told: boolean } | undefined
    for (const stay of staysOf(h, until, isOpen)) {
      const isMuted = !isCool('enter', stay.from)
      if (!isMuted) {
        last.enter = stay.from
        if (detects('enter')) tell('enter', stay.from, { initial: stay.initial })
      }
      const to = Math.min(stay.to, until)
      const isEnded = stay.reason !== undefined || h.isOver
      if (detects('dwell') && fence.dwell && stay.from + fence.dwell.seconds * 1000 <= to)
        tellCool('dwell', stay.from + fence.dwell.seconds * 1000)
      loiter(fence, stay.from, to, past, last, tellCool)
      if (detects('silent') && fence.silent) {
        for (const heard of h.heard) {
          const next = track.find(({ time }) => time > heard)?.time ?? Infinity
          const due = Math.max(heard, stay.from) + fence.silent.seconds * 1000
          if (heard > to || due > to || due > next || told.has(heard)) continue
          told.add(heard)
          tellCool('silent', due)
        }
      }
      run = undefined
      if (detects('speed') && fence.speed) {
        const opened = h.doubts.find(([from, to]) => from < stay.from && stay.from <= to)?.[1] ?? -Infinity
        for (const i of h.fixes) {
          const fix = track[i]!
          // At the moment it closes it is closed.
          if (
            fix.time < stay.from ||
            fix.time <= opened ||
            (stay.reason !== undefined && fix.time >= stay.to && !isHeldOpen(h, stay.to, fix.time))
          )
            continue
          const before = track[i - 1]!
          const speed = fix.speed ?? metres(before.lon, before.lat, fix.lon, fix.lat) / ((fix.time - before.time) / 1000)
          const { above = -Infinity, below = Infinity, seconds } = fence.speed
          if (!(speed > above && speed < below)) {
            run = undefined
            continue
          }
          run ??= { since: Math.max(fix.time, stay.from), told: false }
          if (run.told || fix.time < run.since + seconds * 1000) continue
          run.told = true
          tellCool('speed', run.since + seconds * 1000)
        }
      }
      if (isEnded) {
        if (detects('exit') && !isMuted) tell('exit', stay.to, stay.reason ? { reason: stay.reason } : {})
        if (detects('corridor') && !stay.reason) tellCool('corridor', stay.to)
        if (stay.to > stay.from) past.push([stay.from, stay.to])
      }
      const decided = stay.reason ? sureOf(stay.to) : h.endSure
      presences.push({
        object: track[0]!.object,
        from: Math.max(stay.from, sureOf(stay.from) - LATENESS),
        to: isEnded ? Math.max(stay.to, decided - LATENESS) : Infinity,
      })
    }
  }
  if (detects('cross') && !c.place.isLine) {
    for (let i = 1; i < track.length; i++) {
      if (within[i] || within[i - 1] || inside[i] || inside[i - 1] || !isOpen(track[i]!.time)) continue
      const [a, b] = [track[i - 1]!, track[i]!]
      if (b.time - a.time > fence.maxGap.seconds * 1000 || metres(a.lon, a.lat, b.lon, b.lat) > fence.maxGap.metres) continue
      if (passes(c.place.edges, a, b)) tellCool('cross', b.time)
    }
  }
  return presences
}

/** Whether closing at `close` waited at that fix, because something said before that it had left. */
const isHeldOpen = (h: Held, close: number, time: number): boolean =>
  h.doubts.some(([from, to]) => from < close && close <= to && time <= to) || (h.end < close && time >= h.end)

interface Stay {
  readonly from: number
  readonly to: number
  readonly initial: boolean
  readonly reason?: string
}

/** Parts of a time inside at which the fence looks: minute by minute, for schedules turn at full minutes. */
function staysOf(h: Held, until: number, isOpen: (time: number) => boolean): Stay[] {
  const stays: Stay[] = []
  let from: { time: number; initial: boolean } | undefined
  const step = (time: number): void => {
    if (isOpen(time) && !from) from = { time, initial: h.initial || time > h.start }
    else if (!isOpen(time) && from) {
      stays.push({ from: from.time, to: time, initial: from.initial, reason: 'schedule' })
      from = undefined
    }
  }
  step(h.start)
  for (let minute = Math.floor(h.start / 60_000) * 60_000 + 60_000; minute <= until; minute += 60_000) step(minute)
  if (from) stays.push({ from: from.time, to: h.end, initial: from.initial })
  return stays
}

/** Second by second. */
function loiter(
  fence: OracleFence,
  from: number,
  to: number,
  past: readonly [number, number][],
  last: Record<string, number>,
  tell: (transition: string, time: number) => void,
): void {
  if (!fence.loiter || !fence.detect.includes('loiter')) return
  const window = fence.loiter.window * 1000
  const { seconds, entries } = fence.loiter
  const isApart = (time: number): boolean => time >= (last.loiter ?? -Infinity) + Math.max(window, fence.cooldown * 1000)
  if (entries !== undefined && isApart(from) && 1 + past.filter(([start]) => start > from - window).length >= entries) {
    tell('loiter', from)
    return
  }
  if (seconds === undefined) return
  const near = past.filter(([, end]) => end > from - window)
  for (let time = from; time <= to; time += 1000) {
    let sum = Math.min(time - from, window)
    for (const [start, end] of near) sum += Math.max(0, end - Math.max(start, time - window))
    if (sum < seconds * 1000 || !isApart(time)) continue
    tell('loiter', time)
    return
  }
}
