/**
 * The file of a backup: gzip of lines of JSON, in UTF-8.
 *   {"zongtu":"backup","format":1, ...}             the header
 *   {"table":"camera"}                              then its rows, one a line, in the order of the primary key:
 *   ["c1", "17", "0101000020E6...", null, ...]      the columns as the header names them, each value as PostgreSQL writes it as text (exact
 *                                                   for every type: geometry as hexadecimal EWKB, times in UTC to the microsecond), or null
 *   {"end":"camera","rows":1,"sha256":"..."}        hash over the table's row lines, each with its line feed
 *   {"end":"backup","rows":1,"sha256":"..."}        last line: hash over everything before it
 */
export const FORMAT = 1

export interface BackupTable {
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: number
}

export interface BackupHeader {
  readonly zongtu: 'backup'
  readonly format: number
  /** The schema: names of the migrations it was made by, in order. */
  readonly migrations: readonly string[]
  /** The database it was taken from. */
  readonly database: string
  /** RFC 3339, UTC. */
  readonly created: string
  readonly store: 'postgis' | 'embedded'
  /** Sequence number of the newest change in it. */
  readonly seq: number
  readonly tables: readonly BackupTable[]
  /** Where the sequences stood. */
  readonly sequences: Readonly<Record<string, number>>
}

export interface BackupSummary {
  readonly header: BackupHeader
  readonly rows: number
}

/** A file that is no backup, is damaged, or does not fit; or a store that is not to be written to. */
export class BackupError extends Error {}

export type BackupProgress = (text: string) => void
