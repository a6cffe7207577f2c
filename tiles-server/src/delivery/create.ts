import type { Knex } from 'knex'
import { type Clock, type Random, seededRandom } from '../kernel/index.ts'
import { createDeliveryRows, createWebhookRows, type Store } from '../store/index.ts'
import { Deliverer } from './deliverer.ts'
import { Networks } from './networks.ts'
import { createWebhooks, type Webhooks } from './webhooks.ts'

/** An alert's news, as receivers get it. `data` is sent as it is. */
export interface AlertNews {
  readonly type: 'alert.raised' | 'alert.updated' | 'alert.withdrawn'
  readonly alert: {
    readonly id: string
    readonly version: number
    readonly fence: string
    readonly object: string | null
    readonly severity: string
  }
}

export interface Delivery {
  readonly webhooks: Webhooks
  /**
   * Puts news into the outbox, in the transaction that makes them true: whoever wants them gets them, at least once, those of one fence and object in this
   * order. Call `wake` once it is committed.
   */
  add(trx: Knex.Transaction, news: readonly AlertNews[]): Promise<void>
  wake(): void
  close(): Promise<void>
}

interface Deps {
  readonly store: Store
  readonly clock: Clock
  readonly random?: Random
  readonly config: { readonly webhookNetworks: readonly string[]; readonly webhookRetryMs: number; readonly webhookTimeoutMs: number }
  readonly warn: (text: string) => void
}

/** Alerts to other systems. Throws RangeError for networks that are none. */
export function createDelivery({ store, clock, random = seededRandom(clock.now() >>> 0), config, warn }: Deps): Delivery {
  const rows = createDeliveryRows(store.knex)
  const networks = new Networks(config.webhookNetworks)
  const { webhookRetryMs: firstRetryMs, webhookTimeoutMs: timeoutMs } = config
  const deliverer = new Deliverer({ rows, clock, random, networks, firstRetryMs, timeoutMs, warn })
  const wake = (): void => deliverer.wake()
  return {
    webhooks: createWebhooks({ webhooks: createWebhookRows(store.knex), deliveries: rows, networks, clock, wake }),
    async add(trx, news) {
      const at = new Date(clock.now()).toISOString()
      const events = news.map(({ type, alert }) => ({
        type,
        key: JSON.stringify([alert.fence, alert.object]),
        alert: alert.id,
        event: `${alert.id} ${alert.version}`,
        fence: alert.fence,
        severity: alert.severity,
        body: JSON.stringify({ type, timestamp: at, data: alert }),
      }))
      await rows.add(trx, events, at)
    },
    wake,
    close: () => deliverer.close(),
  }
}
