import {
  type CellRows,
  cellAt,
  eastOf,
  edgesBeside,
  edgesOf,
  geodesicBetween,
  hasCell,
  type LatticeRing,
  localPlane,
  northOf,
  pointInEdges,
  toLattice,
} from '../../geo/index.ts'
import { type PackedCity, partOf } from './packed.ts'

/** Longest part of a road that is in view as a whole or not, in metres. */
const PART = 2
/** Most legs of a piece. */
const PIECE = 12
/** A leg of more parts is first cut to what may lie in a unit. */
const FEW_PARTS = 64
/** Legs longer than this many degrees are measured along the geodesic itself. */
const LONG = 0.01

interface Box {
  readonly minX: number
  readonly minY: number
  readonly maxX: number
  readonly maxY: number
}

/** A piece of a road's line: flat lon, lat in degrees, and its bounds. */
export interface Road extends Box {
  readonly line: Float64Array
}

/** Lines in pieces of a few legs: the box of a whole road holds many units that it does not meet. */
export function roadsOf({ points, ringEnds }: PackedCity['roads']): Road[] {
  const roads: Road[] = []
  for (let i = 0; i < ringEnds.length; i++) {
    const [from, to] = partOf(ringEnds, i)
    for (let at = from; at + 2 < to; at += 2 * PIECE) roads.push(roadOf(points.subarray(at, Math.min(to, at + 2 * PIECE + 2))))
  }
  return roads
}

function roadOf(line: Float64Array): Road {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let at = 0; at < line.length; at += 2) {
    minX = Math.min(minX, line[at]!)
    maxX = Math.max(maxX, line[at]!)
    minY = Math.min(minY, line[at + 1]!)
    maxY = Math.max(maxY, line[at + 1]!)
  }
  return { line, minX, minY, maxX, maxY }
}

/**
 * How much of roads lies in a unit, and how much of that is in view, in whole micrometres: each leg is cut into equal parts of 2 m at most. The unit that
 * holds a part's middle, by the half-open rule, has the part; it is in view when the cell of its middle is.
 */
export function roadIn(
  rings: readonly LatticeRing[],
  box: Box,
  roads: readonly Road[],
  seen: CellRows,
): { readonly metres: number; readonly inView: number } {
  let [metres, inView] = [0, 0]
  const isAnySeen = seen.runs.length > 0
  const all = edgesOf(rings)
  for (const { line } of roads) {
    for (let i = 2; i < line.length; i += 2) {
      const [ax, ay, bx, by] = [line[i - 2]!, line[i - 1]!, line[i]!, line[i + 1]!]
      if (Math.max(ax, bx) < box.minX || Math.min(ax, bx) > box.maxX || Math.max(ay, by) < box.minY || Math.min(ay, by) > box.maxY) continue
      // No point of a part is further out than an end of the leg; the box is a lattice step larger for rounding.
      const edges = edgesBeside(all, toLattice(Math.min(ax, bx)) - 1, toLattice(Math.min(ay, by)) - 1, toLattice(Math.max(ay, by)) + 1)
      const length = lengthOf(ax, ay, bx, by)
      const parts = Math.max(1, Math.ceil(length / PART))
      const each = Math.round((length * 1e6) / parts)
      const [from, to] = parts > FEW_PARTS ? partsWithin(box, parts, ax, ay, bx, by) : [0, parts]
      for (let part = from; part < to; part++) {
        const share = (part + 0.5) / parts
        const [x, y] = [toLattice(ax + share * (bx - ax)), toLattice(ay + share * (by - ay))]
        if (!pointInEdges(x, y, edges)) continue
        metres += each
        if (isAnySeen && hasCell(seen, ...cellAt(x, y))) inView += each
      }
    }
  }
  return { metres, inView }
}

function lengthOf(ax: number, ay: number, bx: number, by: number): number {
  const [dLon, dLat] = [bx - ax, by - ay]
  if (Math.abs(dLon) > LONG || Math.abs(dLat) > LONG) return geodesicBetween(ax, ay, bx, by).metres
  const plane = localPlane(ax, ay)
  return Math.hypot(eastOf(plane, dLon, dLat), northOf(plane, dLon, dLat))
}

/** The parts of a leg that may lie in a box, one more on either side. */
function partsWithin(
  { minX, minY, maxX, maxY }: Box,
  parts: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
): [from: number, to: number] {
  let [from, to] = [0, 1]
  for (const [start, way, low, high] of [
    [ax, bx - ax, minX, maxX],
    [ay, by - ay, minY, maxY],
  ] as const) {
    if (way === 0) continue
    from = Math.max(from, Math.min((low - start) / way, (high - start) / way))
    to = Math.min(to, Math.max((low - start) / way, (high - start) / way))
  }
  return [Math.max(0, Math.floor(from * parts) - 1), Math.min(parts, Math.ceil(to * parts) + 1)]
}
