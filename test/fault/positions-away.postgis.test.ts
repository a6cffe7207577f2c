import { request } from 'node:http'
import { expect, it } from 'vitest'
import { startApp } from '../support/app.ts'
import { createSource, freshStore } from '../support/stores.ts'
import { until } from '../support/until.ts'

const line = (object: string, more: object = {}) =>
  `${JSON.stringify({ object, time: '2026-05-01T08:00:00Z', lon: 113, lat: 33, ...more })}\n`

it('a stream of positions ends with 503 when PostgreSQL goes away, says what is committed, and can be sent again', async () => {
  const source = await createSource('postgis')
  const store = await freshStore(source.source)
  const app = await startApp({ store })
  try {
    const path = '/api/positions'
    const asked = request({ host: '127.0.0.1', port: app.port, method: 'POST', path, headers: { 'content-type': 'application/x-ndjson' } })
    asked.on('error', () => undefined)
    const answered = new Promise<{ status: number; body: Record<string, unknown> }>(resolve => {
      asked.on('response', response => {
        let text = ''
        response.on('data', part => {
          text += String(part)
        })
        response.on('end', () => resolve({ status: response.statusCode!, body: JSON.parse(text) as Record<string, unknown> }))
      })
    })
    asked.write(line('a') + line('bad', { lat: 91 }) + line('b'))
    await until('the first are committed', async () => (await app.store.positions.lastSeq()) === 2)
    await source.cluster!.stop()
    // The sender goes on and on: it is told all the same.
    const sending = setInterval(() => asked.write(line('c')), 20)
    const { status, body } = await answered
    clearInterval(sending)
    asked.destroy()
    expect([status, body.code, body.accepted, body.rejectedCount]).toEqual([503, 'store-unavailable', 2, 1])
    await source.cluster!.start()
    const again = () =>
      fetch(app.url + path, { method: 'POST', headers: { 'content-type': 'application/x-ndjson' }, body: line('a') + line('c') })
    await until('it is taken again', async () => (await again()).status === 200)
    await until('the log is read on', async () =>
      /zongtu_positions_seq ([3-9]|\d\d)/.test(await (await fetch(`${app.url}/metrics`)).text()),
    )
    const { positions } = (await (await fetch(app.url + path)).json()) as { positions: { object: string }[] }
    expect(positions.map(({ object }) => object)).toEqual(['a', 'b', 'c'])
  } finally {
    await app.close()
    await store.remove()
    await source.close()
  }
})
