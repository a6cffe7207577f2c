import { z } from 'zod'

/** Most points of one request. */
const MOST_POINTS = 10_000

/**
 * POST /api/locate 落格. Points are [lon, lat] in degrees, WGS 84, each checked by itself; `form: codes` answers the leaf unit's code alone.
 * With `partial` a bad point is answered with its error in its place instead of refusing all. `layer`: a coverage to locate in, in place of the units.
 */
export const LocateRequest = z.strictObject({
  points: z.array(z.unknown()).min(1).max(MOST_POINTS),
  form: z.enum(['full', 'codes']).optional(),
  partial: z.boolean().optional(),
  layer: z.string().optional(),
})
export type LocateRequest = z.infer<typeof LocateRequest>

/** A unit above or at a point. */
export interface LocatedUnit {
  readonly level: string
  readonly code: string
  readonly name: string
}

/** Where a point lies: its units, finest first, and the zones that contain it, by id. */
export interface LocatedPlace {
  readonly units: readonly LocatedUnit[]
  readonly zones: readonly { readonly id: string; readonly name: string }[]
}
