import type { AlertStatus } from '../../contract/index.ts'
import { ZongtuError } from '../../kernel/index.ts'

/** What people do to an alert. */
export type Action =
  | { readonly action: 'ack' | 'reopen' }
  | { readonly action: 'assign'; readonly to: string }
  | { readonly action: 'note'; readonly text: string }
  | { readonly action: 'close'; readonly reason?: string | undefined }

/** Where an alert stands. */
export interface Standing {
  readonly status: AlertStatus
  readonly assignee: string | null
}

/** From which status an action leads where, and in which its outcome is there already. */
const RULES: Readonly<Record<Exclude<Action['action'], 'note'>, { from: readonly AlertStatus[]; to: AlertStatus; done?: AlertStatus }>> = {
  ack: { from: ['open'], to: 'acknowledged', done: 'acknowledged' },
  assign: { from: ['open', 'acknowledged', 'assigned'], to: 'assigned' },
  close: { from: ['open', 'acknowledged', 'assigned'], to: 'closed', done: 'closed' },
  reopen: { from: ['closed'], to: 'open', done: 'open' },
}

/** Steps of a history there can be: people's notes are bounded, what the engine does is always written down. */
const MOST_STEPS = 500

/**
 * Where an alert stands after an action; null when its outcome is there already and nothing is to be written down. An alert that is opened again is
 * nobody's. Throws alert-status (`alertStatus`), too-large for a history that is full.
 */
export function act({ status, assignee }: Standing, action: Action, steps: number): Standing | null {
  if (action.action !== 'note') {
    const { from, done } = RULES[action.action]
    if (status === done || (action.action === 'assign' && status === 'assigned' && assignee === action.to)) return null
    if (!from.includes(status)) {
      throw new ZongtuError('alert-status', `the alert is ${status}, ${action.action} is for alerts that are ${from.join(' or ')}`, {
        alertStatus: status,
      })
    }
  }
  if (steps >= MOST_STEPS) throw new ZongtuError('too-large', `the history of the alert has ${steps} steps, at most ${MOST_STEPS} are kept`)
  if (action.action === 'note') return { status, assignee }
  return {
    status: RULES[action.action].to,
    assignee: action.action === 'assign' ? action.to : action.action === 'reopen' ? null : assignee,
  }
}
