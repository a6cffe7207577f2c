import type { ChangeEvent } from '../../tiles-server/src/contract/index.ts'
import { type ServerEvent, type Subscription, subscribe } from '../support/sse.ts'
import { until } from '../support/until.ts'

/** A change as a subscriber or the log tells it, in one comparable line. */
export const line = (change: Pick<ChangeEvent, 'seq' | 'layer' | 'op' | 'id'>): string =>
  `${change.seq} ${change.layer} ${change.op} ${change.id ?? '*'}`

/** Follows one server's stream, over as many connections as it takes, and keeps every change in the order it came. */
export interface Watcher {
  readonly name: string
  /** State at which it began: it owes every change after this. */
  readonly since: number
  readonly seen: readonly ChangeEvent[]
  readonly connections: number
  /** Drops the connection and resumes after the last event received. */
  reconnect(): Promise<void>
  close(): void
}

export async function watch(name: string, server: string): Promise<Watcher> {
  const url = `${server}/api/stream`
  const seen: ChangeEvent[] = []
  let taken: Subscription = await subscribe(url)
  let read = 0
  let lastId = ''
  let connections = 1

  const collect = () => {
    for (; read < taken.events.length; read++) take(taken.events[read]!)
  }
  const take = (event: ServerEvent) => {
    if (event.id !== null) lastId = event.id
    if (event.event === 'reset') throw new Error(`${name} was told to start again: ${event.data}`)
    if (event.event === 'change') seen.push(JSON.parse(event.data) as ChangeEvent)
  }
  const hello = await until(`${name} is greeted`, () => taken.events[0])
  return {
    name,
    since: (JSON.parse(hello.data) as { seq: number }).seq,
    get seen() {
      collect()
      return seen
    },
    get connections() {
      return connections
    },
    reconnect: async () => {
      taken.close()
      await taken.ended
      collect()
      taken = await subscribe(url, lastId)
      read = 0
      connections++
    },
    close: () => taken.close(),
  }
}
