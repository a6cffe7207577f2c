import { afterAll, beforeAll, expect, test } from 'vitest'
import { featureOf } from '../proofs/ledger.ts'
import { type RunningApp, startApp } from '../support/app.ts'
import { type Client, createClient, Refused } from '../support/client.ts'
import { sql } from '../support/cluster.ts'
import { createSource, freshStore, type OpenSource, type TestStore } from '../support/stores.ts'
import { until } from '../support/until.ts'
import { writeFromElsewhere } from './elsewhere.ts'

// A cluster of its own: the others must not notice that it goes away.
let source: OpenSource
let store: TestStore
let app: RunningApp
let client: Client

beforeAll(async () => {
  source = await createSource('postgis')
  store = await freshStore(source.source)
  app = await startApp({ store })
  client = createClient(app.url)
  await client.create('zone', featureOf('before', 1))
})
afterAll(async () => {
  await app?.close()
  await store?.remove()
  await source?.close()
})

const zones = async (): Promise<string[]> => (await client.all('zone')).map(feature => feature.id)
const refusal = (error: unknown) =>
  error instanceof Refused ? { status: error.status, code: (JSON.parse(error.body) as { code: string }).code } : error

test.each([
  ['stopped and started', () => source.cluster!.stop()],
  ['killed and started', () => source.cluster!.kill()],
])('PostgreSQL is %s: reads go on, writes answer 503, the server recovers by itself and catches up', async (how, goAway) => {
  const known = await zones()
  await goAway()
  expect(await zones()).toEqual(known)
  const refused = await client.create('zone', featureOf(`refused, ${how}`, 2)).catch(refusal)
  expect(refused).toEqual({ status: 503, code: 'store-unavailable' })
  const ready = await fetch(`${app.url}/readyz`)
  expect(ready.status).toBe(503)
  expect((await fetch(`${app.url}/healthz`)).status).toBe(200)

  await source.cluster!.start()
  await until('writes are taken again', () => client.create('zone', featureOf(`after, ${how}`, 3)))
  await until('the server is ready again', async () => (await fetch(`${app.url}/readyz`)).ok)
  await writeFromElsewhere(store, `elsewhere, ${how}`)
  await until('a change by another process is shown', async () => (await zones()).includes(`elsewhere, ${how}`))
  expect((await zones()).filter(id => id.endsWith(how)).sort()).toEqual([`after, ${how}`, `elsewhere, ${how}`])
})

test('every connection is cut at once, the one that listens too: changes by others still arrive', async () => {
  const cut = await sql(
    store.databaseUrl!,
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  )
  expect(cut.length).toBeGreaterThan(0)
  await writeFromElsewhere(store, 'while nobody listened')
  await until('the change is shown', async () => (await zones()).includes('while nobody listened'))
  await until('writes succeed', () => client.create('zone', featureOf('after the cut', 4)))
})
