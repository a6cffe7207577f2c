import type { RunningApp } from '../support/app.ts'
import { until } from '../support/until.ts'

type Asked = Pick<RunningApp, 'store'>

const rowOf = async <T>(app: Asked, sql: string, ...values: (string | number)[]): Promise<T> =>
  (await app.store.knex.raw<{ rows: [T] }>(sql, values)).rows[0]

/** Waits until the engine has a fence. */
export const watched = (app: Asked, fence: string): Promise<boolean> =>
  until('the engine has the fence', async () => {
    // In the journal until a snapshot has it.
    const text = `select exists (select from fence_journal where entry::text like ?)
      or exists (select from fence_snapshot where part = 'history' and data like ?) as there`
    return (await rowOf<{ there: boolean }>(app, text, `%${fence}%`, `%${fence}%`)).there
  })

/** Waits until the engine has taken in all that is recorded, and knows that it is so late. A clock that stands has to be moved on: by it the engine's place is kept. */
export const caughtUp = (app: Asked, clock: number, tick: () => unknown = () => undefined): Promise<boolean> =>
  until('the engine has caught up', async () => {
    tick()
    const text = 'select cursor >= (select max(seq) from position) and clock >= ? as done from fence_engine'
    return (await rowOf<{ done: boolean }>(app, text, clock)).done
  })
