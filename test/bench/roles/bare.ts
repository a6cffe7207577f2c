import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the bare server answers for a path. */
export interface Canned {
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** The baseline: node:http that answers the same bytes and headers from a Map, and does nothing else. */
export const bareRole = () => {
  let server: Server | undefined
  return {
    listen: async (canned: ReadonlyMap<string, Canned>): Promise<{ port: number }> => {
      server = createServer((request, response) => {
        const { headers, body } = canned.get(request.url!)!
        response.writeHead(200, headers)
        response.end(body)
      })
      await new Promise<void>(resolve => server!.listen(0, '127.0.0.1', resolve))
      return { port: (server.address() as AddressInfo).port }
    },
    close: () => server?.close(),
  }
}
export type BareRole = ReturnType<typeof bareRole>
