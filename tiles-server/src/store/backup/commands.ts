import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import type { Knex } from 'knex'
import { openKnex } from '../connection.ts'
import { startEmbedded } from '../embedded/embedded.ts'
import { known } from '../failures.ts'
import { quoted } from '../layer-sql.ts'
import { holdingMigrationLock, TABLES } from '../migrations/index.ts'
import { columnsOf, dump } from './dump.ts'
import { BackupError, type BackupProgress, type BackupSummary } from './format.ts'
import { load } from './load.ts'
import { verifyBackup } from './read.ts'

/** A store that no server of this process has open. */
export interface StorePlace {
  readonly databaseUrl?: string | undefined
  readonly dataDir: string
}

/**
 * Writes a backup of a store to `out`. Opens the store itself: an embedded one must not be in use, PostgreSQL may be. The schema stays as it is.
 * Throws store-locked, store-unavailable, BackupError.
 */
export async function backupStore(
  place: StorePlace,
  out: Writable,
  progress: BackupProgress,
  signal?: AbortSignal,
): Promise<BackupSummary> {
  if (place.databaseUrl === undefined && !existsSync(folderOf(place)))
    throw new BackupError(`there is no embedded store in ${place.dataDir}; set ZONGTU_DATA or DATABASE_URL`)
  return withStore(place, progress, (knex, kind) => known(dump(knex, kind, out, progress, signal)))
}

/**
 * Makes a store what a backup says, all of it or nothing. The file is checked as a whole before the store is touched, and again while it is read.
 * A store with rows is refused unless `replace`; PostgreSQL is refused while a server uses it, and a server that starts meanwhile waits.
 * Throws store-locked, store-unavailable, BackupError.
 */
export async function restoreStore(
  place: StorePlace,
  file: string,
  { replace }: { readonly replace: boolean },
  progress: BackupProgress,
  signal?: AbortSignal,
): Promise<BackupSummary> {
  progress(`checking ${file}`)
  await verifyBackup(file, signal)
  const restore = async (knex: Knex): Promise<BackupSummary> => {
    if (!replace) await refuseRows(knex)
    return known(load(knex, file, progress, signal))
  }
  const { databaseUrl } = place
  if (databaseUrl !== undefined) {
    return known(
      holdingMigrationLock(databaseUrl, () =>
        withStore(place, progress, async knex => {
          await refuseServers(knex)
          return restore(knex)
        }),
      ),
    )
  }
  const isNew = !existsSync(folderOf(place))
  try {
    return await withStore(place, progress, restore)
  } catch (error) {
    if (isNew) rmSync(folderOf(place), { recursive: true, force: true })
    throw error
  }
}

const folderOf = ({ dataDir }: StorePlace): string => join(dataDir, 'store')

async function withStore<T>(
  place: StorePlace,
  progress: BackupProgress,
  work: (knex: Knex, kind: 'postgis' | 'embedded') => Promise<T>,
): Promise<T> {
  if (place.databaseUrl === undefined) progress(`opening the embedded store in ${place.dataDir}`)
  const embedded = place.databaseUrl === undefined ? await startEmbedded(place.dataDir) : null
  const kind = embedded ? 'embedded' : 'postgis'
  const knex = openKnex(embedded ? embedded.connection : place.databaseUrl!, kind, 'zongtu-backup')
  try {
    return await work(knex, kind)
  } finally {
    await knex.destroy()
    await embedded?.stop()
  }
}

async function refuseRows(knex: Knex): Promise<void> {
  for (const table of TABLES) {
    if (table === 'feed' || (await known(columnsOf(knex, table))).length === 0) continue
    const { rows } = await known(knex.raw<{ rows: unknown[] }>(`select 1 from ${quoted(table)} limit 1`))
    if (rows.length > 0) throw new BackupError(`the store is not empty (table ${table} has rows); --replace gives up what is in it`)
  }
}

async function refuseServers(knex: Knex): Promise<void> {
  const { rows } = await knex.raw<{ rows: { n: number }[] }>(
    `select count(*)::integer as n from pg_stat_activity where datname = current_database() and application_name = 'zongtu'`,
  )
  if (rows[0]!.n > 0) throw new BackupError(`a Zongtu server uses the database (${rows[0]!.n} connections): stop it first`)
}
