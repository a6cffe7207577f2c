import type { FeatureCollection, Geometry } from 'geojson'
import { type Line, postLines } from './lines.ts'

/** Longitude, latitude in degrees (WGS 84). */
export type Place = readonly [lon: number, lat: number]

/** Where ids can come from. */
export interface IdSource {
  readonly choice: 'column' | 'feature-id' | 'row-number'
  readonly column?: string
  readonly unique: boolean
}

export interface InspectedColumn {
  readonly name: string
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'datetime'
  readonly samples: readonly string[]
  readonly empty: number
}

/** A datum or axis order that fits the positions better than the one they were read with. */
export interface Suspicion {
  /** `gcj02`, `bd09`, `WGS 84`, `EPSG:n`, `EPSG:n with swapped axes`, or `swapped axes`. */
  readonly likely: string
  readonly detail: string
  /** Shares (0 to 1) of the sampled rows that lie where they claim to: as read, and as the likely reading has them. */
  readonly share: { readonly asRead: number; readonly asLikely: number }
  readonly sampled: number
  readonly offsetMetres?: number
}

export interface Note {
  readonly rule: string
  readonly detail: string
  readonly row?: number
  readonly at?: Place
  /** Of gaps, slivers and overlaps: square metres, mean width in metres, the features concerned. */
  readonly area?: number
  readonly width?: number
  readonly ids?: readonly string[]
}

export interface Entry {
  readonly name: string
  readonly rows?: number
  readonly geometry?: string
}

/** What an uploaded file holds. With several entries and none chosen, only `entries` is known. */
export interface Inspection {
  readonly name: string
  readonly entries: readonly Entry[]
  readonly entry?: string
  readonly format?: string
  readonly encoding?: string
  readonly delimiter?: string
  readonly crs?: { readonly name: string; readonly title: string }
  readonly crsFromFile?: string | null
  readonly rows?: number
  readonly problems?: number
  readonly ids?: readonly IdSource[]
  readonly columns?: readonly InspectedColumn[]
  readonly geometries?: Readonly<Record<string, number>>
  readonly bbox?: readonly [number, number, number, number] | null
  readonly sample?: FeatureCollection<Geometry | null>
  readonly sampled?: number
  readonly suspicion?: Suspicion | null
  readonly warnings?: readonly Note[]
}

export interface Rejection {
  readonly row: number
  readonly id?: string
  readonly rule: string
  readonly value: string
  readonly detail: string
  readonly at?: Place
}

export interface Fix {
  readonly row: number
  readonly id: string
  readonly rule: string
  readonly detail: string
  readonly at?: Place
}

export interface Move {
  readonly id: string
  readonly from: Place
  readonly to: Place
  readonly metres: number
}

/** What cleaning a coverage changed; lists hold the first 1,000. */
export interface Cleaning {
  readonly moves: readonly Move[]
  readonly movedVertices: number
  readonly largestMove: number
  readonly filledGaps: readonly { readonly at: Place; readonly area: number; readonly width: number; readonly to: string }[]
  readonly resolvedOverlaps: readonly { readonly at: Place; readonly area: number; readonly ids: readonly string[]; readonly to: string }[]
  readonly left: readonly Note[]
}

/** What became, or would become, of every row: rowsIn = stored + rejectedCount + heldBack. */
export interface ImportReport {
  readonly layer: string
  readonly created: boolean
  readonly committed: boolean
  readonly dryRun: boolean
  readonly version: number | null
  readonly source: string
  readonly crs: string
  readonly id: { readonly choice: IdSource['choice']; readonly column?: string }
  readonly mode: 'replace' | 'upsert'
  readonly rowsIn: number
  readonly stored: number
  readonly heldBack: number
  readonly removed: number
  readonly rejected: readonly Rejection[]
  readonly rejectedCount: number
  readonly warnings: readonly Note[]
  readonly warningCount: number
  readonly fixes: readonly Fix[]
  readonly fixedCount: number
  readonly cleaning: Cleaning | null
  readonly suspicion: Suspicion | null
  readonly refusals: readonly Note[]
}

/** How to read an upload. */
export interface ReadAs {
  readonly upload: string
  readonly entry?: string
  readonly crs?: string
  /** Names of columns: the ones that hold the positions are known by theirs. */
  readonly map?: Readonly<Record<string, string>>
  readonly join?: string
  readonly on?: string
}

export type OnStep = (line: Line) => void

export const inspect = (as: ReadAs, onStep: OnStep, signal: AbortSignal): Promise<Inspection> =>
  postLines<Line & { inspection: Inspection }>(
    '/api/imports/inspect',
    { headers: { 'content-type': 'application/json' }, body: JSON.stringify(as) },
    onStep,
    signal,
  ).then(line => line.inspection)

/** Runs an import of an upload, or tries it (`dry` among the parameters). */
export const runImport = (params: URLSearchParams, onStep: OnStep, signal: AbortSignal): Promise<ImportReport> =>
  postLines<Line & { report: ImportReport }>(`/api/imports?${params}`, {}, onStep, signal).then(line => line.report)
