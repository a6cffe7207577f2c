import type { Format, SourceInfo, SourceRow } from '../../types.ts'

/** One feature layer (or sheet) of a source, as a choice of what to read. */
export interface SourceEntry {
  readonly name: string
  readonly rows?: number
  /** GeoJSON type of its geometries, where the source declares one. */
  readonly geometry?: string
}

/** Formats that are parsed in a thread of their own, from a file on disk. */
export type ParsedFormat = Exclude<Format, 'geojson' | 'ndjson' | 'csv'>

/** What a parser thread is asked to do. */
export interface Job {
  readonly format: ParsedFormat
  /** Shown in messages. */
  readonly name: string
  readonly path: string
  /** A private folder for what is unpacked; the asker removes it. */
  readonly folder: string
  /** The file of a zip that is meant; absent: the file itself. */
  readonly member?: string | undefined
  readonly entry?: string | undefined
  /** Answer the entries instead of rows. */
  readonly list: boolean
}

/** A cell of a table: null is empty, `bare` is a number or boolean (as text), the others were text. */
export interface TableCell {
  readonly text: string
  readonly bare: boolean
}

/** Rows of features, or of cells for tables. */
export type Item = SourceRow | readonly (TableCell | null)[]
export type ContainerInfo = Omit<SourceInfo, 'format'>

/** An opened file of one format. Everything may throw: what is no ZongtuError becomes bad-import. */
export interface Container {
  readonly entries: readonly SourceEntry[]
  /** Whether the first entry is meant when none is named. */
  readonly firstByDefault?: boolean
  rows(entry: SourceEntry): Iterable<Item> | AsyncIterable<Item>
  /** Valid once all rows were read. */
  info(): ContainerInfo
  close(): void
}

/** What a parser thread says; after a batch it waits for any message before it goes on. */
export type Message =
  | { readonly kind: 'batch'; readonly items: Item[] }
  | { readonly kind: 'entries'; readonly entries: readonly SourceEntry[] }
  | { readonly kind: 'end'; readonly info: ContainerInfo }
  | { readonly kind: 'failed'; readonly code: string; readonly detail: string; readonly extra: Readonly<Record<string, unknown>> }
