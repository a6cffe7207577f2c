import { randomFillSync } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { Logger } from 'pino'

/** Nine bytes are twelve characters of base64. */
const ID_BYTES = 9
const ID_LENGTH = 12
/** Ids are drawn and written as text by the thousand: a call for one costs as much as one for all of these. */
const pool = Buffer.allocUnsafe(ID_BYTES * 1024)
let ids = ''
let drawn = 0

/** A random name for a request, 12 characters. */
export function newRequestId(): string {
  if (drawn === ids.length) {
    ids = randomFillSync(pool).toString('base64url')
    drawn = 0
  }
  drawn += ID_LENGTH
  return ids.slice(drawn - ID_LENGTH, drawn)
}

/** The line about an answer that has gone out: no header, no query value, so no secret either. `started` as performance.now() told it. */
export function logAnswer(log: Logger, response: ServerResponse, requestId: string, started: number): void {
  const { req, statusCode: status } = response
  const level = levelOf(status, req.method)
  if (!log.isLevelEnabled(level)) return
  const [path = '', query = ''] = (req.url ?? '').split('?')
  const ms = Math.round((performance.now() - started) * 10) / 10
  log[level]({ requestId, method: req.method, path: path.slice(0, 300), query: queryNames(query), status, ms }, 'request')
}

function levelOf(status: number, method: string | undefined): 'warn' | 'info' | 'debug' {
  if (status >= 500) return 'warn'
  return status < 400 && (method === 'GET' || method === 'HEAD') ? 'debug' : 'info'
}

const queryNames = (querystring: string): string[] | undefined =>
  querystring === ''
    ? undefined
    : querystring
        .slice(0, 1000)
        .split('&', 20)
        .map(pair => pair.split('=', 1)[0]!.slice(0, 40))
