import { hash } from 'node:crypto'
import { type Former, formers, isNothing, isSame, type Kept, sumOf } from './kept.ts'
import type { FenceVersion, Output, Told } from './state.ts'
import type { Alert, AlertChange, AlertIdentity, Transition } from './types.ts'

/** When it was decided, and whether by fixes out of order. */
export interface Decision {
  readonly at: number
  readonly late: boolean
}

/** One more or one less in a zone, put out or taken back. */
export type Recount = (counted: Pick<Former, 'zone' | 'fence' | 'time' | 'delta' | 'at'>, isGone: boolean) => void

/** The same for the same decision, however often it is made: SHA-256 over what makes it one, 22 characters of base64url. */
export const alertId = ({ id, version }: FenceVersion, object: string | null, zone: string, transition: Transition, time: number): string =>
  hash('sha256', JSON.stringify([id, version, object, zone, transition, time]), 'base64url').slice(0, 22)

/** What becomes of alerts of an object (null: a group), and of who is in zones, when some outputs take the place of others. */
export function difference(
  object: string | null,
  before: Kept,
  after: readonly Output[],
  decision: Decision,
  changes: AlertChange[],
  recount: Recount,
): void {
  const old = isNothing(before) ? undefined : formers(before)
  for (const output of after) {
    const known = old ? old.findIndex(former => isSame(output, former)) : -1
    const former = known < 0 ? undefined : old!.splice(known, 1)[0]
    if (output.kind === 'count') {
      if (!former) recount(output, false)
    } else if (former?.sum !== sumOf(output)) {
      changes.push({ kind: former ? 'update' : 'raise', alert: alertOf(output, object, decision) })
    }
  }
  for (const former of old ?? []) {
    if (former.transition === null) recount(former, true)
    else changes.push({ kind: 'withdraw', alert: identityOf(former, object, former.transition, decision) })
  }
}

const identityOf = (
  { fence: { rule }, zone, time }: Former,
  object: string | null,
  transition: Transition,
  { at, late }: Decision,
): AlertIdentity => ({
  id: alertId(rule, object, zone.id, transition, time),
  fence: rule.id,
  fenceVersion: rule.version,
  object,
  zone: zone.id,
  transition,
  time,
  decidedAt: at,
  late,
})

function alertOf({ fence: { rule }, zone, transition, time, details }: Told, object: string | null, { at, late }: Decision): Alert {
  const { enter, fixes } = details
  const last = fixes.at(-1)
  // All members at once: there are many alerts, and spreading costs more than the rest.
  return {
    id: alertId(rule, object, zone.id, transition, time),
    fence: rule.id,
    fenceVersion: rule.version,
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
    severity: rule.severity,
    explanation: details.explanation,
    fixes,
  }
}
