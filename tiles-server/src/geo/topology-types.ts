import type { Bbox, GeometryProblem, MultiPolygon, Polygon } from './types.ts'

/**
 * An arc: a run of a coverage's edges between two junctions, shared by the faces on its two sides (or by one face and the outside).
 * Interned by content: as long as a topology holds an equal arc it is the same object, so `===` means "did not change".
 */
export interface Arc {
  /** Equal for equal content. */
  readonly key: string
  /** Flat lattice coordinates x0, y0, x1, y1, ... in canonical direction (EPSG:4326, 1e-7 degree). */
  readonly points: Int32Array
  /** Worked out when first asked for: web mercator (`worldOf`), and the zooms of its vertices (`Topology.zooms`). */
  world: Float64Array | null
  zooms: Uint8Array | null
}

/** Rings of one face: each a list of arcs with direction, the face on the left; outer rings and holes in any order (even-odd decides). */
export type ArcRings = readonly (readonly { readonly arc: Arc; readonly reversed: boolean }[])[]

export interface CoverageFace {
  readonly id: string
  readonly geometry: Polygon | MultiPolygon
}

export interface BoundaryLine {
  readonly arc: Arc
  /** Face ids on the left and right of the arc in its canonical direction; null outside. */
  readonly left: string | null
  readonly right: string | null
  /** Further faces that claim a side (overlapping input only). */
  readonly extra: readonly { readonly face: string; readonly onLeft: boolean }[]
}

/** What replacing faces did. */
export interface TopologyChange {
  /** Boundaries that are no longer there, and new ones. One whose sides alone changed is in both, with the same arc. */
  readonly removed: ReadonlySet<BoundaryLine>
  readonly added: ReadonlySet<BoundaryLine>
  /** Faces whose rings consist of other arcs than before, new faces and faces that are gone. */
  readonly faces: ReadonlySet<string>
  /** Arcs that stayed but are drawn with other vertices at some zoom, since what lies beside them changed. */
  readonly redrawn: ReadonlySet<Arc>
  /** How arcs were drawn that are no longer there or are redrawn: `Topology.zooms` as it was. */
  readonly before: ReadonlyMap<Arc, Uint8Array>
  readonly problems: readonly GeometryProblem[]
}

/** A noded coverage. `replace` changes it in place; what it handed out before (rings, boundary lines, arcs) stays as it was. */
export interface Topology {
  readonly bbox: Bbox | null
  rings(faceId: string): ArcRings | undefined
  faceIds(): Iterable<string>
  boundaries(): Iterable<BoundaryLine>
  /** The boundary line that an arc is; undefined when it is not of this coverage. */
  boundary(arc: Arc): BoundaryLine | undefined
  /** The boundary lines around a face. */
  boundariesOf(faceId: string): Iterable<BoundaryLine>
  /** Merges faces into groups (nested level): the arcs whose two sides fall in different groups. Faces mapped to undefined are left out. */
  group(groupOf: (faceId: string) => string | undefined): Map<string, ArcRings>
  /**
   * Full-precision geometry, or generalised for a zoom with junctions fixed; outer rings counter-clockwise, holes inside their polygon, rings from their
   * lowest vertex (x, then y) in ascending order: equal outlines give equal geometry, however they are cut to arcs. Null when nothing is left.
   */
  geometry(rings: ArcRings, zoom?: number): Polygon | MultiPolygon | null
  /** For each vertex of the arc the first zoom at which it is drawn; an arc that is not of this coverage is drawn in full. */
  zooms(arc: Arc): Uint8Array
  /** The arc's own line at a zoom in degrees, flat lon/lat pairs. */
  line(arc: Arc, zoom?: number): Float64Array
  /**
   * Takes faces out and puts others in (a face of the same id is replaced). Only the neighbourhood is noded and cut anew: the outcome is that of building
   * the whole coverage, at a cost that depends on the change alone.
   */
  replace(gone: Iterable<string>, put: Iterable<CoverageFace>): TopologyChange
}
