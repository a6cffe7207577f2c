import { distanceOf } from '../../state/measure.ts'
import { type LonLat, MOST_POSITIONS, MOST_REACH, type Shape } from '../../state/shape.ts'
import { destination } from '../sector.ts'

/** A place a drawn shape can be taken at: a vertex, the middle of an edge (a new vertex), a circle's centre or rim. */
export interface Handle {
  readonly kind: 'vertex' | 'middle' | 'centre' | 'rim'
  /** Of the vertex; of the edge's first vertex. */
  readonly index: number
  readonly at: LonLat
}

/** The place at a distance (metres) and bearing (degrees), as the server measures: the sphere's answer, set right by how far off it is. */
export function rimAt(centre: LonLat, radius: number, bearing: number): [number, number] {
  const near = destination(centre, radius, bearing)
  const off = distanceOf(centre, near)
  return off > 0 ? destination(centre, (radius * radius) / off, bearing) : near
}

/** The handles of a shape; none for one that is a feature's. */
export function handlesOf(shape: Shape): Handle[] {
  if (shape.kind === 'feature') return []
  if (shape.kind === 'circle') {
    return [
      { kind: 'centre', index: 0, at: shape.centre },
      { kind: 'rim', index: 0, at: rimAt(shape.centre, shape.radius, 90) },
    ]
  }
  const points = shape.kind === 'polygon' ? shape.ring : shape.points
  const edges = shape.kind === 'polygon' ? points.length : points.length - 1
  const vertices = points.map((at, index): Handle => ({ kind: 'vertex', index, at }))
  if (points.length >= MOST_POSITIONS) return vertices
  const middles = points.slice(0, edges).map(([lon, lat], index): Handle => {
    const [nextLon, nextLat] = points[(index + 1) % points.length]!
    return { kind: 'middle', index, at: [(lon + nextLon) / 2, (lat + nextLat) / 2] }
  })
  return [...vertices, ...middles]
}

/** The shape after one of its handles was dragged to a place. */
export function dragged(shape: Shape, handle: Handle, to: LonLat): Shape {
  switch (shape.kind) {
    case 'feature':
      return shape
    case 'circle':
      return handle.kind === 'centre'
        ? { ...shape, centre: to }
        : { ...shape, radius: Math.min(MOST_REACH, Math.max(1, Math.round(distanceOf(shape.centre, to)))) }
    case 'polygon':
      return { ...shape, ring: placed(shape.ring, handle, to) }
    case 'line':
      return { ...shape, points: placed(shape.points, handle, to) }
  }
}

const placed = (points: readonly LonLat[], { kind, index }: Handle, to: LonLat): LonLat[] =>
  kind === 'middle' ? points.toSpliced(index + 1, 0, to) : points.with(index, to)
