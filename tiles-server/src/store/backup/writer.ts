import { createHash } from 'node:crypto'
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createGzip } from 'node:zlib'
import type { BackupHeader } from './format.ts'

/** Writes the lines of a backup, hashes them and compresses them into `out`. */
export class BackupWriter {
  readonly #gzip = createGzip({ level: constants.Z_BEST_SPEED, chunkSize: 256 * 1024 })
  readonly #done: Promise<void>
  readonly #all = createHash('sha256')
  #table = createHash('sha256')
  #name = ''
  #rows = 0
  #total = 0

  constructor(out: Writable) {
    this.#done = pipeline(this.#gzip, out)
    this.#done.catch(() => undefined) // told by the write that meets it, or by finish
  }

  header(header: BackupHeader): Promise<void> {
    return this.#line(header)
  }

  beginTable(name: string): Promise<void> {
    this.#name = name
    this.#rows = 0
    this.#table = createHash('sha256')
    return this.#line({ table: name })
  }

  /** Rows as lines of JSON without line feeds in them. */
  async rows(lines: readonly string[]): Promise<void> {
    if (lines.length === 0) return
    const bytes = Buffer.from(`${lines.join('\n')}\n`)
    this.#table.update(bytes)
    this.#rows += lines.length
    this.#total += lines.length
    await this.#write(bytes)
  }

  endTable(): Promise<void> {
    return this.#line({ end: this.#name, rows: this.#rows, sha256: this.#table.digest('hex') })
  }

  /** Writes the last line and resolves when `out` has everything. Answers how many rows there are. */
  async finish(): Promise<number> {
    await this.#line({ end: 'backup', rows: this.#total, sha256: this.#all.copy().digest('hex') })
    this.#gzip.end()
    await this.#done
    return this.#total
  }

  abort(error: Error): void {
    this.#gzip.destroy(error)
  }

  #line(content: object): Promise<void> {
    return this.#write(Buffer.from(`${JSON.stringify(content)}\n`))
  }

  async #write(bytes: Buffer): Promise<void> {
    this.#all.update(bytes)
    if (this.#gzip.write(bytes)) return
    // A destination that failed never drains.
    await Promise.race([once(this.#gzip, 'drain'), this.#done])
  }
}
