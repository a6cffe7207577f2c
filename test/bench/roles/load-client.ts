import { connect, type Socket } from 'node:net'

/** Latencies in milliseconds and what came. */
export interface Load {
  readonly seconds: number
  readonly requests: number
  readonly bytes: number
  readonly latencies: number[]
}

/**
 * Keeps `connections` connections busy for `seconds`: one request at a time on each, the next when the answer is there. A client of our own on bare
 * sockets, since autocannon takes more of a core than the server it measures. Throws on any answer but 200.
 */
export async function load(port: number, paths: readonly string[], connections: number, seconds: number): Promise<Load> {
  const requests = paths.map(path => Buffer.from(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAccept-Encoding: gzip\r\n\r\n`))
  const from = performance.now()
  const until = from + seconds * 1000
  const latencies: number[] = []
  let bytes = 0
  const one = (start: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true })
      let next = start
      let asked = 0
      const ask = (): void => {
        asked = performance.now()
        socket.write(requests[next++ % requests.length]!)
      }
      onAnswers(
        socket,
        size => {
          const now = performance.now()
          latencies.push(now - asked)
          bytes += size
          if (now < until) return ask()
          socket.end()
          resolve()
        },
        reject,
      )
      socket.once('connect', ask)
      socket.once('error', reject)
    })
  // Each connection begins elsewhere, so that they do not ask for the same tile at the same time.
  await Promise.all(Array.from({ length: connections }, (_, i) => one(Math.floor((i * paths.length) / connections))))
  return { seconds: (performance.now() - from) / 1000, requests: latencies.length, bytes, latencies }
}

/** Calls back with the size of each whole answer. Answers carry their length. */
function onAnswers(socket: Socket, done: (bytes: number) => void, fail: (error: Error) => void): void {
  let head = Buffer.alloc(0)
  let missing = 0
  let size = 0
  socket.on('data', chunk => {
    size += chunk.length
    if (missing > 0) missing -= chunk.length
    else {
      head = head.length === 0 ? chunk : Buffer.concat([head, chunk])
      const end = head.indexOf('\r\n\r\n')
      if (end < 0) return
      const text = head.toString('latin1', 0, end)
      const length = /^HTTP\/1\.1 200 .*\r\ncontent-length: (\d+)/is.exec(text)?.[1]
      if (length === undefined) return fail(new Error(`an answer that is not 200 with a length:\n${text}`))
      missing = Number(length) - (head.length - end - 4)
      head = Buffer.alloc(0)
    }
    if (missing > 0) return
    const whole = size
    size = 0
    done(whole)
  })
}
