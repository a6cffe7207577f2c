import pg from 'pg'
import { type ConnectionSettings, clientConfig } from './connection.ts'
import type { OnNews } from './types.ts'

/** A LISTEN can be lost without a word; a reader looks by itself this often, so that other processes follow within a second. */
const HEARTBEAT_MS = 500
const RETRY_MS = 500

/**
 * Calls `onNews` at every NOTIFY of the channel with the number it names, and without one after each (re)connect and at a slow heartbeat. Answers the
 * function that stops it.
 */
export function listenTo(channel: string, settings: ConnectionSettings, onNews: OnNews): () => Promise<void> {
  let stopped = false
  let client: pg.Client | null = null
  let retry: NodeJS.Timeout | undefined

  const lost = (old: pg.Client): void => {
    if (client !== old) return
    client = null
    old.end().catch(() => undefined) // already broken: nothing to keep
    if (!stopped) retry = setTimeout(connect, RETRY_MS)
  }
  const connect = (): void => {
    const next = new pg.Client(clientConfig(settings))
    client = next
    next.on('error', () => lost(next))
    next.on('end', () => lost(next))
    next.on('notification', ({ payload }) => onNews(Number(payload)))
    next
      .connect()
      .then(() => next.query(`listen ${channel}`))
      .then(() => onNews())
      .catch(() => lost(next))
  }
  connect()
  const heartbeat = setInterval(() => onNews(), HEARTBEAT_MS)

  return async () => {
    stopped = true
    clearInterval(heartbeat)
    clearTimeout(retry)
    const last = client
    client = null
    await last?.end().catch(() => undefined) // a broken connection is closed as it is
  }
}
