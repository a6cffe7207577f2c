import { z } from 'zod'
import type { JsonSchema } from '../param.ts'

/** Collects the named schemas (`.meta({ id })`) of a document while its parts are written. */
export interface Components {
  readonly schemas: Record<string, JsonSchema>
  /** A schema as JSON Schema that refers to the named ones. Throws where a name stands for two. */
  of(schema: z.ZodType | JsonSchema, io: 'input' | 'output'): JsonSchema
}

export function createComponents(): Components {
  const schemas: Record<string, JsonSchema> = {}
  return {
    schemas,
    of(schema, io) {
      if (!(schema instanceof z.ZodType)) return schema
      const { $schema: _, $defs = {}, ...own } = told(schema, io)
      for (const [id, def] of Object.entries($defs as Record<string, JsonSchema>)) {
        if (schemas[id] && JSON.stringify(schemas[id]) !== JSON.stringify(def)) throw new Error(`two schemas are named ${id}`)
        schemas[id] = def
      }
      return own
    },
  }
}

/** What is taken and what is answered may gain members: only what a strict schema refuses is closed. */
function told(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const written = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override({ zodSchema, jsonSchema }) {
      const { def } = zodSchema._zod
      if (def.type === 'object' && !def.catchall) delete jsonSchema.additionalProperties
      if (def.type === 'record') delete jsonSchema.propertyNames
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
    },
  })
  return JSON.parse(JSON.stringify(written).replaceAll('"#/$defs/', '"#/components/schemas/')) as JsonSchema
}
