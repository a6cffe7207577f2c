import type { LookupAddress } from 'node:dns'
import { lookup } from 'node:dns'
import http from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import type { Networks } from './networks.ts'
import { hostOf } from './target.ts'

/** So much of an answer is read before it is left. */
const MOST_ANSWER = 64 * 1024

/** What a receiver answered, or why there was no answer. */
export type Posted = { readonly status: number; readonly retryAfter: string | undefined } | { readonly error: string }

interface Message {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/**
 * Sends a message by POST; the answer may take so many milliseconds, connecting included. Redirects are not followed. Where a name leads is looked at in the moment of connecting, so that it cannot change in between; an
 * address outside of the networks that may be sent to is an error, as is plain HTTP to the internet. Never throws.
 */
export async function post({ url, headers, body }: Message, networks: Networks, timeoutMs: number, signal: AbortSignal): Promise<Posted> {
  const host = hostOf(url)
  if (isIP(host) !== 0 && !mayGo(url, host, networks)) return { error: refusal(url, host) }
  return new Promise<Posted>(resolve => {
    const late = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
    const failed = (error: Error): void =>
      resolve({ error: signal.aborted ? 'the server was stopped' : late.aborted ? `no answer within ${timeoutMs} ms` : told(error) })
    const request = (url.protocol === 'https:' ? https : http).request(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), 'user-agent': 'Zongtu' },
      lookup: guarded(url, networks),
      signal: late,
    })
    request.on('error', failed)
    request.on('response', response => {
      const status = response.statusCode ?? 0
      const answer: Posted = { status, retryAfter: response.headers['retry-after'] }
      let read = 0
      // What the answer says is of no interest; it counts once its head is there and the rest did not break off.
      response.on('data', (chunk: Buffer) => {
        read += chunk.length
        if (read > MOST_ANSWER) {
          resolve(answer)
          request.destroy()
        }
      })
      response.on('end', () => resolve(answer))
      response.on('error', failed)
      response.on('close', () => resolve({ error: 'the answer broke off' }))
    })
    request.end(body)
  })
}

const mayGo = (url: URL, address: string, networks: Networks): boolean =>
  networks.takes(address) && (url.protocol === 'https:' || networks.isOwn(address))

const refusal = (url: URL, address: string): string =>
  `${address} is not sent to by ${url.protocol.slice(0, -1)}: it must be https on the internet, or in a network of ZONGTU_WEBHOOK_NETWORKS`

/** Node's own lookup, of whose addresses only those that may be sent to are left. */
const guarded =
  (url: URL, networks: Networks): LookupFunction =>
  (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
      if (error) return callback(error, '', 0)
      const open = found.filter(({ address }) => mayGo(url, address, networks))
      const [first] = open
      if (!first)
        return callback(Object.assign(new Error(refusal(url, found.map(({ address }) => address).join(', '))), { code: 'EREFUSED' }), '', 0)
      if (options.all) callback(null, open)
      else callback(null, first.address, first.family)
    })
  }

const told = (error: Error & { code?: string }): string => `${error.code ?? error.name}: ${error.message}`.slice(0, 500)
