import { geodesicBetween, LATTICE, localPlane, nearestOfEdge, nearness } from '../../geo/index.ts'

/** Edges of a run: runs far away are passed over as a whole. */
const RUN = 16
/** Where distances on the plane at a place are within `slack` of the geodesic ones. */
const PLANE_METRES = 10_000
const PLANE_LATITUDE = 70

/**
 * Metres by which a distance on the plane may be off: what a degree of longitude measures changes by the tangent of the latitude over the radius for each metre to the north,
 * 4.3e-7 at 70 degrees; the rest is of the third order.
 */
const slackAt = (metres: number): number => 1e-6 * metres * metres + 0.001

/** Edges on the lattice (ax, ay, bx, by each; steps of 1e-7 degree), asked how far they are. */
export class EdgeTable {
  readonly edges: Int32Array
  /** West, south, east, north of each run. */
  readonly #runs: Int32Array

  constructor(edges: Int32Array) {
    this.edges = edges
    this.#runs = runsOf(edges)
  }

  /** Whether every edge is more than `limit` metres (geodesic) from the place: decided on the plane where that is clear, else exactly. */
  isBeyond(lon: number, lat: number, limit: number): boolean {
    if (limit < 0) return true
    if (!isLocal(lon, lat, limit)) return this.#exact(lon, lat, 0, this.edges.length, limit) > limit
    const slack = slackAt(limit)
    const rough = this.#rough(lon, lat, limit + 2 * slack)
    if (rough > limit + slack) return true
    if (rough < limit - slack) return false
    return this.#metres(lon, lat, rough) > limit
  }

  /** Geodesic metres to the nearest edge, which is about `rough` metres away on the plane. */
  #metres(lon: number, lat: number, rough: number): number {
    const reach = rough + 3 * slackAt(rough)
    const plane = planeAt(lon, lat)
    let best = Infinity
    for (let run = 0; run < this.#runs.length; run += 4) {
      if (this.#boxSquared(run, plane) > reach * reach) continue
      const end = Math.min(this.edges.length, (run + 4) * RUN)
      for (let at = run * RUN; at < end; at += 4) {
        if (roughTo(this.edges, at, plane) <= reach * reach) best = Math.min(best, this.#exact(lon, lat, at, at + 4, best))
      }
    }
    return best
  }

  /** Metres to the nearest edge, on the plane where that is nearly true: right to a decimetre up to 300 m, to a metre up to 1 km, to a hundredth beyond. */
  nearly(lon: number, lat: number): number {
    const rough = this.#rough(lon, lat, Infinity)
    return isLocal(lon, lat, rough) ? rough : this.#exact(lon, lat, 0, this.edges.length, Infinity)
  }

  #exact(lon: number, lat: number, from: number, to: number, limit: number): number {
    const { toBox } = nearness([lon, lat, lon, lat])
    let best = Infinity
    for (let at = from; at < to; at += 4) {
      const [ax, ay, bx, by] = [this.edges[at]!, this.edges[at + 1]!, this.edges[at + 2]!, this.edges[at + 3]!].map(
        steps => steps / LATTICE,
      )
      const metres =
        ax === bx && ay === by
          ? geodesicBetween(lon, lat, ax!, ay!).metres
          : (nearestOfEdge(lon, lat, ax!, ay!, bx!, by!, Math.min(best, limit), toBox)?.metres ?? Infinity)
      if (metres < best) best = metres
    }
    return best
  }

  /** Metres on the plane to the nearest edge; Infinity beyond `limit`. */
  #rough(lon: number, lat: number, limit: number): number {
    const plane = planeAt(lon, lat)
    // The run whose box is nearest bounds what the others can still be.
    let nearest = 0
    let least = Infinity
    for (let run = 0; run < this.#runs.length && least > 0; run += 4) {
      const squared = this.#boxSquared(run, plane)
      if (squared >= least) continue
      least = squared
      nearest = run
    }
    if (least > limit * limit) return Infinity
    let found = this.#roughOfRun(nearest, plane)
    for (let run = 0; run < this.#runs.length; run += 4) {
      if (run !== nearest && this.#boxSquared(run, plane) <= found) found = Math.min(found, this.#roughOfRun(run, plane))
    }
    return found > limit * limit ? Infinity : Math.sqrt(found)
  }

  #roughOfRun(run: number, plane: Plane): number {
    let least = Infinity
    const end = Math.min(this.edges.length, (run + 4) * RUN)
    for (let at = run * RUN; at < end; at += 4) least = Math.min(least, roughTo(this.edges, at, plane))
    return least
  }

  #boxSquared(run: number, { x, y, east, north }: Plane): number {
    const dx = Math.max(this.#runs[run]! - x, x - this.#runs[run + 2]!, 0) * east
    const dy = Math.max(this.#runs[run + 1]! - y, y - this.#runs[run + 3]!, 0) * north
    return dx * dx + dy * dy
  }
}

const isLocal = (lon: number, lat: number, metres: number): boolean =>
  metres <= PLANE_METRES && Math.abs(lat) <= PLANE_LATITUDE && Math.abs(lon) < 179

/** A place on the lattice, and metres of a lattice step there. */
interface Plane {
  readonly x: number
  readonly y: number
  readonly east: number
  readonly north: number
}

function planeAt(lon: number, lat: number): Plane {
  const { east, north } = localPlane(lon, lat)
  return { x: lon * LATTICE, y: lat * LATTICE, east: east / LATTICE, north: north / LATTICE }
}

/** Square of the metres on the plane. */
function roughTo(edges: Int32Array, at: number, { x, y, east, north }: Plane): number {
  const ax = (edges[at]! - x) * east
  const ay = (edges[at + 1]! - y) * north
  const dx = (edges[at + 2]! - x) * east - ax
  const dy = (edges[at + 3]! - y) * north - ay
  const length = dx * dx + dy * dy
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / length))
  const px = ax + t * dx
  const py = ay + t * dy
  return px * px + py * py
}

function runsOf(edges: Int32Array): Int32Array {
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
  return Int32Array.from(runs)
}
