import { expect, it } from 'vitest'
import type { Alert } from '../../tiles-server/src/contract/index.ts'
import { startApp } from '../support/app.ts'
import { openTestStore } from '../support/run.ts'
import { until } from '../support/until.ts'
import { addFence, ask } from './support.ts'

const INSIDE = [113.005, 33.005] as const
const OUTSIDE = [113.0125, 33.005] as const

/** A clock that stands until it is moved. */
const clock = { time: Date.parse('2026-05-01T04:00:00Z'), now: () => clock.time }

it('another process goes on where the one that ran the engine ends; nothing is lost and nothing told twice', async () => {
  const store = await openTestStore()
  const apps = [await startApp({ store, clock }), await startApp({ store, clock })]
  const fence = await addFence(apps[0]!)
  let step = 0
  const report = async (...places: (readonly [number, number])[]): Promise<void> => {
    // Whoever runs the engine, any process takes positions.
    const app = apps[step++ % apps.length]!
    await app.store.positions.append(
      places.map(([lon, lat]) => {
        clock.time += 10_000
        return { object: 'o', time: clock.time, received: clock.time, lon, lat, accuracy: 8, speed: null, heading: null, flags: 0 }
      }),
    )
  }
  const transitions = async (): Promise<string[]> => {
    const { body } = await ask<{ alerts: Alert[] }>(apps.at(-1)!, 'GET', `/alerts?fence=${fence.id}`)
    return body.alerts.map(({ transition }) => transition).reverse()
  }
  await until('the engine has the fence', async () => {
    const { rows } = await apps[0]!.store.knex.raw<{ rows: unknown[] }>('select 1 from fence_journal')
    return rows.length > 0
  })
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
