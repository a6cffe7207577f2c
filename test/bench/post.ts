import { Agent, request } from 'node:http'

export interface Asked {
  /** Milliseconds of each request, from its first byte sent to the last received. */
  readonly times: number[]
  /** Bytes of all answers. */
  readonly bytes: number
}

/** POST of JSON over connections that are kept. */
export function poster(port: number) {
  const agent = new Agent({ keepAlive: true })
  const post = (path: string, body: Buffer): Promise<number> =>
    new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'content-length': body.length, 'accept-encoding': 'identity' }
      const asked = request({ agent, port, path, host: '127.0.0.1', method: 'POST', headers }, answer => {
        let bytes = 0
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length
        })
        answer.on('end', () => (answer.statusCode === 200 ? resolve(bytes) : reject(new Error(`${path}: ${answer.statusCode}`))))
        answer.once('error', reject)
      })
      asked.once('error', reject)
      asked.end(body)
    })
  return {
    /** Asks again and again, the bodies in turn, so many at a time. */
    async keepAsking(path: string, bodies: readonly string[], connections: number, seconds: number): Promise<Asked> {
      const texts = bodies.map(body => Buffer.from(body))
      for (const text of texts) await post(path, text)
      const asked = { times: [] as number[], bytes: 0 }
      const end = performance.now() + seconds * 1000
      let next = 0
      const loop = async (): Promise<void> => {
        while (performance.now() < end) {
          const from = performance.now()
          // Not in one: the sum would be read before the wait, and what other connections added meanwhile be lost.
          const bytes = await post(path, texts[next++ % texts.length]!)
          asked.bytes += bytes
          asked.times.push(performance.now() - from)
        }
      }
      await Promise.all(Array.from({ length: connections }, loop))
      agent.destroy()
      return asked
    },
  }
}
