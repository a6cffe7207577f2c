import { setTimeout as pause } from 'node:timers/promises'
import type { Alert, Delivery, Fence, WebhookWithSecret } from '../../tiles-server/src/contract/index.ts'
import { type Random, seededRandom } from '../../tiles-server/src/kernel/index.ts'
import { type Manner, openSink, type Received, type Sink } from '../delivery/sink.ts'
import { ask } from '../geofence/support.ts'
import { launchServer, type ServerProcess, spawnServer } from '../support/server.ts'
import { createSource, freshStore, type OpenSource, type StoreKind, type TestStore } from '../support/stores.ts'
import { until } from '../support/until.ts'
import { around, Driver, post } from './delivery-drive.ts'
import { expectedAlerts, judgeDelivery, type StreetFence } from './delivery-judge.ts'

export interface DeliveryOptions {
  readonly kind: StoreKind
  readonly rounds: number
  readonly seed: number
  /** Where the store comes from; by default one made for this proof. */
  readonly from?: OpenSource
  readonly progress?: (line: string) => void
}

const [DRIVERS, OBJECTS] = [4, 5]
const ENV = { ZONGTU_WEBHOOK_NETWORKS: '127.0.0.0/8', ZONGTU_WEBHOOK_RETRY_MS: '20', ZONGTU_WEBHOOK_TIMEOUT_MS: '400', LOG_LEVEL: 'warn' }
const FENCES: readonly Omit<StreetFence, 'id'>[] = [
  { zones: [{ name: 'a', from: 1, to: 2 }] },
  {
    zones: [
      { name: 'b', from: 2, to: 3 },
      { name: 'c', from: 5, to: 5 },
    ],
  },
  // No fix has this distance to another: they are whole hundredths of a second.
  { zones: [{ name: 'd', from: 4, to: 6 }], dwellMs: 1_505 },
]
const FAULTS: readonly Manner[] = ['silent', 'act-then-silent', 'reset', 'act-then-reset', 500, 'act-then-500', 503]
/** So often a message meets a receiver that fails: far below the number of attempts after which it would be given up. */
const MOST_FAULTS = 4

/**
 * kill -9 of the server at random moments, also while it starts, and on PostGIS with a second process beside that goes on, while positions are posted all the
 * time and alerts are sent to a receiver that fails in every way. In the end, what the acknowledged positions must raise is in the list once and was acted on,
 * in order, each under one id and signed. Throws when anything is lost, invented or out of order.
 */
export async function proveDelivery(options: DeliveryOptions): Promise<Record<string, number>> {
  const from = options.from ?? (await createSource(options.kind, { durable: true }))
  const store = await freshStore(from.source)
  const random = seededRandom(options.seed)
  const sink = await openSink(mannersOf(seededRandom(options.seed + 1)))
  const fleet = new Fleet(store, random)
  try {
    return await deliver(options, fleet, sink, random)
  } finally {
    await fleet.end()
    await sink.close()
    await store.remove()
    if (!options.from) await from.close()
  }
}

async function deliver({ kind, rounds, progress }: DeliveryOptions, fleet: Fleet, sink: Sink, random: Random) {
  await fleet.start()
  const fences = await makeFences(fleet.app)
  const made = await ask<WebhookWithSecret>(fleet.app, 'POST', '/webhooks', {
    body: { name: 'proof', url: sink.url, fences: fences.map(({ id }) => id) },
  })
  if (made.status !== 201) throw new Error(JSON.stringify(made.body))
  await untilWatched(fleet, fences, random)
  const stopping = new AbortController()
  const drivers = Array.from(
    { length: DRIVERS },
    (_, i) => new Driver(`d${i}`, OBJECTS, fleet.urls, seededRandom(Math.floor(1e9 * random()))),
  )
  const driving = Promise.all(drivers.map(driver => driver.driveUntil(stopping.signal)))
  const counts = { whileStarting: 0, takeovers: 0 }
  for (let round = 1; round <= rounds; round++) {
    await Promise.race([pause(2_000 * random()), driving])
    const draw = random()
    if (draw < 0.25) {
      counts.whileStarting++
      await fleet.dieStarting()
    } else if (kind === 'postgis' && draw < 0.6) {
      counts.takeovers++
      await fleet.handOver()
    } else await fleet.die()
    if (round % 10 === 0) progress?.(`round ${round}: ${sink.seen.length} messages, ${sink.received.length} acted on`)
  }
  stopping.abort()
  await driving
  await untilWatched(fleet, fences, random)
  const { id, secret } = made.body
  await until(
    'the outbox is empty',
    async () => (await ask<{ pending: number }>(fleet.app, 'GET', `/webhooks/${id}`)).body.pending === 0,
    180_000,
  )
  const own = (list: Received[]) => list.filter(({ body }) => (JSON.parse(body) as { data: Alert }).data.object?.startsWith('d'))
  const alerts = (await pages<Alert>(fleet, '/alerts?limit=1000', 'alerts')).filter(({ object }) => object?.startsWith('d'))
  const outbox = (await pages<Delivery>(fleet, `/webhooks/${id}/deliveries?limit=1000`, 'deliveries')).reverse()
  const driven = drivers.flatMap(driver => driver.driven)
  const [seen, received] = [own([...sink.seen]), own([...sink.received])]
  judgeDelivery({ expected: expectedAlerts(driven, fences), alerts, outbox, seen, received, secret })
  return {
    ...{ rounds, ...counts, positions: driven.length, batchesSentAgain: drivers.reduce((sum, { resent }) => sum + resent, 0) },
    ...{ alerts: alerts.length, withdrawn: alerts.filter(({ withdrawn }) => withdrawn).length },
    ...{
      messages: seen.length,
      actedOn: received.length,
      actedOnAgain: received.length - new Set(received.map(message => message.id)).size,
    },
  }
}

/** A fault for most messages, up to so many times; then an answer, sometimes a slow one. */
function mannersOf(random: Random): (message: Received) => Manner {
  const tries = new Map<string, number>()
  return ({ id }) => {
    const count = (tries.get(id) ?? 0) + 1
    tries.set(id, count)
    if (count <= MOST_FAULTS && random() < 0.35) return FAULTS[Math.floor(random() * FAULTS.length)]!
    return random() < 0.2 ? 'slow' : 200
  }
}

async function makeFences(app: { url: string }): Promise<StreetFence[]> {
  const fences: StreetFence[] = []
  for (const [i, fence] of FENCES.entries()) {
    const { zones, dwellMs } = fence
    const body = {
      name: `street ${i}`,
      detect: ['enter', 'exit', ...(dwellMs ? ['dwell'] : [])],
      objects: { all: true },
      zones: zones.map(({ name, from, to }) => ({ name, geometry: around(from, to) })),
      confirm: { fixes: 1 },
      margin: 0,
      ...(dwellMs && { dwell: { seconds: dwellMs / 1_000 } }),
    }
    const made = await ask<Fence>(app, 'POST', '/fences', { body })
    if (made.status !== 201) throw new Error(JSON.stringify(made.body))
    fences.push({ ...fence, id: made.body.id })
  }
  return fences
}

/** Sends objects that all fences must tell of, until they do: what was reported before is behind the engine. */
async function untilWatched(fleet: Fleet, fences: readonly StreetFence[], random: Random): Promise<void> {
  for (let n = 0; n < 50; n++) {
    const object = `probe-${Date.now()}`
    const fixes = [0, 2, 5, 0].map((place, i) => ({ object, place, time: Date.now() - 800 + 200 * i }))
    await post(fleet.urls, fixes, random)
    const told = async (): Promise<boolean> => {
      const { body } = await ask<{ alerts: Alert[] }>(fleet.app, 'GET', `/alerts?object=${object}`)
      return fences.every(({ id }) => body.alerts.some(({ fence }) => fence === id))
    }
    if (await until('the fences tell of it', told, 2_000).catch(() => false)) return
  }
  throw new Error('the fences tell of nothing')
}

async function pages<T>(fleet: Fleet, path: string, member: string): Promise<T[]> {
  const list: T[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body }: { body: Record<string, unknown> } = await ask(fleet.app, 'GET', `${path}${cursor && `&cursor=${cursor}`}`)
    list.push(...(body[member] as T[]))
    cursor = body.cursor as string | null
  }
  return list
}

/** The processes that run on the store: one, or two for a while. */
class Fleet {
  readonly #store: TestStore
  readonly #random: Random
  #servers: ServerProcess[] = []

  constructor(store: TestStore, random: Random) {
    this.#store = store
    this.#random = random
  }

  readonly urls = (): string[] => this.#servers.map(({ url }) => url)

  get app(): { url: string } {
    return { url: this.urls().at(-1)! }
  }

  async start(): Promise<void> {
    this.#servers.push(await spawnServer(this.#store, { env: ENV }))
  }

  async die(): Promise<void> {
    await this.#kill()
    await this.start()
  }

  async dieStarting(): Promise<void> {
    await this.#kill()
    const server = await launchServer(this.#store, { env: ENV })
    this.#servers.push(server)
    await pause(4_000 * this.#random())
    await this.die()
  }

  async handOver(): Promise<void> {
    await this.start()
    await pause(1_000 * this.#random())
    await this.#kill()
  }

  /** The one that has run longest. It is asked nothing any more once it is dead. */
  async #kill(): Promise<void> {
    await this.#servers[0]?.end('SIGKILL')
    this.#servers.shift()
  }

  async end(): Promise<void> {
    await Promise.all(this.#servers.map(server => server.end('SIGKILL')))
  }
}
