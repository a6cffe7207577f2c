import { z } from 'zod'
import { AskedPlace, Count, type Sent } from './sent.ts'

/** Most points of one request. */
const MOST_POINTS = 10_000

/**
 * POST /api/locate 落格. Points are [lon, lat] in degrees, WGS 84, each checked by itself; `form: codes` answers the leaf unit's code alone.
 * With `partial` a bad point is answered with its error in its place instead of refusing all. `layer`: a coverage to locate in, in place of the units.
 */
export const LocateRequest = z
  .strictObject({
    points: z.array(AskedPlace).min(1).max(MOST_POINTS),
    form: z.enum(['full', 'codes']).optional(),
    partial: z.boolean().optional(),
    layer: z.string().optional(),
  })
  .meta({ id: 'LocateRequest' })
export type LocateRequest = z.infer<typeof LocateRequest>

/** A unit above or at a point. */
const LocatedUnit = z.object({ level: z.string(), code: z.string(), name: z.string() }).meta({ id: 'LocatedUnit' })
export type LocatedUnit = Sent<z.infer<typeof LocatedUnit>>

/** Where a point lies: its units, finest first, and the zones that contain it, by id. */
export const LocatedPlace = z
  .object({ units: z.array(LocatedUnit), zones: z.array(z.object({ id: z.string(), name: z.string() })) })
  .meta({ id: 'LocatedPlace' })
export type LocatedPlace = Sent<z.infer<typeof LocatedPlace>>

/** A point that could not be read, in the place of its answer. */
const PointProblem = z.object({ error: z.object({ code: z.string(), detail: z.string() }) }).meta({ id: 'PointProblem' })

/** What the points cost together: areas that could hold them, edges and areas tested, milliseconds. */
const LocateExplained = z
  .object({ index: z.string(), candidates: Count, exactTests: Count, ms: z.number() })
  .meta({ id: 'LocateExplained' })

/** In the order of the points; null lies in no unit and no zone. */
export const LocateAnswer = z
  .union([
    z.object({ results: z.array(z.union([LocatedPlace, PointProblem]).nullable()), explain: LocateExplained.optional() }),
    z.object({ codes: z.array(z.union([z.string(), PointProblem]).nullable()), explain: LocateExplained.optional() }),
  ])
  .meta({ id: 'LocateAnswer' })

/** The answer to one line. */
export const LocateLine = z.union([LocatedPlace, z.string(), PointProblem]).nullable().meta({ id: 'LocateLine' })
