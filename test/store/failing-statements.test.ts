import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningApp, startApp } from '../support/app.ts'

let app: RunningApp
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.close())

describe('a statement that fails', () => {
  const rows = async (sql: string, ...values: unknown[]) =>
    (await app.store.knex.raw<{ rows: Record<string, unknown>[] }>(sql, values as string[])).rows
  const failing: [string, () => Promise<unknown>, RegExp][] = [
    ['when it is parsed', () => rows('select * from nowhere where id = ?', 1), /nowhere/],
    ['when it runs', () => rows('select 1 / ?::int as n', 0), /division by zero/],
    [
      'in a transaction',
      () => app.store.knex.transaction(async trx => void (await trx.raw('select 1 / ?::int as n', [0]))),
      /division by zero/,
    ],
    [
      'in the middle of a transaction',
      () =>
        app.store.knex.transaction(async trx => {
          await trx.raw('select ?::text as n', ['x'.repeat(100_000)])
          await trx.raw('select * from nowhere', [])
        }),
      /nowhere/,
    ],
  ]

  it('tells its own error, and every other statement gets its own answer', async () => {
    const asked = Array.from({ length: 240 }, async (_, i) => {
      if (i % 3 > 0)
        return expect(await rows('select ?::int as n, ?::text as long', i, 'y'.repeat(i))).toEqual([{ n: i, long: 'y'.repeat(i) }])
      const [name, fail, message] = failing[(i / 3) % failing.length]!
      return expect(fail(), name).rejects.toThrow(message)
    })
    await Promise.all(asked)
    expect(await rows('select 1 as n')).toEqual([{ n: 1 }])
  })
})
