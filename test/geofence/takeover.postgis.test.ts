import { expect, it } from 'vitest'
import type { Alert } from '../../tiles-server/src/contract/index.ts'
import { openSink } from '../delivery/sink.ts'
import { startApp } from '../support/app.ts'
import { sql } from '../support/cluster.ts'
import { openTestStore } from '../support/run.ts'
import { spawnServer } from '../support/server.ts'
import type { TestStore } from '../support/stores.ts'
import { until } from '../support/until.ts'
import { watched } from './engine-rows.ts'
import { addFence, ask } from './support.ts'

const INSIDE = [113.005, 33.005] as const
const OUTSIDE = [113.0125, 33.005] as const

/** A clock that stands until it is moved. */
const clock = { time: Date.parse('2026-05-01T04:00:00Z'), now: () => clock.time }

const OPTIONS = { clock, webhookNetworks: ['127.0.0.0/8'], webhookRetryMs: 10 }

/** The alerts of an object, oldest first: transition and how often it was changed. */
async function told(app: { url: string }, object: string): Promise<string[]> {
  const { body } = await ask<{ alerts: Alert[] }>(app, 'GET', `/alerts?object=${object}`)
  return body.alerts.map(({ transition, version }) => (version === 1 ? transition : `${transition} ${version}`)).reverse()
}

const fixOf = (object: string, time: number, [lon, lat]: readonly [number, number]) => ({
  ...{ object, time, received: time, lon, lat, accuracy: 8, speed: null, heading: null, flags: 0 },
})

/** Cuts the connection by which a process holds the turn to run the engine; answers whether one did. */
async function cutLeader({ databaseUrl }: TestStore): Promise<boolean> {
  const cut = `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted and objid = 7305007
    and database = (select oid from pg_database where datname = current_database())`
  return (await sql(databaseUrl!, cut)).length > 0
}

it('another process goes on where the one that ran the engine ends; nothing is lost and nothing told twice', async () => {
  const store = await openTestStore()
  const apps = [await startApp({ store, clock }), await startApp({ store, clock })]
  const fence = await addFence(apps[0]!)
  let step = 0
  const report = async (...places: (readonly [number, number])[]): Promise<void> => {
    // Whoever runs the engine, any process takes positions.
    const app = apps[step++ % apps.length]!
    await app.store.positions.append(
      places.map(place => {
        clock.time += 10_000
        return fixOf('o', clock.time, place)
      }),
    )
  }
  const transitions = async (): Promise<string[]> => {
    const { body } = await ask<{ alerts: Alert[] }>(apps.at(-1)!, 'GET', `/alerts?fence=${fence.id}`)
    return body.alerts.map(({ transition }) => transition).reverse()
  }
  await watched(apps[0]!, fence.id)
  await report(OUTSIDE, INSIDE)
  await apps.shift()!.close()
  await report(INSIDE, INSIDE, OUTSIDE)
  await until('the enter', async () => (await transitions()).length === 1)
  apps.push(await startApp({ store, clock }))
  await apps.shift()!.close()
  await report(OUTSIDE, OUTSIDE)
  await until('the exit', async () => (await transitions()).length === 2)
  expect(await transitions()).toEqual(['enter', 'exit'])
  await apps[0]!.close()
  await store.remove()
})

it('the connection of the one that runs it is cut again and again; nothing is lost, told twice or out of order', async () => {
  const store = await openTestStore()
  const sink = await openSink()
  const apps = [await startApp({ store, ...OPTIONS }), await startApp({ store, ...OPTIONS })] as const
  await ask(apps[0], 'POST', '/webhooks', { body: { name: 'x', url: sink.url } })
  const { id } = await addFence(apps[0], { confirm: { fixes: 1 }, margin: 0 })
  await watched(apps[0], id)
  const expected: string[] = []
  for (let round = 0; round < 6; round++) {
    const [transition, place] = round % 2 === 0 ? (['enter', INSIDE] as const) : (['exit', OUTSIDE] as const)
    clock.time += 10_000
    const appended = apps[round % 2]!.store.positions.append([fixOf('o', clock.time, place)])
    // Before, while or after it is looked at.
    if (round % 3 === 0) await appended
    await until('somebody ran it', () => cutLeader(store))
    await appended
    expected.push(transition)
    if (round % 3 === 2) await until('all are told', async () => (await told(apps[0], 'o')).length === expected.length)
  }
  await until('all are told', async () => (await told(apps[0], 'o')).length === expected.length)
  expect(await told(apps[0], 'o')).toEqual(expected)
  await until('all arrive', () => sink.received.length >= expected.length)
  for (const app of apps) await app.close()
  const arrived = sink.received.map(({ body }) => JSON.parse(body) as { type: string; data: Alert })
  expect(arrived.map(({ type, data }) => `${type} ${data.transition}`)).toEqual(expected.map(transition => `alert.raised ${transition}`))
  await sink.close()
  await store.remove()
})

it('one that stood still while another took over writes nothing of what it decided before, and goes on as the next', async () => {
  const store = await openTestStore()
  const frozen = await spawnServer(store)
  const other = await startApp({ store })
  const { id } = await addFence(other, { confirm: { fixes: 1 }, margin: 0 })
  await watched(other, id)
  // A second for eighteen metres.
  const [inside, outside] = [[113.0099, 33.005] as const, [113.0101, 33.005] as const]
  let time = Date.now()
  const next = (): number => (time += 1_000)
  const report = (place: readonly [number, number]): Promise<number> => other.store.positions.append([fixOf('o', next(), place)])
  await report(inside)
  await until('it is told', async () => (await told(other, 'o')).length === 1)
  process.kill(frozen.pid, 'SIGSTOP')
  await report(outside)
  await until('it held the turn', () => cutLeader(store))
  await until('the other tells', async () => (await told(other, 'o')).length === 2)
  process.kill(frozen.pid, 'SIGCONT')
  await report(inside)
  await until('it is told', async () => (await told(other, 'o')).length === 3)
  // It is the next again.
  await other.close()
  const again = await fetch(`${frozen.url}/api/positions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify([{ object: 'o', time: new Date(next()).toISOString(), lon: outside[0], lat: outside[1] }]),
  })
  expect(again.status).toBe(200)
  await until('it is told', async () => (await told(frozen, 'o')).length === 4)
  expect(await told(frozen, 'o')).toEqual(['enter', 'exit', 'enter', 'exit'])
  await frozen.end('SIGTERM')
  await store.remove()
})
