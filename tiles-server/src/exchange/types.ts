import type { PropertyDef } from '../contract/index.ts'
import type { Position } from '../geo/index.ts'

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

export const FORMATS = ['geojson', 'ndjson', 'csv', 'shapefile', 'geopackage', 'kml', 'topojson', 'flatgeobuf', 'xlsx'] as const
export type Format = (typeof FORMATS)[number]

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

/** A repair of one row's geometry, by the rule that it broke. */
export interface ImportFix {
  readonly row: number
  readonly id: string
  readonly rule: string
  readonly detail: string
  readonly at?: Position
}

export interface Rejection extends RowProblem {
  readonly row: number
  readonly id?: string
  readonly at?: Position
}

export interface ImportWarning {
  readonly rule: string
  readonly detail: string
  readonly row?: number
  readonly at?: Position
  /** Of gaps, slivers and overlaps of a coverage: square metres, mean width in metres, the features concerned. */
  readonly area?: number
  readonly width?: number
  readonly ids?: readonly string[]
}

/** Positions that fit the units they claim, or the city, better when they are read otherwise; shares of the sample. */
export interface Suspicion {
  /** `gcj02`, `bd09`, `swapped axes`, or a coordinate system. */
  readonly likely: string
  readonly detail: string
  readonly share: { readonly asRead: number; readonly asLikely: number }
  readonly sampled: number
  readonly offsetMetres?: number
}

/** What cleaning did to a coverage: positions in lon/lat, lengths in metres, areas in square metres. Lists hold the first 1,000. */
export interface Cleaning {
  readonly moves: readonly { readonly id: string; readonly from: Position; readonly to: Position; readonly metres: number }[]
  readonly movedVertices: number
  readonly largestMove: number
  readonly filledGaps: readonly { readonly at: Position; readonly area: number; readonly width: number; readonly to: string }[]
  readonly resolvedOverlaps: readonly {
    readonly at: Position
    readonly area: number
    readonly ids: readonly string[]
    readonly to: string
  }[]
  readonly left: readonly ImportWarning[]
}

/** What became of every row: `rowsIn = stored + rejectedCount + heldBack`. */
export interface ImportReport {
  readonly layer: string
  /** True when the layer did not exist before. */
  readonly created: boolean
  /** False: the store is unchanged. */
  readonly committed: boolean
  /** True: nothing was to be stored; `stored` tells what would have been. */
  readonly dryRun: boolean
  /** The layer's version that this import made. */
  readonly version: number | null
  readonly source: string
  readonly entry?: string
  readonly format: Format
  readonly encoding: string
  readonly delimiter?: string
  readonly crs: string
  readonly id: { readonly choice: 'column' | 'feature-id' | 'row-number'; readonly column?: string }
  readonly mode: 'replace' | 'upsert'
  readonly rowsIn: number
  readonly stored: number
  /** Good rows that were not stored because others were refused. */
  readonly heldBack: number
  /** Features of the layer that a replacing import took away. */
  readonly removed: number
  /** The first 1,000; all are counted. */
  readonly rejected: readonly Rejection[]
  readonly rejectedCount: number
  readonly warnings: readonly ImportWarning[]
  readonly warningCount: number
  /** The first 1,000; all are counted. */
  readonly fixes: readonly ImportFix[]
  readonly fixedCount: number
  /** What cleaning the coverage changed; null when it was not asked for. */
  readonly cleaning: Cleaning | null
  /** A datum or axis order that fits the positions better than the one they were read with. */
  readonly suspicion: Suspicion | null
  /** What refuses the import as a whole: crossings and overlaps of a coverage, no row left. */
  readonly refusals: readonly ImportWarning[]
  /** Estimate of what live keeps in memory for these rows. */
  readonly memoryBytes: number
  readonly seq: number | null
}

export interface ImportProgress {
  readonly stage: 'reading' | 'storing' | 'checking' | 'cleaning' | 'committing'
  readonly rows: number
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
