import type { Knex } from 'knex'
import type { Delivery, DeliveryStatus } from '../contract/index.ts'
import { bind } from './bind.ts'
import { known } from './failures.ts'
import { type StoredSecret, WEBHOOK_LOCK } from './webhooks.ts'

/** An event for every webhook that wants it. */
export interface NewDelivery {
  readonly type: string
  /** Events of one key are sent in the order they are added. */
  readonly key: string
  readonly alert: string | null
  /** What the id is made of, with the webhook's: the same event of one webhook is kept once. */
  readonly event: string
  readonly fence: string
  readonly severity: string
  readonly body: string
}

/** A delivery that this process is to send. */
export interface ClaimedDelivery {
  readonly id: string
  readonly webhook: string
  readonly url: string
  readonly body: string
  readonly attempts: number
  readonly createdAt: string
  readonly secrets: readonly StoredSecret[]
}

/** What came of an attempt. `dueAt`: when it is tried again, for what is still pending. Times RFC 3339. */
export interface Attempt {
  readonly status: DeliveryStatus
  readonly at: string
  readonly dueAt: string | null
  readonly lastStatus: number | null
  readonly lastError: string | null
}

/** The outbox. What takes no transaction throws store-unavailable. */
export interface DeliveryRows {
  /** Whether there is any webhook, which stays so until the transaction of the caller's ends: one made meanwhile gets what is committed after it. */
  isHeard(trx: Knex.Transaction): Promise<boolean>
  /** In a transaction of the caller's. Answers how many were added. */
  add(trx: Knex.Transaction, events: readonly NewDelivery[], at: string): Promise<number>
  /** One for one webhook, whatever it wants. */
  addTo(webhook: string, event: NewDelivery, at: string): Promise<string>
  /**
   * Takes what is due and the first of its webhook and key, oldest first, until the lease ends: no other process takes it meanwhile. Nothing of webhooks
   * that are switched off. `room`: at most so many, and so many of one webhook with those that are under way already (`busy`, by webhook).
   */
  claim(
    now: string,
    leaseUntil: string,
    room: { readonly all: number; readonly each: number },
    busy: ReadonlyMap<string, number>,
  ): Promise<ClaimedDelivery[]>
  settle(id: string, attempt: Attempt): Promise<void>
  /** When the next one can be taken, of webhooks that are not `busy`; null without any. */
  nextDue(now: string, busy: ReadonlyMap<string, number>): Promise<string | null>
  /** Newest first, before the place `before`. */
  list(
    webhook: string,
    where: { status?: DeliveryStatus; before?: string; limit: number },
  ): Promise<{ deliveries: Delivery[]; next: string | null }>
  /** Makes one, or all that are dead, pending and due; answers how many. */
  redeliver(webhook: string, which: { id: string } | 'dead', at: string): Promise<number>
  /** Gives up what is older and was never delivered; forgets what was settled before. */
  expire(olderThan: string, settledBefore: string): Promise<void>
}

const DELIVERY = `id, type, alert, status, attempts, created_at as "createdAt", case when status = 'pending' then due_at end as "dueAt",
  last_attempt_at as "lastAttemptAt", last_status as "lastStatus", last_error as "lastError", delivered_at as "deliveredAt"`

/** Due, and taken by nobody, at a moment that is bound twice. */
const FREE = (table: 'd' | 'h'): string => `${table}.due_at <= ? and (${table}.lease_until is null or ${table}.lease_until <= ?)`

export const createDeliveryRows = (knex: Knex): DeliveryRows => ({
  async isHeard(trx) {
    // Two statements: one would not see the webhook that it waited for.
    await trx.raw('select pg_advisory_xact_lock_shared(?)', [WEBHOOK_LOCK])
    const { rows } = await trx.raw<{ rows: [{ heard: boolean }] }>('select exists (select from webhook) as heard')
    return rows[0].heard
  },

  async add(trx, events, at) {
    if (events.length === 0) return 0
    const column = (name: keyof NewDelivery) => events.map(event => event[name])
    const { rowCount } = await trx.raw<{ rowCount: number }>(
      `insert into delivery (id, webhook, key, type, alert, body, created_at, due_at)
       select 'msg_' || md5(w.id || ' ' || e.event), w.id, e.key, e.type, e.alert, e.body, ?, ?
       from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[]) with ordinality
         as e(type, key, alert, event, fence, severity, body, n)
       join webhook w on (w.events is null or e.type = any(w.events)) and (w.fences is null or e.fence = any(w.fences))
         and (w.severities is null or e.severity = any(w.severities))
       order by e.n, w.id on conflict (id) do nothing`,
      bind(at, at, ...(['type', 'key', 'alert', 'event', 'fence', 'severity', 'body'] as const).map(column)),
    )
    return rowCount
  },

  async addTo(webhook, { type, key, alert, event, body }, at) {
    const { rows } = await known(
      knex.raw<{ rows: { id: string }[] }>(
        `insert into delivery (id, webhook, key, type, alert, body, created_at, due_at) values ('msg_' || md5(?), ?, ?, ?, ?, ?, ?, ?) returning id`,
        bind(`${webhook} ${event}`, webhook, key, type, alert, body, at, at),
      ),
    )
    return rows[0]!.id
  },

  async claim(now, leaseUntil, room, busy) {
    const { rows } = await known(
      knex.raw<{ rows: ClaimedDelivery[] }>(
        `with head as (
           select distinct on (webhook, key) seq, webhook, due_at, lease_until from delivery where status = 'pending' order by webhook, key, seq
         ), free as (
           select h.seq, row_number() over (partition by h.webhook order by h.seq) + coalesce(max(b.n), 0) as n
           from head h join webhook w on w.id = h.webhook left join unnest(?::text[], ?::integer[]) as b(webhook, n) on b.webhook = h.webhook
           where w.enabled and ${FREE('h')} group by h.seq, h.webhook
         ), ready as (
           select d.seq from delivery d where d.seq in (select seq from free where n <= ?) and d.status = 'pending' and ${FREE('d')}
           order by d.seq limit ? for update of d skip locked
         )
         update delivery d set lease_until = ? from ready, webhook w where d.seq = ready.seq and w.id = d.webhook
         returning d.id, d.webhook, d.body, d.attempts, d.created_at as "createdAt", w.url, w.secrets`,
        bind([...busy.keys()], [...busy.values()], now, now, room.each, now, now, room.all, leaseUntil),
      ),
    )
    return rows
  },

  async settle(id, { status, at, dueAt, lastStatus, lastError }) {
    await known(
      knex.raw(
        `update delivery set status = ?, attempts = attempts + 1, last_attempt_at = ?, due_at = coalesce(?::timestamptz, due_at), lease_until = null,
         last_status = ?, last_error = ?, delivered_at = case when ? = 'delivered' then ?::timestamptz end
         where id = ? and status = 'pending'`,
        bind(status, at, dueAt, lastStatus, lastError, status, at, id),
      ),
    )
  },

  async nextDue(now, busy) {
    const { rows } = await known(
      knex.raw<{ rows: { due: string | null }[] }>(
        `select min(greatest(due_at, coalesce(lease_until, due_at), ?::timestamptz)) as due from (
           select distinct on (d.webhook, d.key) d.due_at, d.lease_until from delivery d join webhook w on w.id = d.webhook
           where d.status = 'pending' and w.enabled and d.webhook <> all(?::text[]) order by d.webhook, d.key, d.seq
         ) head`,
        bind(now, [...busy.keys()]),
      ),
    )
    return rows[0]!.due
  },

  async list(webhook, { status, before, limit }) {
    const { rows } = await known(
      knex.raw<{ rows: (Delivery & { seq: string })[] }>(
        `select seq::text, ${DELIVERY} from delivery where webhook = ? and (?::text is null or status = ?) and (?::bigint is null or seq < ?)
         order by delivery.seq desc limit ?`,
        bind(webhook, status ?? null, status ?? null, before ?? null, before ?? null, limit + 1),
      ),
    )
    const page = rows.slice(0, limit)
    return { deliveries: page.map(({ seq: _, ...delivery }) => delivery), next: rows.length > limit ? page.at(-1)!.seq : null }
  },

  async redeliver(webhook, which, at) {
    const [condition, values] = which === 'dead' ? ["status = 'dead'", []] : ['id = ?', [which.id]]
    const { rowCount } = await known(
      knex.raw<{ rowCount: number }>(
        `update delivery set status = 'pending', attempts = 0, due_at = ?, lease_until = null, delivered_at = null where webhook = ? and ${condition}`,
        bind(at, webhook, ...values),
      ),
    )
    return rowCount
  },

  async expire(olderThan, settledBefore) {
    await known(
      knex.raw(
        `update delivery set status = 'dead', last_error = coalesce(last_error, 'it waited too long'), last_attempt_at = coalesce(last_attempt_at, due_at)
         where status = 'pending' and created_at < ?`,
        bind(olderThan),
      ),
    )
    await known(knex.raw("delete from delivery where status <> 'pending' and last_attempt_at < ?", bind(settledBefore)))
  },
})
