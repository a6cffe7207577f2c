import type { Knex } from 'knex'
import pg from 'pg'
import { clientConfig } from '../connection.ts'
import * as first from './0001-first.ts'
import * as versions from './0002-versions.ts'
import * as cameras from './0003-cameras.ts'
import * as placed from './0004-placed.ts'
import * as positions from './0005-positions.ts'
import * as fences from './0006-fences.ts'
import * as webhooks from './0007-webhooks.ts'
import * as engine from './0008-fence-engine.ts'
import * as engineState from './0009-engine-state.ts'

const MIGRATIONS: Record<string, (knex: Knex) => Promise<void>> = {
  '0001-first': first.up,
  '0002-versions': versions.up,
  '0003-cameras': cameras.up,
  '0004-placed': placed.up,
  '0005-positions': positions.up,
  '0006-fences': fences.up,
  '0007-webhooks': webhooks.up,
  '0008-fence-engine': engine.up,
  '0009-engine-state': engineState.up,
}

export const MIGRATION_NAMES: readonly string[] = Object.keys(MIGRATIONS)

/**
 * What a backup holds, tables that others refer to first. Not in it: staging, which a crash empties too, and database_identity, since a restored
 * database is another one. Positions are in it as long as they are kept, and expire in a restored store by the same rule: by when they were received.
 */
export const TABLES: readonly string[] = [
  'feed',
  'change',
  'change_set',
  'unit_version',
  'dataset',
  'feature',
  'layer_version',
  'layer_version_before',
  ...first.TYPED_TABLES,
  'webhook',
  'delivery',
  'fence',
  'fence_version',
  'alert',
  'alert_event',
  'position',
  'position_latest',
  'fence_engine',
  'fence_journal',
  'fence_snapshot',
]
/** What the migrations make besides. */
export const OTHER_TABLES: readonly string[] = ['staging', 'database_identity', 'knex_migrations', 'knex_migrations_lock']

const MIGRATION_LOCK = 7_305_003

/** Brings the schema up to date. Migrations only go forward; a backup is the way back. */
export async function migrate(knex: Knex, databaseUrl: string | null): Promise<void> {
  if (databaseUrl === null) return migrateTo(knex, MIGRATION_NAMES)
  await holdingMigrationLock(databaseUrl, () => migrateTo(knex, MIGRATION_NAMES))
}

/** Several processes may start on one empty database: one after the other, by a lock of a session. */
export async function holdingMigrationLock<T>(databaseUrl: string, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client(clientConfig(databaseUrl, 'zongtu-migration'))
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    return await work()
  } finally {
    await client.end()
  }
}

/** Runs those of the named migrations that have not run yet. */
export async function migrateTo(knex: Knex, names: readonly string[]): Promise<void> {
  await knex.migrate.latest({
    migrationSource: {
      getMigrations: () => Promise.resolve([...names]),
      getMigrationName: (name: string) => name,
      getMigration: (name: string) => Promise.resolve({ up: MIGRATIONS[name]!, down: () => Promise.resolve() }),
    },
  })
}
