import { fromLattice } from './lattice.ts'
import type { Bbox } from './types.ts'

/** In lattice steps; of nothing minX is Infinity. */
export interface LatticeBox {
  readonly minX: number
  readonly minY: number
  readonly maxX: number
  readonly maxY: number
}

/** Around lines of flat lattice coordinates x0, y0, x1, y1, ... */
export function latticeBox(lines: Iterable<Int32Array>): LatticeBox {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const line of lines) {
    for (let i = 0; i < line.length; i += 2) {
      minX = Math.min(minX, line[i]!)
      maxX = Math.max(maxX, line[i]!)
      minY = Math.min(minY, line[i + 1]!)
      maxY = Math.max(maxY, line[i + 1]!)
    }
  }
  return { minX, minY, maxX, maxY }
}

/** The same in degrees (EPSG:4326); null for a box of nothing. */
export const toBounds = ({ minX, minY, maxX, maxY }: LatticeBox): Bbox | null =>
  minX > maxX ? null : [fromLattice(minX), fromLattice(minY), fromLattice(maxX), fromLattice(maxY)]

export const latticeBounds = (lines: Iterable<Int32Array>): Bbox | null => toBounds(latticeBox(lines))
