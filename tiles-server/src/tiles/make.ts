import { promisify } from 'node:util'
import { gzip, gzipSync } from 'node:zlib'
import type { LayerDef } from '../contract/index.ts'
import type { Selection, Selects } from '../filter/index.ts'
import { type Bbox, bboxesMeet, type TileId } from '../geo/index.ts'
import type { Live, LiveFeature, LiveLayer } from '../live/index.ts'
import { carriedAt, tagsOf } from './attributes.ts'
import { clusterPosition, isClustered } from './cluster.ts'
import type { ClusterIndex } from './cluster-index.ts'
import { CommandWriter } from './commands.ts'
import { BUFFER } from './cut.ts'
import { draw } from './draw.ts'
import { type EncodedFeature, encodeTile } from './encode.ts'
import type { Frame } from './frame.ts'
import { labelIn, labelLayer } from './label.ts'
import type { Plan } from './plan.ts'
import { searchBounds } from './search-bounds.ts'
import { type Ranked, thin } from './thin.ts'
import { isShown } from './visible.ts'

/** Most features a tile carries. */
export const FEATURE_BUDGET = 20_000
/** Most compressed bytes of a tile. */
export const BYTE_BUDGET = 500_000

export interface MadeTile {
  /** Uncompressed; empty when the tile shows nothing. */
  readonly raw: Uint8Array
  readonly gzipped: Buffer
  /** True when features were left out to keep the budgets. */
  readonly thinned: boolean
}

/** What a tile is made of. */
export interface TileSource {
  readonly live: Pick<Live, 'layer'>
  readonly selection: Selection
  readonly frame: Frame
  readonly clusters: (layer: LiveLayer) => ClusterIndex
}
type TileFeature = EncodedFeature & Ranked
/** What a tile's features are drawn with. */
interface Pen {
  readonly frame: Frame
  readonly commands: CommandWriter
}
/** What decides for a layer's features, undefined for all; and those that are in the tile. */
interface Selected {
  readonly selects: Selects | undefined
  readonly select: () => LiveFeature[]
}
interface TileLayer {
  readonly name: string
  readonly features: TileFeature[]
}

/** What a tile shows, before thinning: select, filter, generalise and cut. Synchronous, so it sees one state of live. */
export function collectTile(plan: Plan, source: TileSource, tile: TileId): TileLayer[] {
  const pen: Pen = { frame: source.frame, commands: new CommandWriter() }
  return plan.at(tile[0]).flatMap(def => {
    const layer = source.live.layer(def.id)
    const selects = source.selection.of(def)
    const select = (): LiveFeature[] => {
      // A unit more than the buffer, so that rounding in degrees loses nothing; the cut is exact.
      const found = searchWithin(layer, searchBounds(tile, BUFFER + 1, source.frame), source.selection.bounds)
      return found.filter(feature => isShown(feature, tile[0]) && (selects?.(feature) ?? true))
    }
    if (isClustered(def, tile[0])) return [{ name: def.id, features: clustered(layer, { selects, select }, source, tile, pen) }]
    const features = select()
    const own = { name: def.id, features: plain(def, features, tile, pen) }
    return plan.labelled(def) ? [own, { name: labelLayer(def.id), features: labels(def, features, tile, pen) }] : [own]
  })
}

/** Features whose bounding boxes meet the tile's box, unless a filter selects elsewhere only (or, west beyond east, nowhere). */
function searchWithin(layer: LiveLayer, tile: Bbox, bounds: Bbox | undefined): LiveFeature[] {
  if (bounds && !(bboxesMeet(tile, bounds) && bounds[0] <= bounds[2] && bounds[1] <= bounds[3])) return []
  return layer.search(tile)
}

function plain(def: LayerDef, features: readonly LiveFeature[], tile: TileId, { frame, commands }: Pen): TileFeature[] {
  const names = carriedAt(def, tile[0])
  const out: TileFeature[] = []
  for (const feature of features) {
    for (const { geometry, extent } of draw(feature, tile, frame, commands)) {
      out.push({ tags: tagsOf(feature, names), geometry, key: feature.id, importance: extent })
    }
  }
  return out.sort(byKey)
}

/** The names of the units whose place is in this tile. */
function labels(def: LayerDef, features: readonly LiveFeature[], tile: TileId, { frame, commands }: Pen): TileFeature[] {
  const names = carriedAt(def, tile[0])
  return features
    .flatMap((feature): TileFeature[] => {
      const at = labelIn(feature, def, tile, frame)
      return at
        ? [{ tags: tagsOf(feature, names), geometry: commands.geometry({ type: 1, runs: [at] }), key: feature.id, importance: 1 }]
        : []
    })
    .sort(byKey)
}

/** A tile's cells take points by their first position; lines and areas of a mixed layer stay what they are. */
function clustered(layer: LiveLayer, { selects, select }: Selected, source: TileSource, tile: TileId, pen: Pen): TileFeature[] {
  const { def } = layer
  const names = carriedAt(def, tile[0])
  const index = source.clusters(layer)
  const found = selects ? index.selected(names, tile, source.selection, selects) : index.tile(names, tile)
  const others = def.geometry === 'point' ? [] : select().filter(feature => clusterPosition(feature) === null)
  const clusters = found.map(({ tags, key, count, geometry }) => ({
    tags,
    key,
    importance: count,
    geometry: pen.commands.geometry(geometry),
  }))
  return [...clusters.sort(byKey), ...plain(def, others, tile, pen)]
}

const byKey = (a: TileFeature, b: TileFeature): number => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.geometry.type - b.geometry.type)

const compress = promisify(gzip)
const zippedSync = (raw: Uint8Array): Buffer => (raw.length > 0 ? gzipSync(raw) : Buffer.alloc(0))
/** Bytes up to which a tile is compressed at once: that takes less time than handing it to another thread and back. */
const AT_ONCE = 4_096

/** Thins to the budgets, encodes and compresses; what is large, off the main thread. The outcome depends on `layers` alone. */
export async function sealTile(layers: readonly TileLayer[]): Promise<MadeTile> {
  for (let budget = FEATURE_BUDGET; ; ) {
    const draft = encodeWithin(layers, budget)
    const gzipped = draft.raw.length > AT_ONCE ? await compress(draft.raw) : zippedSync(draft.raw)
    if (gzipped.length <= BYTE_BUDGET) return { raw: draft.raw, gzipped, thinned: draft.thinned }
    budget = lower(draft.count, gzipped.length)
  }
}

/** The same, without giving way to other work. */
export function sealTileSync(layers: readonly TileLayer[]): MadeTile {
  for (let budget = FEATURE_BUDGET; ; ) {
    const draft = encodeWithin(layers, budget)
    const gzipped = zippedSync(draft.raw)
    if (gzipped.length <= BYTE_BUDGET) return { raw: draft.raw, gzipped, thinned: draft.thinned }
    budget = lower(draft.count, gzipped.length)
  }
}

function encodeWithin(layers: readonly TileLayer[], budget: number): { raw: Uint8Array; thinned: boolean; count: number } {
  const kept = thin(
    layers.map(layer => layer.features),
    budget,
  )
  const raw = encodeTile(layers.map(({ name }, i) => ({ name, features: kept.layers[i]! })))
  return { raw, thinned: kept.thinned, count: kept.layers.reduce((sum, features) => sum + features.length, 0) }
}

/** Fewer features than before, in proportion to the bytes that are too many; 0 leaves an empty tile. */
const lower = (count: number, bytes: number): number => Math.floor(count * Math.min(0.9, (0.95 * BYTE_BUDGET) / bytes))
