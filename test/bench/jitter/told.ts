import { Engine, type Fix } from '../../../tiles-server/src/geofence/index.ts'
import { polygonOf, type Zone } from './edges.ts'
import { type Errors, seenAt } from './noise.ts'
import { isInside } from './plane.ts'
import type { Track } from './tracks.ts'
import type { Kind } from './truth.ts'

/** An alert: when it could be known, seconds from the start of the track. */
export interface Told {
  readonly kind: Kind
  readonly at: number
}

/** Alerts by object and zone. */
export type ToldBy = ReadonlyMap<string, readonly Told[]>
export const keyOf = (object: string, zone: string): string => `${object} ${zone}`

/** What receivers say: a fix of each object each so many seconds. */
export interface Reception {
  readonly interval: number
  /** Deviation on each axis, which the receiver also reports as its accuracy, metres. */
  readonly noise: number
  readonly hasSpikes: boolean
}

/** What a fence is set to; a margin of null is the default. */
export interface Setting {
  readonly margin: number | null
  readonly fixes: number
  readonly seconds: number
}

const START = Date.UTC(2026, 0, 5)

/** Fixes in order of time, each received as it is made. */
export function received(tracks: readonly Track[], errors: readonly Errors[], { interval, noise, hasSpikes }: Reception): Fix[] {
  const longest = tracks.reduce((most, { lon }) => Math.max(most, lon.length), 0)
  const fixes: Fix[] = []
  for (let second = 0; second < longest; second += interval) {
    const time = START + 1000 * second
    for (const [i, track] of tracks.entries()) {
      if (second >= track.lon.length) continue
      const [lon, lat] = seenAt(track, errors[i]!, second, noise, hasSpikes)
      const base = { seq: fixes.length, object: track.object, time, received: time, lon, lat }
      fixes.push({ ...base, accuracy: noise, speed: null, flags: 0 })
    }
  }
  return fixes
}

class Alerts {
  readonly by = new Map<string, Told[]>()

  add(object: string, zone: string, kind: Kind, time: number): void {
    const key = keyOf(object, zone)
    const told = { kind, at: (time - START) / 1000 }
    const others = this.by.get(key)
    if (others) others.push(told)
    else this.by.set(key, [told])
  }
}

const BATCH = 1_000

/** What the engine says, decided at the receipt of a fix. */
export function toldByEngine(fixes: readonly Fix[], zones: readonly Zone[], { margin, fixes: count, seconds }: Setting): ToldBy {
  const engine = new Engine()
  const rule = { id: 'fence', version: 1, enabled: true, severity: 'minor', objects: 'all', cooldown: 0 } as const
  const places = zones.map(zone => ({ id: zone.id, geometry: polygonOf(zone) }))
  const when = { margin, confirm: { fixes: count, seconds }, maxGap: { seconds: 60, metres: 1000 } }
  engine.setFences({ put: [{ ...rule, ...when, detect: ['enter', 'exit'], zones: places }] }, START - 1000)
  const alerts = new Alerts()
  for (let at = 0; at < fixes.length; at += BATCH) {
    for (const { kind, alert } of engine.process(fixes.slice(at, at + BATCH))) {
      // In order of time nothing is withdrawn or told anew.
      if (kind !== 'raise') throw new Error(`${kind} of ${JSON.stringify(alert)}`)
      alerts.add(alert.object!, alert.zone, alert.transition as Kind, alert.decidedAt)
    }
  }
  return alerts.by
}

/** What is said by whoever compares each fix with the zone and tells each change. */
export function toldNaively(fixes: readonly Fix[], zones: readonly Zone[]): ToldBy {
  const inside = new Map<string, Uint8Array>()
  const alerts = new Alerts()
  for (const { object, lon, lat, time } of fixes) {
    const sides = inside.get(object) ?? new Uint8Array(zones.length)
    inside.set(object, sides)
    for (let i = 0; i < zones.length; i++) {
      const is = isInside(zones[i]!, lon, lat)
      if (is === (sides[i] === 1)) continue
      sides[i] = is ? 1 : 0
      alerts.add(object, zones[i]!.id, is ? 'enter' : 'exit', time)
    }
  }
  return alerts.by
}
