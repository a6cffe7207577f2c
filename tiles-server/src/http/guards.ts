import { randomBytes } from 'node:crypto'
import type { Context, Next } from 'koa'
import type { Logger } from 'pino'
import { decideAccess, SESSION_COOKIE } from '../access/index.ts'
import { type Clock, ZongtuError } from '../kernel/index.ts'

const CSP = [
  "default-src 'self'",
  "worker-src 'self' blob:",
  "img-src 'self' data: blob:",
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** Safe by default, on every answer. */
export async function securityHeaders(ctx: Context, next: Next): Promise<void> {
  ctx.set({
    'Content-Security-Policy': CSP,
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
  })
  await next()
}

/** Names the request and writes one line when its answer has gone out: no header, no query value, so no secret either. */
export function requestLog(log: Logger) {
  return async (ctx: Context, next: Next): Promise<void> => {
    const started = performance.now()
    const requestId = randomBytes(9).toString('base64url')
    ctx.state.requestId = requestId
    ctx.set('X-Request-Id', requestId)
    const [path = '', query = ''] = (ctx.req.url ?? '').split('?')
    ctx.res.once('close', () => {
      const line = {
        requestId,
        method: ctx.method,
        path: path.slice(0, 300),
        query: queryNames(query),
        status: ctx.res.statusCode,
        ms: Math.round((performance.now() - started) * 10) / 10,
      }
      const isQuietRead = ctx.res.statusCode < 400 && (ctx.method === 'GET' || ctx.method === 'HEAD')
      if (ctx.res.statusCode >= 500) log.warn(line, 'request')
      else if (isQuietRead) log.debug(line, 'request')
      else log.info(line, 'request')
    })
    await next()
  }
}

const queryNames = (querystring: string): string[] | undefined =>
  querystring === ''
    ? undefined
    : querystring
        .slice(0, 1000)
        .split('&', 20)
        .map(pair => pair.split('=', 1)[0]!.slice(0, 40))

/** Host, Origin, token and session. Who it is goes to `ctx.state.actor`. */
export function accessGuard(token: string | undefined, clock: Clock) {
  return async (ctx: Context, next: Next): Promise<void> => {
    const header = (name: string) => ctx.get(name) || undefined
    ctx.state.actor = decideAccess(
      {
        method: ctx.method,
        path: ctx.path,
        port: ctx.socket.localPort ?? 0,
        address: ctx.socket.localAddress,
        host: header('Host'),
        origin: header('Origin'),
        authorization: header('Authorization'),
        session: ctx.cookies.get(SESSION_COOKIE),
      },
      token,
      clock.now(),
    )
    await next()
  }
}

/** The one expectation there is (RFC 9110 section 10.1.1), met by Node itself, which looks for it in the same way. */
export async function metExpectation(ctx: Context, next: Next): Promise<void> {
  const expected = ctx.get('Expect')
  if (expected !== '' && !/(?:^|\W)100-continue(?:$|\W)/i.test(expected))
    throw new ZongtuError('expectation-failed', `Expect is ${JSON.stringify(expected.slice(0, 100))}, this server meets 100-continue alone`)
  await next()
}

/** Paths are percent-encoded UTF-8 without control characters; nothing behind this needs to think of others. */
export async function wellFormedPath(ctx: Context, next: Next): Promise<void> {
  let path: string
  try {
    path = decodeURIComponent(ctx.path)
  } catch {
    // Also what url.parse throws on, an absolute URL with an impossible host.
    throw new ZongtuError('bad-parameter', `the path ${JSON.stringify(ctx.req.url?.slice(0, 100))} is not percent-encoded UTF-8`)
  }
  if (/\p{Cc}/u.test(path)) throw new ZongtuError('bad-parameter', 'the path contains a control character')
  await next()
}
