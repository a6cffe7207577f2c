import { z } from 'zod'
import { FeatureOutput } from './feature.ts'
import { AskedGeometry, AskedPlace, Count, type Sent } from './sent.ts'

const MOST_LAYERS = 20
const MOST_METRES = 1_000_000
const MOST_SECONDS = 366 * 24 * 3600
const MOST_NEAREST = 1_000
const MOST_IN_PAGE = 10_000

/** What every query says of the features it looks for: their layers, and conditions that each of the layers must be able to answer. */
const asked = {
  layers: z.array(z.string().max(63)).min(1).max(MOST_LAYERS),
  /** CQL2 text. */
  filter: z.string().optional(),
  /** Instant or interval, RFC 3339. */
  datetime: z.string().optional(),
}
const page = {
  /** Features of a page; 100 when absent. */
  limit: z.int().min(1).max(MOST_IN_PAGE).optional(),
  /** Where the page before ended. */
  cursor: z.string().max(2_000).optional(),
}
/** Features whose time (the layer's `time` property) is older than so many seconds are left out. */
const maxAge = z.number().min(0).max(MOST_SECONDS).optional()

/**
 * POST /api/within: features of the layers that lie in a geometry (degrees, WGS 84, edges straight in lon/lat), ordered by layer as asked, then id.
 * `within`: wholly, as OGC 06-103r4 has it; a point feature in an area by the half-open rule, so that areas side by side share no point and lose none.
 * `intersects`: with a point in common, edges included.
 */
export const WithinRequest = z
  .strictObject({
    geometry: AskedGeometry.optional(),
    relation: z.enum(['within', 'intersects']).optional(),
    ...asked,
    ...page,
  })
  .meta({ id: 'WithinRequest' })
export type WithinRequest = z.infer<typeof WithinRequest>

/**
 * POST /api/nearest: the `k` features nearest to a point ([lon, lat], degrees, WGS 84), 10 when absent, at most `maxDistance` metres away; by distance, then
 * layer as asked, then id. The distance to a line or area is the geodesic to the nearest place of its edges, straight in lon/lat; 0 inside an area.
 */
export const NearestRequest = z
  .strictObject({
    point: AskedPlace.optional(),
    k: z.int().min(1).max(MOST_NEAREST).optional(),
    maxDistance: z.number().min(0).max(20_100_000).optional(),
    maxAge,
    ...asked,
  })
  .meta({ id: 'NearestRequest' })
export type NearestRequest = z.infer<typeof NearestRequest>

/** POST /api/around: the features at most `distance` metres from a geometry, which around a line is its corridor; order and distances as nearest. */
export const AroundRequest = z
  .strictObject({
    geometry: AskedGeometry.optional(),
    distance: z.number().min(0).max(MOST_METRES),
    maxAge,
    ...asked,
    ...page,
  })
  .meta({ id: 'AroundRequest' })
export type AroundRequest = z.infer<typeof AroundRequest>

/** A feature as queries answer it; around and nearest add `distance_m` and `bearing_deg` (null at distance 0) to its properties. */
export const FoundFeature = FeatureOutput.extend({ layer: z.string() }).meta({ id: 'FoundFeature' })
export type FoundFeature = Sent<z.infer<typeof FoundFeature>>

/** What an answer cost: boxes looked at, features whose bounds left it open, exact tests made, milliseconds. */
export const Explained = z
  .object({ index: z.string(), looked: Count, candidates: Count, exactTests: Count, ms: z.number() })
  .meta({ id: 'Explained' })
export type Explained = Sent<z.infer<typeof Explained>>

/** `cursor`: opaque position of the next page; null on the last. */
export const FoundFeatures = z
  .object({
    type: z.literal('FeatureCollection'),
    features: z.array(FoundFeature),
    cursor: z.string().nullable(),
    explain: Explained.optional(),
  })
  .meta({ id: 'FoundFeatures' })
export type FoundFeatures = Sent<z.infer<typeof FoundFeatures>>
