import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { z } from 'zod'
import { BackupError, type BackupHeader, type BackupSummary, FORMAT } from './format.ts'

const LONGEST_LINE = 400 * 1024 * 1024
const BATCH = { rows: 2_000, bytes: 4 * 1024 * 1024 }

const Header = z.object({
  zongtu: z.literal('backup'),
  format: z.literal(FORMAT),
  migrations: z.array(z.string()),
  database: z.string(),
  created: z.string(),
  store: z.enum(['postgis', 'embedded']),
  seq: z.int().min(0),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()), rows: z.int().min(0) })),
  sequences: z.record(z.string(), z.int()),
})
const Begin = z.strictObject({ table: z.string() })
const End = z.strictObject({ end: z.string(), rows: z.int(), sha256: z.string() })

export interface BackupReader {
  header(header: BackupHeader): Promise<void>
  /** Rows of a table as lines of JSON. */
  rows(table: string, lines: readonly string[]): Promise<void>
}

/** Reads a backup through, batch by batch, and checks all of it. Throws BackupError where it is not what was written. */
export async function readBackup(file: string, reader: BackupReader, signal?: AbortSignal): Promise<BackupSummary> {
  const reading = new Reading(reader)
  const source = createReadStream(file)
  const gunzip = createGunzip()
  source.once('error', error => gunzip.destroy(error))
  try {
    for await (const line of linesOf(source.pipe(gunzip))) {
      signal?.throwIfAborted()
      await reading.take(line)
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code?.startsWith('Z_') === true) throw new BackupError(`${file} is damaged or cut off: ${(error as Error).message}`)
    throw error
  } finally {
    source.destroy()
    gunzip.destroy()
  }
  return reading.finish(file)
}

/** Checks a backup without doing anything with it. */
export const verifyBackup = (file: string, signal?: AbortSignal): Promise<BackupSummary> =>
  readBackup(file, { header: () => Promise.resolve(), rows: () => Promise.resolve() }, signal)

/** Lines with their line feed. */
async function* linesOf(stream: Readable): AsyncIterable<Buffer> {
  let parts: Buffer[] = []
  let length = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    let from = 0
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      yield parts.length === 0 ? chunk.subarray(from, at + 1) : Buffer.concat([...parts, chunk.subarray(from, at + 1)])
      ;[parts, length, from] = [[], 0, at + 1]
    }
    if (from === chunk.length) continue
    parts.push(chunk.subarray(from))
    length += chunk.length - from
    if (length > LONGEST_LINE) throw new BackupError(`a line is longer than ${LONGEST_LINE} bytes; this is no backup`)
  }
  if (parts.length > 0) throw new BackupError('the file is cut off within a line')
}

interface Table {
  readonly name: string
  readonly expected: number
  rows: number
  readonly hash: Hash
}

/** Where in the file the reading is. */
class Reading {
  readonly #all = createHash('sha256')
  #header: BackupHeader | undefined
  #next = 0
  #table: Table | undefined
  #batch: string[] = []
  #bytes = 0
  #rows = 0
  #isWhole = false

  constructor(readonly reader: BackupReader) {}

  async take(line: Buffer): Promise<void> {
    if (this.#isWhole) throw new BackupError('there is something after the last line')
    if (this.#table !== undefined && line[0] === 0x5b) return this.#row(line)
    const content = parse(line)
    if (this.#header === undefined) await this.#begin(content)
    else if (this.#table !== undefined) await this.#endTable(this.#table, content)
    else if (this.#next < this.#header.tables.length) this.#beginTable(this.#header, content)
    else this.#end(content)
    this.#all.update(line)
  }

  finish(file: string): BackupSummary {
    if (this.#header === undefined) throw new BackupError(`${file} is empty`)
    if (!this.#isWhole) throw new BackupError(`${file} is cut off: its last line is missing`)
    return { header: this.#header, rows: this.#rows }
  }

  async #begin(content: unknown): Promise<void> {
    const { zongtu, format } = (content ?? {}) as { zongtu?: unknown; format?: unknown }
    if (zongtu === 'backup' && typeof format === 'number' && format > FORMAT)
      throw new BackupError(`the file has format ${format}, this version of Zongtu reads ${FORMAT}`)
    const header = Header.safeParse(content)
    if (!header.success) throw new BackupError('this is no backup of Zongtu: it does not begin with its header')
    this.#header = header.data
    await this.reader.header(header.data)
  }

  #beginTable(header: BackupHeader, content: unknown): void {
    const { name, rows } = header.tables[this.#next++]!
    const begin = Begin.safeParse(content)
    if (begin.data?.table !== name) throw new BackupError(`table ${name} is missing`)
    this.#table = { name, expected: rows, rows: 0, hash: createHash('sha256') }
  }

  async #row(line: Buffer): Promise<void> {
    const table = this.#table!
    table.hash.update(line)
    this.#all.update(line)
    table.rows++
    this.#rows++
    this.#batch.push(line.toString('utf8', 0, line.length - 1))
    this.#bytes += line.length
    if (this.#batch.length >= BATCH.rows || this.#bytes >= BATCH.bytes) await this.#flush(table.name)
  }

  async #flush(table: string): Promise<void> {
    if (this.#batch.length > 0) await this.reader.rows(table, this.#batch)
    this.#batch = []
    this.#bytes = 0
  }

  async #endTable({ name, rows, expected, hash }: Table, content: unknown): Promise<void> {
    const end = End.safeParse(content)
    if (end.data?.end !== name || end.data.rows !== rows || rows !== expected || end.data.sha256 !== hash.digest('hex'))
      throw new BackupError(`table ${name} is not as it was written: ${rows} of ${expected} rows, and the checksum or the count differs`)
    await this.#flush(name)
    this.#table = undefined
  }

  #end(content: unknown): void {
    const end = End.safeParse(content)
    if (end.data?.end !== 'backup' || end.data.rows !== this.#rows || end.data.sha256 !== this.#all.copy().digest('hex'))
      throw new BackupError('the file is not as it was written: its checksum differs')
    this.#isWhole = true
  }
}

function parse(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString('utf8'))
  } catch {
    throw new BackupError('the file is not as it was written: a line is no JSON')
  }
}
