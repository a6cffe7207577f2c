import type { ChangeEvent, Fix, LayerDef, Properties } from '../contract/index.ts'
import type { Bbox, Geometry } from '../geo/index.ts'
import type { BoxBound, NearestWalk } from './nearest-walk.ts'
import type { Outline } from './outline.ts'
import type { TimeRange } from './time-range.ts'

/**
 * A feature in memory, never mutated (a change makes a new object). Bounds in degrees; a feature without geometry has minX = Infinity.
 * Features of a coverage (units, derived levels, imported coverages) also know their outline of arcs, which they share with their neighbours.
 */
export interface LiveFeature {
  readonly id: string
  /** Row version; derived features carry the sequence number they were derived at. */
  readonly version: number
  readonly geometry: Geometry | null
  readonly properties: Properties
  readonly minX: number
  readonly minY: number
  readonly maxX: number
  readonly maxY: number
  readonly shared?: Outline
  /** It is shown where it was last reported, not where its row has it: number of that fix in the log of positions. */
  readonly fix?: number
  /** The zooms [from, to] at which tiles draw it, of those of its layer; undefined = all. */
  readonly zooms?: readonly [from: number, to: number] | undefined
}

/** One layer as of `seq`. Reads are synchronous and see one consistent state within one turn of the event loop. */
export interface LiveLayer {
  readonly def: LayerDef
  /** Sequence number of the last change that is in this layer (never behind a change that was acknowledged here). */
  readonly seq: number
  readonly size: number
  /** Tight bounds of all geometry; null for an empty layer. */
  readonly bounds: Bbox | null
  /** Earliest and latest value of the layer's `time`; null when it declares none, or no feature has one. */
  readonly times: TimeRange | null
  get(id: string): LiveFeature | undefined
  /** Features whose bounding box meets `bbox` (edges included), in no particular order. */
  search(bbox: Bbox): LiveFeature[]
  /** Features with geometry, nearest box first by a bound, up to `limit`. Use it up within one turn of the event loop. */
  nearestFirst(bound: BoxBound, limit?: number): NearestWalk<LiveFeature>
  /** The feature of a coverage that contains the point (degrees, WGS 84) by the half-open rule. Ask coverages only. */
  at(lon: number, lat: number): LiveFeature | undefined
  /** What `at` looks at for a place. */
  looksAt(lon: number, lat: number): { readonly edges: number; readonly areas: number }
  /** Features whose box, rounded to the lattice, can hold this point of it (steps of 1e-7 degree). */
  near(x: number, y: number): LiveFeature[]
  /** All features in ascending id order (code unit order). */
  all(): Iterable<LiveFeature>
  /** Features whose id comes after `id`, in that order. */
  after(id: string): Iterable<LiveFeature>
}

/** What one applied batch changed. Delivered synchronously after live shows it and before the write is acknowledged. */
export interface AppliedBatch {
  /** State of the database that live now shows. */
  readonly seq: number
  readonly changes: readonly ChangeEvent[]
  /**
   * Every feature that looks different now: changed rows, derived units whose outline or attributes follow, and features of a coverage
   * whose arcs were cut anew. `before` undefined = new, `after` undefined = gone.
   */
  readonly diffs: readonly FeatureDiff[]
  /** Layers that were replaced as a whole (import, gap in the feed) or are no longer there: no diffs are given for them. */
  readonly reset: readonly string[]
  /** Those of `reset` that no `all` change of the feed has told of: what happened to them in between is not known (gap in the feed). */
  readonly untold: readonly string[]
}

export interface FeatureDiff {
  readonly layer: string
  readonly before: LiveFeature | undefined
  readonly after: LiveFeature | undefined
}

/** A layer of values of units. Live keeps it in step with the units; the values come from whoever works them out. */
export interface Indicator {
  /** Calls back once, when the layer's features are first read (or at once if they were). */
  onAsked(listener: () => void): void
  /** All values there are now, by unit id: what a unit is missing in is not known. Told as a batch without changes. */
  set(values: ReadonlyMap<string, Properties>): void
}

export interface Live {
  /** Throws ZongtuError unknown-layer. */
  layer(id: string): LiveLayer
  has(id: string): boolean
  /** All layers, built in and imported, catalog order. */
  layers(): LiveLayer[]
  /** Throws ZongtuError unknown-layer for what is no layer of kind `indicator`. */
  indicator(id: string): Indicator
  /**
   * Shows features of a layer of points with a time where they were last reported (`object` is the id): place and time, `heading` and `speed`, as long as
   * the fix is newer than the row's time. A fix of no feature, or no newer than the one known, is left out. Told as a batch without changes.
   */
  move(layer: string, fixes: readonly Fix[]): void
  /** The leaf unit that contains the point (degrees, WGS 84) by the half-open rule: one at most. */
  leafAt(lon: number, lat: number): LiveFeature | undefined
  /** The leaf units whose bounding box meets `bbox` (edges included), or all of them. */
  leaves(bbox?: Bbox): LiveFeature[]
  /** What `leafAt` looks at for a place: edges in the cell of its index, and areas asked one by one because they changed since it was built. */
  leafLooksAt(lon: number, lat: number): { readonly edges: number; readonly areas: number }
  /** A unit and those above it, finest first; empty for an unknown id. */
  unitsUpFrom(id: string): readonly { readonly level: string; readonly unit: LiveFeature }[]
  /** Resolves when the indexes that find points in coverages know them as they are: answers are right before, and quick after. */
  located(): Promise<void>
  /** State shown: every change up to this sequence number is in, except for layers still reloading. */
  readonly seq: number
  /** True once every layer is loaded and the feed was caught up at least once. */
  readonly ready: boolean
  /** Milliseconds for which the feed could not be read; 0 while it is followed. Reads go on from live when the database is away. */
  readonly lag: number
  /** What is still being loaded, for progress. */
  readonly loading: readonly string[]
  /**
   * Resolves when every change up to `seq` is shown; with `layer`, those of that layer (others may still be reloading).
   * Rejects with not-shown after `timeout` milliseconds (default 30,000).
   */
  waitFor(seq: number, layer?: string, timeout?: number): Promise<void>
  /** Listeners run in the order they subscribed. Returns the unsubscribe function. */
  onApplied(listener: (batch: AppliedBatch) => void): () => void
  close(): Promise<void>
}
