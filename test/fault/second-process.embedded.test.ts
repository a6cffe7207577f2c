import { afterAll, beforeAll, expect, test } from 'vitest'
import { featureOf } from '../proofs/ledger.ts'
import { createClient } from '../support/client.ts'
import { openTestStore } from '../support/run.ts'
import { launchServer, type ServerProcess, spawnServer } from '../support/server.ts'
import type { TestStore } from '../support/stores.ts'

let store: TestStore
let first: ServerProcess

beforeAll(async () => {
  store = await openTestStore()
  first = await spawnServer(store)
})
afterAll(async () => {
  await first.end('SIGKILL')
  await store.remove()
})

test('a second process on the same folder is refused, names the first, and does no harm', async () => {
  const client = createClient(first.url)
  await client.create('zone', featureOf('kept', 1))
  const second = await launchServer(store)
  expect(await second.ended).toEqual({ code: 1, signal: null })
  expect(second.output()).toContain('store-locked')
  expect(second.output()).toContain(`${first.pid}`)
  expect(second.output()).not.toMatch(/^\s+at /m) // a message for a person, not a trace
  expect((await client.all('zone')).map(feature => feature.id)).toEqual(['kept'])
})

test('a lock left by a killed process does not keep the next one out', async () => {
  await first.end('SIGKILL')
  first = await spawnServer(store)
  expect((await createClient(first.url).all('zone')).map(feature => feature.id)).toEqual(['kept'])
})
