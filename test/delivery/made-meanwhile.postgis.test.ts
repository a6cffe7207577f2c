import { expect, it } from 'vitest'
import { startApp } from '../support/app.ts'
import { openTestStore } from '../support/run.ts'
import { until } from '../support/until.ts'
import { openSink } from './sink.ts'

const alert = (id: string) => ({ id, version: 1, fence: 'f', object: 'o', severity: 'major' })

it.each(['made', 'changed'])('a webhook that is %s while something is being told gets what is committed after it', async how => {
  const store = await openTestStore()
  const sink = await openSink()
  const app = await startApp({ store, webhookNetworks: ['127.0.0.0/8'] })
  const send = async (method: string, path: string, more: object): Promise<Response> => {
    const headers = { 'content-type': 'application/json', 'if-match': '*' }
    return fetch(`${app.url}/api/webhooks${path}`, { method, headers, body: JSON.stringify({ name: 'x', url: sink.url, ...more }) })
  }
  const tell = (id: string) =>
    app.store.knex.transaction(trx => app.delivery.add(trx, () => Promise.resolve([{ type: 'alert.raised', alert: alert(id) }])))
  const other = how === 'changed' ? ((await (await send('POST', '', { fences: ['none'] })).json()) as { id: string }).id : undefined

  const order: string[] = []
  let made: Promise<unknown> | undefined
  await app.store.knex.transaction(async trx => {
    expect(await app.delivery.add(trx, () => Promise.resolve([{ type: 'alert.raised', alert: alert('before') }]))).toBe(0)
    made = (other === undefined ? send('POST', '', {}) : send('PUT', `/${other}`, {})).then(({ status }) =>
      order.push(`answered ${status}`),
    )
    await until('it waits', async () => {
      const { rows } = await app.store.knex.raw<{ rows: unknown[] }>(
        `select 1 from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`,
      )
      return rows.length > 0
    })
    order.push('committed')
  })
  await made
  expect(order).toEqual(['committed', `answered ${other === undefined ? 201 : 200}`])
  expect(await tell('after')).toBe(1)
  app.delivery.wake()
  await until('it arrives', () => sink.received.length > 0)
  expect(sink.received.map(({ body }) => (JSON.parse(body) as { data: { id: string } }).data.id)).toEqual(['after'])
  await app.close()
  await sink.close()
  await store.remove()
})
