import { type CameraView, type InView, inView } from './camera-view.ts'
import { piecesBetween, signChange } from './leg-pieces.ts'
import { type LocalPlane, reachOf } from './local-plane.ts'

/** A piece of a line, straight in lon/lat: its beginning and the way to its end, in degrees east and north of a camera. */
export interface Leg {
  readonly dLon: number
  readonly dLat: number
  readonly alongLon: number
  readonly alongLat: number
}

/** A piece of a leg, shares from 0 to 1, all of which is in view to the same degree. */
export interface PieceInView {
  readonly from: number
  readonly to: number
  readonly value: Exclude<InView, 0>
}

/** A polynomial of degree two, constant first. */
type Quadratic = readonly [number, number, number]

/** A leg in metres east and north of the camera. */
interface Path {
  readonly east: Quadratic
  readonly north: Quadratic
}

const worth = ([a, b, c]: Quadratic, u: number): number => a + u * (b + u * c)
const slopeOf = ([, b, c]: Quadratic, u: number): number => b + 2 * u * c

/** The straight line in lon/lat on the camera's plane, where it bends a little (see `localPlane`, of which this is the same formula). */
function pathOf(plane: LocalPlane, { dLon, dLat, alongLon, alongLat }: Leg): Path {
  const { east, shear, north, stretch, bend } = plane
  return {
    east: [dLon * (east + shear * dLat), alongLon * (east + shear * dLat) + dLon * shear * alongLat, alongLon * shear * alongLat],
    north: [
      dLat * (north + stretch * dLat) + bend * dLon * dLon,
      alongLat * (north + 2 * stretch * dLat) + 2 * bend * dLon * alongLon,
      stretch * alongLat * alongLat + bend * alongLon * alongLon,
    ],
  }
}

/**
 * The pieces of a leg that are in view: cut where it meets the circles and rays that bound the view, so that none is missed, however short; the middle of a
 * piece decides about it. In order, and no two that touch say the same.
 */
export function piecesInView(plane: LocalPlane, view: CameraView, leg: Leg): PieceInView[] {
  const reach = withinReach(plane, view.range, leg)
  if (!reach) return []
  const [from, to] = reach
  const path = pathOf(plane, leg)
  const cuts = [...circleCuts(path, view.range, from, to), ...circleCuts(path, view.near, from, to), ...rayCuts(path, view)]
  return piecesBetween(cuts, from, to, u => inView(view, worth(path.east, u), worth(path.north, u)) || undefined)
}

/** The share of a leg, between two, at which it comes nearest to the camera, and its distance there. */
export function nearestAlong(plane: LocalPlane, leg: Leg, from: number, to: number): { readonly share: number; readonly metres: number } {
  const path = pathOf(plane, leg)
  const share = nearestOn(path, from, to)
  return { share, metres: Math.hypot(worth(path.east, share), worth(path.north, share)) }
}

/** The leg's share within a box around the camera: the plane is good for no more. */
function withinReach({ lat }: LocalPlane, range: number, { dLon, dLat, alongLon, alongLat }: Leg): readonly [number, number] | undefined {
  const reach = reachOf(lat, range)
  let [from, to] = [0, 1]
  for (const [start, way, limit] of [
    [dLon, alongLon, reach.dLon],
    [dLat, alongLat, reach.dLat],
  ] as const) {
    const [low, high] = [-limit - start, limit - start]
    if (way === 0) {
      if (low > 0 || high < 0) return undefined
      continue
    }
    from = Math.max(from, Math.min(low / way, high / way))
    to = Math.min(to, Math.max(low / way, high / way))
  }
  return from < to ? [from, to] : undefined
}

/** Distance falls up to the nearest place and grows from there: a circle is met at most once on each side of it. */
function circleCuts(path: Path, radius: number, from: number, to: number): number[] {
  if (!(radius > 0 && radius < Infinity)) return []
  const nearest = nearestOn(path, from, to)
  const beyond = (u: number): number => worth(path.east, u) ** 2 + worth(path.north, u) ** 2 - radius * radius
  return [signChange(beyond, from, nearest), signChange(beyond, nearest, to)].filter(cut => cut !== undefined)
}

function nearestOn({ east, north }: Path, from: number, to: number): number {
  const grows = (u: number): number => worth(east, u) * slopeOf(east, u) + worth(north, u) * slopeOf(north, u)
  return signChange(grows, from, to) ?? (grows(from) > 0 ? from : to)
}

/** Where it meets the lines through the camera along the edges of the sector, certain and possible ones. */
function rayCuts(path: Path, { azimuth, uncertainty, fov }: CameraView): number[] {
  if (fov >= 360 || Number.isNaN(azimuth)) return []
  const halves = uncertainty === 0 ? [fov / 2] : [fov / 2 - uncertainty, fov / 2 + uncertainty]
  return halves
    .flatMap(half => [azimuth - half, azimuth + half])
    .flatMap(angle => {
      const [sin, cos] = [Math.sin((angle * Math.PI) / 180), Math.cos((angle * Math.PI) / 180)]
      const across = (i: 0 | 1 | 2): number => path.east[i] * cos - path.north[i] * sin
      return rootsOf([across(0), across(1), across(2)])
    })
}

/** Real roots, without cancellation (W. H. Press et al., "Numerical Recipes", section 5.6). */
function rootsOf([c, b, a]: Quadratic): number[] {
  const square = b * b - 4 * a * c
  if (square < 0) return []
  const q = -0.5 * (b + (b < 0 ? -1 : 1) * Math.sqrt(square))
  return [q / a, c / q].filter(Number.isFinite)
}
