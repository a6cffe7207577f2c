import { hash } from 'node:crypto'
import type { Counted, FenceVersion, Output, Told } from './state.ts'
import type { Alert, AlertChange, Transition } from './types.ts'

/** When it was decided, and whether by fixes out of order. */
export interface Decision {
  readonly at: number
  readonly late: boolean
}

/** One more or one less in a zone, put out or taken back. */
export type Recount = (counted: Counted, isGone: boolean) => void

/** The same for the same decision, however often it is made: SHA-256 over what makes it one, 22 characters of base64url. */
const alertId = ({ id, version }: FenceVersion, object: string | null, zone: string, transition: Transition, time: number): string =>
  hash('sha256', JSON.stringify([id, version, object, zone, transition, time]), 'base64url').slice(0, 22)

const idOf = ({ fence, zone, transition, time }: Told, object: string | null): string =>
  alertId(fence.rule, object, zone.id, transition, time)

/** What becomes of alerts of an object (null: a group), and of who is in zones, when some outputs take the place of others. */
export function difference(
  object: string | null,
  before: readonly Output[],
  after: readonly Output[],
  decision: Decision,
  changes: AlertChange[],
  recount: Recount,
): void {
  const old = [...before]
  for (const output of after) {
    const known = old.length === 0 ? -1 : old.findIndex(each => isSame(each, output))
    const former = known < 0 ? undefined : old.splice(known, 1)[0]
    if (output.kind === 'count') {
      if (!former) recount(output, false)
    } else if (!former) changes.push({ kind: 'raise', alert: alertOf(output, object, decision) })
    else if (!saysSame(former, output)) changes.push({ kind: 'update', alert: alertOf(output, object, decision) })
  }
  for (const output of old) {
    if (output.kind === 'count') recount(output, true)
    else changes.push({ kind: 'withdraw', alert: { id: idOf(output, object), object, decidedAt: decision.at } })
  }
}

/** The same alert, or count, whatever it says. */
function isSame(a: Output, b: Output): boolean {
  if (a.time !== b.time) return false
  if (a.kind === 'count' || b.kind === 'count')
    return a.kind === b.kind && a.zone === b.zone && (a as Counted).delta === (b as Counted).delta
  const [x, y] = [a.fence.rule, b.fence.rule]
  return a.transition === b.transition && a.zone.id === b.zone.id && x.version === y.version && x.id === y.id
}

const saysSame = (a: Output, b: Output): boolean =>
  a === b || (a.kind === 'alert' && b.kind === 'alert' && JSON.stringify(a.details) === JSON.stringify(b.details))

function alertOf(told: Told, object: string | null, { at, late }: Decision): Alert {
  const { fence, zone, transition, time, details } = told
  const { enter, fixes } = details
  const last = fixes.at(-1)
  // All members at once: there are many alerts, and spreading costs more than the rest.
  return {
    id: idOf(told, object),
    fence: fence.rule.id,
    fenceVersion: fence.rule.version,
    object,
    zone: zone.id,
    transition,
    time,
    decidedAt: at,
    late,
    enter: enter ? alertId(enter, object, zone.id, 'enter', enter.time) : null,
    initial: details.initial,
    reason: details.reason,
    position: last ? [last.lon, last.lat] : null,
    severity: fence.rule.severity,
    explanation: details.explanation,
    fixes,
  }
}
