import type { Knex } from 'knex'
import type { WebhookInput } from '../contract/index.ts'
import { bind } from './bind.ts'
import { known } from './failures.ts'

/** Whoever makes a webhook, or changes what it wants, holds it alone; who puts something in the outbox, with others, until that is committed. */
export const WEBHOOK_LOCK = 7_305_008

/** A key that events are signed with, in base64. Times RFC 3339; without an end it is the one in use. */
export interface StoredSecret {
  readonly id: string
  readonly key: string
  readonly createdAt: string
  readonly expiresAt: string | null
}

export interface StoredWebhook {
  readonly id: string
  readonly version: number
  readonly name: string
  readonly url: string
  readonly enabled: boolean
  /** Null: all. */
  readonly events: string[] | null
  readonly fences: string[] | null
  readonly severities: string[] | null
  readonly secrets: StoredSecret[]
  readonly createdAt: string
  readonly updatedAt: string
  readonly pending: number
  readonly dead: number
}

type Content = Required<Pick<WebhookInput, 'name' | 'url' | 'enabled'>> & Pick<WebhookInput, 'events' | 'fences' | 'severities'>

/** Rows of webhooks. All of it throws store-unavailable. `at`: RFC 3339. */
export interface WebhookRows {
  insert(id: string, content: Content, secret: StoredSecret): Promise<void>
  /** Writes where the version is still this one; false when it is not. */
  update(id: string, version: number, content: Content, at: string): Promise<boolean>
  setSecrets(id: string, version: number, secrets: readonly StoredSecret[], at: string): Promise<boolean>
  /** With its deliveries. */
  remove(id: string, version: number): Promise<boolean>
  get(id: string): Promise<StoredWebhook | undefined>
  /** By the time they were made. */
  list(): Promise<StoredWebhook[]>
}

const COLUMNS = `w.id, w.version, w.name, w.url, w.enabled, w.events, w.fences, w.severities, w.secrets, w.created_at as "createdAt", w.updated_at as "updatedAt",
  (select count(*) from delivery d where d.webhook = w.id and d.status = 'pending') as pending,
  (select count(*) from delivery d where d.webhook = w.id and d.status = 'dead') as dead`

const listed = (values: readonly string[] | undefined): string[] | null => (values === undefined ? null : [...values])

export const createWebhookRows = (knex: Knex): WebhookRows => {
  const changed = async (sql: string, ...values: unknown[]): Promise<boolean> => {
    const { rowCount } = await known(knex.raw<{ rowCount: number }>(sql, bind(...values)))
    return rowCount === 1
  }
  /** Waits for what is being told: it would else be committed after this, and pass it by. */
  const alone = (sql: string, ...values: unknown[]): Promise<boolean> =>
    known(
      knex.transaction(async trx => {
        await trx.raw('select pg_advisory_xact_lock(?)', [WEBHOOK_LOCK])
        const { rowCount } = await trx.raw<{ rowCount: number }>(sql, bind(...values))
        return rowCount === 1
      }),
    )
  const read = async (where: string, ...values: unknown[]): Promise<StoredWebhook[]> => {
    const { rows } = await known(knex.raw<{ rows: StoredWebhook[] }>(`select ${COLUMNS} from webhook w ${where}`, bind(...values)))
    return rows.map(row => ({ ...row, version: Number(row.version), pending: Number(row.pending), dead: Number(row.dead) }))
  }
  return {
    async insert(id, { name, url, enabled, events, fences, severities }, secret) {
      await alone(
        `insert into webhook (id, name, url, enabled, events, fences, severities, secrets, created_at, updated_at)
         values (?, ?, ?, ?, ?::text[], ?::text[], ?::text[], ?::jsonb, ?, ?)`,
        ...[id, name, url, enabled, listed(events), listed(fences), listed(severities), JSON.stringify([secret])],
        ...[secret.createdAt, secret.createdAt],
      )
    },
    update: (id, version, { name, url, enabled, events, fences, severities }, at) =>
      alone(
        `update webhook set version = version + 1, name = ?, url = ?, enabled = ?, events = ?::text[], fences = ?::text[],
         severities = ?::text[], updated_at = ? where id = ? and version = ?`,
        ...[name, url, enabled, listed(events), listed(fences), listed(severities), at, id, version],
      ),
    setSecrets: (id, version, secrets, at) =>
      changed(
        'update webhook set version = version + 1, secrets = ?::jsonb, updated_at = ? where id = ? and version = ?',
        ...[JSON.stringify(secrets), at, id, version],
      ),
    remove: (id, version) => changed('delete from webhook where id = ? and version = ?', id, version),
    get: async id => (await read('where w.id = ?', id))[0],
    list: () => read('order by w.created_at, w.id'),
  }
}
