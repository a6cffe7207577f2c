import { type CameraView, type Leg, nearestAlong, type PieceInView, piecesInView, type SightEnd, type Span } from '../../geo/index.ts'
import type { Buildings, Hiding } from './buildings.ts'
import { type Camera, viewNow, viewTurned } from './camera.ts'
import { legFrom, type Route } from './route.ts'

/** A piece of a route that a camera has in view and no building hides, or the whole of it does. */
interface Piece extends PieceInView {
  readonly leg: number
}

/** What a camera makes of a route by one of its views. */
export interface Along {
  readonly list: 'now' | 'ifTurned' | 'blocked'
  readonly view: CameraView
  /** Pieces that are seen; of a blocked camera, those that would be. */
  readonly pieces: readonly Piece[]
  /** The place of the pieces that is nearest to the camera, degrees. */
  readonly nearest: readonly [lon: number, lat: number]
  /** For a blocked camera: what hides one of the pieces, and the end of that line of sight. */
  readonly hiding?: { readonly by: Hiding; readonly target: readonly [lon: number, lat: number] }
}

/**
 * What a camera sees of a route, of which `legs` come within its reach: now, or else if it were turned, or else what buildings hide of it; undefined when
 * none of it comes into view.
 */
export function lookAlong(
  camera: Camera,
  route: Route,
  legs: readonly number[],
  targetHeight: number,
  buildings: Buildings,
): Along | undefined {
  const views = [viewNow(camera, targetHeight), viewTurned(camera)]
  let blocked: Along | undefined
  for (const [i, view] of views.entries()) {
    if (!view) continue
    const looked = legs.map(leg => lookAtLeg(camera, view, route, leg, targetHeight, buildings))
    const seen = looked.flatMap(({ free }) => free)
    if (seen.length > 0) return { list: i === 0 ? 'now' : 'ifTurned', view, pieces: seen, nearest: nearestOf(camera, route, seen) }
    const hidden = looked.find(({ hiding }) => hiding !== undefined)
    if (!hidden || blocked) continue
    const pieces = looked.flatMap(({ inView }) => inView)
    blocked = { list: 'blocked', view, pieces, nearest: nearestOf(camera, route, pieces), hiding: hidden.hiding! }
  }
  return blocked
}

interface LookedAt {
  readonly inView: readonly Piece[]
  readonly free: readonly Piece[]
  readonly hiding?: NonNullable<Along['hiding']>
}

function lookAtLeg(camera: Camera, view: CameraView, route: Route, index: number, height: number, buildings: Buildings): LookedAt {
  const { plane } = camera
  const leg = legFrom(plane, route.legs[index]!)
  const from: SightEnd = { lon: plane.lon, lat: plane.lat, height: camera.height }
  const inView: Piece[] = []
  const free: Piece[] = []
  let hiding: LookedAt['hiding']
  for (const piece of piecesInView(plane, view, leg)) {
    inView.push({ ...piece, leg: index })
    const hidden = buildings.hiding(from, height, leg, [piece.from, piece.to])
    for (const [a, b] of without(
      [piece.from, piece.to],
      hidden.map(({ span }) => span),
    ))
      free.push({ ...piece, from: a, to: b, leg: index })
    const [first] = hidden
    if (!first || hiding) continue
    const target = placeOn(camera, leg, (first.span[0] + first.span[1]) / 2)
    hiding = { by: buildings.firstHiding(from, { lon: target[0], lat: target[1], height }) ?? { id: first.id, share: 1 }, target }
  }
  return { inView, free, ...(hiding && { hiding }) }
}

/** What spans leave of one. */
function without([from, to]: Span, spans: readonly Span[]): Span[] {
  const left: Span[] = []
  let start = from
  for (const [a, b] of [...spans].sort((p, q) => p[0] - q[0])) {
    if (a > start) left.push([start, a])
    start = Math.max(start, b)
  }
  if (start < to) left.push([start, to])
  return left
}

function nearestOf(camera: Camera, route: Route, pieces: readonly Piece[]): readonly [number, number] {
  let best: readonly [number, number] = [camera.plane.lon, camera.plane.lat]
  let least = Infinity
  for (const { leg: index, from, to } of pieces) {
    const leg = legFrom(camera.plane, route.legs[index]!)
    const { share, metres } = nearestAlong(camera.plane, leg, from, to)
    if (metres >= least) continue
    least = metres
    best = placeOn(camera, leg, share)
  }
  return best
}

const placeOn = ({ plane }: Camera, { dLon, dLat, alongLon, alongLat }: Leg, share: number): readonly [number, number] => [
  plane.lon + (dLon + share * alongLon),
  plane.lat + (dLat + share * alongLat),
]
