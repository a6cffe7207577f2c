import { fromLattice } from './lattice.ts'
import { latToY, lonToX } from './mercator.ts'
import type { Arc } from './topology-types.ts'

/** An arc's vertices in web mercator, flat x, y in [0, 1]. */
export function worldOf(arc: Arc): Float64Array {
  arc.world ??= toWorld(arc.points)
  return arc.world
}

function toWorld(points: Int32Array): Float64Array {
  const world = new Float64Array(points.length)
  for (let i = 0; i < points.length; i += 2) {
    world[i] = lonToX(fromLattice(points[i]!))
    world[i + 1] = latToY(fromLattice(points[i + 1]!))
  }
  return world
}
