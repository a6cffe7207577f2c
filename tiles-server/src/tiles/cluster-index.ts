import { type TileId, tileBounds } from '../geo/index.ts'
import type { FeatureDiff, LiveFeature, LiveLayer } from '../live/index.ts'
import {
  addTo,
  CELL_BITS,
  type Cell,
  type ClusterFeature,
  type Code,
  clusterFeature,
  clusterPosition,
  codesOf,
  emptySum,
  LAST,
  lastCell,
  SINGLE_FROM,
  type Sum,
} from './cluster.ts'

/** A cell as a number; cells of zoom 14 are below 2^17 each way. */
const cellKey = (x: number, y: number): number => x * 2 ** 17 + y

/**
 * The sums of all cells of a layer at every clustered zoom. A change costs one cell a zoom, a tile at most 64 look-ups, whatever the number
 * of points.
 */
export class ClusterIndex {
  readonly #codes: readonly Code[]
  readonly #levels = Array.from({ length: SINGLE_FROM }, () => new Map<number, Sum>())
  /** State of the layer that is counted. */
  #seq: number

  constructor(readonly layer: LiveLayer) {
    this.#codes = codesOf(layer.def)
    this.#seq = layer.seq
    for (const feature of layer.all()) this.#count(feature, 1)
  }

  /** Follows a batch of the layer's changes; one that was there already when the index was made is left out. */
  apply(diffs: readonly FeatureDiff[], seq: number): void {
    if (seq <= this.#seq) return
    this.#seq = seq
    for (const { before, after } of diffs) {
      if (before) this.#count(before, -1)
      if (after) this.#count(after, 1)
    }
  }

  /** The clusters and single points of one tile, in no particular order. */
  tile(names: readonly string[], tile: TileId): ClusterFeature[] {
    const [z, tileX, tileY] = tile
    const across = 1 << CELL_BITS
    const out: ClusterFeature[] = []
    for (let y = tileY * across; y < (tileY + 1) * across; y++) {
      for (let x = tileX * across; x < (tileX + 1) * across; x++) {
        const sum = this.#levels[z]!.get(cellKey(x, y))
        if (sum) out.push(clusterFeature(this.#cell(z, x, y, sum), names, this.#codes, tile))
      }
    }
    return out
  }

  #count(feature: LiveFeature, step: 1 | -1): void {
    const position = clusterPosition(feature)
    if (position === null) return
    const [x, y] = lastCell(position)
    for (let zoom = 0; zoom <= LAST; zoom++) {
      const level = this.#levels[zoom]!
      const key = cellKey(x >> (LAST - zoom), y >> (LAST - zoom))
      const sum = level.get(key) ?? emptySum(this.#codes)
      addTo(sum, feature, position, this.#codes, step)
      if (sum.count === 0) level.delete(key)
      else level.set(key, sum)
    }
  }

  #cell(zoom: number, x: number, y: number, sum: Sum): Cell {
    return { x, y, sum, opens: this.#opensAt(zoom, x, y, sum.count), only: sum.count === 1 ? this.#member(zoom, x, y) : undefined }
  }

  /** Goes down while one cell holds all members. */
  #opensAt(zoom: number, x: number, y: number, count: number): number {
    let cell: [number, number] = [x, y]
    for (let at = zoom + 1; at <= LAST; at++) {
      const level = this.#levels[at]!
      const children = [0, 1, 2, 3].map((i): [number, number] => [cell[0] * 2 + (i & 1), cell[1] * 2 + (i >> 1)])
      const whole = children.find(([cx, cy]) => level.get(cellKey(cx, cy))?.count === count)
      if (!whole) return at
      cell = whole
    }
    return SINGLE_FROM
  }

  #member(zoom: number, x: number, y: number): LiveFeature | undefined {
    return this.layer.search(tileBounds(zoom + CELL_BITS, x, y, 1)).find(feature => {
      const position = clusterPosition(feature)
      if (position === null) return false
      const [cx, cy] = lastCell(position)
      return cx >> (LAST - zoom) === x && cy >> (LAST - zoom) === y
    })
  }
}
