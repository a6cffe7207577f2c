import type { TilesEvent } from '../contract/index.ts'
import { type Bbox, bboxesMeet } from '../geo/index.ts'
import type { AppliedBatch, FeatureDiff, Live } from '../live/index.ts'
import type { TileRecord } from './cache.ts'
import { BUFFER } from './cut.ts'
import { searchBounds } from './search-bounds.ts'
import { type Touched, touchedBy, unpackTile } from './touch.ts'

/** What one batch makes stale. */
export interface Eviction {
  /** Tiles to look at. */
  readonly tiles: Iterable<number> | 'all' | 'spatial'
  readonly stale: (tile: Pick<TileRecord, 'tile' | 'plan' | 'filtered' | 'spatial'>) => boolean
}

/** The tiles a batch changes: what to drop, and what to tell open maps, one event a layer. */
export function evictionsOf(
  batch: AppliedBatch,
  diffs: ReadonlyMap<string, FeatureDiff[]>,
  live: Pick<Live, 'layer' | 'layers' | 'has'>,
): { evictions: Eviction[]; events: TilesEvent[] } {
  const evictions: Eviction[] = []
  const events: TilesEvent[] = []
  for (const layer of batch.reset) {
    evictions.push({ tiles: 'all', stale: tile => tile.plan.names.has(layer) })
    events.push({ seq: batch.seq, layer, all: true })
  }
  const defs = live.layers().map(entry => entry.def)
  for (const [layer, own] of diffs) {
    if (!live.has(layer)) continue
    const touched = touchedBy(live.layer(layer).def, own, defs)
    evictions.push(...evictionsOfLayer(layer, touched), spatialEviction(layer, own))
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

function evictionsOfLayer(layer: string, { tiles, allFrom }: Touched): Eviction[] {
  const named: Eviction = {
    tiles: tiles.keys(),
    stale: ({ tile, plan, filtered }) =>
      (tiles.get(tile) === true || (filtered && tiles.has(tile))) && plan.draws(layer, unpackTile(tile)[0]),
  }
  if (allFrom === Infinity) return [named]
  const wide: Eviction = {
    tiles: 'all',
    stale: ({ tile, plan }) => {
      const [z] = unpackTile(tile)
      return z >= allFrom && plan.draws(layer, z)
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
    stale: ({ tile, plan, spatial }) => {
      const [z, x, y] = unpackTile(tile)
      if (!spatial || !plan.draws(layer, z)) return false
      const bounds = searchBounds([z, x, y], BUFFER + 1)
      return boxes.some(box => bboxesMeet(box, bounds))
    },
  }
}

function eventOf(seq: number, layer: string, { tiles, allFrom, bbox }: Touched): TilesEvent | null {
  if (allFrom !== Infinity) return { seq, layer, all: true }
  if (tiles.size === 0 || bbox === null) return null
  const named = [...tiles.keys()].sort((a, b) => a - b).map(unpackTile)
  return { seq, layer, bbox, tiles: named }
}
