import type { Feature } from 'geojson'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningApp, startApp } from '../support/app.ts'
import { type Client, createClient } from '../support/client.ts'
import { openTestStore } from '../support/run.ts'
import type { TestStore } from '../support/stores.ts'

let store: TestStore
let app: RunningApp
let client: Client
beforeAll(async () => {
  store = await openTestStore()
  app = await startApp({ store })
  client = createClient(app.url)
})
afterAll(async () => {
  await app.close()
  await store.remove()
})

const incident = (id: string, time: string): Feature & { id: string } => ({
  type: 'Feature',
  id,
  geometry: { type: 'Point', coordinates: [113.2, 33.1] },
  properties: { code: id, title: '路灯不亮', category: 'facility', status: 'open', time },
})
const times = async (layer = 'incident'): Promise<unknown> =>
  ((await (await fetch(`${app.url}/api/layers/${layer}`)).json()) as { times: unknown }).times

describe('what the catalog says of a layer', () => {
  it('holds the range of its times, in UTC, as of the last acknowledged write', async () => {
    expect(await times()).toBeNull()
    await client.create('incident', incident('b', '2026-05-01T08:00:00+08:00'))
    expect(await times()).toEqual(['2026-05-01T00:00:00.000Z', '2026-05-01T00:00:00.000Z'])
    const { version } = await client.create('incident', incident('a', '2025-12-31T23:30:00-02:00'))
    const late = await client.create('incident', incident('c', '2026-07-01T00:00:00Z'))
    expect(await times()).toEqual(['2026-01-01T01:30:00.000Z', '2026-07-01T00:00:00.000Z'])
    await client.remove('incident', 'c', late.version)
    expect(await times()).toEqual(['2026-01-01T01:30:00.000Z', '2026-05-01T00:00:00.000Z'])
    await client.replace('incident', incident('a', '2026-04-30T00:00:00Z'), version)
    expect(await times()).toEqual(['2026-04-30T00:00:00.000Z', '2026-05-01T00:00:00.000Z'])
  })

  it('is the same when the server reads it from the store', async () => {
    const before = await times()
    await app.close()
    app = await startApp({ store })
    client = createClient(app.url)
    expect(await times()).toEqual(before)
  })

  it('is null for a layer without a time', async () => {
    await client.create('water', {
      type: 'Feature',
      properties: { name: '湖', kind: 'lake' },
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [113, 33],
            [113.1, 33],
            [113.1, 33.1],
            [113, 33],
          ],
        ],
      },
    })
    expect(await times('water')).toBeNull()
  })
})
