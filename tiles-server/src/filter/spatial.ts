import {
  type Bbox,
  bboxOf,
  fromLattice,
  type Geometry,
  type LatticeShape,
  latticeShapes,
  placeOf,
  shapesEqual,
  shapesMeet,
  shapeWithin,
  toLattice,
} from '../geo/index.ts'
import type { Selectable, Truth } from './selectable.ts'
import type { Filter, SpatialRelation } from './types.ts'

/**
 * Relates features to a geometry, both rounded to the lattice of 1e-7 degree, edges straight in lon/lat, exactly. Closed as in OGC 06-103r4: a point on
 * an edge intersects the area and is not within it. Of a collection every part must be within, and one part must contain. Unknown without a geometry.
 */
export function spatialTest(relation: SpatialRelation, geometry: Geometry): (feature: Selectable) => Truth {
  const [other] = latticeShapes(geometry) as [LatticeShape]
  const [west, south, east, north] = paddedBox(geometry)
  const relates = relater(relation, other)
  return feature => {
    if (feature.geometry === null) return null
    // Bounds first: most features are far away.
    const isApart = feature.minX > east || feature.maxX < west || feature.minY > north || feature.maxY < south
    return isApart ? relation === 'disjoint' : relates(feature.geometry)
  }
}

function relater(relation: SpatialRelation, other: LatticeShape): (geometry: Geometry) => boolean {
  const place = ([x, y]: readonly number[]) => placeOf(toLattice(x!), toLattice(y!), other)
  switch (relation) {
    case 'intersects':
      return geometry =>
        geometry.type === 'Point' ? place(geometry.coordinates) >= 0 : latticeShapes(geometry).some(own => shapesMeet(own, other))
    case 'disjoint':
      return geometry =>
        geometry.type === 'Point' ? place(geometry.coordinates) < 0 : !latticeShapes(geometry).some(own => shapesMeet(own, other))
    case 'within':
      return geometry =>
        geometry.type === 'Point' ? place(geometry.coordinates) > 0 : all(latticeShapes(geometry), own => shapeWithin(own, other))
    case 'contains':
      return geometry => latticeShapes(geometry).some(own => shapeWithin(other, own))
    case 'equals':
      return geometry => {
        const shapes = latticeShapes(geometry)
        return shapes.length === 1 && shapesEqual(shapes[0]!, other)
      }
  }
}

const all = <T>(list: readonly T[], holds: (item: T) => boolean): boolean => list.length > 0 && list.every(holds)

/** A step more than the geometry's own, for what rounding to the lattice brings together. */
function paddedBox(geometry: Geometry): Bbox {
  const [west, south, east, north] = bboxOf(geometry)!
  const step = fromLattice(1)
  return [west - step, south - step, east + step, north + step]
}

/** A box in degrees that the geometry of every selected feature meets; undefined when there is none. West beyond east: nothing is selected. */
export function boundsOf(filter: Filter): Bbox | undefined {
  switch (filter.op) {
    case 'spatial':
      return filter.relation === 'disjoint' ? undefined : paddedBox(filter.geometry)
    case 'and':
      return filter.args.map(boundsOf).reduce((a, b) => (a && b ? overlap(a, b) : (a ?? b)), undefined)
    case 'or': {
      const parts = filter.args.map(boundsOf)
      return parts.reduce((a, b) => a && b && union(a, b))
    }
    default:
      return undefined
  }
}

const overlap = (a: Bbox, b: Bbox): Bbox => [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])]
const union = (a: Bbox, b: Bbox): Bbox => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])]

/** Whether the geometry decides, so that a change of it does. */
export function isSpatial(filter: Filter): boolean {
  switch (filter.op) {
    case 'spatial':
      return true
    case 'and':
    case 'or':
      return filter.args.some(isSpatial)
    case 'not':
      return isSpatial(filter.arg)
    default:
      return false
  }
}
