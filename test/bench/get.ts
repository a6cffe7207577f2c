import { Agent, type IncomingHttpHeaders, request } from 'node:http'

export interface Got {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** As it came over the wire, compressed. */
  readonly body: Buffer
}

/** GET with gzip over connections that are kept. */
export function getter(port: number): (path: string) => Promise<Got> {
  const agent = new Agent({ keepAlive: true })
  return path =>
    new Promise((resolve, reject) => {
      request({ agent, port, path, host: '127.0.0.1', headers: { 'accept-encoding': 'gzip' } }, answer => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('end', () => resolve({ status: answer.statusCode!, headers: answer.headers, body: Buffer.concat(chunks) }))
        answer.once('error', reject)
      })
        .once('error', reject)
        .end()
    })
}
