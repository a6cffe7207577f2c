import type { Feature, FeatureCollection, Geometry, Polygon, Position } from 'geojson'
import type { SeenBy, SeenCamera } from '../../../../tiles-server/src/contract/index.ts'
import type { LonLat } from '../../state/shape.ts'
import { destination } from '../sector.ts'

const STEP_DEG = 4

/** The asked place, and the cameras about it: what they look at, their line of sight, and where a building breaks it. */
export function drawnHere(at: LonLat, visible: SeenBy | undefined, blockers: readonly Geometry[]): FeatureCollection {
  const pin = feature('pin', { type: 'Point', coordinates: [...at] })
  if (!visible) return { type: 'FeatureCollection', features: [pin] }
  return {
    type: 'FeatureCollection',
    features: [
      ...blockers.map(geometry => feature('blocker', geometry)),
      ...visible.blocked.flatMap(camera => [...reachOf('sector-blocked', camera), ...brokenSight(at, camera)]),
      ...visible.ifTurned.flatMap(camera => [...reachOf('sector-turn', camera), line('sight-turn', camera.position, at)]),
      ...visible.now.flatMap(camera => [feature('sector-now', viewOf(camera)), line('sight-now', camera.position, at)]),
      ...visible.blocked.map(camera => point('camera-blocked', camera.position)),
      ...visible.ifTurned.map(camera => point('camera-turn', camera.position)),
      ...visible.now.map(camera => point('camera-now', camera.position)),
      pin,
    ],
  }
}

function brokenSight(at: LonLat, { position, blockedBy }: SeenCamera): Feature[] {
  if (!blockedBy) return [line('sight-lost', position, at)]
  return [line('sight-blocked', position, blockedBy.at), line('sight-lost', blockedBy.at, at), point('cross', blockedBy.at)]
}

/** The reach of a camera that turns all around is a disc: many of them would hide what they are about. It is shown when the camera is pointed at. */
const reachOf = (role: string, camera: SeenCamera): Feature[] => (camera.view.fov < 360 ? [feature(role, viewOf(camera))] : [])

/** What the camera covers on the ground, from `near` to `range`; for one that turns, all it can reach. */
export function viewOf({ position, view }: SeenCamera): Polygon {
  const { near, range } = view
  const azimuth = view.azimuth ?? 0
  const at: LonLat = [position[0]!, position[1]!]
  const fov = Math.min(360, Math.max(1, view.fov))
  const steps = Math.max(6, Math.ceil(fov / STEP_DEG))
  const arc = (radius: number): Position[] =>
    Array.from({ length: steps + 1 }, (_, i) => destination(at, radius, azimuth - fov / 2 + (fov * i) / steps))
  const far = arc(range)
  if (fov === 360) return { type: 'Polygon', coordinates: near > 0 ? [closed(far), closed(arc(near).reverse())] : [closed(far)] }
  const back = near > 0 ? arc(near).reverse() : [[...at]]
  return { type: 'Polygon', coordinates: [closed([...far, ...back])] }
}

const closed = (ring: Position[]): Position[] => [...ring, [...ring[0]!]]
const feature = (role: string, geometry: Geometry): Feature => ({ type: 'Feature', geometry, properties: { role } })
const point = (role: string, at: readonly number[]): Feature => feature(role, { type: 'Point', coordinates: [...at] })
const line = (role: string, from: readonly number[], to: readonly number[]): Feature =>
  feature(role, { type: 'LineString', coordinates: [[...from], [...to]] })
