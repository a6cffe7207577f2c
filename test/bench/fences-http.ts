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
/** Between two fixes of an object, in a flood. */
const ROUND_MS = 1_000
const ZONES_A_FENCE = 50
/** Batches a second at half load: small ones, as gateways send them. */
const PACE = 20
/** Longer than a gap between fixes that is bridged, and short enough that what comes after it is not from the future. */
const SILENCE_SECONDS = 90
const BACK_SECONDS = 10

/** What the stream told of under a load. */
interface Told {
  /** Positions a second that were sent. */
  readonly perSecond: number
  /** Milliseconds from the receipt of the fix that made an alert due, to the alert on the stream. */
  readonly delays: readonly number[]
}

export interface OverHttp {
  readonly perSecond: number
  /** At half of that. */
  readonly half: Told
  /** The same when all objects come back at once after a silence. */
  readonly back: Told
  readonly tables: readonly Table[]
}

/** Positions as NDJSON to a server on an empty PostGIS, with the zones of W1; then half as many, and when their alerts come. */
export async function fencesOverHttp(store: CityStore, { seconds, seed }: { seconds: number; seed: number }): Promise<OverHttp> {
  const server = await startBuilt<ServerRole>('server')
  try {
    const { port } = await server.call('open', { store, city: 'none' })
    const base = `http://127.0.0.1:${port}`
    const { zones, objects } = WORKLOADS.W1!(seededRandom(seed))
    for (let i = 0; i < zones.length; i += ZONES_A_FENCE) {
      await send(`${base}/api/fences`, 'application/json', JSON.stringify(ruleOf(`W1 ${i}`, zones.slice(i, i + ZONES_A_FENCE))))
    }
    const start = Date.now()
    const drive = (): Traffic => new Traffic(seededRandom(seed), objects, REACH, ROUND_MS, start)
    const { perSecond, rounds } = await flood(base, drive(), seconds)
    // The same objects, where what was taken of them ends.
    const traffic = drive()
    skip(traffic, rounds)
    // Its fixes ran ahead of the clock: those that follow are not to be older.
    await pause(Math.max(2_000, traffic.time + ROUND_MS - Date.now()))
    const measure = async (ahead: number, length: number): Promise<Told> => {
      const alerts = listen(`${base}/api/stream?layers=alert`)
      await alerts.open
      traffic.goOn(Date.now() + ahead, (objects * 1000) / (perSecond / 2))
      const sent = await atPace(base, traffic, perSecond / 2, length)
      await pause(2_000)
      return { perSecond: sent, delays: alerts.stop() }
    }
    const half = await measure(0, seconds)
    traffic.goOn(traffic.time, ROUND_MS)
    skip(traffic, SILENCE_SECONDS)
    const back = await measure(SILENCE_SECONDS * 1000, BACK_SECONDS)
    const figures = { perSecond, half, back }
    return { ...figures, tables: [tableOf(figures, { zones: zones.length, objects, seconds })] }
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

/** Drives on, unseen. */
function skip(traffic: Traffic, rounds: number): void {
  for (let round = 0; round < rounds; round++) traffic.round()
}

/** As fast as they are taken: positions a second, and how many rounds were begun. An object's positions go over one connection, in order. */
async function flood(base: string, traffic: Traffic, seconds: number): Promise<{ perSecond: number; rounds: number }> {
  const queues: string[][][] = Array.from({ length: CONNECTIONS }, () => [])
  await report(base, bodiesOf(traffic.round(), BATCH))
  // Made before: the client is to take no time from the server.
  for (let round = 0; round < 6 * seconds; round++) {
    const fixes = traffic.round()
    for (const [i, queue] of queues.entries()) {
      const own = fixes.filter((_, k) => k % CONNECTIONS === i)
      queue.push(bodiesOf(own, BATCH))
    }
  }
  const from = performance.now()
  const end = from + seconds * 1000
  const taken = await Promise.all(
    queues.map(async queue => {
      let [accepted, rounds] = [0, 0]
      for (; rounds < queue.length && performance.now() < end; rounds++) accepted += await report(base, queue[rounds]!)
      return { accepted, rounds }
    }),
  )
  const accepted = taken.reduce((sum, each) => sum + each.accepted, 0)
  return { perSecond: (accepted * 1000) / (performance.now() - from), rounds: 1 + Math.max(...taken.map(({ rounds }) => rounds)) }
}

/** So many positions a second, in small batches, each when its time has come. Answers how many a second it came to. */
async function atPace(base: string, traffic: Traffic, perSecond: number, seconds: number): Promise<number> {
  const size = Math.ceil(perSecond / PACE)
  const from = performance.now()
  let sent = 0
  let left: ReturnType<Traffic['round']> = []
  const asked: Promise<number>[] = []
  while (performance.now() - from < seconds * 1000) {
    if (left.length === 0) left = traffic.round()
    const some = left.splice(0, size)
    const bodies = bodiesOf(some, size)
    const due = from + (sent * 1000) / perSecond
    if (due > performance.now()) await pause(due - performance.now())
    asked.push(report(base, bodies))
    sent += some.length
    // Two under way at most: else an object's positions might pass each other.
    if (asked.length > 1) await asked.shift()
  }
  await Promise.all(asked)
  return (sent * 1000) / (performance.now() - from)
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
  { perSecond, half, back }: Omit<OverHttp, 'tables'>,
  { zones, objects, seconds }: { zones: number; objects: number; seconds: number },
): Table => ({
  title: `over HTTP, committed on PostGIS: ${zones} zones, ${objects} objects`,
  rows: [
    { what: `NDJSON, ${CONNECTIONS} connections, ${BATCH} a request`, 'positions/s': digits(perSecond) },
    ...[
      { what: 'at half of it: decision to alert on the stream', told: half },
      { what: 'the same, as all objects come back after a silence', told: back },
    ].map(({ what, told: { perSecond, delays } }) => ({
      what,
      'positions/s': digits(perSecond),
      alerts: delays.length,
      ...columns(spreadOf(delays)),
    })),
  ],
  notes: [
    `${seconds} s each; the client on the same machine. An answer says that all of a request is committed.`,
    `The silence: ${SILENCE_SECONDS} s without a fix, longer than a gap that is bridged, so that what each object is in is decided anew within a second; then ${BACK_SECONDS} s.`,
    'The decision: the receipt of the fix that made the alert due, by the server; milliseconds until the event has come.',
  ],
})
