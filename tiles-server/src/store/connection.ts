import knexFactory, { type Knex } from 'knex'
import pg from 'pg'
import type { Store } from './types.ts'

// Object ids of the types in pg_type, fixed for all PostgreSQL versions.
const INT8 = 20
const TIMESTAMPTZ = 1184

/** Values as this project wants them: bigint as number (sequence numbers stay far below 2^53), time stamps as RFC 3339 text in UTC. */
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    if (oid === INT8) return Number
    if (oid === TIMESTAMPTZ) return (text: string) => new Date(text).toISOString()
    return pg.types.getTypeParser(oid, format) as (text: string) => unknown
  },
}

export type ConnectionSettings = string | { readonly host: string; readonly port: number; readonly user: string; readonly database: string }

/** Settings for the `pg` client. `name` is what others see in pg_stat_activity: servers are `zongtu`. */
export function clientConfig(settings: ConnectionSettings, name = 'zongtu'): pg.ClientConfig {
  const where = typeof settings === 'string' ? { connectionString: settings } : settings
  return {
    ...where,
    types,
    application_name: name,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: 5_000,
  }
}

/**
 * One connection for the embedded store: its connections share one session, and not even unnamed statements of two of them may interleave
 * (answers get mixed up). There, waiting for a connection is waiting for a transaction to end.
 */
export function openKnex(settings: ConnectionSettings, kind: Store['kind'], name?: string): Knex {
  const isEmbedded = kind === 'embedded'
  return knexFactory({
    client: 'pg',
    connection: clientConfig(settings, name) as Knex.PgConnectionConfig,
    pool: {
      ...(isEmbedded ? { min: 1, max: 1 } : { min: 0, max: 10, idleTimeoutMillis: 30_000 }),
      afterCreate: isEmbedded ? prepareEmbedded : prepareServer,
    },
    acquireConnectionTimeout: isEmbedded ? 60_000 : 10_000,
  })
}

type Done = (error: Error | null, client: pg.Client) => void

/** Time stamps come back in the session's zone; old zones have offsets with seconds, which no RFC 3339 reader takes. */
const UTC = "set time zone 'UTC'"

/** A process that dies or hangs inside a transaction must not hold the feed's lock, and with it every write, for hours. */
const NO_ENDLESS_LOCKS = `set idle_in_transaction_session_timeout = '60s'; set lock_timeout = '30s';
  set tcp_keepalives_idle = 30; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3`

const prepareEmbedded = (client: pg.Client, done: Done): void => client.query(UTC, error => done(error, client))
const prepareServer = (client: pg.Client, done: Done): void => client.query(`${UTC}; ${NO_ENDLESS_LOCKS}`, error => done(error, client))
