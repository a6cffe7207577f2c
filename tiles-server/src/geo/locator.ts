import { CellIndex } from './cell-index.ts'
import { buildCellIndex } from './cell-index-build.ts'
import { toLattice } from './lattice.ts'
import { latticeRings } from './ring.ts'
import type { Areal } from './types.ts'

export interface Locator {
  /** The id of the face that contains the point (degrees, WGS 84) by the half-open rule, or null. */
  readonly locate: (lon: number, lat: number) => string | null
}

/** Point in many polygons, none of which overlaps another. Built at once from all faces; the index never changes afterwards. */
export function createLocator(faces: Iterable<{ readonly id: string; readonly geometry: Areal }>): Locator {
  const list = [...faces]
  const index = new CellIndex(buildCellIndex(list.map(({ geometry }) => latticeRings(geometry))))
  return { locate: (lon, lat) => list[index.find(toLattice(lon), toLattice(lat))]?.id ?? null }
}
