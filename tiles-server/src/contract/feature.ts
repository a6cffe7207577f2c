import { z } from 'zod'
import { GeometryShape } from './geometry.ts'
import { Count, type Sent } from './sent.ts'

/** A value of a feature's property. Dates are RFC 3339 text. */
export const PropertyValue = z.union([z.string(), z.number(), z.boolean(), z.null()])
export type PropertyValue = z.infer<typeof PropertyValue>
export type Properties = Readonly<Record<string, PropertyValue>>

/** A feature as clients send it. Read-only members (`version`, `bbox`, `links`) are accepted and ignored, so that a GET body can be PUT back. */
export const FeatureInput = z
  .object({
    type: z.literal('Feature'),
    id: z.union([z.string(), z.number()]).transform(String).optional(),
    geometry: GeometryShape.nullable(),
    properties: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: 'FeatureInput' })
export type FeatureInput = z.infer<typeof FeatureInput>

/** A feature as the server answers it; its strong ETag is made of `version` and the database it counts in. */
export const FeatureOutput = z
  .object({
    type: z.literal('Feature'),
    id: z.string(),
    version: Count,
    geometry: GeometryShape.nullable(),
    properties: z.record(z.string(), PropertyValue),
  })
  .meta({ id: 'Feature' })
export type FeatureOutput = Sent<z.infer<typeof FeatureOutput>>

export const FeatureCollectionOutput = z
  .object({
    type: z.literal('FeatureCollection'),
    features: z.array(FeatureOutput),
    cursor: z.string().nullable().describe('Opaque position of the next page; null on the last.'),
  })
  .meta({ id: 'FeatureCollection' })
export type FeatureCollectionOutput = Sent<z.infer<typeof FeatureCollectionOutput>>
