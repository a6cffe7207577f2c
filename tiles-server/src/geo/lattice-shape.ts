import { eachPosition } from './bbox.ts'
import { toLattice } from './lattice.ts'
import { orient } from './orient.ts'
import { latticeRings } from './ring.ts'
import type { Geometry, LatticeRing, Position } from './types.ts'

/** West, south, east, north in lattice steps. */
type LatticeBox = readonly [west: number, south: number, east: number, north: number]

/** One geometry of points, lines or areas on the lattice, ready to be related to another. */
export interface LatticeShape {
  readonly dimension: 0 | 1 | 2
  /** x, y of each vertex. */
  readonly vertices: Int32Array
  /** ax, ay, bx, by of each segment of a line or edge of a ring; none has length 0. */
  readonly segments: Int32Array
  /** First vertices of what hangs together: a line, a ring. */
  readonly starts: Int32Array
  /** Rings of an area, inside by even-odd. */
  readonly rings: readonly LatticeRing[]
  /** End points of lines that lie on an odd number of ends (the mod-2 rule of OGC 06-103r4, 6.1.6.1), as `x,y`. */
  readonly ends: ReadonlySet<string>
  readonly box: LatticeBox
}

/**
 * The shapes of a geometry (degrees), rounded to the lattice: one for each part of a collection, else one. What the rounding leaves without length or
 * area becomes points.
 */
export function latticeShapes(geometry: Geometry): LatticeShape[] {
  switch (geometry.type) {
    case 'GeometryCollection':
      return geometry.geometries.flatMap(latticeShapes)
    case 'Point':
    case 'MultiPoint':
      return pointsOf(geometry)
    case 'LineString':
    case 'MultiLineString': {
      const lines = (geometry.type === 'LineString' ? [geometry.coordinates] : geometry.coordinates)
        .map(onLattice)
        .filter(line => line.length > 2)
      return lines.length === 0 ? pointsOf(geometry) : [shapeOf(1, lines, [])]
    }
    case 'Polygon':
    case 'MultiPolygon': {
      const rings = latticeRings(geometry)
      return rings.length === 0 ? pointsOf(geometry) : [shapeOf(2, rings.map(closed), rings)]
    }
  }
}

function pointsOf(geometry: Geometry): LatticeShape[] {
  const lines: number[][] = []
  eachPosition(geometry, ([x, y]) => lines.push([toLattice(x!), toLattice(y!)]))
  return lines.length === 0 ? [] : [shapeOf(0, lines, [])]
}

function shapeOf(dimension: 0 | 1 | 2, lines: readonly ArrayLike<number>[], rings: readonly LatticeRing[]): LatticeShape {
  const vertices = lines.flatMap(line => Array.from(line))
  const segments = lines.flatMap(line => segmentsOf(line))
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let i = 0; i < vertices.length; i += 2) {
    const [x, y] = [vertices[i]!, vertices[i + 1]!]
    if (x < box[0]) box[0] = x
    if (y < box[1]) box[1] = y
    if (x > box[2]) box[2] = x
    if (y > box[3]) box[3] = y
  }
  return {
    dimension,
    vertices: Int32Array.from(vertices),
    segments: Int32Array.from(segments),
    starts: Int32Array.from(lines.flatMap(line => [line[0]!, line[1]!])),
    rings,
    ends: dimension === 1 ? oddEnds(lines) : new Set(),
    box,
  }
}

/** A line on the lattice without repeated vertices. */
function onLattice(line: readonly Position[]): number[] {
  const flat: number[] = []
  for (const [lon, lat] of line) {
    const [x, y] = [toLattice(lon!), toLattice(lat!)]
    if (flat.length === 0 || flat[flat.length - 2] !== x || flat[flat.length - 1] !== y) flat.push(x, y)
  }
  return flat
}

const closed = (ring: LatticeRing): number[] => [...ring, ring[0]!, ring[1]!]

function segmentsOf(line: ArrayLike<number>): number[] {
  const segments: number[] = []
  for (let i = 2; i < line.length; i += 2) segments.push(line[i - 2]!, line[i - 1]!, line[i]!, line[i + 1]!)
  return segments
}

function oddEnds(lines: readonly ArrayLike<number>[]): Set<string> {
  const odd = new Set<string>()
  for (const line of lines) {
    for (const i of [0, line.length - 2]) {
      const key = `${line[i]},${line[i + 1]}`
      if (!odd.delete(key)) odd.add(key)
    }
  }
  return odd
}

/** Whether a point lies on a segment, ends included. Exact. */
export function isOnSegment(x: number, y: number, ax: number, ay: number, bx: number, by: number): boolean {
  if (x < Math.min(ax, bx) || x > Math.max(ax, bx) || y < Math.min(ay, by) || y > Math.max(ay, by)) return false
  return orient(ax, ay, bx, by, x, y) === 0
}

/** Where a point lies of a shape: in its interior (1), on its boundary (0), outside (-1). Exact, for points of half lattice steps too. */
export function placeOf(x: number, y: number, shape: LatticeShape): 1 | 0 | -1 {
  const [west, south, east, north] = shape.box
  if (x < west || x > east || y < south || y > north) return -1
  switch (shape.dimension) {
    case 0:
      return isVertex(x, y, shape.vertices) ? 1 : -1
    case 1:
      return !isOnAny(x, y, shape.segments) ? -1 : shape.ends.has(`${x},${y}`) ? 0 : 1
    case 2:
      return placeInRings(x, y, shape.segments)
  }
}

function isVertex(x: number, y: number, vertices: Int32Array): boolean {
  for (let i = 0; i < vertices.length; i += 2) if (vertices[i] === x && vertices[i + 1] === y) return true
  return false
}

function isOnAny(x: number, y: number, segments: Int32Array): boolean {
  for (let i = 0; i < segments.length; i += 4) {
    if (isOnSegment(x, y, segments[i]!, segments[i + 1]!, segments[i + 2]!, segments[i + 3]!)) return true
  }
  return false
}

/** Even-odd over all edges; the edge decides on which the point lies. */
function placeInRings(x: number, y: number, edges: Int32Array): 1 | 0 | -1 {
  let inside = false
  for (let i = 0; i < edges.length; i += 4) {
    const ax = edges[i]!
    const ay = edges[i + 1]!
    const bx = edges[i + 2]!
    const by = edges[i + 3]!
    if ((ay > y && by > y) || (ay < y && by < y)) continue
    if (isOnSegment(x, y, ax, ay, bx, by)) return 0
    if (ay > y === by > y) continue
    const side = ay < by ? orient(ax, ay, bx, by, x, y) : orient(bx, by, ax, ay, x, y)
    if (side > 0) inside = !inside
  }
  return inside ? 1 : -1
}
