/** What shares are worked out from, as plain numbers: made in one thread and read in another. Degrees and metres unless said otherwise. */
export interface PackedCity {
  /** Of what is looked for, above the ground. */
  readonly targetHeight: number
  /** Eight numbers a camera: lon, lat, height, then its view: azimuth, uncertainty, fov, near, range. */
  readonly cameras: Float64Array
  readonly buildings: PackedShapes & { readonly heights: Float64Array }
  /** Each ring is a line. */
  readonly roads: Pick<PackedShapes, 'points' | 'ringEnds'>
  /** Leaf units; on the lattice. */
  readonly leaves: Omit<PackedShapes, 'points'> & { readonly points: Int32Array }
}

export interface PackedShapes {
  /** Flat lon, lat of all rings, one after the other; first vertex not repeated. */
  readonly points: Float64Array
  /** Where each ring ends in `points`. */
  readonly ringEnds: Int32Array
  /** Where each shape ends in `ringEnds`. */
  readonly shapeEnds: Int32Array
}

/** Numbers of a camera in `cameras`. */
export const CAMERA = 8

/**
 * What was found out about a leaf, five numbers: its area and what of it is in view, in square centimetres; its roads and what of them is in view, in
 * micrometres; cameras. All whole, so that sums are exact.
 */
export const SHARE = 5

/** The slice of each part, by where the parts end. */
export const partOf = (ends: Int32Array, i: number): readonly [from: number, to: number] => [i === 0 ? 0 : ends[i - 1]!, ends[i]!]
