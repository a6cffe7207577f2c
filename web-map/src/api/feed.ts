import type { ChangeEvent, TilesEvent } from '../../../tiles-server/src/contract/index.ts'
import type { paths } from '../../api-client/index.ts'

export type FeedState = 'connecting' | 'live' | 'lost'

/** What the stream tells. `reset`: events may have been missed, everything shown must be read again. */
export type FeedMessage =
  | { readonly kind: 'change'; readonly event: ChangeEvent }
  | { readonly kind: 'tiles'; readonly event: TilesEvent }
  | { readonly kind: 'reset' }
  /** The stream's position: at its opening and with every heartbeat. */
  | { readonly kind: 'seq'; readonly seq: number }
  | { readonly kind: 'state'; readonly state: FeedState }

export type FeedListener = (message: FeedMessage) => void

const STREAM = '/api/stream' satisfies keyof paths
/** Once the server has shown that it beats (every 5 s), silence beyond this is a dead connection that nobody closed. */
const SILENCE_MS = 12_000
const BACK_OFF_MS = [500, 1000, 2000, 4000, 8000]

/**
 * One EventSource. The browser reconnects it by itself with Last-Event-ID; where it gives up (an error status) or the line has gone
 * silent, a new one is opened after a back-off, and `reset` tells that events may be missing.
 */
export function openFeed(listener: FeedListener): () => void {
  let source: EventSource | null = null
  let heardAt = 0
  let attempt = 0
  let missed = false
  let beats = false
  let state: FeedState | null = null
  let retry: ReturnType<typeof setTimeout> | undefined

  const tell = (next: FeedState): void => {
    if (next === state) return
    state = next
    listener({ kind: 'state', state })
  }
  const on = (name: string, take: (event: MessageEvent<string>) => void): void =>
    source?.addEventListener(name, event => {
      heardAt = performance.now()
      take(event as MessageEvent<string>)
    })

  const open = (): void => {
    source = new EventSource(STREAM)
    heardAt = performance.now()
    source.addEventListener('open', () => {
      heardAt = performance.now()
      attempt = 0
      tell('live')
      if (missed) listener({ kind: 'reset' })
      missed = false
    })
    source.addEventListener('error', () => {
      tell('lost')
      if (source?.readyState === EventSource.CLOSED) reopen()
    })
    on('change', event => listener({ kind: 'change', event: JSON.parse(event.data) as ChangeEvent }))
    on('tiles', event => listener({ kind: 'tiles', event: JSON.parse(event.data) as TilesEvent }))
    on('reset', () => listener({ kind: 'reset' }))
    on('hello', event => listener({ kind: 'seq', seq: (JSON.parse(event.data) as { seq: number }).seq }))
    on('heartbeat', event => {
      beats = true
      listener({ kind: 'seq', seq: (JSON.parse(event.data) as { seq: number }).seq })
    })
  }
  const reopen = (): void => {
    source?.close()
    missed = true
    clearTimeout(retry)
    retry = setTimeout(open, BACK_OFF_MS[Math.min(attempt++, BACK_OFF_MS.length - 1)])
  }
  const watch = setInterval(() => {
    if (!beats || source?.readyState !== EventSource.OPEN || performance.now() - heardAt < SILENCE_MS) return
    tell('lost')
    reopen()
  }, 1000)

  tell('connecting')
  open()
  return () => {
    clearInterval(watch)
    clearTimeout(retry)
    source?.close()
  }
}

/**
 * One connection for all tabs of this browser (HTTP/1.1 allows six to a host): the tab that holds the lock reads the stream and tells
 * the others. When it closes another takes over and tells everyone to read again. Where the browser lacks locks (plain http on a
 * foreign host) every tab has its own.
 */
export function openSharedFeed(listener: FeedListener): () => void {
  if (!('locks' in navigator) || typeof BroadcastChannel === 'undefined') return openFeed(listener)
  const channel = new BroadcastChannel('zongtu-feed')
  const closing = new AbortController()
  let lead: FeedListener | null = null
  let state: FeedState = 'connecting'

  channel.addEventListener('message', ({ data }: MessageEvent<FeedMessage | { kind: 'ask' }>) => {
    if (data.kind !== 'ask') listener(data)
    else if (lead) channel.postMessage({ kind: 'state', state } satisfies FeedMessage)
  })
  listener({ kind: 'state', state })
  channel.postMessage({ kind: 'ask' })

  let first = true
  const askedAt = performance.now()
  const take = (): Promise<void> =>
    new Promise(resolve => {
      lead = message => {
        if (message.kind === 'state') state = message.state
        listener(message)
        channel.postMessage(message)
      }
      // Whoever waited for the lock may have missed what was said between the two connections.
      if (first && performance.now() - askedAt > 1000) lead({ kind: 'reset' })
      first = false
      const close = openFeed(lead)
      closing.signal.addEventListener('abort', () => {
        close()
        resolve()
      })
    })
  navigator.locks.request('zongtu-feed', { signal: closing.signal }, take).catch((error: unknown) => {
    if (!closing.signal.aborted) throw error
  })
  return () => {
    closing.abort()
    channel.close()
  }
}
