import type { Geometry } from 'geojson'
import { z } from 'zod'

/** A value of a feature's property. Dates are RFC 3339 text. */
export const PropertyValue = z.union([z.string(), z.number(), z.boolean(), z.null()])
export type PropertyValue = z.infer<typeof PropertyValue>
export type Properties = Readonly<Record<string, PropertyValue>>

/** GeoJSON geometry; its rules are checked by geo/, this only asks for the outer shape. Positions are [lon, lat], WGS 84. */
export const GeometryShape = z.custom<Geometry>(value => typeof value === 'object' && value !== null && 'type' in value, {
  error: 'geometry must be a GeoJSON geometry object',
})

/** A feature as clients send it. Read-only members (`version`, `bbox`, `links`) are accepted and ignored, so that a GET body can be PUT back. */
export const FeatureInput = z.object({
  type: z.literal('Feature'),
  id: z.union([z.string(), z.number()]).transform(String).optional(),
  geometry: GeometryShape.nullable(),
  properties: z.record(z.string(), z.unknown()).nullable(),
})
export type FeatureInput = z.infer<typeof FeatureInput>

/** A feature as the server answers it; its strong ETag is made of `version` and the database it counts in. */
export interface FeatureOutput {
  readonly type: 'Feature'
  readonly id: string
  readonly version: number
  readonly geometry: Geometry | null
  readonly properties: Properties
}

export interface FeatureCollectionOutput {
  readonly type: 'FeatureCollection'
  readonly features: readonly FeatureOutput[]
  /** Opaque position of the next page; null on the last. */
  readonly cursor: string | null
}
