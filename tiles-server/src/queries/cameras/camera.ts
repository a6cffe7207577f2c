import type { Properties } from '../../contract/index.ts'
import { type CameraView, type LocalPlane, localPlane, viewLimits } from '../../geo/index.ts'
import type { LiveFeature } from '../../live/index.ts'

/** A camera's record in the numbers that decide what it sees; NaN is unknown. Degrees, metres. */
export interface Camera {
  readonly feature: LiveFeature
  readonly plane: LocalPlane
  readonly height: number
  readonly range: number
  /** Where it looks now; null where that is not known. */
  readonly now: Pose | null
  /** All it could look at if it were turned; null when it does not turn. */
  readonly turned: Sector | null
}

interface Sector {
  readonly azimuth: number
  readonly uncertainty: number
  readonly fov: number
}

interface Pose extends Sector {
  readonly tilt: number
  readonly vfov: number
}

/**
 * Reads a feature of layer camera. Null where nothing can be in view: no point, or no range (an unknown one is taken for none).
 *
 * Now: the live pose where it is told (`pose_azimuth`, without uncertainty), else the azimuth it was mounted with. A pose may come without tilt and field
 * of view, those it was mounted with then hold; a field of view that was zoomed narrows the vertical one in proportion.
 * Turned: `pan_from` clockwise to `pan_to` are the directions its axis can take, half a field of view more is seen on both sides; equal ones do not turn,
 * and a whole turn apart is all around. Without them a camera of kind ptz turns all around and any other does not turn. Where it turns it also tilts, so
 * there is no near blind zone then.
 */
export function readCamera(feature: LiveFeature): Camera | null {
  const { geometry, properties } = feature
  if (geometry?.type !== 'Point') return null
  const range = numberOf(properties, 'range')
  if (!(range > 0)) return null
  const [lon, lat] = geometry.coordinates as [number, number]
  return {
    feature,
    plane: localPlane(lon, lat),
    height: numberOf(properties, 'height'),
    range,
    now: nowOf(properties),
    turned: turnedOf(properties),
  }
}

function nowOf(properties: Properties): Pose | null {
  const [fixed, told] = [numberOf(properties, 'fov'), numberOf(properties, 'pose_fov')]
  const fov = or(told, fixed)
  const live = numberOf(properties, 'pose_azimuth')
  const azimuth = or(live, numberOf(properties, 'azimuth'))
  if (!(fov > 0) || (fov < 360 && Number.isNaN(azimuth))) return null
  const zoom = told > 0 && fixed > 0 ? told / fixed : 1
  return {
    azimuth,
    uncertainty: Number.isNaN(live) ? uncertaintyOf(properties) : 0,
    fov,
    tilt: or(numberOf(properties, 'pose_tilt'), numberOf(properties, 'tilt')),
    vfov: numberOf(properties, 'vfov') * zoom,
  }
}

function turnedOf(properties: Properties): Sector | null {
  const fov = or(numberOf(properties, 'fov'), 0)
  if (properties.fov === 0) return null
  const [from, to] = [numberOf(properties, 'pan_from'), numberOf(properties, 'pan_to')]
  if (Number.isNaN(from) || Number.isNaN(to)) {
    return properties.kind === 'ptz' ? { azimuth: Number.NaN, uncertainty: 0, fov: 360 } : null
  }
  const pan = to < from ? to - from + 360 : to - from
  if (pan === 0) return null
  if (pan + fov >= 360) return { azimuth: Number.NaN, uncertainty: 0, fov: 360 }
  return { azimuth: (from + pan / 2) % 360, uncertainty: uncertaintyOf(properties), fov: pan + fov }
}

/** The view of a camera now, of a target of a height; null where it is not known. */
export function viewNow({ now, height, range }: Camera, targetHeight: number): CameraView | null {
  if (!now) return null
  const { near, far } = viewLimits(height, now.tilt, now.vfov, targetHeight)
  return { azimuth: now.azimuth, uncertainty: now.uncertainty, fov: now.fov, near, range: Math.min(range, far) }
}

/** All that could come into view; null when the camera does not turn. */
export const viewTurned = ({ turned, range }: Camera): CameraView | null => turned && { ...turned, near: 0, range }

const uncertaintyOf = (properties: Properties): number => or(numberOf(properties, 'azimuth_uncertainty'), 0)
const or = (value: number, otherwise: number): number => (Number.isNaN(value) ? otherwise : value)

function numberOf(properties: Properties, name: string): number {
  const value = properties[name]
  return typeof value === 'number' ? value : Number.NaN
}
