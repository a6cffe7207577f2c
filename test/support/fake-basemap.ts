import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One red pixel: an image of any size fills its tile. */
export const RED_PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==',
  'base64',
)

/** A publisher of map tiles on this machine. */
export interface FakeBasemap {
  /** Template for the server's configuration, with a key in it. */
  readonly template: string
  /** Paths and queries asked for, in order. */
  readonly asked: string[]
  close(): Promise<void>
}

/** `answer` decides what each tile is; red without it. */
export async function startBasemap(answer?: RequestListener): Promise<FakeBasemap> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    if (answer) return void answer(request, response)
    response.writeHead(200, { 'content-type': 'image/png' }).end(RED_PNG)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    template: `http://127.0.0.1:${(server.address() as AddressInfo).port}/{z}/{x}/{y}?tk=secret`,
    asked,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
