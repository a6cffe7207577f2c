import { afterAll, beforeAll, expect, it } from 'vitest'
import { defaults } from '../../tiles-server/src/config.ts'
import { createEngineRows, type EngineRows, openStore, type Store } from '../../tiles-server/src/store/index.ts'
import { openTestStore } from '../support/run.ts'
import type { TestStore } from '../support/stores.ts'

let test: TestStore
let store: Store
let rows: EngineRows
beforeAll(async () => {
  test = await openTestStore()
  store = await openStore({ ...defaults, ...test }, () => undefined)
  rows = createEngineRows(store.knex)
})
afterAll(async () => {
  await store.close()
  await test.remove()
})

const advance = (epoch: number, cursor: number, ...entries: string[]): Promise<void> =>
  store.knex.transaction(trx =>
    rows.advance(
      trx,
      epoch,
      { cursor, clock: 0, began: 0 },
      entries.map(entry => ({ after: cursor, entry })),
    ),
  )
const parts = (...texts: [string, string][]): ReadonlyMap<string, string>[] => texts.map(text => new Map([text]))

it('keeps all slices of a snapshot or none, and of the journal what came after the moment it is of', async () => {
  const epoch = await rows.take()
  await advance(epoch, 5, 'before')
  const entry = await rows.lastEntry()
  // While the snapshot is not written yet.
  await advance(epoch, 5, 'meanwhile')
  await advance(epoch, 9)
  await rows.snapshot(epoch, { cursor: 5, entry }, parts(['a', '1'], ['b', '1']))
  const kept = {
    mark: { cursor: 9, clock: 0, began: 0 },
    snapshot: {
      cursor: 5,
      parts: new Map([
        ['a', '1'],
        ['b', '1'],
      ]),
    },
    journal: [{ after: 5, entry: 'meanwhile' }],
  }
  expect(await rows.load()).toEqual(kept)

  function* broken(): Generator<ReadonlyMap<string, string>> {
    yield* parts(['a', '2'])
    throw new Error('no more')
  }
  await expect(rows.snapshot(epoch, { cursor: 9, entry: entry + 1 }, broken())).rejects.toThrow('no more')
  expect(await rows.load()).toEqual(kept)

  await rows.take()
  const late = rows.snapshot(epoch, { cursor: 9, entry: entry + 1 }, parts(['a', '3']))
  await expect(late).rejects.toMatchObject({ code: 'store-unavailable' })
  expect(await rows.load()).toEqual(kept)
})
