import { buildCellIndex } from '../geo/index.ts'

/** The rings of faces as plain numbers. */
export interface PackedRings {
  /** Lattice coordinates of all rings, one after the other. */
  readonly points: Int32Array
  /** Where each ring ends in `points`. */
  readonly ringEnds: Int32Array
  /** Where each face ends in `ringEnds`. */
  readonly faceEnds: Int32Array
}

/** The data of the cell index over these faces. */
export function cellIndexOf({ points, ringEnds, faceEnds }: PackedRings): Int32Array {
  const rings = Array.from(ringEnds, (end, i) => points.subarray(i === 0 ? 0 : ringEnds[i - 1]!, end))
  return buildCellIndex(Array.from(faceEnds, (end, i) => rings.slice(i === 0 ? 0 : faceEnds[i - 1]!, end)))
}
