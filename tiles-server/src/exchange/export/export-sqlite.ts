import { Worker } from 'node:worker_threads'
import { ZongtuError } from '../../kernel/index.ts'

export type SqlValue = string | number | Uint8Array<ArrayBuffer> | null

/** An SQLite file that is being written, in a thread of its own. One call at a time. */
export interface SqliteFile {
  /** Runs statements. */
  exec(sql: string): Promise<void>
  /** Runs one statement for each row of values. The bytes in them are gone afterwards. */
  insert(sql: string, rows: readonly (readonly SqlValue[])[]): Promise<void>
  /** Everything is in the file then. */
  finish(): Promise<void>
  /** Ends the thread, whatever it does. */
  close(): Promise<void>
}

interface Message {
  readonly sql?: string
  readonly rows?: readonly (readonly SqlValue[])[]
}

/** All calls throw the signal's reason once it is aborted, and store-unavailable when the disk is full. */
export function createSqliteFile(path: string, signal: AbortSignal): SqliteFile {
  const worker = new Worker(new URL('./export-geopackage-worker.mjs', import.meta.url), { workerData: { path } })
  let settle: (error?: Error) => void = () => undefined
  let broken: Error | undefined
  let finished = false
  const breakOff = (reason: Error): void => {
    broken ??= reason
    settle(broken)
  }
  worker.on('message', ({ error }: { error?: string }) => settle(error === undefined ? undefined : failure(error)))
  worker.on('error', breakOff)
  worker.on('exit', () => breakOff(new Error('the thread that writes SQLite has ended')))
  signal.addEventListener('abort', () => breakOff(signal.reason as Error), { once: true })
  const ask = (message: Message, bytes: ArrayBuffer[] = []): Promise<void> =>
    new Promise((resolve, reject) => {
      settle = error => (error === undefined ? resolve() : reject(error))
      if (broken !== undefined || signal.aborted) breakOff(signal.reason as Error)
      else worker.postMessage(message, bytes)
    })
  return {
    exec: sql => ask({ sql }),
    insert: (sql, rows) =>
      ask(
        { sql, rows },
        rows.flatMap(row => row.flatMap(value => (value instanceof Uint8Array ? [value.buffer] : []))),
      ),
    async finish() {
      await ask({})
      finished = true
    },
    // A thread that has nothing left to do needs no waiting for: that takes a third of a second.
    close: async () => void (finished ? worker.terminate() : await worker.terminate()),
  }
}

const failure = (message: string): Error =>
  /disk|full|i\/o/i.test(message)
    ? new ZongtuError('store-unavailable', 'the disk of the server is full, or cannot be written')
    : new Error(`SQLite: ${message}`)
