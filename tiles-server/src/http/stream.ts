import type { Context } from 'koa'
import type { HttpDeps, StreamDoor } from './deps.ts'
import { badParameter, readBbox } from './query.ts'
import type { Call, Route } from './route.ts'

const LAYERS_LIMIT = 100

const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store, no-transform',
  // Tells nginx and its kin not to gather the answer before passing it on.
  'X-Accel-Buffering': 'no',
}

export const streamRoutes = ({ live, stream }: Pick<HttpDeps, 'live' | 'stream'>): Route[] => [
  {
    method: 'GET',
    path: '/api/stream',
    query: ['layers', 'bbox', 'last_event_id'],
    handle: ({ ctx, query }) => {
      const layers = readLayers(query, live)
      const bbox = readBbox(query)
      const lastEventId = ctx.get('Last-Event-ID') || query.get('last_event_id')
      const subscription = { ...(layers && { layers }), ...(bbox && { bbox }), ...(lastEventId && { lastEventId }) }
      if (ctx.method === 'HEAD') {
        ctx.set(HEADERS)
        ctx.status = 200
        return
      }
      tell(ctx, stream, subscription)
    },
  },
]

function tell(ctx: Context, stream: StreamDoor, subscription: Parameters<StreamDoor['subscribe']>[0]): void {
  const { res } = ctx
  const stop = stream.subscribe(subscription, {
    write(text) {
      if (!res.headersSent) res.writeHead(200, HEADERS)
      res.write(text)
    },
    pending: () => res.writableLength,
    end: abruptly => void (abruptly ? res.destroy() : res.end()),
  })
  ctx.respond = false
  ctx.socket.setNoDelay(true)
  res.once('close', stop)
  if (res.destroyed) stop()
}

function readLayers(query: Call['query'], live: HttpDeps['live']): ReadonlySet<string> | undefined {
  const text = query.get('layers')
  if (text === undefined) return undefined
  const ids = text.split(',')
  if (ids.length > LAYERS_LIMIT) throw badParameter('layers', `a list of ${ids.length}, at most ${LAYERS_LIMIT} are taken`)
  return new Set(ids.map(id => live.layer(id).def.id))
}
