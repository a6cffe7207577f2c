import { afterAll, beforeAll, expect, test } from 'vitest'
import { featureOf } from '../proofs/ledger.ts'
import { createClient } from '../support/client.ts'
import { openTestStore } from '../support/run.ts'
import { spawnServer } from '../support/server.ts'
import { subscribe } from '../support/sse.ts'
import type { TestStore } from '../support/stores.ts'

let store: TestStore

beforeAll(async () => {
  store = await openTestStore()
})
afterAll(() => store.remove())

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s ends the server cleanly, open streams too, and what was written is there again',
  async signal => {
    const server = await spawnServer(store)
    const client = createClient(server.url)
    await client.create('zone', featureOf(signal, 1))
    const stream = await subscribe(`${server.url}/api/stream`)
    expect(await server.end(signal)).toEqual({ code: 0, signal: null })
    await stream.ended
    const again = await spawnServer(store, { port: server.port })
    expect((await createClient(again.url).all('zone')).map(feature => feature.id)).toContain(signal)
    expect(await again.end('SIGTERM')).toEqual({ code: 0, signal: null })
  },
)
