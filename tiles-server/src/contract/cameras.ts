import { z } from 'zod'

/** Height of what is looked for above the ground, in metres: the chest of a person. */
export const TARGET_HEIGHT = 1.5

/**
 * POST /api/cameras/visible: the cameras that see a place. `point` is [lon, lat] in degrees, WGS 84. `filter` (CQL2 text) selects cameras; of those only
 * the ones that are online are asked, unless `status` is any. `targetHeight` in metres above the ground.
 */
export const CamerasRequest = z.strictObject({
  point: z.unknown().optional(),
  targetHeight: z.number().min(0).max(1000).optional(),
  filter: z.string().optional(),
  status: z.enum(['online', 'any']).optional(),
})
export type CamerasRequest = z.infer<typeof CamerasRequest>

/**
 * By which view a camera sees a place: degrees clockwise from true north, metres on the ground. `azimuth` is null where the camera can turn all around;
 * `near` and `range` hold for a target of the height asked for.
 */
export interface SeenView {
  readonly azimuth: number | null
  readonly uncertainty: number
  readonly fov: number
  readonly near: number
  readonly range: number
}

/** A camera that sees the place, could if it were turned, or would if nothing stood between. */
export interface SeenCamera {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly status: string
  readonly kind: string | null
  readonly position: readonly [lon: number, lat: number]
  /** Geodesic from the camera to the place. */
  readonly distance_m: number
  /** Direction in which the camera sees the place; null right at the camera. */
  readonly bearing_deg: number | null
  /** `possible`: it depends on how far the camera's azimuth is off. */
  readonly certainty: 'certain' | 'possible'
  readonly view: SeenView
  /** The building nearest to the camera that hides the place, and where the line of sight gets lost in it. */
  readonly blockedBy?: { readonly layer: 'building'; readonly id: string; readonly at: readonly [lon: number, lat: number] }
}

/** The three answers, each ordered by distance, then id; no camera is in two of them. */
export interface SeenBy {
  readonly now: readonly SeenCamera[]
  readonly ifTurned: readonly SeenCamera[]
  readonly blocked: readonly SeenCamera[]
  readonly explain?: CamerasExplained
}

/** What it took: cameras within reach, views looked at, buildings looked at. */
export interface CamerasExplained {
  readonly index: string
  readonly candidates: number
  readonly exactTests: number
  readonly buildingsTested: number
  readonly ms: number
}
