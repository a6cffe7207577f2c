import {
  type CellRows,
  cellAt,
  eastOf,
  edgesBeside,
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
/** Legs longer than this many degrees are measured along the geodesic itself. */
const LONG = 0.01

interface Box {
  readonly minX: number
  readonly minY: number
  readonly maxX: number
  readonly maxY: number
}

/** A line of a road: flat lon, lat in degrees, and its bounds. */
export interface Road extends Box {
  readonly line: Float64Array
}

export function roadsOf({ points, ringEnds }: PackedCity['roads']): Road[] {
  return Array.from(ringEnds, (_, i): Road => {
    const line = points.subarray(...partOf(ringEnds, i))
    let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity]
    for (let at = 0; at < line.length; at += 2) {
      minX = Math.min(minX, line[at]!)
      maxX = Math.max(maxX, line[at]!)
      minY = Math.min(minY, line[at + 1]!)
      maxY = Math.max(maxY, line[at + 1]!)
    }
    return { line, minX, minY, maxX, maxY }
  })
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
  for (const { line } of roads) {
    for (let i = 2; i < line.length; i += 2) {
      const [ax, ay, bx, by] = [line[i - 2]!, line[i - 1]!, line[i]!, line[i + 1]!]
      const within = sharesWithin(box, ax, ay, bx, by)
      if (!within) continue
      // No point of a part is further out than an end of the leg; the box is a lattice step larger for rounding.
      const edges = edgesBeside(rings, toLattice(Math.min(ax, bx)) - 1, toLattice(Math.min(ay, by)) - 1, toLattice(Math.max(ay, by)) + 1)
      const length = lengthOf(ax, ay, bx, by)
      const parts = Math.max(1, Math.ceil(length / PART))
      const each = Math.round((length * 1e6) / parts)
      for (let part = Math.max(0, Math.floor(within[0] * parts) - 1); part < Math.min(parts, within[1] * parts + 1); part++) {
        const share = (part + 0.5) / parts
        const [x, y] = [toLattice(ax + share * (bx - ax)), toLattice(ay + share * (by - ay))]
        if (!pointInEdges(x, y, edges)) continue
        metres += each
        if (hasCell(seen, ...cellAt(x, y))) inView += each
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

/** The shares of a leg between which it may run through a box; undefined where it misses it. */
function sharesWithin(
  { minX, minY, maxX, maxY }: Box,
  ax: number,
  ay: number,
  bx: number,
  by: number,
): readonly [number, number] | undefined {
  let [from, to] = [0, 1]
  for (const [start, way, low, high] of [
    [ax, bx - ax, minX, maxX],
    [ay, by - ay, minY, maxY],
  ] as const) {
    if (way === 0) {
      if (start < low || start > high) return undefined
      continue
    }
    from = Math.max(from, Math.min((low - start) / way, (high - start) / way))
    to = Math.min(to, Math.max((low - start) / way, (high - start) / way))
  }
  return from <= to ? [from, to] : undefined
}
