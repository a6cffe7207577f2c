import type { Alert, AlertList } from '../../contract/index.ts'
import { shown } from '../../features/index.ts'
import { ZongtuError } from '../../kernel/index.ts'
import type { Live } from '../../live/index.ts'
import { type AlertQuery, createAlertRows, type Store, type WriteTransaction } from '../../store/index.ts'
import { type Action, act } from './actions.ts'
import { type EngineChanges, toRow } from './raised.ts'
import { createTeller } from './teller.ts'
import { told } from './told.ts'

/** What fences raised, and what people did about it. Reads and writes throw store-unavailable. */
export interface Alerts {
  /**
   * For the engine, in the transaction that keeps its state. What is raised is kept once by its id: raising it again changes nothing, unless it was withdrawn,
   * then it stands again; `updated` says something else under the same id. Net of one step: an id that is withdrawn too is withdrawn in the end. Answers the
   * ids that changed.
   */
  save(tx: WriteTransaction, changes: Partial<EngineChanges>): Promise<{ raised: string[]; updated: string[]; withdrawn: string[] }>
  /** Newest first by event time, then id; `next` is where the page ended, null on the last. */
  list(query: AlertQuery): Promise<{ alerts: AlertList['alerts']; next: readonly [time: string, id: string] | null }>
  /** Throws unknown-alert. */
  get(id: string): Promise<Alert>
  /** Does something to an alert; nothing when it was done already. Throws unknown-alert, alert-status, too-large, not-shown. */
  act(id: string, action: Action, actor: string): Promise<{ alert: Alert; seq: number }>
  /**
   * Tells of alerts of any process that are new or otherwise, once they are committed, in the order of their changes. Listeners must not throw. Of a gap in
   * the change feed nothing is told. Returns the unsubscribe function.
   */
  onAlert(listener: (alert: Alert, change: { readonly seq: number; readonly isNew: boolean }) => void): () => void
  close(): void
}

export function createAlerts({ store, live }: { readonly store: Store; readonly live: Pick<Live, 'onApplied' | 'waitFor'> }): Alerts {
  const rows = createAlertRows(store.knex)
  const teller = createTeller(live, async ids => (await rows.some(ids)).map(told))
  const get = async (id: string): Promise<Alert> => {
    const found = await rows.get(id)
    if (found === undefined) throw unknown(id)
    return told(found)
  }
  return {
    save: (tx, { raised = [], updated = [], withdrawn = [] }) =>
      rows.save(tx, {
        raised: raised.map(toRow),
        updated: updated.map(toRow),
        withdrawn: withdrawn.map(({ id, at }) => ({ id, at: new Date(at).toISOString() })),
      }),

    async list(query) {
      const { alerts, more } = await rows.list(query)
      const last = alerts.at(-1)
      return { alerts: alerts.map(told), next: more && last ? [last.time, last.id] : null }
    },

    get,

    async act(id, action, actor) {
      const { seq } = await store.write(actor, async tx => {
        const before = await rows.lock(tx, id)
        if (before === undefined) throw unknown(id)
        const after = act(before, action, before.events)
        if (after !== null) await rows.edit(tx, before, after, eventOf(action))
      })
      await live.waitFor(seq)
      return { alert: await get(id), seq }
    },

    onAlert: listener => teller.listen(listener),
    close: () => teller.close(),
  }
}

const unknown = (id: string): ZongtuError => new ZongtuError('unknown-alert', `there is no alert ${shown(id)}`)

function eventOf(action: Action) {
  switch (action.action) {
    case 'assign':
      return { action: action.action, to: action.to }
    case 'note':
      return { action: action.action, note: action.text }
    case 'close':
      return { action: action.action, note: action.reason }
    default:
      return { action: action.action }
  }
}
