import { randomBytes } from 'node:crypto'
import type { Alert, AlertTold, ChangeEvent, Fix, TilesEvent } from '../contract/index.ts'
import { ZongtuError } from '../kernel/index.ts'
import type { AppliedBatch, Live } from '../live/index.ts'
import { batchText, eventText, makeBatch, positionId } from './batch.ts'
import { PositionNews } from './position-news.ts'
import { createRing, parsePosition } from './ring.ts'
import type { Every, Sink, StreamLimits, Subscription } from './types.ts'

const LIMITS: StreamLimits = {
  subscribers: 2000,
  ringEvents: 20_000,
  ringBytes: 8 << 20,
  pendingBytes: 1 << 20,
  heartbeatMs: 5_000,
  positionsMs: 500,
}

export interface Stream {
  /** Starts telling `sink`; answers the function that stops it. Throws too-many-subscribers. */
  subscribe(subscription: Subscription, sink: Sink): () => void
  readonly subscribers: number
  /** Ends every response and takes no more. */
  close(): void
}

interface Deps {
  readonly live: Live
  /** Who tells which tiles a batch evicted, within live's notification of that batch. */
  readonly tiles: { onEvicted(listener: (events: readonly TilesEvent[]) => void): unknown }
  /** Who tells of alerts once their change is shown. */
  readonly alerts?: { onAlert(listener: (alert: Alert, change: { readonly seq: number; readonly isNew: boolean }) => void): () => void }
  readonly positions: { onPositions(listener: (fixes: readonly Fix[]) => void): () => void }
  readonly limits?: Partial<StreamLimits>
  readonly every?: Every
  /** Tells this process's events of a half-sent batch from another's. */
  readonly boot?: string
}

const everyInterval: Every = (ms, work) => {
  const timer = setInterval(work, ms)
  timer.unref()
  return () => clearInterval(timer)
}

/**
 * The server-sent events. What one batch of live changed is told at once, after live and the tile cache show it: first its tiles, then its changes.
 * A new subscriber gets `hello` with the current sequence number; one that resumes gets what it missed, or `reset` when that is no longer known.
 */
export function createStream({
  live,
  tiles,
  alerts,
  positions,
  limits: wished,
  every = everyInterval,
  boot = randomBytes(6).toString('hex'),
}: Deps): Stream {
  const limits = { ...LIMITS, ...wished }
  const ring = createRing(live.seq, boot, { events: limits.ringEvents, bytes: limits.ringBytes })
  const subscribers = new Map<Sink, Subscription>()
  let evicted: TilesEvent[] = []
  let applied: AppliedBatch[] = []
  let raised: AlertTold[] = []
  let scheduled = false
  let closed = false

  /** A whole layer is told to change before it is loaded; its tiles are told after that, under a number that was told already. */
  const isSettled = (): boolean => live.loading.length === 0 && !scheduled
  const here = (): string => positionId(ring.seq, isSettled(), boot)

  /** Live's listeners run in one go; the microtask runs after the last of them, whichever of them subscribed first. */
  function schedule(): void {
    if (scheduled) return
    scheduled = true
    queueMicrotask(flush)
  }

  function flush(): void {
    scheduled = false
    const tileEvents = evicted
    const changes = applied.flatMap(changesOf)
    const alertEvents = raised
    raised = []
    const seq = Math.max(ring.seq, ...applied.map(batch => batch.seq), ...tileEvents.map(event => event.seq))
    evicted = []
    applied = []
    if (tileEvents.length + changes.length + alertEvents.length === 0) return
    const batch = ring.push(makeBatch(seq, isSettled(), tileEvents, changes, alertEvents))
    for (const [sink, subscription] of subscribers) send(sink, batchText(batch, subscription, boot))
  }

  /** A subscriber that does not read fast enough is cut off instead of filling memory. */
  function send(sink: Sink, text: string): void {
    if (text === '') return
    if (sink.pending() > limits.pendingBytes) {
      subscribers.delete(sink)
      sink.end(true)
    } else sink.write(text)
  }

  function greeting(subscription: Subscription): string {
    const hello = (resumed: boolean, id?: string) => eventText('hello', JSON.stringify({ seq: ring.seq, resumed }), id)
    if (subscription.lastEventId === undefined || subscription.lastEventId === '') return hello(false, here())
    const position = parsePosition(subscription.lastEventId)
    const missed = position && ring.since(position)
    const text = missed?.batches.map((batch, i) => batchText(batch, subscription, boot, i === 0 ? missed.from : -1)).join('')
    if (text !== undefined && text.length <= limits.pendingBytes) return hello(true) + text
    return hello(false) + eventText('reset', JSON.stringify({ seq: ring.seq, reason: 'behind' }), here())
  }

  /**
   * An event, not a comment: a browser cannot see comments, and silence is how it notices a line that broke without being closed.
   * Its id keeps a subscriber with a narrow filter from falling behind the ring.
   */
  const stopHeartbeat = every(limits.heartbeatMs, () => {
    const text = eventText('heartbeat', JSON.stringify({ seq: ring.seq }), here())
    for (const sink of [...subscribers.keys()]) send(sink, text)
  })
  /** Who does not keep up goes without: where things are now is told again soon, and is no reason to cut anybody off. */
  const news = new PositionNews()
  const stopPositions = positions.onPositions(fixes => news.take(fixes))
  const stopNews = every(limits.positionsMs, () => {
    const textFor = news.flush()
    for (const [sink, subscription] of subscribers) {
      const text = textFor(subscription)
      if (text !== '' && sink.pending() === 0) sink.write(text)
    }
  })
  const stopApplied = live.onApplied(batch => {
    applied.push(batch)
    schedule()
  })
  const stopAlerts = alerts?.onAlert((alert, { seq, isNew }) => {
    raised.push({ seq, isNew, alert })
    schedule()
  })
  tiles.onEvicted(events => {
    if (closed) return
    evicted.push(...events)
    schedule()
  })

  return {
    get subscribers() {
      return subscribers.size
    },
    subscribe(subscription, sink) {
      if (closed || subscribers.size >= limits.subscribers) {
        throw new ZongtuError(
          'too-many-subscribers',
          `${subscribers.size} subscribers are connected, at most ${limits.subscribers} are taken`,
        )
      }
      sink.write(greeting(subscription))
      subscribers.set(sink, subscription)
      return () => void subscribers.delete(sink)
    },
    close() {
      if (closed) return
      closed = true
      stopHeartbeat()
      stopPositions()
      stopNews()
      stopApplied()
      stopAlerts?.()
      for (const sink of subscribers.keys()) sink.end(false)
      subscribers.clear()
    },
  }
}

/** A layer that live reloaded as a whole is told as one change of all of it, also when the feed has no row for that (a gap). */
function changesOf(batch: AppliedBatch): ChangeEvent[] {
  return [...batch.changes, ...batch.untold.map(layer => ({ seq: batch.seq, layer, op: 'all' as const, id: null, bbox: null }))]
}
