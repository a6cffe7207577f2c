import type { Writable } from 'node:stream'
import type { Knex } from 'knex'
import { lastSeq } from '../feed.ts'
import { quoted } from '../layer-sql.ts'
import { TABLES } from '../migrations/index.ts'
import type { Store } from '../types.ts'
import { BackupError, type BackupHeader, type BackupProgress, type BackupSummary, type BackupTable, FORMAT } from './format.ts'
import { BackupWriter } from './writer.ts'

/** A page of rows holds as many, or as many stored bytes: large geometries come in small pages. */
const PAGE = { rows: 2_000, bytes: 2 * 1024 * 1024 }
const SIZES = 20_000

/**
 * Writes the whole database to `out` as it was at one moment: one repeatable-read transaction, which on the embedded store nothing else gets past
 * until it ends. Throws BackupError for a database that is no Zongtu store; rejects with the signal's reason when aborted.
 */
export async function dump(
  knex: Knex,
  store: Store['kind'],
  out: Writable,
  progress: BackupProgress,
  signal?: AbortSignal,
): Promise<BackupSummary> {
  const writer = new BackupWriter(out)
  try {
    return await knex.transaction(
      async trx => {
        const header = await headerOf(trx, store)
        await writer.header(header)
        for (const table of header.tables) await dumpTable(trx, table, writer, progress, signal)
        return { header, rows: await writer.finish() }
      },
      { isolationLevel: 'repeatable read', readOnly: true },
    )
  } catch (error) {
    writer.abort(error as Error)
    throw error
  }
}

async function headerOf(trx: Knex, store: Store['kind']): Promise<BackupHeader> {
  const found = await trx.raw<{ rows: { there: boolean }[] }>(`select to_regclass('knex_migrations') is not null as there`)
  if (!found.rows[0]!.there) throw new BackupError('the database holds no Zongtu store')
  const migrations = await trx.raw<{ rows: { name: string }[] }>('select name from knex_migrations order by id')
  const identity = await trx.raw<{ rows: { id: string; now: string }[] }>('select id, now() as now from database_identity')
  return {
    zongtu: 'backup',
    format: FORMAT,
    migrations: migrations.rows.map(row => row.name),
    database: identity.rows[0]!.id,
    created: identity.rows[0]!.now,
    store,
    seq: await lastSeq(trx),
    tables: await tablesOf(trx),
    sequences: await sequencesOf(trx),
  }
}

async function tablesOf(trx: Knex): Promise<BackupTable[]> {
  const tables: BackupTable[] = []
  for (const name of TABLES) {
    const columns = await columnsOf(trx, name)
    if (columns.length === 0) continue // of a migration this database has not seen yet
    const { rows } = await trx.raw<{ rows: { n: number }[] }>(`select count(*)::integer as n from ${quoted(name)}`)
    tables.push({ name, columns: columns.map(column => column.name), rows: rows[0]!.n })
  }
  return tables
}

/** Columns of a table in their order, with their types as SQL names them; none when there is no such table. */
export async function columnsOf(trx: Knex, table: string): Promise<{ name: string; type: string }[]> {
  const { rows } = await trx.raw<{ rows: { name: string; type: string }[] }>(
    `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
     where attrelid = to_regclass(?) and attnum > 0 and not attisdropped order by attnum`,
    [quoted(table)],
  )
  return rows
}

async function sequencesOf(trx: Knex): Promise<Record<string, number>> {
  const { rows } = await trx.raw<{ rows: { name: string; value: number | null }[] }>(
    `select sequencename as name, last_value as value from pg_sequences
     where schemaname = current_schema() and sequencename not like 'knex%' order by 1`,
  )
  return Object.fromEntries(rows.flatMap(({ name, value }) => (value === null ? [] : [[name, value]])))
}

async function dumpTable(
  trx: Knex,
  table: BackupTable,
  writer: BackupWriter,
  progress: BackupProgress,
  signal?: AbortSignal,
): Promise<void> {
  const name = quoted(table.name)
  const columns = table.columns.map(quoted)
  const order = `order by ${await primaryKey(trx, table.name)}`
  await writer.beginTable(table.name)
  const size = columns.map(column => `coalesce(pg_column_size(${column}), 0)`).join(' + ')
  await trx.raw(`declare backup_sizes no scroll cursor for select ${size} as size from ${name} ${order}`)
  const row = `json_build_array(${columns.map(column => `${column}::text`).join(', ')})`
  await trx.raw(`declare backup_rows no scroll cursor for select ${row}::text as row from ${name} ${order}`)
  let done = 0
  for await (const count of pages(trx)) {
    signal?.throwIfAborted()
    const { rows } = await trx.raw<{ rows: { row: string }[] }>(`fetch ${count} from backup_rows`)
    await writer.rows(rows.map(row => row.row))
    done += rows.length
    progress(`${table.name}: ${done} of ${table.rows} rows`)
  }
  if (done !== table.rows) throw new Error(`read ${done} of ${table.rows} rows of ${table.name}`)
  await trx.raw('close backup_sizes')
  await trx.raw('close backup_rows')
  await writer.endTable()
}

/** How many rows each page has, by their sizes. */
async function* pages(trx: Knex): AsyncIterable<number> {
  for (;;) {
    const { rows } = await trx.raw<{ rows: { size: number }[] }>(`fetch ${SIZES} from backup_sizes`)
    let [count, bytes] = [0, 0]
    for (const { size } of rows) {
      if (count > 0 && (count === PAGE.rows || bytes + size > PAGE.bytes)) {
        yield count
        ;[count, bytes] = [0, 0]
      }
      count++
      bytes += size
    }
    if (count > 0) yield count
    if (rows.length < SIZES) return
  }
}

async function primaryKey(trx: Knex, table: string): Promise<string> {
  const { rows } = await trx.raw<{ rows: { name: string }[] }>(
    `select a.attname as name from pg_index i, unnest(i.indkey) with ordinality as k(attnum, n), pg_attribute a
     where i.indrelid = to_regclass(?) and i.indisprimary and a.attrelid = i.indrelid and a.attnum = k.attnum order by k.n`,
    [quoted(table)],
  )
  return rows.map(row => quoted(row.name)).join(', ')
}
