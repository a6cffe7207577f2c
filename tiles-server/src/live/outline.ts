import {
  type Arc,
  type ArcRings,
  arcRingPoints,
  type Bbox,
  type Geometry,
  type LatticeRing,
  latticeBounds,
  nestArcRings,
  type Topology,
} from '../geo/index.ts'

/**
 * How a feature of a coverage is bounded: by arcs that it shares with its neighbours. Features whose outline did not change keep the object,
 * so `===` means "drawn alike at every zoom".
 */
export class Outline {
  #past: ReadonlyMap<Arc, Uint8Array> | undefined
  #polygons: readonly (readonly number[])[] | undefined
  #geometry: Geometry | null | undefined

  constructor(
    readonly topology: Topology,
    readonly rings: ArcRings,
    /** What the arcs bound, or are. */
    readonly kind: 'area' | 'line' = 'area',
  ) {}

  /** For each vertex of an arc the first zoom at which it is drawn. */
  zooms(arc: Arc): Uint8Array {
    return this.#past?.get(arc) ?? arc.zooms ?? this.topology.zooms(arc)
  }

  /** The polygons that the rings form, as indexes into `rings`: the outer ring, then its holes. */
  get polygons(): readonly (readonly number[])[] {
    this.#polygons ??=
      this.rings.length === 1 ? [[0]] : nestArcRings(this.rings).map(({ outer, holes }) => [outer.ring, ...holes.map(hole => hole.ring)])
    return this.#polygons
  }

  /** At full precision, in degrees; made when first asked for, since tiles are drawn from the arcs. */
  get geometry(): Geometry | null {
    this.#geometry ??= this.kind === 'area' ? this.topology.geometry(this.rings) : { type: 'LineString', coordinates: this.#positions() }
    return this.#geometry
  }

  /** The vertices of its rings; made anew each time. */
  latticeRings(): LatticeRing[] {
    return this.rings.map(arcRingPoints)
  }

  /** Bounds of its arcs in degrees; null without any. */
  get bbox(): Bbox | null {
    return latticeBounds(this.rings.flatMap(ring => ring.map(({ arc }) => arc.points)))
  }

  #positions(): [number, number][] {
    const flat = this.topology.line(this.rings[0]![0]!.arc)
    return Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i]!, flat[2 * i + 1]!])
  }

  /** Keeps how arcs were drawn before the topology changed, for the features of the time before. */
  freeze(before: ReadonlyMap<Arc, Uint8Array>): void {
    this.#past = before
  }

  /** Whether it is the outline of these rings, none of whose arcs is drawn otherwise now. */
  holds(rings: ArcRings, redrawn: ReadonlySet<Arc>): boolean {
    return sameRings(this.rings, rings) && (redrawn.size === 0 || !rings.some(ring => ring.some(({ arc }) => redrawn.has(arc))))
  }
}

function sameRings(a: ArcRings, b: ArcRings): boolean {
  if (a === b) return true
  if (a.length !== b.length) return false
  return a.every((ring, i) => {
    const other = b[i]!
    return ring.length === other.length && ring.every((step, j) => step.arc === other[j]!.arc && step.reversed === other[j]!.reversed)
  })
}
