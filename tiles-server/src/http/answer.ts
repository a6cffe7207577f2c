import type { z } from 'zod'
import type { JsonSchema } from './param.ts'

/** What one media type of a body holds: a schema of JSON (or of each line, for NDJSON), or bytes. */
export interface Content {
  readonly schema?: z.ZodType | JsonSchema
}

/** An answer that succeeds. Without content it has no body. */
export interface Answer {
  readonly about: string
  readonly content?: Readonly<Record<string, Content>>
}

export const json = (schema: z.ZodType, about: string, type = 'application/json'): Answer => ({ about, content: { [type]: { schema } } })

export const geoJson = (schema: z.ZodType, about: string): Answer => json(schema, about, 'application/geo+json')

/** NDJSON: `schema` is that of a line. */
export const jsonLines = (schema: z.ZodType, about: string): Answer => json(schema, about, 'application/x-ndjson')

export const empty = (about: string): Answer => ({ about })

/** Bytes or text that no schema tells. */
export const file = (about: string, ...types: readonly string[]): Answer => ({
  about,
  content: Object.fromEntries(types.map(type => [type, {}])),
})
