import { type AlertChange, type CompiledFence, Engine, type Fix, Replay } from '../../tiles-server/src/geofence/index.ts'
import type { OracleAlert, OracleFence } from '../proofs/fence-oracle-types.ts'

type Alert = Exclude<AlertChange, { kind: 'withdraw' }>['alert']
type Transition = Alert['transition']

export const START = Date.parse('2026-03-02T01:40:00Z')
const METRE = 1 / 111_000
const [LON, LAT] = [121, 31]

/** Numbers from 0 to 1 (mulberry32). */
export function randomOf(seed: number): () => number {
  let a = seed | 0
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}
export type Random = () => number
export const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)]!
export const whole = (random: Random, from: number, to: number): number => from + Math.floor(random() * (to - from + 1))
const maybe = (random: Random, share: number): boolean => random() < share

/** The place so many metres east and north of where the worlds are. */
export const at = (east: number, north: number): [number, number] => [LON + east * METRE * 1.166, LAT + north * METRE]

export const DETECTS: readonly Transition[] = [
  'enter',
  'exit',
  'cross',
  'dwell',
  'loiter',
  'crowd',
  'absent',
  'silent',
  'speed',
  'corridor',
]

/** A fence with random rules around zones that are given. */
export function randomFence(random: Random, id: string, zones: CompiledFence['zones'], objects: CompiledFence['objects']): CompiledFence {
  const isLine = zones[0]!.geometry.type === 'LineString'
  const detect = DETECTS.filter(each => (each === 'corridor' ? isLine : maybe(random, each === 'enter' || each === 'exit' ? 0.9 : 0.4)))
  const below = maybe(random, 0.5)
  return {
    ...{ id, version: 1, enabled: true, severity: 'minor', detect, objects, zones },
    confirm: { fixes: whole(random, 1, 3), seconds: pick(random, [0, 0, 0, 20, 90]) },
    margin: pick(random, [null, 0, 10, 60]),
    maxGap: { seconds: pick(random, [60, 300]), metres: pick(random, [300, 1000, 5000]) },
    cooldown: pick(random, [0, 0, 0, 120, 900]),
    ...(maybe(random, 0.4) && {
      schedule: {
        timeZone: pick(random, ['Asia/Shanghai', 'America/Chicago', 'UTC']),
        weekly: [
          { days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: pick(random, ['10:00', '02:10', '19:55']) },
          { days: [1, 2, 7], from: pick(random, ['10:10', '02:30', '20:05']), to: pick(random, ['24:00', '10:05', '01:59']) },
        ],
      },
    }),
    dwell: { seconds: pick(random, [60, 300, 900]) },
    loiter: { ...(maybe(random, 0.7) ? { seconds: pick(random, [120, 600]) } : { entries: 2 }), window: pick(random, [600, 1800]) },
    crowd: { count: 2, clear: pick(random, [0, 1]) },
    absent: { seconds: pick(random, [120, 600]) },
    silent: { seconds: pick(random, [60, 200]) },
    speed: { ...(below ? { below: 1 } : { above: 2 }), seconds: pick(random, [0, 60]) },
    ...(isLine && { corridor: { width: pick(random, [100, 300]) } }),
  }
}

function randomZone(random: Random, id: string): CompiledFence['zones'][number] {
  const [x, y] = [whole(random, -300, 300), whole(random, -300, 300)]
  if (maybe(random, 0.2))
    return { id, geometry: { type: 'LineString', coordinates: [at(x - 400, y), at(x, y + 100), at(x + 400, y - 100)] } }
  const corners = whole(random, 3, 7)
  const ring = Array.from({ length: corners }, (_, i) => {
    const radius = whole(random, 60, 300)
    return at(x + radius * Math.cos((i / corners) * 2 * Math.PI), y + radius * Math.sin((i / corners) * 2 * Math.PI))
  })
  return { id, geometry: { type: 'Polygon', coordinates: [[...ring, ring[0]!]] } }
}

export interface WorldSize {
  readonly seed: number
  readonly objects: number
  readonly fences: number
  readonly fixes: number
}

/** Objects that walk about in and around zones; fixes by event time. */
export function world({ seed, objects, fences, fixes }: WorldSize): { fixes: Fix[]; fences: CompiledFence[] } {
  const random = randomOf(seed)
  const list = Array.from({ length: fences }, (_, i) => {
    const isLine = (zone: CompiledFence['zones'][number]): boolean => zone.geometry.type === 'LineString'
    const zones = [randomZone(random, 'a'), randomZone(random, 'b')].slice(whole(random, 0, 1))
    const chosen = maybe(random, 0.8) ? ('all' as const) : new Set(['o0', 'o1'])
    return randomFence(random, `f${i}`, zones.every(isLine) ? zones : zones.slice(-1), chosen)
  })
  const all: Omit<Fix, 'seq' | 'received'>[] = []
  for (let o = 0; o < objects; o++) {
    let [time, east, north] = [START + 1000 * whole(random, 1, 300), whole(random, -400, 400), whole(random, -400, 400)]
    let pace = 1
    for (let i = 0; i < fixes; i++) {
      if (maybe(random, 0.15)) pace = pick(random, [0, 1, 3, 15])
      const seconds = maybe(random, 0.05) ? whole(random, 100, 900) : whole(random, 1, 60)
      time += 1000 * seconds
      const way = 2 * Math.PI * random()
      east = Math.max(-700, Math.min(700, east + pace * seconds * Math.cos(way)))
      north = Math.max(-700, Math.min(700, north + pace * seconds * Math.sin(way)))
      const jump = maybe(random, 0.03) ? 60_000 : 0
      const [lon, lat] = at(east + jump, north)
      const base = { object: `o${o}`, time, lon, lat, accuracy: pick(random, [null, 5, 30, 200]), heading: null, flags: 0 }
      const fix = { ...base, speed: maybe(random, 0.5) ? null : pick(random, [0, 1.5, 4]) }
      all.push(maybe(random, 0.03) ? { ...fix, lon: 0, lat: 0, flags: 2 } : fix)
      if (maybe(random, 0.05)) all.push(fix)
    }
  }
  return { fixes: inOrder(all), fences: list }
}

const inOrder = (fixes: readonly Omit<Fix, 'seq' | 'received'>[]): Fix[] =>
  [...fixes].sort((a, b) => a.time - b.time).map((fix, seq) => ({ ...fix, seq, received: fix.time }))

/** The same in the order in which they came: each up to `delay` seconds late, some of them a second time. */
export function shuffled(fixes: readonly Fix[], random: Random, delay = 595): Fix[] {
  const lag = (): number => (maybe(random, 0.7) ? whole(random, 0, 5) : whole(random, 0, delay)) * 1000
  const sent = fixes.flatMap(fix => {
    const received = fix.time + lag()
    const again = maybe(random, 0.05) ? [{ ...fix, received: received + 1000 * whole(random, 0, 900) }] : []
    return [{ ...fix, received }, ...again]
  })
  return sent.sort((a, b) => a.received - b.received).map((fix, seq) => ({ ...fix, seq }))
}

/** Alerts as changes leave them; throws for changes that do not fit. */
export class Standing {
  readonly alerts = new Map<string, Alert>()
  withdrawn = 0

  take(changes: readonly AlertChange[]): void {
    for (const { kind, alert } of changes) {
      if ((kind === 'raise') === this.alerts.has(alert.id)) throw new Error(`${kind} of ${JSON.stringify(alert)} does not fit`)
      if (kind === 'withdraw') {
        this.alerts.delete(alert.id)
        this.withdrawn++
      } else this.alerts.set(alert.id, alert)
    }
  }
}

export interface FeedOptions {
  readonly random?: Random
  readonly clock: number
  /** Batches of up to so many; ticks between them. */
  readonly batch?: number
  readonly ticks?: boolean
  /** Share of the pauses at which it is kept and goes on as another. */
  readonly restarts?: number
  /** When the fences begin. */
  readonly from?: number
}

/** Feeds a log to an engine and answers what it asks, as the caller of the engine would. */
export function feed(
  log: readonly Fix[],
  fences: readonly CompiledFence[],
  { random = () => 0, clock, batch = 1, ticks = false, restarts = 0, from = START }: FeedOptions,
): { standing: Standing; engine: Engine } {
  let engine = new Engine()
  const standing = new Standing()
  const parts = new Map<string, string>()
  const byObject = new Map<string, Fix[]>()
  standing.take(engine.setFences({ put: fences }, from))
  for (let i = 0; i < log.length; ) {
    const fixes = log.slice(i, i + whole(random, 1, batch))
    if (ticks && maybe(random, 0.5)) standing.take(engine.advance(whole(random, log[i - 1]?.received ?? from, fixes[0]!.received)))
    if (restarts > 0 && maybe(random, restarts)) {
      for (const slice of engine.snapshot()) for (const [name, text] of slice) parts.set(name, text)
      engine = Engine.restore(parts)
    }
    const needs = engine.needs(fixes)
    const histories = new Map(
      needs.map(({ object, after }) => [object, (byObject.get(object) ?? []).filter(({ time }) => time > after)] as const),
    )
    standing.take(engine.process(fixes, histories))
    for (const fix of fixes) {
      const own = byObject.get(fix.object)
      if (own) own.push(fix)
      else byObject.set(fix.object, [fix])
    }
    i += fixes.length
  }
  standing.take(engine.advance(clock))
  return { standing, engine }
}

/** What a backtest says of a log: object by object, by event time. Up to the moment up to which an engine has decided on groups. */
export function replayed(log: readonly Fix[], fences: readonly CompiledFence[], { from = START, clock }: FeedOptions): Alert[] {
  const replay = new Replay(fences, { from, to: clock })
  const byObject = new Map<string, Fix[]>()
  for (const fix of [...log].sort((a, b) => a.time - b.time || a.seq - b.seq)) {
    const own = byObject.get(fix.object)
    if (own) own.push(fix)
    else byObject.set(fix.object, [fix])
  }
  const alerts: Alert[] = []
  for (const [object, fixes] of byObject) {
    if (!replay.concerns(object)) continue
    const own = replay.begin(
      object,
      fixes.filter(({ time }) => time <= from),
    )
    for (const fix of fixes) if (fix.time > from) own.take(fix)
    alerts.push(...own.end())
  }
  alerts.push(...[...replay.groups()].flat().filter(({ time }) => time <= clock - SETTLE_MS))
  return alerts
}
/** As the engine has it by default. */
const SETTLE_MS = 5_000

/** What has to be the same however it came. */
export const contentOf = (alerts: Iterable<Alert>): string[] =>
  Array.from(alerts, ({ decidedAt: _, late: __, ...alert }) => JSON.stringify(alert)).sort()

export const keyOf = ({ fence, version, object, zone, transition, time, initial, reason }: OracleAlert): string =>
  [fence, version, object, zone, new Date(time).toISOString(), transition, initial && 'initial', reason].filter(Boolean).join(' ')
export const keysOf = (alerts: Iterable<Alert>): string[] =>
  Array.from(alerts, ({ fenceVersion, initial, reason, ...alert }) =>
    keyOf({ ...alert, version: fenceVersion, initial: initial ?? false, reason: reason ?? null }),
  ).sort()

export const forOracle = (fences: readonly CompiledFence[]): OracleFence[] =>
  fences.map(fence => ({
    ...fence,
    objects: fence.objects as 'all' | ReadonlySet<string>,
    zones: fence.zones.map(({ id, geometry }) => {
      if (geometry.type === 'LineString') return { id, line: geometry.coordinates }
      return { id, rings: geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat() }
    }),
  }))

/** Where enters and exits of an object in a zone do not take turns, of fences that tell both. */
export function outOfTurnOf(alerts: Iterable<Alert>, fences: readonly Pick<CompiledFence, 'id' | 'detect'>[]): string[] {
  const both = new Set(fences.filter(({ detect }) => detect.includes('enter') && detect.includes('exit')).map(({ id }) => id))
  return outOfTurn([...alerts].filter(({ fence }) => both.has(fence)))
}

/** Where enters and exits of an object in a zone do not take turns. */
export function outOfTurn(alerts: Iterable<Alert>): string[] {
  const order = { enter: 0, exit: 1 } as const
  const turns = [...alerts].flatMap(alert =>
    alert.transition === 'enter' || alert.transition === 'exit' ? [{ ...alert, rank: order[alert.transition] }] : [],
  )
  const inside = new Map<string, { is: boolean; since: number }>()
  const wrong: string[] = []
  for (const { fence, object, zone, rank, time, ...rest } of turns.sort((a, b) => a.time - b.time)) {
    const key = JSON.stringify([fence, object, zone])
    const was = inside.get(key)
    // Both at one moment: either order.
    const twins = turns.filter(other => other.fence === fence && other.object === object && other.zone === zone && other.time === time)
    if (twins.length === 2 && twins[0]!.rank !== twins[1]!.rank) continue
    if ((was?.is ?? false) === (rank === 0)) wrong.push(`${key} ${rest.transition} ${new Date(time).toISOString()}`)
    inside.set(key, { is: rank === 0, since: time })
  }
  return wrong
}
