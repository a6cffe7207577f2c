import { createHash } from 'node:crypto'
import type { Counted, Output, Told } from './state.ts'
import type { Alert, AlertChange } from './types.ts'

/** When it was decided, and whether by fixes out of order. */
export interface Decision {
  readonly at: number
  readonly late: boolean
}

/** The same for the same decision, however often it is made: SHA-256 over what makes it one, 22 characters of base64url. */
const idOf = (key: string): string => createHash('sha256').update(key).digest('base64url').slice(0, 22)

const alertOf = ({ key, alert, enter }: Told, { at, late }: Decision): Alert => ({
  id: idOf(key),
  ...alert,
  enter: enter === undefined ? null : idOf(enter),
  decidedAt: at,
  late,
})

/** What becomes of alerts, and of who is in zones, when some outputs take the place of others. */
export function difference(
  before: readonly Output[],
  after: readonly Output[],
  decision: Decision,
  changes: AlertChange[],
  recount: (counted: Counted, isGone: boolean) => void,
): void {
  if (before.length === 0 && after.length === 0) return
  const old = new Map(before.map(output => [output.key, output]))
  for (const output of after) {
    const known = old.get(output.key)
    old.delete(output.key)
    if (output.kind === 'count') {
      if (!known) recount(output, false)
    } else if (!known) changes.push({ kind: 'raise', alert: alertOf(output, decision) })
    else if (known.kind === 'alert' && JSON.stringify([known.alert, known.enter]) !== JSON.stringify([output.alert, output.enter])) {
      changes.push({ kind: 'update', alert: alertOf(output, decision) })
    }
  }
  for (const output of old.values()) {
    if (output.kind === 'count') recount(output, true)
    else changes.push({ kind: 'withdraw', alert: alertOf(output, decision) })
  }
}
