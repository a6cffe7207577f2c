import { z } from 'zod'
import { Count, EachPlace, Place, type Sent } from './sent.ts'

/** Height of what is looked for above the ground, in metres: the chest of a person. */
export const TARGET_HEIGHT = 1.5

/**
 * POST /api/cameras/visible: the cameras that see a place. `point` is [lon, lat] in degrees, WGS 84. `filter` (CQL2 text) selects cameras; of those only
 * the ones that are online are asked, unless `status` is any. `targetHeight` in metres above the ground.
 */
export const CamerasRequest = z
  .strictObject({
    point: EachPlace.optional(),
    targetHeight: z.number().min(0).max(1000).optional(),
    filter: z.string().optional(),
    status: z.enum(['online', 'any']).optional(),
  })
  .meta({ id: 'CamerasRequest' })
export type CamerasRequest = z.infer<typeof CamerasRequest>

const Metres = z.number()
const Degrees = z.number()

const SeenView = z
  .object({
    azimuth: Degrees.nullable().describe('Null where the camera can turn all around.'),
    uncertainty: Degrees,
    fov: Degrees,
    near: Metres,
    range: Metres,
  })
  .meta({ id: 'SeenView', description: '`near` and `range` hold for a target of the height asked for.' })
/**
 * By which view a camera sees a place: degrees clockwise from true north, metres on the ground. `azimuth` is null where the camera can turn all around;
 * `near` and `range` hold for a target of the height asked for.
 */
export type SeenView = Sent<z.infer<typeof SeenView>>

const SeenCamera = z
  .object({
    id: z.string(),
    code: z.string(),
    name: z.string(),
    status: z.string(),
    kind: z.string().nullable(),
    position: Place,
    distance_m: Metres.describe('Geodesic from the camera to the place.'),
    bearing_deg: Degrees.nullable().describe('Direction in which the camera sees the place; null right at the camera.'),
    certainty: z.enum(['certain', 'possible']).describe("`possible`: it depends on how far the camera's azimuth is off."),
    view: SeenView,
    blockedBy: z
      .object({ layer: z.literal('building'), id: z.string(), at: Place })
      .optional()
      .describe('The building nearest to the camera that hides the place, and where the line of sight gets lost in it.'),
  })
  .meta({ id: 'SeenCamera' })
/** A camera that sees the place, could if it were turned, or would if nothing stood between. */
export type SeenCamera = Sent<z.infer<typeof SeenCamera>>

const CamerasExplained = z
  .object({ index: z.string(), candidates: Count, exactTests: Count, buildingsTested: Count, ms: z.number() })
  .meta({ id: 'CamerasExplained' })
/** What it took: cameras within reach, views looked at, buildings looked at. */
export type CamerasExplained = Sent<z.infer<typeof CamerasExplained>>

/** The three answers, each ordered by distance, then id; no camera is in two of them. */
export const SeenBy = z
  .object({
    now: z.array(SeenCamera),
    ifTurned: z.array(SeenCamera),
    blocked: z.array(SeenCamera).describe('Those that would see it if no building stood between.'),
    explain: CamerasExplained.optional(),
  })
  .meta({ id: 'SeenBy' })
export type SeenBy = Sent<z.infer<typeof SeenBy>>
