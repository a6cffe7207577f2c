import type { Alert, ChangeEvent } from '../../contract/index.ts'
import { ZongtuError } from '../../kernel/index.ts'
import type { Live } from '../../live/index.ts'
import { LOGGED } from '../../store/index.ts'

const RETRY_MS = 500
/** Alerts are read as many at a time. */
const AT_ONCE = 500

type Listener = (alert: Alert, change: { readonly seq: number; readonly isNew: boolean }) => void

/**
 * Tells listeners of alerts that the change feed names: each is read when its change has come, so what is told is as new as the change or newer. While the
 * database is away they wait.
 */
export function createTeller(
  live: Pick<Live, 'onApplied'>,
  read: (ids: readonly string[]) => Promise<Alert[]>,
): { listen(listener: Listener): () => void; close(): void } {
  const listeners = new Set<Listener>()
  const waiting: ChangeEvent[] = []
  let isTelling = false
  let isClosed = false
  let retry: NodeJS.Timeout | undefined

  async function tell(): Promise<void> {
    isTelling = true
    try {
      while (waiting.length > 0 && !isClosed) {
        const changes = waiting.slice(0, AT_ONCE)
        const alerts = new Map((await read([...new Set(changes.map(({ id }) => id!))])).map(alert => [alert.id, alert]))
        waiting.splice(0, changes.length)
        for (const { id, op, seq } of changes) {
          const alert = alerts.get(id!)
          if (alert) for (const listener of listeners) listener(alert, { seq, isNew: op === 'create' })
        }
      }
    } catch (error) {
      // The database is away; the changes are still waiting. Anything else is a defect, which must not be silent.
      if (!(error instanceof ZongtuError)) process.emitWarning(`alerts could not be told: ${(error as Error).stack ?? String(error)}`)
      if (!isClosed) retry = setTimeout(() => void tell(), RETRY_MS)
      return
    }
    isTelling = false
  }

  const stop = live.onApplied(({ changes }) => {
    if (listeners.size === 0) return
    for (const change of changes) if (change.layer === LOGGED.alert && change.id !== null) waiting.push(change)
    if (waiting.length > 0 && !isTelling) void tell()
  })

  return {
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close() {
      isClosed = true
      clearTimeout(retry)
      stop()
    },
  }
}
