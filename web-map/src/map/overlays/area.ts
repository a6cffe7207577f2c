import type { Feature, FeatureCollection, Geometry, Position } from 'geojson'
import { polygonOf, type Shape } from '../../state/shape.ts'
import { handlesOf, rimAt } from '../drawing/handles.ts'

const EQUATOR_M = 40_075_016.686
const TILE_PX = 512
const STEPS = 96

/** A shape as it is drawn: its area or line, the corridor beside it, its handles. `geometry` is that of the feature it names, if it does. */
export function drawnShape(shape: Shape, geometry: Geometry | null): FeatureCollection {
  const handles = handlesOf(shape).map(({ kind, at }) =>
    feature(kind === 'middle' ? 'middle' : 'handle', { type: 'Point', coordinates: [...at] }),
  )
  return { type: 'FeatureCollection', features: [...bodyOf(shape, geometry), ...handles] }
}

function bodyOf(shape: Shape, geometry: Geometry | null): Feature[] {
  switch (shape.kind) {
    case 'polygon':
      return [feature('shape', polygonOf(shape.ring))]
    case 'circle': {
      const rim = Array.from({ length: STEPS }, (_, i) => rimAt(shape.centre, shape.radius, (-360 * i) / STEPS))
      const spoke: Geometry = { type: 'LineString', coordinates: [[...shape.centre], rimAt(shape.centre, shape.radius, 90)] }
      return [feature('shape', { type: 'Polygon', coordinates: [[...rim, rim[0]!]] }), feature('spoke', spoke)]
    }
    case 'line':
      return withCorridor({ type: 'LineString', coordinates: shape.points.map(at => [...at]) }, shape.reach)
    case 'feature':
      return geometry ? withCorridor(geometry, shape.reach) : []
  }
}

function withCorridor(geometry: Geometry, reach: number): Feature[] {
  const first = firstOf(geometry)
  if (reach === 0 || !first) return [feature('shape', geometry)]
  const width0 = (2 * reach * TILE_PX) / (EQUATOR_M * Math.cos((first[1]! * Math.PI) / 180))
  // A point has no line to widen: its corridor is a disc.
  const disc = geometry.type === 'Point' ? bodyOf({ kind: 'circle', centre: [first[0]!, first[1]!], radius: reach }, null) : []
  return [feature('corridor', geometry, { width0 }), feature('shape', geometry), ...disc]
}

function firstOf(geometry: Geometry): Position | undefined {
  if (geometry.type === 'GeometryCollection') return geometry.geometries[0] && firstOf(geometry.geometries[0])
  return (geometry.coordinates as unknown[]).flat(3).length > 1
    ? ((geometry.coordinates as unknown[]).flat(3).slice(0, 2) as Position)
    : undefined
}

const feature = (role: string, geometry: Geometry, more: Readonly<Record<string, number>> = {}): Feature => ({
  type: 'Feature',
  geometry,
  properties: { role, ...more },
})
