import type { RequestListener } from 'node:http'
import type { Duplex } from 'node:stream'
import Koa, { type Context, type Next } from 'koa'
import compress from 'koa-compress'
import { rememberAccess } from '../access/index.ts'
import { systemClock, ZongtuError } from '../kernel/index.ts'
import type { HttpDeps } from './deps.ts'
import { accessGuard, accessRequestOf, type Decide, metExpectation, requestLog, securityHeaders, wellFormedPath } from './guards.ts'
import { createMetrics } from './metrics.ts'
import { problemBody, problems } from './problem.ts'
import { routesMiddleware } from './router.ts'
import { createRoutes } from './routes.ts'
import { viewer } from './viewer.ts'
import { createWarmTiles } from './warm-tiles.ts'

export interface Http {
  /** For the server's `request` event, and for `checkExpectation`, which Node otherwise answers without a word. */
  readonly callback: () => RequestListener
  /** For the server's `clientError` event: what cannot be parsed as HTTP is told so, as a problem. */
  readonly onClientError: (error: Error & { code?: string }, socket: Duplex) => void
}

/** Types that get smaller; tiles, event streams and progress lines go out as they are. */
const COMPRESSED = /^(application\/(geo\+)?json|text\/(html|css|javascript|plain)|application\/javascript|image\/svg\+xml)/

/** The server's HTTP face: cached tiles; else guards, then one file a resource, then the viewer. */
export function createHttp(deps: HttpDeps): Http {
  const { config, log, clock = systemClock } = deps
  const metrics = createMetrics(deps)
  const access = rememberAccess(config.token)
  const decide: Decide = (request, path) => access(accessRequestOf(request, path), clock.now())
  const warm = createWarmTiles({ tiles: deps.tiles, decide, log, durations: metrics.durations })
  metrics.gauge('zongtu_tiles_warm', 'Tiles answered from the cache in front of Koa since the start', () => warm.answered)
  const app = new Koa()
  app.on('error', (error: unknown) => log.warn({ err: error }, 'an answer could not be finished'))
  app.use(requestLog(log))
  app.use(metrics.observe)
  app.use(securityHeaders)
  app.use(problems(log))
  app.use(metExpectation)
  app.use(wellFormedPath)
  app.use(accessGuard(decide))
  app.use(encodable)
  app.use(compress({ filter: type => COMPRESSED.test(type), threshold: 1024, defaultEncoding: 'identity' }))
  const routes = createRoutes(deps, { metrics, warm, clock })
  for (const middleware of routesMiddleware(routes)) app.use(middleware)
  app.use(viewer(config.viewerDir))
  const listener = app.callback()
  return {
    callback: () => (request, response) => {
      if (!warm.answer(request, response)) void listener(request, response)
    },
    onClientError: answerClientError,
  }
}

/** A client that takes no encoding at all, not even none, gets plain bytes (RFC 9110 section 12.5.3); koa-compress would fail on it. */
async function encodable(ctx: Context, next: Next): Promise<void> {
  if (ctx.acceptsEncodings('br', 'gzip', 'deflate', 'identity') === false) ctx.compress = false
  await next()
}

function answerClientError(error: Error & { code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return
  const tooLarge = error.code === 'HPE_HEADER_OVERFLOW'
  const problem = new ZongtuError(
    tooLarge ? 'too-large' : 'bad-parameter',
    tooLarge ? 'the header is larger than 16 KB' : 'this is not HTTP/1.1',
  )
  const body = JSON.stringify(problemBody(problem))
  const status = tooLarge ? '413 Content Too Large' : '400 Bad Request'
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}
