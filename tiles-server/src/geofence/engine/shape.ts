import {
  type Areal,
  buildCellIndex,
  CellIndex,
  edgesOf,
  LATTICE,
  type LineString,
  latticeRings,
  localPlane,
  type Position,
  pointInEdges,
  ringsOf,
  toLattice,
} from '../../geo/index.ts'
import { EdgeTable } from './edge-table.ts'

/** From so many edges on, inside is looked up in cells. */
const MANY_EDGES = 100

/**
 * A zone as the engine asks it. An area is inside by the even-odd half-open rule of geo/ on the lattice, to the bit; a corridor where the line is at most
 * half its width away (geodesic).
 */
export interface Shape {
  readonly edges: Int32Array
  /** West, south, east, north of the edges on the lattice. */
  readonly box: readonly [number, number, number, number]
  /** Metres from the edges to the zone's rim: half the width of a corridor, 0 of an area. */
  readonly reach: number
  /** The margin when the fence names none, metres. */
  readonly margin: number
  /** `x`, `y`: the place on the lattice. */
  holds(x: number, y: number, lon: number, lat: number): boolean
  /** For a place outside: whether its rim is more than so many metres away. */
  isBeyond(lon: number, lat: number, metres: number): boolean
  /** Metres to the rim, from either side, right to a decimetre up to 300 m, to a hundredth beyond. */
  edge(lon: number, lat: number): number
}

export function areaShape(geometry: Areal): Shape {
  const rings = latticeRings(geometry)
  const edges = edgesOf(rings)
  const table = new EdgeTable(edges)
  const box = boxOf(edges)
  // Cells take memory and a moment: made when first asked.
  let cells: CellIndex | undefined
  const inside = (x: number, y: number): boolean => {
    if (edges.length < 4 * MANY_EDGES) return pointInEdges(x, y, edges)
    cells ??= new CellIndex(buildCellIndex([rings]))
    return cells.find(x, y) === 0
  }
  return {
    edges,
    box,
    reach: 0,
    margin: defaultMargin(Math.sqrt(squareMetres(geometry) / Math.PI)),
    holds: (x, y) => x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3] && inside(x, y),
    isBeyond: (lon, lat, metres) => table.isBeyond(lon, lat, metres),
    edge: (lon, lat) => table.nearly(lon, lat),
  }
}

export function corridorShape({ coordinates }: LineString, width: number): Shape {
  const reach = width / 2
  const edges = Int32Array.from(coordinates.slice(1).flatMap((to, i) => [...coordinates[i]!.slice(0, 2), ...to.slice(0, 2)].map(toLattice)))
  const table = new EdgeTable(edges)
  return {
    edges,
    box: boxOf(edges),
    reach,
    margin: defaultMargin(reach),
    holds: (_x, _y, lon, lat) => !table.isBeyond(lon, lat, reach),
    isBeyond: (lon, lat, metres) => table.isBeyond(lon, lat, reach + metres),
    edge: (lon, lat) => Math.abs(table.nearly(lon, lat) - reach),
  }
}

/** A tenth of the radius, 20 to 100 m. */
const defaultMargin = (radius: number): number => Math.min(100, Math.max(20, radius / 10))

/** Lattice steps that `metres` make at most, east and north, around the edges. */
export function stepsOf(edges: Int32Array, metres: number): { readonly dx: number; readonly dy: number } {
  let farthest = 0
  for (let i = 1; i < edges.length; i += 2) farthest = Math.max(farthest, Math.abs(edges[i]!))
  const { east, north } = localPlane(0, Math.min(89, farthest / LATTICE + metres / 110_000))
  return { dx: (1.02 * metres * LATTICE) / east, dy: (1.02 * metres * LATTICE) / north }
}

function boxOf(edges: Int32Array): [number, number, number, number] {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let i = 0; i < edges.length; i += 2) {
    box[0] = Math.min(box[0], edges[i]!)
    box[1] = Math.min(box[1], edges[i + 1]!)
    box[2] = Math.max(box[2], edges[i]!)
    box[3] = Math.max(box[3], edges[i + 1]!)
  }
  return box
}

const MEAN_RADIUS = 6_371_008.8
const RADIANS = Math.PI / 180

/**
 * Area on the sphere of the mean radius, first rings less the others of each polygon: R. G. Chamberlain, W. H. Duquette, "Some Algorithms for Polygons on
 * a Sphere" (2007). Within half a percent: margins need no more.
 */
function squareMetres(geometry: Areal): number {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
  let sum = 0
  for (const polygon of polygons) sum += polygon.map(ringSquareMetres).reduce((area, ring, i) => (i === 0 ? ring : area - ring), 0)
  return Math.max(0, ringsOf(geometry).length === 0 ? 0 : sum)
}

function ringSquareMetres(ring: readonly Position[]): number {
  let sum = 0
  for (let i = 1; i < ring.length; i++) {
    const [a, b] = [ring[i - 1]!, ring[i]!]
    sum += (b[0]! - a[0]!) * RADIANS * (2 + Math.sin(a[1]! * RADIANS) + Math.sin(b[1]! * RADIANS))
  }
  return Math.abs((sum * MEAN_RADIUS * MEAN_RADIUS) / 2)
}
