import { ZongtuError } from '../kernel/index.ts'
import { isSession, sameSecret } from './session.ts'

/** What a decision looks at. Header values as received, undefined when absent. */
export interface AccessRequest {
  readonly method: string
  readonly path: string
  /** The port this request came in on. */
  readonly port: number
  /** The address it came in on. */
  readonly address: string | undefined
  readonly host: string | undefined
  readonly origin: string | undefined
  readonly authorization: string | undefined
  /** Value of the session cookie. */
  readonly session: string | undefined
}

export const SESSION_COOKIE = 'zongtu_session'

const READS = new Set(['GET', 'HEAD', 'OPTIONS'])
/** With a token these stay open: whether the process lives, and the page that asks for the token. */
const OPEN_PATHS = new Set(['/healthz', '/readyz', '/api/session', '/', '/index.html', '/favicon.ico', '/favicon.svg'])
const OPEN_FOLDER = '/assets/'

/**
 * Lets a request pass (answers who it is, for the change log) or throws misdirected-host, forbidden or unauthorized.
 *
 * Without a token the server is on loopback, and what must be kept out are web pages of others in the user's own browser:
 * a name that was re-bound to 127.0.0.1 (so Host must be a loopback name, or the loopback address we listen on, with our port) and requests sent across origins.
 * With a token every request shows it, or the session cookie made from it; requests that carry the cookie must not come from another origin.
 */
export function decideAccess(request: AccessRequest, token: string | undefined, nowMs: number): string {
  if (token === undefined) {
    assertOwnHost(request)
    assertOrigin(request, isOwnHost)
    return 'local'
  }
  const bearer = bearerOf(request.authorization)
  if (bearer !== undefined) {
    if (sameSecret(bearer, token)) return 'token'
    throw new ZongtuError('unauthorized', 'the bearer token is not the one this server was started with')
  }
  assertOrigin(request, (host, { host: own }) => host === own?.toLowerCase())
  if (request.session !== undefined && isSession(request.session, token, nowMs)) return 'session'
  if (isOpen(request)) return 'anonymous'
  throw new ZongtuError(
    'unauthorized',
    'this server asks for a token: send "Authorization: Bearer <token>" or sign in through POST /api/session',
  )
}

/** Whether the path may be read without a token. */
export function isOpen({ method, path }: AccessRequest): boolean {
  if (path === '/api/session') return true
  return READS.has(method) && (OPEN_PATHS.has(path) || path.startsWith(OPEN_FOLDER))
}

function assertOwnHost(request: AccessRequest): void {
  if (request.host !== undefined && isOwnHost(request.host.toLowerCase(), request)) return
  throw new ZongtuError(
    'misdirected-host',
    `Host is ${JSON.stringify(request.host?.slice(0, 100) ?? 'absent')}, this server answers to its loopback address (127.0.0.1, localhost or [::1]) with port ${request.port}`,
  )
}

function isOwnHost(host: string, { address, port }: AccessRequest): boolean {
  const match = /^(127(?:\.\d{1,3}){3}|localhost|\[::1\])(?::(\d{1,5}))?$/.exec(host)
  if (match === null || Number(match[2] ?? 80) !== port) return false
  return !match[1]!.startsWith('127.') || match[1] === '127.0.0.1' || match[1] === address
}

/** An Origin header, where there is one, must be the server's own. Without CORS headers no other page could read the answer anyway. */
function assertOrigin(request: AccessRequest, isOwn: (host: string, request: AccessRequest) => boolean): void {
  if (request.origin === undefined) return
  const match = /^https?:\/\/([^/]+)$/.exec(request.origin.toLowerCase())
  if (match !== null && isOwn(match[1]!, request)) return
  throw new ZongtuError(
    'forbidden',
    `Origin is ${JSON.stringify(request.origin.slice(0, 100))}, only pages of this server may send requests to it`,
  )
}

function bearerOf(authorization: string | undefined): string | undefined {
  return authorization === undefined ? undefined : (/^bearer +(\S.*)$/i.exec(authorization)?.[1] ?? '')
}
