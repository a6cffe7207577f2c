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
  const get = (path: string): Promise<Got> =>
    new Promise((resolve, reject) => {
      const asked = request({ agent, port, path, host: '127.0.0.1', headers: { 'accept-encoding': 'gzip' } }, answer => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('end', () => resolve({ status: answer.statusCode!, headers: answer.headers, body: Buffer.concat(chunks) }))
        answer.once('error', reject)
      })
      asked.once('error', error => {
        // The server closed an idle connection in the moment it was used again (RFC 9112, 9.3.1).
        if (asked.reusedSocket && (error as { code?: string }).code === 'ECONNRESET') resolve(get(path))
        else reject(error)
      })
      asked.end()
    })
  return get
}
