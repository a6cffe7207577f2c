import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One message as a receiver got it. */
export interface Received {
  readonly id: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** What a receiver does with a message: answer a status (at once, or after a while), cut the line before or after taking note of it, or say nothing. */
export type Manner = number | 'slow' | 'reset' | 'act-then-reset' | 'act-then-500' | 'silent' | 'act-then-silent'

/** A receiver on loopback. `received`: what it acted on, in order. */
export interface Sink {
  readonly url: string
  readonly received: readonly Received[]
  /** Everything that came, also what it did not act on. */
  readonly seen: readonly Received[]
  close(): Promise<void>
}

/** `manner` decides for each message, in the order they come. */
export async function openSink(manner: (message: Received, count: number) => Manner = () => 200): Promise<Sink> {
  const received: Received[] = []
  const seen: Received[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const message = { id: String(request.headers['webhook-id']), headers: request.headers, body: Buffer.concat(chunks).toString('utf8') }
      seen.push(message)
      behave(manner(message, seen.length), response, () => received.push(message))
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    seen,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const SLOW_MS = 100

function behave(manner: Manner, response: ServerResponse, act: () => void): void {
  if (manner === 'silent') return
  if (manner === 'act-then-silent') {
    act()
    return
  }
  if (manner === 'slow') {
    setTimeout(() => behave(200, response, act), SLOW_MS)
    return
  }
  if (manner === 'reset') {
    response.destroy()
    return
  }
  if (typeof manner === 'string') act()
  else if (manner < 300) act()
  if (manner === 'act-then-reset') response.destroy()
  else response.writeHead(manner === 'act-then-500' ? 500 : manner).end()
}

/** Whether a message is signed with a secret, as Standard Webhooks 1.0 says: written from its text, for this test alone. */
export function isSigned({ headers, body }: Received, secret: string): boolean {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  const content = [headers['webhook-id'], headers['webhook-timestamp'], body].join('.')
  const expected = `v1,${createHmac('sha256', key).update(content).digest('base64')}`
  return String(headers['webhook-signature']).split(' ').includes(expected)
}
