import type { IncomingMessage } from 'node:http'
import type { Context, Next } from 'koa'
import type { Logger } from 'pino'
import { type AccessRequest, SESSION_COOKIE } from '../access/index.ts'
import { ZongtuError } from '../kernel/index.ts'
import { logAnswer, newRequestId } from './request-log.ts'

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
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CSP,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
}

export async function securityHeaders(ctx: Context, next: Next): Promise<void> {
  ctx.set(SECURITY_HEADERS)
  await next()
}

/** Names the request and writes its line when the answer has gone out. */
export function requestLog(log: Logger) {
  return async (ctx: Context, next: Next): Promise<void> => {
    const started = performance.now()
    const requestId = newRequestId()
    ctx.state.requestId = requestId
    ctx.set('X-Request-Id', requestId)
    ctx.res.once('close', () => logAnswer(log, ctx.res, requestId, started))
    await next()
  }
}

/** Who may pass, as `access` decides it: answers who it is or throws. */
export type Decide = (request: IncomingMessage, path: string) => string

/** What `access` looks at, out of a request whose path was taken apart before. */
export function accessRequestOf({ method, headers, socket }: IncomingMessage, path: string): AccessRequest {
  return {
    method: method!,
    path,
    port: socket.localPort ?? 0,
    address: socket.localAddress,
    host: headers.host || undefined,
    origin: headers.origin || undefined,
    authorization: headers.authorization || undefined,
    session: headers.cookie && COOKIE.exec(headers.cookie)?.[1],
  }
}
const COOKIE = new RegExp(`(?:^|;) *${SESSION_COOKIE}=([^;]*)`)

/** Host, Origin, token and session. Who it is goes to `ctx.state.actor`. */
export function accessGuard(decide: Decide) {
  return async (ctx: Context, next: Next): Promise<void> => {
    ctx.state.actor = decide(ctx.req, ctx.path)
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
