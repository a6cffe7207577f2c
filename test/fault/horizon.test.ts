import { afterAll, beforeAll, expect, test } from 'vitest'
import { featureOf } from '../proofs/ledger.ts'
import { type RunningApp, startApp } from '../support/app.ts'
import { createClient } from '../support/client.ts'
import { subscribe } from '../support/sse.ts'
import { until } from '../support/until.ts'

let app: RunningApp

beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.close())

test('a cursor behind the pruned log gets reset, one within it the changes', async () => {
  const client = createClient(app.url)
  const ids = ['a', 'b', 'c', 'd']
  for (const id of ids) await client.create('zone', featureOf(id, 1))
  const last = await app.store.currentSeq()
  await app.store.prune(1)
  const layerOf = (id: string) => app.live.layer(id).def

  const behind = await app.store.readFeed(0, layerOf)
  expect(behind.reset).toBe(true)
  const within = await app.store.readFeed(last - 1, layerOf)
  expect(within.reset).toBe(false)
  expect(within.changes.map(change => change.id)).toEqual(['d'])
})

test('a subscriber that asks for what the server no longer knows is told to start again', async () => {
  const stream = await subscribe(`${app.url}/api/stream`, '-1')
  const reset = await until('reset arrives', () => stream.events.find(event => event.event === 'reset'))
  expect(JSON.parse(reset.data)).toMatchObject({ seq: await app.store.currentSeq() })
  stream.close()
})
