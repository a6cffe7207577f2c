import type { Knex } from 'knex'
import type { Alert } from '../../contract/index.ts'
import type { Clock } from '../../kernel/index.ts'
import type { Live } from '../../live/index.ts'
import { createAlertRows, createEngineRows, createFenceRows, type Store } from '../../store/index.ts'
import type { Alerts } from '../alerts/alerts.ts'
import { told } from '../alerts/told.ts'
import { Bell } from './bell.ts'
import { FenceSet } from './fence-set.ts'
import { EngineTerm } from './term.ts'
import { toKept } from './to-raised.ts'

/** Held by the process that runs the engine. */
const ENGINE_LOCK = 7_305_007

/** What became of an alert, as other systems hear of it. */
export interface AlertNews {
  readonly type: 'alert.raised' | 'alert.updated' | 'alert.withdrawn'
  readonly alert: Alert
}

interface Deps {
  readonly store: Store
  readonly live: Live
  readonly alerts: Pick<Alerts, 'save'>
  readonly clock: Clock
  /** In the transaction that keeps the alerts: for whoever has to tell of them, and answers how much there is to tell. Dry runs are not among the news. */
  readonly onNews?: (trx: Knex.Transaction, read: () => Promise<readonly AlertNews[]>) => Promise<number>
  /** Once something that is to be told is committed. */
  readonly onCommitted?: () => void
  readonly warn: (text: string) => void
}

export interface EngineService {
  close(): Promise<void>
}

/**
 * Runs the fence engine in one process of a database at a time: from the position log and the fences to alerts. Alerts, what tells of them and the engine's
 * place are committed together; a process that takes over goes on exactly there.
 */
export function runEngine({ store, live, alerts, clock, onNews, onCommitted, warn }: Deps): EngineService {
  const rows = createEngineRows(store.knex)
  const bell = new Bell()
  let current: FenceSet | undefined
  const stopNews = store.positions.listen(() => bell.ring())
  const stopApplied = live.onApplied(batch => {
    current?.note(batch)
    if (current?.isDirty) bell.ring()
  })

  const stop = store.lead(ENGINE_LOCK, async ({ signal }) => {
    const fences = new FenceSet(createFenceRows(store.knex), live)
    current = fences
    const term = new EngineTerm({
      ...{ positions: store.positions, rows, fences, clock },
      upToDate: async () => live.waitFor(await store.currentSeq()),
      wait: ms => bell.wait(ms, signal),
      commit: async (engine, changes, mark, entries, epoch) => {
        const work = async (tx: Parameters<Alerts['save']>[0]): Promise<number> => {
          const saved = await alerts.save(tx, toKept(changes, engine))
          await rows.advance(tx.trx, epoch, mark, entries)
          const isNews = Object.values(saved).some(ids => ids.length > 0)
          return isNews && onNews ? onNews(tx.trx, () => newsOf(tx.trx, saved)) : 0
        }
        const { result: toTell } = await store.write('geofence', work)
        if (toTell > 0) onCommitted?.()
      },
    })
    try {
      await term.run(signal)
    } catch (error) {
      if (!signal.aborted) warn(`the fence engine stopped and begins again: ${(error as Error).stack ?? String(error)}`)
    }
  })

  return {
    async close() {
      stopApplied()
      const ended = stop()
      bell.ring()
      await ended
      await stopNews()
    },
  }
}

async function newsOf(trx: Knex.Transaction, saved: Awaited<ReturnType<Alerts['save']>>): Promise<AlertNews[]> {
  const types = new Map<string, AlertNews['type']>([
    ...saved.raised.map(id => [id, 'alert.raised'] as const),
    ...saved.updated.map(id => [id, 'alert.updated'] as const),
    ...saved.withdrawn.map(id => [id, 'alert.withdrawn'] as const),
  ])
  const found = (await createAlertRows(trx).some([...types.keys()])).map(told).filter(({ dryRun }) => !dryRun)
  return found.sort((a, b) => Date.parse(a.time) - Date.parse(b.time)).map(alert => ({ type: types.get(alert.id)!, alert }))
}
