import { type Arrangement, arrangeFaces, segmentsOfRegions } from './coverage-arrangement.ts'
import { METRES_PER_STEP, metresEast } from './ground.ts'
import { fromLattice } from './lattice.ts'
import { faceRings } from './segment-table.ts'
import type { CoverageFace } from './topology-types.ts'
import type { Position } from './types.ts'

/** How large a region is: for reading and for limits, on the plane of its latitude. */
export interface RegionSize {
  /** Its lowest vertex (lon, then lat), in degrees. */
  readonly at: Position
  /** Square metres. */
  readonly area: number
  /** Mean width in metres: 2 x area / perimeter. */
  readonly width: number
}

/** A part of a coverage that not exactly one face covers: none (a gap with faces all around it), or several. */
export interface CoverageRegion extends RegionSize {
  readonly ids: readonly string[]
}

/**
 * The gaps and the overlaps of faces, largest first, after noding on the lattice of 1e-7 degree. A region is connected through edges, not through vertices.
 * Undefined when the work would exceed its bound.
 */
export function coverageRegions(faces: readonly CoverageFace[]): { gaps: CoverageRegion[]; overlaps: CoverageRegion[] } | undefined {
  const arrangement = arrangeFaces(faces.map(face => faceRings(face.geometry)))
  if (!arrangement) return undefined
  const sizeOf = regionSizes(arrangement)
  const [gaps, overlaps]: [CoverageRegion[], CoverageRegion[]] = [[], []]
  for (let region = 1; region < arrangement.regions.count; region++) {
    const cover = arrangement.coverOf(region)
    if (cover.length === 1) continue
    const found = { ...sizeOf(region), ids: cover.map(face => faces[face]!.id) }
    if (cover.length === 0) gaps.push(found)
    else overlaps.push(found)
  }
  return { gaps: gaps.sort(bySize), overlaps: overlaps.sort(bySize) }
}

/** Largest first, then from west to east and south to north. */
export const bySize = (a: RegionSize, b: RegionSize): number => b.area - a.area || a.at[0]! - b.at[0]! || a.at[1]! - b.at[1]!

export function regionSizes({ graph, regions }: Arrangement): (region: number) => RegionSize {
  const { xs, ys, from, to } = graph
  const { left, right } = regions
  const { starts, segments } = segmentsOfRegions(regions.count, left, right)
  return region => {
    const around = segments.subarray(starts[region], starts[region + 1])
    const lowest = around.reduce((best, s) => lower(graph, lower(graph, best, from[s]!), to[s]!), from[around[0]!]!)
    const [x0, y0] = [xs[lowest]!, ys[lowest]!]
    const east = metresEast(y0)
    let [twice, perimeter] = [0, 0]
    for (const s of around) {
      const [a, b] = left[s] === region ? [from[s]!, to[s]!] : [to[s]!, from[s]!]
      const [ax, ay] = [(xs[a]! - x0) * east, (ys[a]! - y0) * METRES_PER_STEP]
      const [bx, by] = [(xs[b]! - x0) * east, (ys[b]! - y0) * METRES_PER_STEP]
      twice += ax * by - bx * ay
      perimeter += Math.hypot(bx - ax, by - ay)
    }
    const area = Math.abs(twice) / 2
    return { at: [fromLattice(x0), fromLattice(y0)], area, width: (2 * area) / perimeter }
  }
}

function lower({ xs, ys }: Arrangement['graph'], a: number, b: number): number {
  return xs[b]! < xs[a]! || (xs[b] === xs[a] && ys[b]! < ys[a]!) ? b : a
}
