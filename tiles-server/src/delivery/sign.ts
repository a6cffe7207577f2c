import { createHmac } from 'node:crypto'

/** A key of this many bytes is made. */
export const KEY_BYTES = 32
const PREFIX = 'whsec_'

/** How a secret is told: Standard Webhooks 1.0 (github.com/standard-webhooks/standard-webhooks). */
export const writeSecret = (key: string): string => `${PREFIX}${key}`

/**
 * Headers that sign a message by Standard Webhooks: HMAC-SHA256 over `id.seconds.body`, one signature for each key, so that receivers may change theirs.
 * `keys`: base64. `at`: when it is sent, milliseconds since the Unix epoch.
 */
export function signed(id: string, at: number, body: string, keys: readonly string[]): Record<string, string> {
  const seconds = Math.floor(at / 1_000)
  const signatures = keys.map(key => {
    const hmac = createHmac('sha256', Buffer.from(key, 'base64')).update(`${id}.${seconds}.${body}`)
    return `v1,${hmac.digest('base64')}`
  })
  return { 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': signatures.join(' ') }
}
