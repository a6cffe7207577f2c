import pino from 'pino'
import { type App, createApp } from '../../tiles-server/src/app.ts'
import { type Config, defaults } from '../../tiles-server/src/config.ts'
import type { Clock } from '../../tiles-server/src/kernel/index.ts'
import { openTestStore } from './run.ts'
import type { TestStore } from './stores.ts'

export interface StartOptions extends Partial<Omit<Config, 'host' | 'dataDir' | 'databaseUrl'>> {
  /** A store to come back to; it is then not removed on close. */
  readonly store?: TestStore
  /** What fences and deliveries go by. */
  readonly clock?: Clock
}

export interface RunningApp extends App {
  readonly testStore: TestStore
}

/** Starts the real app in this process, on a free port, with an empty store of its own (no sample city unless `city` says so). */
export async function startApp(options: StartOptions = {}): Promise<RunningApp> {
  const { store, clock, ...rest } = options
  const testStore = store ?? (await openTestStore())
  const { dataDir, databaseUrl } = testStore
  const app = await createApp(
    { ...defaults, port: 0, city: 'none', ...rest, dataDir, databaseUrl },
    pino({ level: process.env.ZONGTU_LOG ?? 'silent' }),
    clock,
  )
  return {
    ...app,
    testStore,
    close: async () => {
      await app.close()
      if (!store) await testStore.remove()
    },
  }
}
