import type { Fence, Zone } from './fence.ts'
import { compact, type Details, type Output, type Presence, type State, TOLD } from './state.ts'
import type { FixPoint, Transition } from './types.ts'

/** Adds an alert to what the fold puts out. `fence`: the version that decided. */
export function tell(s: State, fence: Fence, zone: Zone, transition: Transition, time: number, details: Details, out: Output[]): void {
  out.push({ kind: 'alert', at: Math.max(s.at, time), time, zone, fence, transition, details })
}

/** The enter that began the stay. */
export function enterOf({ by, zone, flags, from }: Presence): Details['enter'] {
  if ((flags & TOLD) === 0) return undefined
  const { id, version } = by ?? zone.fence.rule
  return { id, version, time: from }
}

/** Adds to, or takes from, those who are in a zone. Dated back by the lateness at most: what was decided on groups before that stays. */
export function count(s: State, zone: Zone, time: number, delta: 1 | -1, lateness: number, out: Output[]): void {
  const at = Math.max(s.at, time)
  out.push({ kind: 'count', at, time: Math.max(time, at - lateness), zone, fence: zone.fence, delta })
}

/** The last good fix. */
export const lastPoint = ({ time, lon, lat, accuracy }: State): FixPoint => ({ time, lon, lat, accuracy })

/** Whether an alert of this transition is far enough from the last one. */
export function isCool({ zone, memory }: Presence, transition: Transition, time: number): boolean {
  const last = memory?.last?.[transition]
  return last === undefined || time >= last + zone.fence.rule.cooldown * 1000
}

/** The presence with an alert of this transition remembered, where that has a bearing on later ones. */
export function withLast(entry: Presence, transition: Transition, time: number): Presence {
  const { cooldown } = entry.zone.fence.rule
  if (cooldown === 0 && transition !== 'loiter') return entry
  return compact({ ...entry, memory: { ...entry.memory, last: { ...entry.memory?.last, [transition]: time } } })
}

/** Metres from a fix to the rim, as `Shape.edge` has them, in whole decimetres. */
export const edgeOf = (zone: Zone, { lon, lat }: FixPoint): number => Math.round(zone.shape.edge(lon, lat) * 10) / 10
