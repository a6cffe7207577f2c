import { randomBytes, randomUUID } from 'node:crypto'
import type { DeliveryList, DeliveryStatus, Webhook, WebhookInput, WebhookWithSecret } from '../contract/index.ts'
import { shown } from '../features/index.ts'
import { type Clock, createIds, ZongtuError } from '../kernel/index.ts'
import type { DeliveryRows, StoredSecret, StoredWebhook, WebhookRows } from '../store/index.ts'
import type { Networks } from './networks.ts'
import { KEY_BYTES, writeSecret } from './sign.ts'
import { readTarget } from './target.ts'

/** There can be so many. */
const MOST_WEBHOOKS = 200
/** So long events are signed with the secret before the one in use, too. */
const OVERLAP_MS = 24 * 3_600_000

/** Whose webhook it is to be: the version as If-Match has it, or any. */
export type IfMatch = '*' | readonly string[]

/** The webhooks and what became of their events. All of it throws store-unavailable; what takes an id throws unknown-webhook. */
export interface Webhooks {
  list(): Promise<Webhook[]>
  get(id: string): Promise<Webhook>
  /** Throws bad-property, too-large (too many). The answer tells the secret. */
  create(input: WebhookInput): Promise<WebhookWithSecret>
  /** Throws bad-property, stale-version. */
  replace(id: string, input: WebhookInput, ifMatch: IfMatch): Promise<Webhook>
  /** With what is still to be sent. Throws stale-version. */
  remove(id: string, ifMatch: IfMatch): Promise<void>
  /** A new secret; the one before counts for a day more. */
  rotate(id: string): Promise<WebhookWithSecret>
  /** Sends an event without meaning, to see whether it arrives; answers its id. */
  ping(id: string): Promise<string>
  deliveries(
    id: string,
    where: { status?: DeliveryStatus; before?: string; limit: number },
  ): Promise<{ deliveries: DeliveryList['deliveries']; next: string | null }>
  /** Sends one again, or all that were given up, under the same ids; answers how many. Throws not-found for a delivery that is none of it. */
  redeliver(id: string, which: { id: string } | 'dead'): Promise<number>
}

interface Deps {
  readonly webhooks: WebhookRows
  readonly deliveries: DeliveryRows
  readonly networks: Networks
  readonly clock: Clock
  /** There may be something to send. */
  readonly wake: () => void
}

export function createWebhooks({ webhooks, deliveries, networks, clock, wake }: Deps): Webhooks {
  const ids = createIds(clock)
  const now = (): string => new Date(clock.now()).toISOString()
  const find = async (id: string): Promise<StoredWebhook> => {
    const found = await webhooks.get(id)
    if (!found) throw new ZongtuError('unknown-webhook', `there is no webhook ${shown(id)}`)
    return found
  }
  const newSecret = (): StoredSecret => ({
    id: randomUUID(),
    key: randomBytes(KEY_BYTES).toString('base64'),
    createdAt: now(),
    expiresAt: null,
  })
  const checked = (input: WebhookInput) => ({ ...input, url: readTarget(input.url, networks).href, enabled: input.enabled ?? true })

  return {
    list: async () => (await webhooks.list()).map(told),
    get: async id => told(await find(id)),

    async create(input) {
      const content = checked(input)
      const { length } = await webhooks.list()
      if (length >= MOST_WEBHOOKS) throw new ZongtuError('too-large', `there are ${length} webhooks, at most ${MOST_WEBHOOKS} are kept`)
      const id = ids()
      const secret = newSecret()
      await webhooks.insert(id, content, secret)
      return { ...told(await find(id)), secret: writeSecret(secret.key) }
    },

    async replace(id, input, ifMatch) {
      const before = await find(id)
      assertVersion(before, ifMatch)
      if (!(await webhooks.update(id, before.version, checked(input), now()))) throw stale(before)
      wake()
      return told(await find(id))
    },

    async remove(id, ifMatch) {
      const before = await find(id)
      assertVersion(before, ifMatch)
      if (!(await webhooks.remove(id, before.version))) throw stale(before)
    },

    async rotate(id) {
      const before = await find(id)
      const secret = newSecret()
      const until = new Date(clock.now() + OVERLAP_MS).toISOString()
      const [last] = before.secrets
      const kept = last ? [{ ...last, expiresAt: until }] : []
      if (!(await webhooks.setSecrets(id, before.version, [secret, ...kept], now()))) throw stale(before)
      return { ...told(await find(id)), secret: writeSecret(secret.key) }
    },

    async ping(id) {
      const { name } = await find(id)
      const body = JSON.stringify({ type: 'ping', timestamp: now(), data: { webhook: id, name } })
      const event = { type: 'ping', key: 'ping', alert: null, event: `ping ${randomUUID()}`, fence: '', severity: '', body }
      const delivery = await deliveries.addTo(id, event, now())
      wake()
      return delivery
    },

    async deliveries(id, where) {
      await find(id)
      return deliveries.list(id, where)
    },

    async redeliver(id, which) {
      await find(id)
      const count = await deliveries.redeliver(id, which, now())
      if (which !== 'dead' && count === 0) throw new ZongtuError('not-found', `webhook ${shown(id)} has no delivery ${shown(which.id)}`)
      wake()
      return count
    },
  }
}

const stale = ({ id, version }: StoredWebhook): ZongtuError =>
  new ZongtuError('stale-version', `webhook ${shown(id)} is at another version than ${version} by now`, { version })

function assertVersion(webhook: StoredWebhook, ifMatch: IfMatch): void {
  if (ifMatch === '*' || ifMatch.includes(String(webhook.version))) return
  throw new ZongtuError(
    'stale-version',
    `webhook ${shown(webhook.id)} is at version ${webhook.version}, not at ${ifMatch.join(' or ') || 'none'}`,
    {
      version: webhook.version,
    },
  )
}

/** Without its keys. */
const told = ({ secrets, ...webhook }: StoredWebhook): Webhook => ({
  ...(webhook as Omit<Webhook, 'secrets'>),
  secrets: secrets.map(({ key: _, ...secret }) => secret),
})
