import type { TilesEvent } from '../contract/index.ts'
import { type Bbox, bboxesMeet, unionBbox } from '../geo/index.ts'
import type { AppliedBatch, FeatureDiff, Live } from '../live/index.ts'
import type { TileRecord } from './cache.ts'
import { BUFFER } from './cut.ts'
import type { Frame } from './frame.ts'
import { searchBounds } from './search-bounds.ts'
import { type Touched, touchedBy, unpackTile } from './touch.ts'

/** What one batch makes stale. */
export interface Eviction {
  /** Tiles to look at. */
  readonly tiles: Iterable<number> | 'all' | 'spatial'
  readonly stale: (tile: Pick<TileRecord, 'tile' | 'plan' | 'filtered' | 'spatial' | 'frame'>) => boolean
}

/**
 * The tiles a batch changes: what to drop in each of the frames, and what to tell open maps, one event a layer. Events name the tiles of the first
 * frame, WGS 84; what a batch changes in another lies within the event's box.
 */
export function evictionsOf(
  batch: AppliedBatch,
  diffs: ReadonlyMap<string, FeatureDiff[]>,
  live: Pick<Live, 'layer' | 'has'>,
  frames: readonly Frame[],
): { evictions: Eviction[]; events: TilesEvent[] } {
  const evictions: Eviction[] = []
  const events: TilesEvent[] = []
  for (const layer of batch.reset) {
    evictions.push({ tiles: 'all', stale: tile => tile.plan.names.has(layer) })
    events.push({ seq: batch.seq, layer, all: true })
  }
  for (const [layer, own] of diffs) {
    if (!live.has(layer)) continue
    const touched = frames.map(frame => touchedBy(live.layer(layer).def, own, frame))
    frames.forEach((frame, i) => {
      evictions.push(...evictionsOfLayer(layer, touched[i]!, frame))
    })
    evictions.push(spatialEviction(layer, own))
    const event = eventOf(batch.seq, layer, touched)
    if (event) events.push(event)
  }
  return { evictions, events }
}

/** A batch's diffs by layer, without those of layers that were replaced as a whole. */
export function diffsByLayer(batch: AppliedBatch): Map<string, FeatureDiff[]> {
  const groups = new Map<string, FeatureDiff[]>()
  for (const diff of batch.diffs) {
    if (batch.reset.includes(diff.layer)) continue
    const group = groups.get(diff.layer)
    if (group) group.push(diff)
    else groups.set(diff.layer, [diff])
  }
  return groups
}

function evictionsOfLayer(layer: string, { tiles, allFrom }: Touched, own: Frame): Eviction[] {
  const named: Eviction = {
    tiles: tiles.keys(),
    stale: ({ tile, plan, filtered, frame }) =>
      frame === own && (tiles.get(tile) === true || (filtered && tiles.has(tile))) && plan.draws(layer, unpackTile(tile)[0]),
  }
  if (allFrom === Infinity) return [named]
  const wide: Eviction = {
    tiles: 'all',
    stale: ({ tile, plan, frame }) => {
      const [z] = unpackTile(tile)
      return frame === own && z >= allFrom && plan.draws(layer, z)
    },
  }
  return [named, wide]
}

/**
 * A feature that moves by less than a tile unit may move into a filter's area or out of it, and with it everything drawn of it: tiles of spatial
 * filters go by the bounding boxes of what moved.
 */
function spatialEviction(layer: string, diffs: readonly FeatureDiff[]): Eviction {
  const boxes = diffs.flatMap(({ before, after }): Bbox[] =>
    before?.geometry === after?.geometry
      ? []
      : [before, after].flatMap(side => (side ? [[side.minX, side.minY, side.maxX, side.maxY]] : [])),
  )
  return {
    tiles: 'spatial',
    stale: ({ tile, plan, spatial, frame }) => {
      const [z, x, y] = unpackTile(tile)
      if (!spatial || !plan.draws(layer, z)) return false
      const bounds = searchBounds([z, x, y], BUFFER + 1, frame)
      return boxes.some(box => bboxesMeet(box, bounds))
    },
  }
}

function eventOf(seq: number, layer: string, touched: readonly Touched[]): TilesEvent | null {
  if (touched.some(({ allFrom }) => allFrom !== Infinity)) return { seq, layer, all: true }
  const bbox = touched.map(each => each.bbox).reduce(unionBbox, null)
  if (bbox === null) return null
  const tiles = [...touched[0]!.tiles.keys()].sort((a, b) => a - b).map(unpackTile)
  return { seq, layer, bbox, tiles }
}
