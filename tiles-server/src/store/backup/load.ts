import type { Knex } from 'knex'
import { bind } from '../bind.ts'
import { lastSeq } from '../feed.ts'
import { quoted } from '../layer-sql.ts'
import { MIGRATION_NAMES, migrateTo, OTHER_TABLES, TABLES } from '../migrations/index.ts'
import { makeDaysFor } from '../position-days.ts'
import { columnsOf } from './dump.ts'
import { BackupError, type BackupHeader, type BackupProgress, type BackupSummary, type BackupTable } from './format.ts'
import { type BackupReader, readBackup } from './read.ts'

/**
 * The restored history goes on this far behind both that of the file and that of the database it replaces: a map that stayed open then has
 * seen a number this database never gave, or one it no longer knows, and is told to read everything anew.
 */
const GAP = 1_000_000

/**
 * Makes the database what the file says, in one transaction: drops what is there, builds the schema as of the file, fills it, and brings it up
 * to date. Any doubt about the file undoes all of it. The database gets an identity of its own.
 */
export async function load(knex: Knex, file: string, progress: BackupProgress, signal?: AbortSignal): Promise<BackupSummary> {
  return knex.transaction(async trx => {
    const before = await newestSeq(trx)
    const loader = new Loader(trx, progress)
    const summary = await readBackup(file, loader, signal)
    progress('bringing the schema up to date')
    await migrateTo(trx, MIGRATION_NAMES)
    await setSequences(trx, summary.header, before)
    signal?.throwIfAborted()
    return summary
  })
}

class Loader implements BackupReader {
  #header: BackupHeader | undefined
  readonly #inserts = new Map<string, string>()
  readonly #done = new Map<string, number>()

  constructor(
    readonly trx: Knex.Transaction,
    readonly progress: BackupProgress,
  ) {}

  async header(header: BackupHeader): Promise<void> {
    checkSchema(header)
    this.#header = header
    this.progress('building the schema')
    await dropSchema(this.trx)
    await migrateTo(this.trx, header.migrations)
    await this.trx.raw('delete from feed')
    for (const { name, columns } of header.tables) this.#inserts.set(name, await insertOf(this.trx, name, columns))
  }

  async rows(table: string, lines: readonly string[]): Promise<void> {
    if (table === 'position') await this.#makeDays(lines)
    const { rowCount } = await this.trx.raw<{ rowCount: number }>(this.#inserts.get(table)!, [`[${lines.join(',')}]`])
    if (rowCount !== lines.length) throw new Error(`stored ${rowCount} of ${lines.length} rows of ${table}`)
    const done = (this.#done.get(table) ?? 0) + lines.length
    this.#done.set(table, done)
    this.progress(`${table}: ${done} of ${this.#tableOf(table).rows} rows`)
  }

  #tableOf(table: string): BackupTable {
    return this.#header!.tables.find(({ name }) => name === table)!
  }

  /** The schema has no partitions of its own: they are those of the rows. */
  async #makeDays(lines: readonly string[]): Promise<void> {
    const column = this.#tableOf('position').columns.indexOf('received_at')
    const times = lines.map(line => (JSON.parse(line) as unknown[])[column])
    await makeDaysFor(this.trx, times.map(String))
  }
}

/** The file's schema must be this version's or an earlier stage of it. */
function checkSchema({ migrations, tables }: BackupHeader): void {
  const isStage = migrations.length > 0 && migrations.every((name, i) => name === MIGRATION_NAMES[i])
  if (!isStage) {
    throw new BackupError(
      `the file's schema is ${migrations.at(-1) ?? 'unknown'}, this version of Zongtu knows ${MIGRATION_NAMES.at(-1)}: use the version that wrote it, or a newer one`,
    )
  }
  const stray = tables.find(({ name }) => !TABLES.includes(name))
  if (stray !== undefined) throw new BackupError(`the file has a table ${stray.name}, which is none of Zongtu's`)
}

async function dropSchema(trx: Knex): Promise<void> {
  await trx.raw(`drop table if exists ${[...TABLES, ...OTHER_TABLES].map(quoted).join(', ')}`)
  await trx.raw('drop sequence if exists row_version')
}

/** The statement that stores a JSON array of rows, each an array of texts. */
async function insertOf(trx: Knex, table: string, columns: readonly string[]): Promise<string> {
  const there = await columnsOf(trx, table)
  const types = columns.map(column => {
    const found = there.find(({ name }) => name === column)
    if (found === undefined) throw new BackupError(`the file has a column ${table}.${column}, which is none of Zongtu's`)
    return found.type
  })
  const values = types.map((type, i) => `(r ->> ${i})::${type}`)
  return `insert into ${quoted(table)} (${columns.map(quoted).join(', ')}) overriding system value
    select ${values.join(', ')} from jsonb_array_elements(?::jsonb) r`
}

/** The newest change of the store that is replaced; 0 when there is none. */
const newestSeq = async (trx: Knex): Promise<number> => ((await columnsOf(trx, 'change')).length === 0 ? 0 : lastSeq(trx))

async function setSequences(trx: Knex, header: BackupHeader, before: number): Promise<void> {
  const { rows } = await trx.raw<{ rows: { name: string }[] }>(
    `select sequencename as name from pg_sequences where schemaname = current_schema() and sequencename = any(?::text[])`,
    bind(Object.keys(header.sequences)),
  )
  for (const { name } of rows) await trx.raw('select setval(to_regclass(?), ?)', [quoted(name), header.sequences[name]!])
  const seq = Math.max(header.seq, before) + GAP
  await trx.raw(`select setval(pg_get_serial_sequence('change', 'seq'), ?)`, [seq])
  await trx.raw('update feed set pruned_through = ?', [seq])
}
