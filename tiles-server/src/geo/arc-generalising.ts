import { fromLattice } from './lattice.ts'
import { latToY, lonToX } from './mercator.ts'
import { orient } from './orient.ts'
import { simplifyLine, toleranceAt } from './simplify.ts'
import type { Arc } from './topology-types.ts'
import { type VertexIndex, vertexIndex } from './vertex-index.ts'

/** Arcs of one topology with their sides (face numbers, any number for outside). */
export interface SidedArc {
  readonly arc: Arc
  readonly left: number
  readonly right: number
}

/**
 * Which vertices of each arc stay at a zoom. Douglas-Peucker in web mercator, then made safe: a stretch whose replacement by a straight
 * chord would sweep over any other vertex of the coverage (or come to lie on one) is split again at its farthest vertex. No vertex is swept over, so
 * simplified arcs cannot cross, no face turns inside out, and an arc's answer depends only on the unsimplified arcs of its own two faces, never
 * on the polygon that asks. Closed arcs keep a triangle; of two arcs between the same junctions around one face each keeps an inner vertex.
 */
export function createGeneraliser(arcs: readonly SidedArc[]): (arc: number, zoom: number) => Uint32Array {
  let index: VertexIndex | undefined
  let paired: Uint8Array | undefined
  return (number, zoom) => {
    const { points } = arcs[number]!.arc
    const world = toWorld(points)
    const kept = simplifyLine(world, toleranceAt(zoom))
    if (kept.length === points.length >> 1) return kept
    index ??= vertexIndex(arcs.map(a => a.arc.points))
    paired ??= pairedArcs(arcs)
    const least = isClosed(points) ? 4 : paired[number] ? 3 : 2
    const stations = kept.length >= least ? Array.from(kept) : leastStations(world, least)
    return refine({ points, world, number, index }, stations)
  }
}

const isClosed = (points: Int32Array): boolean => points[0] === points[points.length - 2] && points[1] === points[points.length - 1]

function toWorld(points: Int32Array): Float64Array {
  const world = new Float64Array(points.length)
  for (let i = 0; i < points.length; i += 2) {
    world[i] = lonToX(fromLattice(points[i]!))
    world[i + 1] = latToY(fromLattice(points[i + 1]!))
  }
  return world
}

/** Arcs that share both end vertices and a face with another arc: drawn straight both would collapse to one line. */
function pairedArcs(arcs: readonly SidedArc[]): Uint8Array {
  const paired = new Uint8Array(arcs.length)
  const byEnds = new Map<string, number[]>()
  arcs.forEach(({ arc: { points } }, i) => {
    const key = `${points[0]} ${points[1]} ${points[points.length - 2]} ${points[points.length - 1]}`
    for (const j of byEnds.get(key) ?? []) if (shareFace(arcs[i]!, arcs[j]!)) paired[i] = paired[j] = 1
    byEnds.set(key, [...(byEnds.get(key) ?? []), i])
  })
  return paired
}

const shareFace = (a: SidedArc, b: SidedArc): boolean =>
  a.left === b.left || a.left === b.right || a.right === b.left || a.right === b.right

/** Both ends and the one or two vertices that span the largest shape; the arc has more vertices than that. */
function leastStations(world: Float64Array, least: number): number[] {
  const last = (world.length >> 1) - 1
  const far = farthest(world, 0, last)
  if (least === 3) return [0, far, last]
  const before = far > 1 ? farthest(world, 0, far) : undefined
  const after = last - far > 1 ? farthest(world, far, last) : undefined
  if (before === undefined || after === undefined) return [0, before ?? far, before === undefined ? after! : far, last]
  return offset(world, before, 0, far) >= offset(world, after, far, last) ? [0, before, far, last] : [0, far, after, last]
}

/** The vertex strictly between i and j farthest from the line through them (from the point, where they coincide); the first of equals. */
function farthest(world: Float64Array, i: number, j: number): number {
  let best = i + 1
  let most = -1
  for (let k = i + 1; k < j; k++) {
    const distance = offset(world, k, i, j)
    if (distance > most) {
      most = distance
      best = k
    }
  }
  return best
}

/** Distance of vertex k from the segment between i and j. */
function offset(world: Float64Array, k: number, i: number, j: number): number {
  const dx = world[2 * j]! - world[2 * i]!
  const dy = world[2 * j + 1]! - world[2 * i + 1]!
  const px = world[2 * k]! - world[2 * i]!
  const py = world[2 * k + 1]! - world[2 * i + 1]!
  const squared = dx * dx + dy * dy
  const along = squared > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / squared)) : 0
  return Math.hypot(px - along * dx, py - along * dy)
}

interface Work {
  readonly points: Int32Array
  readonly world: Float64Array
  readonly number: number
  readonly index: VertexIndex
}

/** Splits every chord that sweeps over a foreign vertex until none does; an edge of the original sweeps over nothing. */
function refine(work: Work, stations: readonly number[]): Uint32Array {
  const out = [stations[0]!]
  const stack: [number, number][] = []
  for (let i = stations.length - 1; i > 0; i--) stack.push([stations[i - 1]!, stations[i]!])
  for (;;) {
    const chord = stack.pop()
    if (!chord) return Uint32Array.from(out)
    const [i, j] = chord
    if (j - i > 1 && sweepsOver(work, i, j)) {
      const far = farthest(work.world, i, j)
      stack.push([far, j], [i, far])
    } else out.push(j)
  }
}

function sweepsOver({ points, number, index }: Work, i: number, j: number): boolean {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let k = i; k <= j; k++) {
    west = Math.min(west, points[2 * k]!)
    east = Math.max(east, points[2 * k]!)
    south = Math.min(south, points[2 * k + 1]!)
    north = Math.max(north, points[2 * k + 1]!)
  }
  const [ax, ay, bx, by] = [points[2 * i]!, points[2 * i + 1]!, points[2 * j]!, points[2 * j + 1]!]
  if (ax === bx && ay === by) return true
  return index.some(west, south, east, north, (x, y, arc, position) => {
    if (arc === number && position >= i && position <= j) return false
    if ((x === ax && y === ay) || (x === bx && y === by)) return false
    return isSwept(points, i, j, x, y)
  })
}

/** Whether the point lies between the stretch i..j and its chord, or on the chord: winding number of the closed line is not zero. */
function isSwept(points: Int32Array, i: number, j: number, x: number, y: number): boolean {
  const [ax, ay, bx, by] = [points[2 * j]!, points[2 * j + 1]!, points[2 * i]!, points[2 * i + 1]!]
  const withinChord = Math.min(ax, bx) <= x && x <= Math.max(ax, bx) && Math.min(ay, by) <= y && y <= Math.max(ay, by)
  if (withinChord && orient(ax, ay, bx, by, x, y) === 0) return true
  let winding = turns(ax, ay, bx, by, x, y)
  for (let k = i; k < j; k++) winding += turns(points[2 * k]!, points[2 * k + 1]!, points[2 * k + 2]!, points[2 * k + 3]!, x, y)
  return winding !== 0
}

function turns(ax: number, ay: number, bx: number, by: number, x: number, y: number): number {
  if (ay <= y) return by > y && orient(ax, ay, bx, by, x, y) > 0 ? 1 : 0
  return by <= y && orient(ax, ay, bx, by, x, y) < 0 ? -1 : 0
}
