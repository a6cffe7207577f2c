import { setTimeout as pause } from 'node:timers/promises'
import type { Polygon } from 'geojson'
import type { AlertTold } from '../../tiles-server/src/contract/index.ts'
import { seededRandom } from '../../tiles-server/src/kernel/index.ts'
import { startBuilt } from './built.ts'
import type { CityStore } from './city.ts'
import { REACH, WORKLOADS } from './fence-work.ts'
import { columns, digits, spreadOf } from './figures.ts'
import type { Table } from './report.ts'
import type { ServerRole } from './roles/server.ts'
import { Traffic } from './traffic.ts'

/** Positions of a request. */
const BATCH = 5_000
const CONNECTIONS = 2
const ZONES_A_FENCE = 50
/** Batches a second at half load: small ones, as gateways send them. */
const PACE = 20

export interface OverHttp {
  readonly perSecond: number
  readonly halfLoad: number
  /** Milliseconds from the receipt of the fix that made an alert due, to the alert on the stream, at half load. */
  readonly delays: readonly number[]
  readonly tables: readonly Table[]
}

/** Positions as NDJSON to a server on an empty PostGIS, with the zones of W1; then half as many, and when their alerts come. */
export async function fencesOverHttp(store: CityStore, { seconds, seed }: { seconds: number; seed: number }): Promise<OverHttp> {
  const server = await startBuilt<ServerRole>('server')
  try {
    const { port } = await server.call('open', { store, city: 'none' })
    const base = `http://127.0.0.1:${port}`
    const random = seededRandom(seed)
    const { zones, objects } = WORKLOADS.W1!(random)
    for (let i = 0; i < zones.length; i += ZONES_A_FENCE) {
      await send(`${base}/api/fences`, 'application/json', JSON.stringify(ruleOf(`W1 ${i}`, zones.slice(i, i + ZONES_A_FENCE))))
    }
    const traffic = new Traffic(random, objects, REACH, 1_000, Date.now())
    await report(base, bodiesOf(traffic.round(), BATCH))
    const full = await flood(base, traffic, seconds)
    // Its fixes ran ahead of the clock: those that follow are not to be older.
    await pause(Math.max(2_000, traffic.time - Date.now()))
    const half = full / 2
    const alerts = listen(`${base}/api/stream?layers=alert`)
    await alerts.open
    await atPace(base, traffic, half, objects, seconds)
    await pause(2_000)
    const delays = alerts.stop()
    return { perSecond: full, halfLoad: half, delays, tables: [tableOf(full, half, delays, { zones: zones.length, objects, seconds })] }
  } finally {
    await server.end()
  }
}

const ruleOf = (name: string, zones: readonly Polygon[]) => ({
  ...{ name, detect: ['enter', 'exit', 'dwell'], dwell: { seconds: 600 }, objects: { all: true } },
  zones: zones.map((geometry, i) => ({ geometry, name: `${name}/${i}` })),
})

async function send(url: string, type: string, body: string): Promise<{ accepted?: number }> {
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': type }, body })
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as { accepted?: number }
}

/** NDJSON, so many positions each. */
function bodiesOf(fixes: ReturnType<Traffic['round']>, size: number): string[] {
  const lines = fixes.map(({ object, time, lon, lat, accuracy, speed }) =>
    JSON.stringify({ object, time: new Date(time).toISOString(), lon, lat, accuracy, speed }),
  )
  return Array.from({ length: Math.ceil(lines.length / size) }, (_, i) => lines.slice(i * size, (i + 1) * size).join('\n'))
}

async function report(base: string, bodies: readonly string[]): Promise<number> {
  let accepted = 0
  for (const body of bodies) accepted += (await send(`${base}/api/positions`, 'application/x-ndjson', body)).accepted ?? 0
  return accepted
}

/** As fast as they are taken: positions a second. An object's positions go over one connection, in order. */
async function flood(base: string, traffic: Traffic, seconds: number): Promise<number> {
  const queues: string[][] = Array.from({ length: CONNECTIONS }, () => [])
  // Made before: the client is to take no time from the server.
  for (let round = 0; round < 6 * seconds; round++) {
    const fixes = traffic.round()
    for (const [i, queue] of queues.entries())
      queue.push(
        ...bodiesOf(
          fixes.filter((_, k) => k % CONNECTIONS === i),
          BATCH,
        ),
      )
  }
  const from = performance.now()
  const end = from + seconds * 1000
  let accepted = 0
  await Promise.all(
    queues.map(async queue => {
      for (let body = queue.shift(); body !== undefined && performance.now() < end; body = queue.shift())
        accepted += await report(base, [body])
    }),
  )
  return (accepted * 1000) / (performance.now() - from)
}

/** So many positions a second, in small batches, each when its time has come. */
async function atPace(base: string, traffic: Traffic, perSecond: number, objects: number, seconds: number): Promise<void> {
  traffic.goOn(Date.now(), (objects * 1000) / perSecond)
  const size = Math.ceil(perSecond / PACE)
  const from = performance.now()
  let sent = 0
  let bodies: string[] = []
  const asked: Promise<number>[] = []
  while (performance.now() - from < seconds * 1000) {
    if (bodies.length === 0) bodies = bodiesOf(traffic.round(), size)
    const due = from + (sent * 1000) / PACE
    if (due > performance.now()) await pause(due - performance.now())
    asked.push(report(base, [bodies.shift()!]))
    sent++
    // Two under way at most: else an object's positions might pass each other.
    if (asked.length > 1) await asked.shift()
  }
  await Promise.all(asked)
}

/** New alerts of the stream, and how long after their decision each came. */
function listen(url: string): { readonly open: Promise<void>; stop(): number[] } {
  const control = new AbortController()
  const delays: number[] = []
  let opened: () => void = () => undefined
  const open = new Promise<void>(resolve => {
    opened = resolve
  })
  const read = async (): Promise<void> => {
    const { body } = await fetch(url, { signal: control.signal })
    opened()
    let rest = ''
    for await (const chunk of body!.pipeThrough(new TextDecoderStream())) {
      const now = Date.now()
      const events = `${rest}${chunk}`.split('\n\n')
      rest = events.pop()!
      for (const event of events) {
        if (!/^event: alert$/m.test(event)) continue
        const { isNew, alert } = JSON.parse(/^data: (.*)$/m.exec(event)![1]!) as AlertTold
        if (isNew && !alert.late) delays.push(now - Date.parse(alert.decidedAt))
      }
    }
  }
  read().catch((error: unknown) => {
    if (!control.signal.aborted) throw error
  })
  return {
    open,
    stop: () => {
      control.abort()
      return delays
    },
  }
}

const tableOf = (
  full: number,
  half: number,
  delays: readonly number[],
  { zones, objects, seconds }: { zones: number; objects: number; seconds: number },
): Table => ({
  title: `over HTTP, committed on PostGIS: ${zones} zones, ${objects} objects`,
  rows: [
    { what: `NDJSON, ${CONNECTIONS} connections, ${BATCH} a request`, 'positions/s': digits(full) },
    {
      what: 'at half of it: decision to alert on the stream',
      'positions/s': digits(half),
      alerts: delays.length,
      ...columns(spreadOf(delays)),
    },
  ],
  notes: [
    `${seconds} s each; the client on the same machine. An answer says that all of a request is committed.`,
    'The decision: the receipt of the fix that made the alert due, by the server; milliseconds until the event has come.',
  ],
})
