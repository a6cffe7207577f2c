import type { Feature, FeatureCollection, Geometry, LineString, Polygon, Position } from 'geojson'
import { type LonLat, polygonOf, type Shape } from '../../state/shape.ts'
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

/** The area (of a line: the line) that was drawn, as it can be kept. */
export function geometryOf(shape: Shape): Polygon | LineString | null {
  if (shape.kind === 'polygon') return polygonOf(shape.ring)
  if (shape.kind === 'circle') return discOf(shape.centre, shape.radius)
  return shape.kind === 'line' ? { type: 'LineString', coordinates: shape.points.map(at => [...at]) } : null
}

function discOf(centre: LonLat, radius: number): Polygon {
  const rim = Array.from({ length: STEPS }, (_, i) => rimAt(centre, radius, (-360 * i) / STEPS))
  return { type: 'Polygon', coordinates: [[...rim, rim[0]!]] }
}

function bodyOf(shape: Shape, geometry: Geometry | null): Feature[] {
  switch (shape.kind) {
    case 'polygon':
      return [feature('shape', polygonOf(shape.ring))]
    case 'circle': {
      const spoke: Geometry = { type: 'LineString', coordinates: [[...shape.centre], rimAt(shape.centre, shape.radius, 90)] }
      return [feature('shape', discOf(shape.centre, shape.radius)), feature('spoke', spoke)]
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
