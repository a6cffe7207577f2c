import { z } from 'zod'
import { GeometryShape } from './geometry.ts'
import { Bbox, Count, Place, type Sent } from './sent.ts'

/** Formats of files that can be imported. */
export const FORMATS = ['geojson', 'ndjson', 'csv', 'shapefile', 'geopackage', 'kml', 'gb28181', 'topojson', 'flatgeobuf', 'xlsx'] as const
const Format = z.enum(FORMATS)
export type Format = z.infer<typeof Format>

/** How to read an upload. */
export const InspectRequest = z
  .strictObject({
    upload: z.string(),
    format: Format.optional(),
    entry: z.string().min(1).max(500).optional(),
    crs: z.string().min(1).max(5000).optional(),
    map: z
      .record(z.string().max(200), z.string().max(200))
      .optional()
      .describe('Renames of columns, as `map` of an import: what matters here is which ones hold the positions.'),
    join: z.string().optional(),
    on: z.string().optional(),
  })
  .meta({ id: 'InspectRequest' })
export type InspectRequest = z.infer<typeof InspectRequest>

const Note = z
  .object({
    rule: z.string(),
    detail: z.string(),
    row: Count.optional(),
    at: Place.optional(),
    area: z.number().optional().describe('Of gaps, slivers and overlaps of a coverage, in square metres.'),
    width: z.number().optional().describe('Their mean width in metres.'),
    ids: z.array(z.string()).optional().describe('The features concerned.'),
  })
  .meta({ id: 'ImportNote' })
/** What an import warns of, or refuses as a whole. */
export type ImportWarning = Sent<z.infer<typeof Note>>

const Suspicion = z
  .object({
    likely: z.string().describe('`gcj02`, `bd09`, `swapped axes`, or a coordinate system.'),
    detail: z.string(),
    share: z
      .object({ asRead: z.number(), asLikely: z.number() })
      .describe('Shares (0 to 1) of the sampled rows that lie where they claim to: as read, and as the likely reading has them.'),
    sampled: Count,
    offsetMetres: z.number().optional(),
  })
  .meta({ id: 'Suspicion' })
/** A datum or axis order that fits the positions better than the one they were read with. */
export type Suspicion = Sent<z.infer<typeof Suspicion>>

const IdChoice = z.enum(['column', 'feature-id', 'row-number'])
const IdSource = z.object({ choice: IdChoice, column: z.string().optional(), unique: z.boolean() }).meta({ id: 'IdSource' })
/** Where ids could come from. */
export type IdSource = Sent<z.infer<typeof IdSource>>

const InspectedColumn = z
  .object({
    name: z.string(),
    type: z.enum(['string', 'integer', 'number', 'boolean', 'datetime']),
    samples: z.array(z.string()).describe('The first different values, shortened.'),
    empty: Count.describe('Rows without a value.'),
  })
  .meta({ id: 'InspectedColumn' })
export type InspectedColumn = Sent<z.infer<typeof InspectedColumn>>

const Entry = z.object({ name: z.string(), rows: Count.optional(), geometry: z.string().optional() }).meta({ id: 'FileEntry' })
const SampleFeature = z.object({
  type: z.literal('Feature'),
  id: z.union([z.string(), z.number()]).optional().describe('The number of its row.'),
  geometry: GeometryShape.nullable(),
  properties: z.record(z.string(), z.unknown()).nullable(),
})

const Inspection = z
  .object({
    name: z.string(),
    entries: z.array(Entry).describe('With several and none chosen, nothing else is known.'),
    entry: z.string().optional(),
    format: Format.optional(),
    encoding: z.string().optional(),
    delimiter: z.string().optional(),
    crs: z.object({ name: z.string(), title: z.string() }).optional(),
    crsFromFile: z.string().nullable().optional().describe('The coordinate system as the file names it.'),
    rows: Count.optional(),
    problems: Count.optional().describe('Rows that cannot be read at all.'),
    ids: z.array(IdSource).optional().describe('Best first.'),
    columns: z.array(InspectedColumn).optional(),
    geometries: z.record(z.string(), Count).optional().describe('Rows by GeoJSON geometry type; `none` has no geometry.'),
    bbox: Bbox.nullable().optional().describe('Of the sample.'),
    sample: z.object({ type: z.literal('FeatureCollection'), features: z.array(SampleFeature) }).optional(),
    sampled: Count.optional(),
    suspicion: Suspicion.nullable().optional(),
    warnings: z.array(Note).optional(),
  })
  .meta({ id: 'Inspection' })
/** What a source holds. When it has several entries and none was chosen, only name, format and entries are known. */
export type Inspection = Sent<z.infer<typeof Inspection>>

const Rejection = z
  .object({
    row: Count,
    id: z.string().optional(),
    rule: z.string(),
    value: z.string().describe('The wrong value, shortened.'),
    detail: z.string(),
    at: Place.optional(),
  })
  .meta({ id: 'Rejection' })
export type Rejection = Sent<z.infer<typeof Rejection>>

const Fix = z.object({ row: Count, id: z.string(), rule: z.string(), detail: z.string(), at: Place.optional() }).meta({ id: 'Fix' })
/** A repair of one row's geometry, by the rule that it broke. */
export type ImportFix = Sent<z.infer<typeof Fix>>

const Cleaning = z
  .object({
    moves: z.array(z.object({ id: z.string(), from: Place, to: Place, metres: z.number() })),
    movedVertices: Count,
    largestMove: z.number().describe('In metres.'),
    filledGaps: z.array(z.object({ at: Place, area: z.number(), width: z.number(), to: z.string() })),
    resolvedOverlaps: z.array(z.object({ at: Place, area: z.number(), ids: z.array(z.string()), to: z.string() })),
    left: z.array(Note),
  })
  .meta({ id: 'Cleaning', description: 'Lists hold the first 1,000; lengths in metres, areas in square metres.' })
/** What cleaning did to a coverage: positions in lon/lat, lengths in metres, areas in square metres. Lists hold the first 1,000. */
export type Cleaning = Sent<z.infer<typeof Cleaning>>

const ImportReport = z
  .object({
    layer: z.string(),
    created: z.boolean().describe('The layer did not exist before.'),
    committed: z.boolean().describe('False: the store is unchanged.'),
    dryRun: z.boolean().describe('Nothing was to be stored; `stored` tells what would have been.'),
    version: Count.nullable().describe("The layer's version that this import made."),
    source: z.string(),
    entry: z.string().optional(),
    format: Format,
    encoding: z.string(),
    delimiter: z.string().optional(),
    crs: z.string(),
    id: z.object({ choice: IdChoice, column: z.string().optional() }),
    mode: z.enum(['replace', 'upsert']),
    rowsIn: Count,
    stored: Count,
    heldBack: Count.describe('Good rows that were not stored because others were refused.'),
    removed: Count.describe('Features of the layer that a replacing import took away.'),
    rejected: z.array(Rejection).describe('The first 1,000; all are counted.'),
    rejectedCount: Count,
    warnings: z.array(Note),
    warningCount: Count,
    fixes: z.array(Fix),
    fixedCount: Count,
    cleaning: Cleaning.nullable(),
    suspicion: Suspicion.nullable(),
    refusals: z.array(Note).describe('What refuses the import as a whole: crossings and overlaps of a coverage, no row left.'),
    memoryBytes: z.number().describe('Estimate of what these rows take in memory.'),
    seq: Count.nullable(),
  })
  .meta({ id: 'ImportReport', description: 'What became of every row: rowsIn = stored + rejectedCount + heldBack.' })
/** What became of every row: `rowsIn = stored + rejectedCount + heldBack`. */
export type ImportReport = Sent<z.infer<typeof ImportReport>>

const Step = z.object({ stage: z.enum(['reading', 'storing', 'checking', 'cleaning', 'committing']), rows: Count })
export type ImportProgress = Sent<z.infer<typeof Step>>
const Failed = z.object({ stage: z.literal('failed'), error: z.looseObject({ status: Count, code: z.string(), detail: z.string() }) })

export const ImportLine = z.union([Step, z.object({ stage: z.literal('done'), report: ImportReport }), Failed]).meta({ id: 'ImportLine' })
export const InspectionLine = z
  .union([Step, z.object({ stage: z.literal('done'), inspection: Inspection }), Failed])
  .meta({ id: 'InspectionLine' })

export const Upload = z.object({ upload: z.string(), name: z.string(), bytes: Count }).meta({ id: 'Upload' })
