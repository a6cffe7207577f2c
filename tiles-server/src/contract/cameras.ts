import { z } from 'zod'
import { AskedGeometry, AskedPlace, Count, Place, type Sent } from './sent.ts'

/** Height of what is looked for above the ground, in metres: the chest of a person. */
export const TARGET_HEIGHT = 1.5

/** Bounds of a line: positions, and metres. */
export const CAMERA_LINE = { positions: 10_000, metres: 500_000 } as const

/**
 * POST /api/cameras/visible: the cameras that see a place. `point` is [lon, lat] in degrees, WGS 84, or
 * `line` a GeoJSON LineString. `filter` (CQL2 text) selects cameras; of those only the ones that are online are asked, unless `status` is any. `targetHeight` in metres above the ground.
 */
export const CamerasRequest = z
  .strictObject({
    point: AskedPlace.optional(),
    line: AskedGeometry.optional(),
    targetHeight: z.number().min(0).max(1000).optional(),
    filter: z.string().optional(),
    status: z.enum(['online', 'any']).optional(),
  })
  .meta({ id: 'CamerasRequest' })
export type CamerasRequest = z.infer<typeof CamerasRequest>

/**
 * By which view a camera sees a place: degrees clockwise from true north, metres on the ground. `azimuth` is null where the camera can turn all around;
 * `near` and `range` hold for a target of the height asked for.
 */
const SeenView = z
  .object({ azimuth: z.number().nullable(), uncertainty: z.number(), fov: z.number(), near: z.number(), range: z.number() })
  .meta({ id: 'SeenView' })
export type SeenView = Sent<z.infer<typeof SeenView>>

/** A camera that sees the place, could if it were turned, or would if nothing stood between. */
const SeenCamera = z
  .object({
    id: z.string(),
    code: z.string(),
    name: z.string(),
    status: z.string(),
    kind: z.string().nullable(),
    position: Place,
    distance_m: z.number().describe('Geodesic from the camera to the place; of a line, to the nearest place of what it sees.'),
    bearing_deg: z.number().nullable().describe('Direction in which the camera sees the place; null right at the camera.'),
    certainty: z.enum(['certain', 'possible']).describe('`possible`: it depends on how far the azimuth of the camera is off.'),
    view: SeenView,
    blockedBy: z
      .object({ layer: z.literal('building'), id: z.string(), at: Place })
      .optional()
      .describe('The building nearest to the camera that hides the place, and where the line of sight gets lost in it.'),
  })
  .meta({ id: 'SeenCamera' })
export type SeenCamera = Sent<z.infer<typeof SeenCamera>>

const Stretch = z.object({ from: z.number(), to: z.number() })

/** How cameras cover a line now, possible views counted; metres along it, geodesic from position to position. */
const SeenLine = z
  .object({
    length_m: z.number(),
    covered_m: z.number(),
    certain_m: z.number().describe('Of the covered metres, those that a camera sees for certain.'),
    covered: z
      .array(Stretch.extend({ cameras: z.array(z.string()) }))
      .describe('A stretch ends where the set of cameras changes; ids in order.'),
    gaps: z.array(Stretch),
  })
  .meta({ id: 'SeenLine' })
export type SeenLine = Sent<z.infer<typeof SeenLine>>

/** What it took: cameras within reach, views looked at, buildings looked at. */
const CamerasExplained = z
  .object({ index: z.string(), candidates: Count, exactTests: Count, buildingsTested: Count, ms: z.number() })
  .meta({ id: 'CamerasExplained' })
export type CamerasExplained = Sent<z.infer<typeof CamerasExplained>>

/** The three answers, each ordered by distance, then id; no camera is in two of them. */
export const SeenBy = z
  .object({
    now: z.array(SeenCamera),
    ifTurned: z.array(SeenCamera),
    blocked: z.array(SeenCamera),
    line: SeenLine.optional(),
    explain: CamerasExplained.optional(),
  })
  .meta({ id: 'SeenBy' })
export type SeenBy = Sent<z.infer<typeof SeenBy>>
