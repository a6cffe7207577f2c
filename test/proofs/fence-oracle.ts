import geographiclib from 'geographiclib-geodesic'

/**
 * What fences say of fixes, straight from the rules of DESIGN.md section 7 with plain loops over everything: shares no code with the engine it judges.
 * Taken where the rules leave room: a moment at which a stay ends still belongs to it (what is due then is told); a silence counts from fixes at which the
 * object is known to be inside and nothing says that it left; speeds are looked at from the fix after the confirming one on, and while leaving is unsure.
 */
export interface OracleFix {
  readonly seq: number
  readonly object: string
  readonly time: number
  readonly lon: number
  readonly lat: number
  readonly accuracy: number | null
  readonly speed: number | null
  readonly flags: number
}

type Ring = readonly (readonly number[])[]

export interface OracleFence {
  readonly id: string
  readonly version: number
  readonly detect: readonly string[]
  readonly objects: 'all' | ReadonlySet<string>
  /** Rings of all polygons together (even-odd), or a line. */
  readonly zones: readonly { readonly id: string; readonly rings?: readonly Ring[]; readonly line?: Ring }[]
  readonly confirm: { readonly fixes: number; readonly seconds: number }
  readonly margin: number | null
  readonly maxGap: { readonly seconds: number; readonly metres: number }
  readonly cooldown: number
  readonly schedule?: {
    readonly timeZone: string
    readonly weekly: readonly { readonly days: readonly number[]; readonly from: string; readonly to: string }[]
  }
  readonly dwell?: { readonly seconds: number }
  readonly loiter?: { readonly seconds?: number; readonly entries?: number; readonly window: number }
  readonly crowd?: { readonly count: number; readonly clear: number }
  readonly absent?: { readonly seconds: number }
  readonly silent?: { readonly seconds: number }
  readonly speed?: { readonly above?: number; readonly below?: number; readonly seconds: number }
  readonly corridor?: { readonly width: number }
}

export interface OracleAlert {
  readonly fence: string
  readonly version: number
  readonly object: string | null
  readonly zone: string
  readonly transition: string
  readonly time: number
  readonly initial: boolean
  readonly reason: string | null
}

export interface OracleCounts {
  good: number
  duplicate: number
  implausible: number
  tooFast: number
  tooLate: number
}

const LATENESS = 600_000
const FASTEST = 100
const SETTLE = 5_000
const { WGS84 } = geographiclib.Geodesic

const metres = (aLon: number, aLat: number, bLon: number, bLat: number): number => WGS84.Inverse(aLat, aLon, bLat, bLon).s12!

/** Fences hold from `from` on, before all fixes; the clock ends at `clock`. */
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

interface Place {
  readonly holds: (lon: number, lat: number) => boolean
  /** Metres beyond the rim are more than that. */
  readonly isBeyond: (lon: number, lat: number, limit: number) => boolean
  readonly margin: number
  readonly edges: readonly (readonly [number, number, number, number])[]
  readonly isLine: boolean
}

const steps = (degrees: number): number => Math.round(degrees * 1e7)

function placeOf(fence: OracleFence, zone: OracleFence['zones'][number]): Place {
  const edges: [number, number, number, number][] = []
  const lines = zone.line ? [zone.line] : zone.rings!
  for (const line of lines) {
    for (let i = 1; i < line.length; i++) {
      edges.push([steps(line[i - 1]![0]!), steps(line[i - 1]![1]!), steps(line[i]![0]!), steps(line[i]![1]!)])
    }
  }
  const reach = zone.line ? fence.corridor!.width / 2 : 0
  const radius = zone.line ? reach : Math.sqrt(areaOf(zone.rings!) / Math.PI)
  const isBeyond = (lon: number, lat: number, limit: number): boolean => edges.every(edge => isEdgeBeyond(edge, lon, lat, limit + reach))
  return {
    edges,
    isLine: zone.line !== undefined,
    margin: fence.margin ?? Math.min(100, Math.max(20, radius / 10)),
    isBeyond,
    holds: zone.line ? (lon, lat) => !isBeyond(lon, lat, 0) : (lon, lat) => evenOdd(edges, steps(lon), steps(lat)),
  }
}

/** Even-odd, a ray to the east; edges hold their lower end. Differences of lattice steps of a town multiply exactly in doubles. */
function evenOdd(edges: Place['edges'], x: number, y: number): boolean {
  let inside = false
  for (const [ax, ay, bx, by] of edges) {
    if (ay > y === by > y) continue
    const [lx, ly, hx, hy] = ay < by ? [ax, ay, bx, by] : [bx, by, ax, ay]
    // The edge is to the east of the place.
    if ((x - lx) * (hy - ly) < (hx - lx) * (y - ly)) inside = !inside
  }
  return inside
}

/** Golden section along the edge, by geodesics; a plane rules out what is clear. */
function isEdgeBeyond([ax, ay, bx, by]: Place['edges'][number], lon: number, lat: number, limit: number): boolean {
  const east = 111_320 * Math.cos((lat * Math.PI) / 180)
  const [px, py, qx, qy] = [(ax / 1e7 - lon) * east, (ay / 1e7 - lat) * 111_000, (bx / 1e7 - lon) * east, (by / 1e7 - lat) * 111_000]
  const square = (qx - px) ** 2 + (qy - py) ** 2
  const t = square === 0 ? 0 : Math.min(1, Math.max(0, -(px * (qx - px) + py * (qy - py)) / square))
  const plane = Math.hypot(px + t * (qx - px), py + t * (qy - py))
  if (plane > limit * 1.02 + 1) return true
  if (plane < limit * 0.98 - 1) return false
  const at = (share: number): number => metres(lon, lat, (ax + share * (bx - ax)) / 1e7, (ay + share * (by - ay)) / 1e7)
  let [low, high] = [Math.max(0, t - 0.05), Math.min(1, t + 0.05)]
  for (let i = 0; i < 60; i++) {
    const [left, right] = [low + (high - low) / 3, high - (high - low) / 3]
    if (at(left) < at(right)) high = right
    else low = left
  }
  return Math.min(at(low), at(0), at(1)) > limit
}

function areaOf(rings: readonly Ring[]): number {
  const areas = rings.map(ring => {
    const polygon = WGS84.Polygon(false)
    for (const [lon, lat] of ring.slice(1)) polygon.AddPoint(lat!, lon!)
    return Math.abs(polygon.Compute(false, true).area!)
  })
  return areas.reduce((sum, area, i) => (i === 0 ? area : sum - area), 0)
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

/** When somebody counts in a zone. */
interface Presence {
  readonly from: number
  readonly to: number
  readonly object: string
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
        last['enter'] = stay.from
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
  const isApart = (time: number): boolean => time >= (last['loiter'] ?? -Infinity) + Math.max(window, fence.cooldown * 1000)
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

/** The straight way in degrees between two fixes outside has a part inside. */
function passes(edges: Place['edges'], a: OracleFix, b: OracleFix): boolean {
  const [ax, ay, bx, by] = [steps(a.lon), steps(a.lat), steps(b.lon), steps(b.lat)]
  const shares: number[] = []
  for (const [cx, cy, dx, dy] of edges) {
    const side = (x: number, y: number): number => (bx - ax) * (y - ay) - (by - ay) * (x - ax)
    const [sc, sd] = [side(cx, cy), side(dx, dy)]
    if (sc === sd) continue
    if (Math.min(sc, sd) > 0 || Math.max(sc, sd) < 0) continue
    const part = sc / (sc - sd)
    const [x, y] = [cx + part * (dx - cx), cy + part * (dy - cy)]
    const share = Math.abs(bx - ax) > Math.abs(by - ay) ? (x - ax) / (bx - ax) : (y - ay) / (by - ay)
    if (share >= 0 && share <= 1) shares.push(share)
  }
  shares.sort((p, q) => p - q)
  return shares.some((share, i) => {
    const middle = (share + (shares[i - 1] ?? share)) / 2
    return i > 0 && evenOdd(edges, Math.round(ax + middle * (bx - ax)), Math.round(ay + middle * (by - ay)))
  })
}

function groups(
  fence: OracleFence,
  presences: readonly Presence[],
  isOpen: (time: number) => boolean,
  { from, until }: { from: number; until: number },
  tell: (transition: string, time: number) => void,
): void {
  // At the same moment who leaves goes first; who came and left at once was not there.
  const real = presences.filter(presence => presence.to > presence.from)
  const events = real
    .flatMap(presence => [
      { time: presence.from, delta: 1 },
      { time: presence.to, delta: -1 },
    ])
    .filter(({ time }) => time <= until)
    .sort((a, b) => a.time - b.time || a.delta - b.delta)
  if (fence.crowd && fence.detect.includes('crowd')) {
    let [count, isCrowded] = [0, false]
    for (const { time, delta } of events) {
      count += delta
      if (!isCrowded && count >= fence.crowd.count) {
        isCrowded = true
        tell('crowd', time)
      } else if (isCrowded && count <= fence.crowd.clear) isCrowded = false
    }
  }
  if (!fence.absent || !fence.detect.includes('absent')) return
  // Empty and looked at: from moment to moment at which either may change.
  const moments = new Set([from, ...events.map(({ time }) => time), until])
  for (let minute = Math.ceil(from / 60_000) * 60_000; minute <= until; minute += 60_000) moments.add(minute)
  let since: number | undefined
  let isTold = false
  for (const moment of [...moments].filter(time => time >= from && time <= until).sort((a, b) => a - b)) {
    if (since !== undefined && !isTold && since + fence.absent.seconds * 1000 <= moment) {
      isTold = true
      tell('absent', since + fence.absent.seconds * 1000)
    }
    const isEmpty = !real.some(presence => presence.from <= moment && moment < presence.to)
    const cameNow = real.some(presence => presence.from === moment)
    if (cameNow || !isEmpty || !isOpen(moment)) {
      since = undefined
      isTold = false
    }
    if (isEmpty && isOpen(moment)) since ??= moment
  }
}

function scheduleOf({ schedule }: OracleFence): (time: number) => boolean {
  if (!schedule) return () => true
  const format = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone: schedule.timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  })
  const known = new Map<number, boolean>()
  const look = (time: number): boolean => {
    const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]))
    const day = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(parts['weekday']!) + 1
    const clock = `${parts['hour']}:${parts['minute']}`
    return schedule.weekly.some(({ days, from, to }) => {
      if (from < to) return days.includes(day) && clock >= from && clock < to
      return (days.includes(day) && clock >= from) || (days.includes(day === 1 ? 7 : day - 1) && clock < to)
    })
  }
  return time => {
    const minute = Math.floor(time / 60_000)
    const answer = known.get(minute) ?? look(minute * 60_000)
    known.set(minute, answer)
    return answer
  }
}
