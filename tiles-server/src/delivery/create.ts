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
   * order. Reads the news only where there is somebody who could want them. Answers how many were put there: call `wake` once they are committed.
   */
  add(trx: Knex.Transaction, read: () => Promise<readonly AlertNews[]>): Promise<number>
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
    async add(trx, read) {
      if (!(await rows.isHeard(trx))) return 0
      const news = await read()
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
      return rows.add(trx, events, at)
    },
    wake,
    close: () => deliverer.close(),
  }
}
