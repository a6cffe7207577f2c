import pg from 'pg'
import { clientConfig } from './connection.ts'
import type { Term } from './types.ts'

/** So often a process that waits for its turn asks again, and one that has it looks whether it still does. */
const ASK_MS = 1_000

/**
 * Calls `serve` while this process holds an advisory lock of the database, again after it was lost; its end is waited for before the lock is asked for
 * again. Without a database (the embedded store has one process) it is held from the start. Returns what ends it.
 */
export function leadership(databaseUrl: string | null, lock: number, serve: (term: Term) => Promise<void>): () => Promise<void> {
  const stopped = new AbortController()
  const run = databaseUrl === null ? alone(serve, stopped.signal) : inTurn(databaseUrl, lock, serve, stopped.signal)
  return async () => {
    stopped.abort()
    await run
  }
}

async function alone(serve: (term: Term) => Promise<void>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await serve({ signal })
    await pause(signal)
  }
}

async function inTurn(databaseUrl: string, lock: number, serve: (term: Term) => Promise<void>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const client = new pg.Client({ ...clientConfig(databaseUrl, 'zongtu-leader'), keepAlive: true })
    const lost = new AbortController()
    client.on('error', () => lost.abort())
    client.on('end', () => lost.abort())
    try {
      await client.connect()
      while (!signal.aborted && !lost.signal.aborted) {
        const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [lock])
        if (rows[0]!.held) {
          const watch = setInterval(() => void client.query('select 1').catch(() => lost.abort()), ASK_MS)
          try {
            await serve({ signal: AbortSignal.any([signal, lost.signal]) })
          } finally {
            clearInterval(watch)
          }
          await client.query('select pg_advisory_unlock($1)', [lock])
        }
        await pause(signal)
      }
    } catch {
      // The database is away: it is asked again.
      await pause(signal)
    } finally {
      lost.abort()
      await client.end().catch(() => undefined)
    }
  }
}

function pause(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise(resolve => {
    const done = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ASK_MS)
    timer.unref()
    signal.addEventListener('abort', done)
  })
}
