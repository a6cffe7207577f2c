import { afterAll, beforeAll, expect, it } from 'vitest'
import { type SimulationOptions, simulate } from '../../scripts/simulate/simulation.ts'
import type { PositionList } from '../../tiles-server/src/contract/index.ts'
import { type RunningApp, startApp } from '../support/app.ts'
import { createClient } from '../support/client.ts'
import { freePort } from '../support/port.ts'
import { openTestStore } from '../support/run.ts'
import type { TestStore } from '../support/stores.ts'
import { until } from '../support/until.ts'

const at = (x: number, y: number): [number, number] => [112 + x * 0.002, 28 + y * 0.002]
const point = (id: string, properties: object) => ({
  type: 'Feature' as const,
  id,
  geometry: { type: 'Point' as const, coordinates: at(1, 1) },
  properties: { ...properties },
})

let store: TestStore
let app: RunningApp
beforeAll(async () => {
  store = await openTestStore()
  app = await startApp({ store })
  const client = createClient(app.url)
  for (let i = 0; i < 3; i++) {
    for (const [way, coordinates] of [
      ['across', [at(0, i), at(1, i), at(2, i)]],
      ['along', [at(i, 0), at(i, 1), at(i, 2)]],
    ] as const)
      await client.create('road', {
        type: 'Feature',
        id: `${way}-${i}`,
        geometry: { type: 'LineString', coordinates: [...coordinates] },
        properties: { class: 'local' },
      })
  }
  for (const id of ['p1', 'p2']) await client.create('patrol', point(id, { name: id, status: 'free' }))
  await client.create('camera', point('c1', { code: '99010100001320000001', name: 'c1', status: 'online' }))
})
afterAll(async () => {
  await app.close()
  await store.remove()
})

const options = (more: Partial<SimulationOptions> = {}): SimulationOptions => ({
  ...{ url: app.url, detections: 3, incidents: 2, rate: 1, speedUp: 20, duration: 60, noise: 5, seed: 1 },
  ...{ signal: new AbortController().signal, tell: () => undefined },
  ...more,
})
const latest = async (): Promise<PositionList['positions']> =>
  ((await (await fetch(`${app.url}/api/positions?limit=1000`)).json()) as PositionList).positions

it('a minute of a city gives positions of its patrols and detections that are all accepted, and incidents that are closed', async () => {
  const totals = await simulate(options())
  expect(totals).toMatchObject({ refused: 0, retries: 0, accepted: totals.sent })
  expect(totals.sent).toBeGreaterThan(150)
  expect(totals.incidents.made).toBeGreaterThan(0)
  expect(totals.incidents.closed).toBe(totals.incidents.made)
  const objects = (await latest()).map(({ object }) => object)
  expect(objects.filter(object => ['p1', 'p2'].includes(object))).toEqual(['p1', 'p2'])
  expect(objects.filter(object => object.startsWith('track-')).length).toBeGreaterThanOrEqual(3)
  const incidents = await createClient(app.url).all('incident')
  expect(incidents.map(({ properties }) => properties?.status as unknown)).toEqual(incidents.map(() => 'closed'))
})

it('goes on until it is told to stop, with as many objects as are asked for', async () => {
  const stopping = new AbortController()
  const { duration: _, ...endless } = options({ objects: 5, incidents: 0, detections: 0, rate: 0.1, speedUp: 1, signal: stopping.signal })
  const running = simulate(endless)
  await until('all report', async () => (await latest()).filter(({ object }) => object.startsWith('sim-')).length === 3)
  stopping.abort()
  const totals = await running
  expect([totals.accepted, totals.incidents.made]).toEqual([totals.sent, 0])
})

it('says so when no server answers', async () => {
  const url = `http://127.0.0.1:${await freePort()}`
  await expect(simulate(options({ url }))).rejects.toThrow(`no server answers at ${url}: start one with npm start`)
})

it('waits while the server is away, and goes on', async () => {
  const lines: string[] = []
  const stopping = new AbortController()
  const { duration: _, ...endless } = options({
    incidents: 0,
    rate: 0.1,
    speedUp: 1,
    signal: stopping.signal,
    tell: line => lines.push(line),
  })
  const { port } = app
  const running = simulate(endless)
  await until('it has begun', () => lines.some(line => line.includes('patrols')))
  await app.close()
  await until('it waits', () => lines.some(line => line.includes('asked again')))
  app = await startApp({ store, port })
  await until('it is back', () => lines.includes('the server is back'))
  stopping.abort()
  const totals = await running
  expect(totals.retries).toBeGreaterThan(0)
  expect(totals.accepted).toBe(totals.sent)
})
