import { fromLattice, toLattice } from './lattice.ts'
import { orient } from './orient.ts'
import { type Areal, type LatticeRing, type Position, ringsOf } from './types.ts'

/**
 * Whether a lattice point lies inside, by the half-open rule: a point on an edge or vertex shared by two polygons is in exactly one of them.
 * An edge counts when `(yi > y) !== (yj > y)` and the point lies strictly left of it, the edge taken from its low to its high end, so that both
 * neighbours decide by the same bits. Even-odd over all rings: holes and multipolygons need no special case.
 * `x`, `y` are integers of 1e-7 degree.
 */
export function pointInRings(x: number, y: number, rings: readonly LatticeRing[]): boolean {
  let inside = false
  for (const ring of rings) if (crossingsAreOdd(x, y, ring)) inside = !inside
  return inside
}

/** The edges of rings, flat: two vertices each. */
export function edgesOf(rings: readonly LatticeRing[]): Int32Array {
  const edges: number[] = []
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) edges.push(ring[j]!, ring[j + 1]!, ring[i]!, ring[i + 1]!)
  }
  return Int32Array.from(edges)
}

/** Of edges those that can count for lattice points from `west` eastwards and from `south` to `north`. */
export function edgesBeside(edges: Int32Array, west: number, south: number, north: number): Int32Array {
  const beside: number[] = []
  for (let i = 0; i < edges.length; i += 4) {
    const [ax, ay, bx, by] = [edges[i]!, edges[i + 1]!, edges[i + 2]!, edges[i + 3]!]
    if (Math.min(ay, by) <= north && Math.max(ay, by) > south && Math.max(ax, bx) > west) beside.push(ax, ay, bx, by)
  }
  return Int32Array.from(beside)
}

/** `pointInRings`, by the edges that can count for the point: those from a place in `edges` up to another. */
export function pointInEdges(x: number, y: number, edges: Int32Array, from = 0, to = edges.length): boolean {
  let odd = false
  for (let i = from; i < to; i += 4) if (counts(x, y, edges[i]!, edges[i + 1]!, edges[i + 2]!, edges[i + 3]!)) odd = !odd
  return odd
}

function crossingsAreOdd(x: number, y: number, ring: LatticeRing): boolean {
  let odd = false
  const n = ring.length
  let ax = ring[n - 2]!
  let ay = ring[n - 1]!
  for (let i = 0; i < n; i += 2) {
    const bx = ring[i]!
    const by = ring[i + 1]!
    if (counts(x, y, ax, ay, bx, by)) odd = !odd
    ax = bx
    ay = by
  }
  return odd
}

function counts(x: number, y: number, ax: number, ay: number, bx: number, by: number): boolean {
  return ay > y !== by > y && (ay < by ? orient(ax, ay, bx, by, x, y) : orient(bx, by, ax, ay, x, y)) > 0
}

/** Twice the signed area in square lattice steps, positive for counter-clockwise rings; exact while the partial sums stay below 2^53 (0.6 x 0.6 degrees and more). */
export function ringArea2(ring: LatticeRing): number {
  const x0 = ring[0] ?? 0
  const y0 = ring[1] ?? 0
  let sum = 0
  for (let i = 2; i + 3 < ring.length; i += 2) {
    sum += (ring[i]! - x0) * (ring[i + 3]! - y0) - (ring[i + 2]! - x0) * (ring[i + 1]! - y0)
  }
  return sum
}

/** `ringArea2` without any limit. */
export function ringArea2Exact(ring: LatticeRing): bigint {
  let reach = 0
  for (let i = 2; i < ring.length; i += 2) reach = Math.max(reach, Math.abs(ring[i]! - ring[0]!), Math.abs(ring[i + 1]! - ring[1]!))
  if (reach * reach * ring.length < Number.MAX_SAFE_INTEGER) return BigInt(ringArea2(ring))
  let sum = 0n
  for (let i = 0; i < ring.length; i += 2) {
    const j = (i + 2) % ring.length
    sum += BigInt(ring[i]!) * BigInt(ring[j + 1]!) - BigInt(ring[j]!) * BigInt(ring[i + 1]!)
  }
  return sum
}

export const isCounterClockwise = (ring: LatticeRing): boolean => ringArea2Exact(ring) > 0n

/** A closed GeoJSON ring rounded to the lattice, repeated vertices dropped; undefined when fewer than three vertices are left. */
export function latticeRing(positions: readonly Position[]): LatticeRing | undefined {
  const flat = new Int32Array(positions.length * 2)
  let n = 0
  for (const position of positions) {
    const x = toLattice(position[0]!)
    const y = toLattice(position[1]!)
    if (n > 0 && flat[n - 2] === x && flat[n - 1] === y) continue
    flat[n++] = x
    flat[n++] = y
  }
  while (n > 2 && flat[0] === flat[n - 2] && flat[1] === flat[n - 1]) n -= 2
  return n < 6 ? undefined : flat.subarray(0, n)
}

/** All rings of an areal geometry on the lattice; rings that collapse to fewer than three vertices are left out. */
export function latticeRings(geometry: Areal): LatticeRing[] {
  const rings: LatticeRing[] = []
  for (const positions of ringsOf(geometry)) {
    const ring = latticeRing(positions)
    if (ring) rings.push(ring)
  }
  return rings
}

/** The closed GeoJSON ring of a lattice ring, in degrees. */
export function ringPositions(ring: ArrayLike<number>): Position[] {
  const positions: Position[] = []
  for (let i = 0; i < ring.length; i += 2) positions.push([fromLattice(ring[i]!), fromLattice(ring[i + 1]!)])
  if (positions.length > 0) positions.push([...positions[0]!])
  return positions
}
