import { z } from 'zod'
import { Text } from './catalog.ts'
import { Count, type Sent, Time } from './sent.ts'

/** What is told of an import: source, format, crs, rows, licence and the like. */
const VersionAbout = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
export type VersionAbout = Sent<z.infer<typeof VersionAbout>>

/** A version of a dataset or typed layer: an import into it, or the layer going back to an earlier version. */
const LayerVersion = z
  .object({
    layer: z.string(),
    version: Count.describe('1, 2, ...; 0 is the layer before its first import.'),
    kind: z.enum(['import', 'revert']),
    at: Time,
    actor: z.string(),
    about: VersionAbout.describe(
      'Of an import what it was, with its `mode` (replace, upsert); of a revert the version it went back `to`, and `editsLost` if any.',
    ),
    stored: Count.describe('Rows imported or brought back.'),
    removed: Count.describe('Rows that went.'),
    rowsAfter: Count,
    seq: Count.describe('The change that told it.'),
    reachable: z.boolean().describe('Whether the layer can go back to it: what versions changed is kept for the newest 10.'),
  })
  .meta({ id: 'LayerVersion' })
export type LayerVersion = Sent<z.infer<typeof LayerVersion>>

/** A dataset or typed layer as the list of datasets tells it. */
export const DatasetInfo = z
  .object({
    id: z.string(),
    title: Text,
    kind: z.enum(['dataset', 'typed']),
    geometry: z.string(),
    coverage: z.boolean(),
    rows: Count,
    bytes: Count.nullable().describe('Estimate of what its rows take in the database; null when not known.'),
    source: z.string().nullable(),
    licence: z.string().nullable(),
    version: Count.describe('The newest version; 0 when nothing was imported into it.'),
    importedAt: Time.nullable(),
  })
  .meta({ id: 'Dataset' })
export type DatasetInfo = Sent<z.infer<typeof DatasetInfo>>

export const DatasetList = z.object({ datasets: z.array(DatasetInfo) }).meta({ id: 'DatasetList' })

/** A dataset with its versions, newest first. */
export const DatasetHistory = DatasetInfo.extend({ versions: z.array(LayerVersion) }).meta({ id: 'DatasetHistory' })

/** What going back to an earlier version did. */
export const RevertResult = z.object({ version: Count, stored: Count, removed: Count, seq: Count }).meta({ id: 'RevertResult' })

const line = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}\p{Surrogate}]*$/u, 'must be text without control characters')

/** PATCH of a dataset. A title given as one text stands for both languages; a licence of null is taken away. */
export const DatasetPatch = z
  .strictObject({
    title: z.union([line.transform((text): Text => ({ 'zh-CN': text, en: text })), z.strictObject({ 'zh-CN': line, en: line })]).optional(),
    source: line.optional(),
    licence: line.nullable().optional(),
  })
  .meta({ id: 'DatasetPatch' })
export type DatasetPatch = z.infer<typeof DatasetPatch>

/** Goes back to version `to`; with `force` also when that loses single edits. */
export const RevertRequest = z
  .strictObject({
    to: z
      .int()
      .min(0)
      .max(2 ** 31 - 1),
    force: z.boolean().optional(),
  })
  .meta({ id: 'RevertRequest' })
export type RevertRequest = z.infer<typeof RevertRequest>
