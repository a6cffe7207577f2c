import { bboxOf } from './bbox.ts'
import { type Nearest, nearestOfEdge, nearestOfPoint } from './edge-distance.ts'
import { nearness } from './nearness.ts'
import { orient, segmentsMeet } from './orient.ts'
import { type Areal, type Bbox, type Geometry, type Position, ringsOf } from './types.ts'

/** Edges of a run: runs far away are passed over as a whole. */
const RUN = 32
const RADIANS = Math.PI / 180
const DEGREE = 111_319.490_8
/** Of the distance on a plane: what is left of it at least within LOCAL degrees, up to latitude 70. */
const SURE = 0.97
const LOCAL = 0.4

/** Two places, one of each shape, that are as far apart as the shapes. Degrees, WGS 84; metres. */
export interface Apart {
  readonly metres: number
  readonly from: readonly [lon: number, lat: number]
  readonly to: readonly [lon: number, lat: number]
}

/**
 * A geometry as distances need it: edges straight in lon/lat (RFC 7946), single points as edges without length, and areas. Distances are geodesic and
 * within 1 mm of the shortest; 0 inside an area (even-odd over all rings of a polygon). Nothing is rounded to the lattice.
 */
export class DistanceShape {
  readonly bbox: Bbox
  /** Ends of edges: ax, ay, bx, by. */
  readonly #edges: Float64Array
  /** West, south, east, north of each run of edges. */
  readonly #runs: Float64Array
  /** Rings of each area. */
  readonly #areas: readonly (readonly Position[][])[]
  /** A vertex of each part. */
  readonly #starts: readonly Position[]

  /** A geometry with one position at least. */
  constructor(geometry: Geometry) {
    const parts = linesOf(geometry)
    this.bbox = bboxOf(geometry)!
    this.#starts = parts.map(([first]) => first!)
    this.#areas = areasOf(geometry).map(ringsOf)
    const edges: number[] = []
    for (const line of parts) {
      if (line.length === 1) edges.push(line[0]![0]!, line[0]![1]!, line[0]![0]!, line[0]![1]!)
      for (let i = 1; i < line.length; i++) edges.push(line[i - 1]![0]!, line[i - 1]![1]!, line[i]![0]!, line[i]![1]!)
    }
    this.#edges = Float64Array.from(edges)
    this.#runs = runsOf(this.#edges)
  }

  /** Whether a place lies inside one of the areas. */
  holds(lon: number, lat: number): boolean {
    const [west, south, east, north] = this.bbox
    if (lon < west || lon > east || lat < south || lat > north) return false
    return this.#areas.some(rings => isInside(lon, lat, rings))
  }

  /** The nearest place of the shape, if it is nearer than `limit` metres or as near. */
  nearest(lon: number, lat: number, limit = Infinity): Nearest | undefined {
    if (this.holds(lon, lat)) return { metres: 0, lon, lat }
    const { toBox } = nearness([lon, lat, lon, lat])
    const first = this.#nearestOnPlane(lon, lat)
    let best = this.#nearestOf(first, lon, lat, Infinity, toBox)
    if (best && best.metres > limit) best = undefined
    for (let run = 0; run < this.#runs.length; run += 4) {
      const [w, s, e, n] = this.#box(run)
      if (toBox(w, s, e, n) > (best?.metres ?? limit)) continue
      const end = Math.min(this.#edges.length, (run / 4 + 1) * RUN * 4)
      for (let edge = run * RUN; edge < end; edge += 4) {
        if (edge === first || SURE * this.#onPlane(edge, lon, lat) > (best?.metres ?? limit)) continue
        best = this.#nearestOf(edge, lon, lat, best?.metres ?? limit, toBox) ?? best
      }
    }
    return best
  }

  /** How far another shape is, if it is nearer than `limit` metres or as near: 0 where they meet. Between two edges the shortest way begins or ends at a vertex. */
  apart(other: DistanceShape, limit = Infinity): Apart | undefined {
    const place = this.#meeting(other)
    if (place) return { metres: 0, from: place, to: place }
    let best: Apart | undefined
    const offer = (metres: number, from: Apart['from'], to: Apart['to']): void => {
      if (metres < (best?.metres ?? Infinity)) best = { metres, from, to }
    }
    for (const [vx, vy] of other.#vertices(this, () => best?.metres ?? limit)) {
      const found = this.nearest(vx, vy, best?.metres ?? limit)
      if (found) offer(found.metres, [found.lon, found.lat], [vx, vy])
    }
    for (const [vx, vy] of this.#vertices(other, () => best?.metres ?? limit)) {
      const found = other.nearest(vx, vy, best?.metres ?? limit)
      if (found) offer(found.metres, [vx, vy], [found.lon, found.lat])
    }
    return best
  }

  /** Vertices that can be within a distance of another shape, which may shrink meanwhile. */
  *#vertices(other: DistanceShape, limit: () => number): Iterable<[number, number]> {
    const { toBox } = nearness(other.bbox)
    for (let run = 0; run < this.#runs.length; run += 4) {
      const [w, s, e, n] = this.#box(run)
      if (toBox(w, s, e, n) > limit()) continue
      const end = Math.min(this.#edges.length, (run / 4 + 1) * RUN * 4)
      for (let edge = run * RUN; edge < end; edge += 4) {
        for (const at of [edge, edge + 2]) {
          const [x, y] = [this.#edges[at]!, this.#edges[at + 1]!]
          // The last vertex of an edge is the first of the next.
          if (at > edge && this.#edges[edge + 4] === x && this.#edges[edge + 5] === y) continue
          if (toBox(x, y, x, y) <= limit()) yield [x, y]
        }
      }
    }
  }

  /** A place that both have, where one inside the other or edges that cross show it; undefined also where they only touch at a vertex. */
  #meeting(other: DistanceShape): [number, number] | undefined {
    const inside = (inner: DistanceShape, outer: DistanceShape) => inner.#starts.find(([x, y]) => outer.holds(x!, y!))
    const start = inside(this, other) ?? inside(other, this)
    if (start) return [start[0]!, start[1]!]
    for (let run = 0; run < this.#runs.length; run += 4) {
      const box = this.#box(run)
      for (let their = 0; their < other.#runs.length; their += 4) {
        if (!meets(box, other.#box(their))) continue
        const found = this.#crossing(run, other, their)
        if (found) return found
      }
    }
    return undefined
  }

  #crossing(run: number, other: DistanceShape, their: number): [number, number] | undefined {
    const [own, others] = [this.#edges, other.#edges]
    for (let i = run * RUN; i < Math.min(own.length, (run / 4 + 1) * RUN * 4); i += 4) {
      for (let k = their * RUN; k < Math.min(others.length, (their / 4 + 1) * RUN * 4); k += 4) {
        const [ax, ay, bx, by] = [own[i]!, own[i + 1]!, own[i + 2]!, own[i + 3]!]
        const [cx, cy, dx, dy] = [others[k]!, others[k + 1]!, others[k + 2]!, others[k + 3]!]
        if (segmentsMeet(ax, ay, bx, by, cx, cy, dx, dy) !== 'cross') continue
        const t = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / ((bx - ax) * (dy - cy) - (by - ay) * (dx - cx))
        return [ax + t * (bx - ax), ay + t * (by - ay)]
      }
    }
    return undefined
  }

  #nearestOf(edge: number, lon: number, lat: number, limit: number, toBox: Parameters<typeof nearestOfEdge>[7]): Nearest | undefined {
    const [ax, ay, bx, by] = [this.#edges[edge]!, this.#edges[edge + 1]!, this.#edges[edge + 2]!, this.#edges[edge + 3]!]
    if (ax !== bx || ay !== by) return nearestOfEdge(lon, lat, ax, ay, bx, by, limit, toBox)
    if (toBox(ax, ay, ax, ay) > limit) return undefined
    const found = nearestOfPoint(lon, lat, ax, ay)
    return found.metres <= limit ? found : undefined
  }

  /** The edge to begin with: most likely the nearest. */
  #nearestOnPlane(lon: number, lat: number): number {
    let [best, least] = [0, Infinity]
    for (let edge = 0; edge < this.#edges.length; edge += 4) {
      const metres = onPlane(this.#edges, edge, lon, lat)
      if (metres >= least) continue
      least = metres
      best = edge
    }
    return best
  }

  /** The distance on the plane where that is nearly true; 0 elsewhere. */
  #onPlane(edge: number, lon: number, lat: number): number {
    const [ax, ay, bx, by] = [this.#edges[edge]!, this.#edges[edge + 1]!, this.#edges[edge + 2]!, this.#edges[edge + 3]!]
    const isLocal = (x: number, y: number): boolean => Math.abs(x - lon) <= LOCAL && Math.abs(y - lat) <= LOCAL
    return Math.abs(lat) <= 70 && isLocal(ax, ay) && isLocal(bx, by) ? onPlane(this.#edges, edge, lon, lat) : 0
  }

  #box(run: number): Bbox {
    return [this.#runs[run]!, this.#runs[run + 1]!, this.#runs[run + 2]!, this.#runs[run + 3]!]
  }
}

/** Even-odd over all rings, exact for all doubles. On an edge it may say either: the distance is 0 there anyway. */
function isInside(x: number, y: number, rings: readonly Position[][]): boolean {
  let inside = false
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) {
      const [ax, ay] = ring[i - 1] as [number, number]
      const [bx, by] = ring[i] as [number, number]
      if (ay > y === by > y) continue
      if ((ay < by ? orient(ax, ay, bx, by, x, y) : orient(bx, by, ax, ay, x, y)) > 0) inside = !inside
    }
  }
  return inside
}

function onPlane(edges: Float64Array, edge: number, lon: number, lat: number): number {
  const east = Math.cos(lat * RADIANS)
  let ax = edges[edge]! - lon
  let bx = edges[edge + 2]! - lon
  const turn = 360 * Math.round((ax + bx) / 720)
  ax = (ax - turn) * east
  bx = (bx - turn) * east
  const ay = edges[edge + 1]! - lat
  const by = edges[edge + 3]! - lat
  const [dx, dy] = [bx - ax, by - ay]
  const length = dx * dx + dy * dy
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / length))
  return DEGREE * Math.hypot(ax + t * dx, ay + t * dy) * 0.993
}

const meets = (a: Bbox, b: Bbox): boolean => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3]

function runsOf(edges: Float64Array): Float64Array {
  const runs: number[] = []
  for (let from = 0; from < edges.length; from += RUN * 4) {
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
    for (let at = from; at < Math.min(edges.length, from + RUN * 4); at += 2) {
      west = Math.min(west, edges[at]!)
      east = Math.max(east, edges[at]!)
      south = Math.min(south, edges[at + 1]!)
      north = Math.max(north, edges[at + 1]!)
    }
    runs.push(west, south, east, north)
  }
  return Float64Array.from(runs)
}

/** Lines and rings, and points as lines of one position. */
function linesOf(geometry: Geometry): Position[][] {
  switch (geometry.type) {
    case 'Point':
      return geometry.coordinates.length > 0 ? [[geometry.coordinates]] : []
    case 'MultiPoint':
      return geometry.coordinates.map(position => [position])
    case 'LineString':
      return geometry.coordinates.length > 0 ? [geometry.coordinates] : []
    case 'MultiLineString':
    case 'Polygon':
      return geometry.coordinates.filter(line => line.length > 0)
    case 'MultiPolygon':
      return geometry.coordinates.flat().filter(line => line.length > 0)
    case 'GeometryCollection':
      return geometry.geometries.flatMap(linesOf)
  }
}

function areasOf(geometry: Geometry): Areal[] {
  if (geometry.type === 'Polygon' || geometry.type === 'MultiPolygon') return [geometry]
  return geometry.type === 'GeometryCollection' ? geometry.geometries.flatMap(areasOf) : []
}
