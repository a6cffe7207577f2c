import { Readable } from 'node:stream'
import { until } from '../support/until.ts'

export interface BigFigures {
  readonly megabytes: number
  readonly rows: number
  readonly seconds: number
  /** Resident memory of the server in MB: before, and at its highest. */
  readonly memoryBefore: number
  readonly memoryMost: number
}

const WATCH_MS = 250

/**
 * Sends so many megabytes of NDJSON in one stream and has them read to the end as a dry run: parsed, checked and staged. Throws when a row is missing,
 * or when the server needed as much memory as the file has bytes.
 */
export async function proveBigNdjson(url: string, megabytes: number): Promise<BigFigures> {
  const memoryBefore = await memoryOf(url)
  let memoryMost = memoryBefore
  const watch = setInterval(() => {
    memoryOf(url).then(
      now => {
        memoryMost = Math.max(memoryMost, now)
      },
      () => undefined, // the server is busy; the next look will tell
    )
  }, WATCH_MS)
  const from = performance.now()
  try {
    let rows = 0
    const body = Readable.toWeb(
      Readable.from(
        lines(megabytes * 1e6, n => {
          rows = n
        }),
      ),
    ) as unknown as BodyInit
    const sent = await fetch(`${url}/api/uploads?name=big.ndjson`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body,
      duplex: 'half',
    } as RequestInit)
    const { upload } = (await sent.json()) as { upload: string }
    const answer = await fetch(`${url}/api/imports?layer=big&dry=true&upload=${upload}`, { method: 'POST' })
    const last = JSON.parse((await answer.text()).trim().split('\n').at(-1)!) as { report?: { stored: number } }
    if (last.report?.stored !== rows) throw new Error(`of ${rows} rows: ${JSON.stringify(last).slice(0, 500)}`)
    const seconds = Math.round((performance.now() - from) / 1000)
    if (memoryMost - memoryBefore >= megabytes)
      throw new Error(`${megabytes} MB made the server grow from ${memoryBefore} to ${memoryMost} MB`)
    return { megabytes, rows, seconds, memoryBefore, memoryMost }
  } finally {
    clearInterval(watch)
    await until('the server answers', async () => (await fetch(`${url}/healthz`)).ok, 30_000)
  }
}

/** Lines of 64 vertices each, in pieces of a thousand. */
function* lines(bytes: number, onRows: (rows: number) => void): Generator<Buffer> {
  const shape = Array.from({ length: 64 }, (_, i) => [100 + Math.sin(i) / 10, 30 + i / 1000])
  for (let [sent, row] = [0, 0]; sent < bytes; ) {
    let text = ''
    for (let i = 0; i < 1000; i++, row++) {
      const coordinates = shape.map(([x, y]) => [x! + (row % 997) / 1000, y! + (row % 89) / 100])
      text += `${JSON.stringify({ type: 'Feature', properties: { n: row, name: `道路 ${row}` }, geometry: { type: 'LineString', coordinates } })}\n`
    }
    const piece = Buffer.from(text)
    sent += piece.length
    onRows(row)
    yield piece
  }
}

async function memoryOf(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text()
  return Math.round(Number(/^process_resident_memory_bytes (\S+)/m.exec(text)![1]) / 1e6)
}
