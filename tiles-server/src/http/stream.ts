import type { Context } from 'koa'
import { LOGGED } from '../store/index.ts'
import { file } from './answer.ts'
import { BBOX } from './common-params.ts'
import type { HttpDeps, StreamDoor } from './deps.ts'
import { list, text } from './param.ts'
import { type Route, route } from './route.ts'

const LAYERS_LIMIT = 100

const EVENTS = `The data of each event is JSON: \`change\` (ChangeEvent), \`tiles\` (TilesEvent), \`alert\` (AlertTold), \`hello\` at the beginning and \`heartbeat\` every five
seconds (\`seq\`), \`position\` (PositionEvent: where objects are now, at most twice a second; of chosen layers it belongs to \`patrol\`),
\`reset\` when events were lost and everything shown must be read again.`

const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store, no-transform',
  // Tells nginx and its kin not to gather the answer before passing it on.
  'X-Accel-Buffering': 'no',
}

/** What is told beside layers. */
const NO_LAYERS: ReadonlySet<string> = new Set(Object.values(LOGGED))

export const streamRoutes = ({ live, stream }: Pick<HttpDeps, 'live' | 'stream'>): Route[] => [
  route({
    method: 'GET',
    path: '/api/stream',
    tag: 'stream',
    summary: 'Changes as they happen, as server-sent events 变更流',
    description: EVENTS,
    query: {
      layers: list('Only these layers.', LAYERS_LIMIT, ['unknown-layer']),
      bbox: BBOX,
      last_event_id: text('Where no header can be set: the id of the last event that was received.'),
    },
    headers: ['Last-Event-ID'],
    answers: { 200: file('It does not end by itself.', 'text/event-stream') },
    errors: ['too-many-subscribers', 'not-caught-up'],
    handle: ({ ctx, query }) => {
      const layers = query.layers && new Set(query.layers.map(id => (NO_LAYERS.has(id) ? id : live.layer(id).def.id)))
      const { bbox } = query
      const lastEventId = ctx.get('Last-Event-ID') || query.last_event_id
      const subscription = { ...(layers && { layers }), ...(bbox && { bbox }), ...(lastEventId && { lastEventId }) }
      if (ctx.method === 'HEAD') {
        ctx.set(HEADERS)
        ctx.status = 200
        return
      }
      tell(ctx, stream, subscription)
    },
  }),
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
