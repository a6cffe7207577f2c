import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Koa from 'koa'
import pino from 'pino'
import { afterEach, expect, it } from 'vitest'
import { ZongtuError } from '../kernel/index.ts'
import { metExpectation } from './guards.ts'
import { problems } from './problem.ts'

let server: Server
afterEach(() => void server.close())

/** Serves `answer` behind the middleware and asks once. */
async function ask(answer: () => void, headers: Record<string, string> = {}) {
  const app = new Koa()
  app.use(problems(pino({ level: 'silent' })))
  app.use(metExpectation)
  app.use(ctx => {
    answer()
    ctx.body = 'fine'
  })
  const callback = app.callback()
  const listener = (...[req, res]: Parameters<typeof callback>): void => void callback(req, res)
  server = createServer(listener)
  server.on('checkExpectation', listener)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return new Promise<{ status: number; retryAfter: string | undefined; text: string }>((resolve, reject) => {
    const { port } = server.address() as AddressInfo
    const sent = request({ port, host: '127.0.0.1', headers, agent: false }, response => {
      let text = ''
      response.setEncoding('utf8').on('data', chunk => (text += chunk))
      response.on('end', () => resolve({ status: response.statusCode!, retryAfter: response.headers['retry-after'], text }))
    })
    sent.on('error', reject).end()
  })
}

const refuse = (error: ZongtuError) => () => {
  throw error
}

it('asks to try again what was refused for now, never what is committed', async () => {
  expect(await ask(refuse(new ZongtuError('store-unavailable', 'away')))).toMatchObject({ status: 503, retryAfter: '1' })
  const { status, retryAfter, text } = await ask(refuse(new ZongtuError('not-shown', 'committed as change 7', { seq: 7 })))
  expect([status, retryAfter]).toEqual([503, undefined])
  expect(JSON.parse(text)).toMatchObject({ code: 'not-shown', seq: 7, detail: 'committed as change 7' })
})

it('meets no expectation but 100-continue, and says so', async () => {
  const { status, text } = await ask(() => undefined, { expect: 'the-impossible' })
  expect([status, (JSON.parse(text) as { code: string }).code]).toEqual([417, 'expectation-failed'])
  expect(await ask(() => undefined, { expect: '100-Continue' })).toMatchObject({ status: 200, text: 'fine' })
})
