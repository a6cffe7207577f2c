/** Edges of a view are part of it; distances and angles that differ by less than this are equal. */
const EDGE_METRES = 1e-6
const EDGE_DEGREES = 1e-9
const DEGREE = 180 / Math.PI

/**
 * What a camera looks at on the ground: a sector of a ring. Degrees clockwise from true north, metres. `azimuth` is the middle of the sector, known to
 * `uncertainty` degrees; `fov` is its width: 360 and more is all around, 0 sees nothing, between 180 and 360 is no special case. NaN is an azimuth that
 * nobody knows: nothing but all around is seen with it.
 */
export interface CameraView {
  readonly azimuth: number
  readonly uncertainty: number
  readonly fov: number
  readonly near: number
  readonly range: number
}

/** Not in view; in view if the azimuth is off by at most its uncertainty; in view however it is off. */
export type InView = 0 | 1 | 2

/**
 * Whether a place, in metres east and north of the camera, is in a view: certain inside the sector made narrower by the uncertainty on both sides, possible
 * inside the one made wider. Edges belong to the view, to within a micrometre and 1e-9 degree. Right at the camera every direction is seen.
 */
export function inView({ azimuth, uncertainty, fov, near, range }: CameraView, east: number, north: number): InView {
  if (!(range > 0 && fov > 0)) return 0
  const distance = Math.sqrt(east * east + north * north)
  if (distance > range + EDGE_METRES || distance < near - EDGE_METRES) return 0
  if (fov >= 360 || distance === 0) return 2
  let off = Math.abs(Math.atan2(east, north) * DEGREE - azimuth) % 360
  if (off > 180) off = 360 - off
  if (off <= fov / 2 - uncertainty + EDGE_DEGREES) return 2
  return off <= fov / 2 + uncertainty + EDGE_DEGREES ? 1 : 0
}

/**
 * How near and how far on level ground a camera sees a target of a height, by the lower and upper edge of its picture: `tilt` is the depression of its axis
 * below the horizontal, `vfov` the angle between the edges, in degrees; heights in metres. NaN is unknown: no limit is then drawn, nor for a target
 * as high as the camera or higher. Infinity as `near`: the lower edge does not fall below the horizontal, and nothing that is lower comes into view.
 */
export function viewLimits(
  height: number,
  tilt: number,
  vfov: number,
  targetHeight: number,
): { readonly near: number; readonly far: number } {
  const above = height - targetHeight
  const lower = tilt + vfov / 2
  if (!(above > 0) || Number.isNaN(lower)) return { near: 0, far: Infinity }
  const upper = tilt - vfov / 2
  const at = (angle: number): number => (angle >= 90 ? 0 : above / Math.tan(angle / DEGREE))
  return { near: lower > 0 ? at(lower) : Infinity, far: upper > 0 ? at(upper) : Infinity }
}
