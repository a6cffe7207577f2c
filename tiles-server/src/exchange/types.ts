import type { Format, ImportProgress, ImportWarning, PropertyDef } from '../contract/index.ts'

export {
  type Cleaning,
  FORMATS,
  type Format,
  type ImportFix,
  type ImportReport,
  type ImportWarning,
  type Rejection,
  type Suspicion,
} from '../contract/index.ts'

/** A file to read, possibly several times. `name` is shown to people and used for ids; never a path. */
export interface Source {
  readonly name: string
  readonly size: number
  open(): AsyncIterable<Uint8Array>
}

/** One feature of a source, before any check. `row` counts features (data rows) from 1. */
export interface SourceRow {
  readonly row: number
  /** The `id` member of a GeoJSON feature. */
  readonly id?: unknown
  /** Whatever the source has in the place of a geometry; checked later. */
  readonly geometry: unknown
  /** Attributes in source order. Values of delimited text are strings. */
  readonly properties: ReadonlyMap<string, unknown>
  /** The row cannot be read at all; the rest of the source can. */
  readonly problem?: RowProblem
}

export interface RowProblem {
  readonly rule: string
  /** The wrong value, shortened. */
  readonly value: string
  readonly detail: string
}

/** What a reader found out about the whole source, known after all rows were read. */
export interface SourceInfo {
  readonly format: Format
  readonly encoding: string
  readonly delimiter?: string
  /** The layer of the container that was read. */
  readonly entry?: string
  /** The file's own coordinate system, as it names it. */
  readonly crs?: string
  /** Types that the source itself declares for its attributes, by source name; the others are inferred from the values. */
  readonly types?: ReadonlyMap<string, PropertyDef['type']>
  readonly warnings: readonly Omit<ImportWarning, 'row'>[]
}

export interface Reader {
  /** True when values are text that types must be read from. */
  readonly textual: boolean
  /** Batches of rows in source order. Throws ZongtuError bad-import with place (byte, row) when the source as a whole is broken. */
  rows(): AsyncIterable<SourceRow[]>
  /** Valid once `rows()` ran to its end. */
  info(): SourceInfo
}

export interface ImportOptions {
  /** Layer id: built in, an existing dataset, or new. */
  readonly layer: string
  /** The column whose value is the feature's id. */
  readonly id?: string | undefined
  /** Renames of attributes, from source name to layer name. */
  readonly map?: ReadonlyMap<string, string> | undefined
  readonly join?: { readonly source: Source; readonly left: string; readonly right: string } | undefined
  /** EPSG:n or CRS84; absent = what the file says, else WGS 84. */
  readonly crs?: string | undefined
  readonly coverage?: boolean | undefined
  readonly partial?: boolean | undefined
  readonly format?: Format | undefined
  /** One layer of a container (a zip of Shapefiles, a GeoPackage, TopoJSON). */
  readonly entry?: string | undefined
  /** Repair what has one obvious reading, and list it. */
  readonly fix?: boolean | undefined
  /** Clean a coverage: move vertices by at most so many metres, close gaps and overlaps that are narrower. */
  readonly clean?: number | undefined
  /** Refuse also what the standard only advises against. */
  readonly strict?: boolean | undefined
  /** Everything but storing. */
  readonly dryRun?: boolean | undefined
  /** What people should know of a new or replaced dataset. */
  readonly about?:
    | { readonly title?: string | undefined; readonly source?: string | undefined; readonly licence?: string | undefined }
    | undefined
}

/** How a long reading tells its progress and is cancelled. */
export interface ReadingCall {
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: ImportProgress) => void
}

export interface ImportCall extends ReadingCall {
  readonly actor: string
}

export const IMPORT_LIMITS = { rowBytes: 64 * 2 ** 20, depth: 64, columns: 1000, listed: 1000, joinBytes: 256 * 2 ** 20 } as const
