import type { Fence, Zone } from './fence.ts'
import type { Memory, Output, Presence, State } from './state.ts'
import type { Alert, Explanation, FixPoint, Transition } from './types.ts'

/** What an alert says beside who, where and when. */
export interface Details {
  readonly initial?: true
  readonly reason?: Alert['reason']
  /** Key of the enter that began the stay. */
  readonly enter?: string | undefined
  readonly explanation: Explanation
  readonly fixes: readonly FixPoint[]
}

export function keyOf(fence: Fence, object: string | null, zone: string, transition: Transition | 'in' | 'out', time: number): string {
  return JSON.stringify([fence.rule.id, fence.rule.version, object, zone, transition, time])
}

/** Adds an alert to what the fold puts out. `fence`: the version that decided. */
export function tell(
  s: State,
  fence: Fence,
  zone: string,
  transition: Transition,
  time: number,
  { initial, reason, enter, explanation, fixes }: Details,
  out: Output[],
): void {
  const last = fixes.at(-1)
  out.push({
    kind: 'alert',
    key: keyOf(fence, s.object, zone, transition, time),
    at: Math.max(s.at, time),
    ...(enter !== undefined && { enter }),
    alert: {
      fence: fence.rule.id,
      fenceVersion: fence.rule.version,
      object: s.object,
      zone,
      transition,
      time,
      ...(initial && { initial }),
      ...(reason && { reason }),
      position: last ? [last.lon, last.lat] : null,
      severity: fence.rule.severity,
      explanation,
      fixes,
    },
  })
}

/** Adds to, or takes from, those who are in a zone. Dated back by the lateness at most: what was decided on groups before that stays. */
export function count(s: State, zone: Zone, time: number, delta: 1 | -1, lateness: number, out: Output[]): void {
  const at = Math.max(s.at, time)
  const counted = Math.max(time, at - lateness)
  const key = keyOf(zone.fence, s.object, zone.id, delta > 0 ? 'in' : 'out', counted)
  out.push({ kind: 'count', key, at, zone, object: s.object, time: counted, delta })
}

/** The last good fix. */
export const lastPoint = ({ time, lon, lat, accuracy }: State): FixPoint => ({ time, lon, lat, accuracy })

/** Whether an alert of this transition is far enough from the last one. */
export function isCool({ zone, memory }: Presence, transition: Transition, time: number): boolean {
  const last = memory?.last?.[transition]
  return last === undefined || time >= last + zone.fence.rule.cooldown * 1000
}

export const withLast = (memory: Memory | undefined, transition: Transition, time: number): Memory => ({
  ...memory,
  last: { ...memory?.last, [transition]: time },
})

/** Metres from a fix to the rim, to the millimetre. */
export const edgeOf = (zone: Zone, { lon, lat }: FixPoint): number => Math.round(zone.shape.edge(lon, lat) * 1000) / 1000
