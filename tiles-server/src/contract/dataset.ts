import { z } from 'zod'
import type { Text } from './catalog.ts'

/** What is told of an import: source, format, crs, rows, licence and the like. */
export type VersionAbout = Readonly<Record<string, string | number | boolean | null>>

/** A version of a dataset or typed layer: an import into it, or the layer going back to an earlier version. */
export interface LayerVersion {
  readonly layer: string
  /** 1, 2, ...; 0 is the layer before its first import. */
  readonly version: number
  readonly kind: 'import' | 'revert'
  /** RFC 3339, UTC. */
  readonly at: string
  readonly actor: string
  /** Of an import what it was, with its `mode` (replace, upsert); of a revert the version it went back `to`, and `editsLost` if any. */
  readonly about: VersionAbout
  /** Rows imported or brought back. */
  readonly stored: number
  /** Rows that went. */
  readonly removed: number
  readonly rowsAfter: number
  /** The change that told it. */
  readonly seq: number
  /** Whether the layer can go back to it: what versions changed is kept for the newest 10. */
  readonly reachable: boolean
}

/** A dataset or typed layer as the list of datasets tells it. */
export interface DatasetInfo {
  readonly id: string
  readonly title: Text
  readonly kind: 'dataset' | 'typed'
  readonly geometry: string
  readonly coverage: boolean
  readonly rows: number
  /** Estimate of what its rows take in the database; null when not known. */
  readonly bytes: number | null
  readonly source: string | null
  readonly licence: string | null
  /** The newest version; 0 when nothing was imported into it. */
  readonly version: number
  /** RFC 3339, UTC. */
  readonly importedAt: string | null
}

const line = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}\p{Surrogate}]*$/u, 'must be text without control characters')

/** PATCH of a dataset. A title given as one text stands for both languages; a licence of null is taken away. */
export const DatasetPatch = z.strictObject({
  title: z.union([line.transform((text): Text => ({ 'zh-CN': text, en: text })), z.strictObject({ 'zh-CN': line, en: line })]).optional(),
  source: line.optional(),
  licence: line.nullable().optional(),
})
export type DatasetPatch = z.infer<typeof DatasetPatch>

/** Goes back to version `to`; with `force` also when that loses single edits. */
export const RevertRequest = z.strictObject({
  to: z
    .int()
    .min(0)
    .max(2 ** 31 - 1),
  force: z.boolean().optional(),
})
export type RevertRequest = z.infer<typeof RevertRequest>
