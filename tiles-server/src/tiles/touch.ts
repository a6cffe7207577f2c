import type { LayerDef } from '../contract/index.ts'
import { type Bbox, EXTENT, fromLattice, gridSize, toLattice, touchedTiles, xToLon, yToLat } from '../geo/index.ts'
import type { FeatureDiff, LiveFeature } from '../live/index.ts'
import { carriedAt, changedAttributes } from './attributes.ts'
import { clusterPosition, isClustered } from './cluster.ts'
import { BUFFER } from './cut.ts'
import type { Frame } from './frame.ts'
import { type GridGeometry, generalise, gridPoint } from './generalise.ts'
import { labelAt } from './label.ts'
import { isShown } from './visible.ts'

/** A tile as one number, so that sets of tiles stay small: z * 2^32 + x * 2^16 + y. */
export const packTile = (z: number, x: number, y: number): number => z * 2 ** 32 + x * 2 ** 16 + y
export const unpackTile = (tile: number): [z: number, x: number, y: number] => {
  const rest = tile % 2 ** 32
  return [Math.floor(tile / 2 ** 32), rest >>> 16, rest & 0xffff]
}

/** What a batch changed in the tiles of one layer. */
export interface Touched {
  /** Packed tile -> whether it looks different without a filter; false = only which features match a filter may have changed. */
  readonly tiles: ReadonlyMap<number, boolean>
  /** From this zoom on any tile of the layer may have changed (too many to name); Infinity = none. */
  readonly allFrom: number
  /** Box of what changed, degrees WGS 84; null when nothing did. */
  readonly bbox: Bbox | null
}

/** Most tiles named for one layer and batch, and most positions looked at; beyond, the statement is made coarser. */
export const TOUCH_LIMITS = { tiles: 5_000, positions: 2_000_000 } as const

/** The tiles of one layer, in a frame, that its diffs change. */
export function touchedBy(def: LayerDef, diffs: readonly FeatureDiff[], frame: Frame): Touched {
  const touching = new Touching(def, frame)
  for (let zoom = def.minzoom; zoom <= def.maxzoom; zoom++) {
    if (!touching.zoom(zoom, diffs)) return touching.upTo(zoom)
  }
  return touching.upTo(Infinity)
}

type Sides = [before: LiveFeature | undefined, after: LiveFeature | undefined]

/** Collects over the zooms of one batch. */
class Touching {
  readonly #tiles = new Map<number, boolean>()
  #positions = 0
  /** Degrees of the frame. */
  #box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity]

  constructor(
    readonly def: LayerDef,
    readonly frame: Frame,
  ) {}

  /** False when the limits are reached. */
  zoom(zoom: number, diffs: readonly FeatureDiff[]): boolean {
    const carried = new Set(carriedAt(this.def, zoom))
    for (const name of (isClustered(this.def, zoom) && this.def.cluster?.by) || []) carried.add(name)
    return diffs.every(diff => this.#diff(zoom, diff, carried))
  }

  upTo(allFrom: number): Touched {
    for (const tile of this.#tiles.keys()) if (tile >= packTile(Math.min(allFrom, 32), 0, 0)) this.#tiles.delete(tile)
    const [west, south, east, north] = this.#box
    return { tiles: this.#tiles, allFrom, bbox: west <= east ? this.frame.source([west, south, east, north]) : null }
  }

  #diff(zoom: number, diff: FeatureDiff, carried: ReadonlySet<string>): boolean {
    const shown = (feature: LiveFeature | undefined): LiveFeature | undefined => (feature && isShown(feature, zoom) ? feature : undefined)
    const before = shown(diff.before)
    const after = shown(diff.after)
    if (!this.#geometry(zoom, before, after, true) || !this.#label(zoom, before, after, true)) return false
    if (!before || !after) return true
    const changed = changedAttributes(before, after)
    if (changed.size === 0) return true
    // Attributes that the tile does not carry still decide whether the feature matches a filter.
    const drawn = [...changed].some(name => carried.has(name))
    // Each side against nothing: every tile that shows it.
    const whole = (...sides: Sides): boolean => this.#geometry(zoom, ...sides, drawn) && this.#label(zoom, ...sides, drawn)
    return whole(before, undefined) && whole(undefined, after)
  }

  /**
   * A unit's name may move although no edge near it did, and stands although the zoom leaves nothing of the area.
   * Names are carried at the zooms of the level's focus; a level without one is drawn, and named, at every zoom of its layer.
   */
  #label(zoom: number, before: LiveFeature | undefined, after: LiveFeature | undefined, drawn: boolean): boolean {
    const [from, to] = this.def.focus ?? [this.def.minzoom, this.def.maxzoom]
    if (this.def.kind !== 'unit' || zoom < from || zoom > to) return true
    const [old, now] = [before, after].map(feature => (feature ? labelAt(feature, this.def, zoom, this.frame) : null))
    if (old?.[0] === now?.[0] && old?.[1] === now?.[1]) return true
    const within = this.#boundsOf(before, after)
    return [old, now].every(at => {
      if (!at) return true
      this.#coverGrid(zoom, [at[0], at[1], at[0] + 1, at[1] + 1], within)
      return this.#add(zoom, Math.floor(at[0] / EXTENT), Math.floor(at[1] / EXTENT), drawn)
    })
  }

  #geometry(zoom: number, before: LiveFeature | undefined, after: LiveFeature | undefined, drawn: boolean): boolean {
    if (isClustered(this.def, zoom) && isClusterPoint(before ?? after) && isClusterPoint(after ?? before)) {
      return this.#clustered(zoom, before, after, drawn)
    }
    if (before?.shared && before.shared === after?.shared) return true
    const old = before ? generalise(before, zoom, this.frame) : []
    const now = after ? generalise(after, zoom, this.frame) : []
    const within = this.#boundsOf(before, after)
    return ([1, 2, 3] as const).every(type => {
      const a = old.find(grid => grid.type === type)
      const b = now.find(grid => grid.type === type)
      if (!a && !b) return true
      return type === 1 ? this.#points(zoom, a, b, drawn, within) : this.#runs(zoom, a, b, drawn, within)
    })
  }

  /** A cluster shows the mean of exact positions, so a move within the cell counts as well. */
  #clustered(zoom: number, before: LiveFeature | undefined, after: LiveFeature | undefined, drawn: boolean): boolean {
    const [from, to] = [before, after].map(feature => (feature && clusterPosition(feature)) ?? null)
    if (from && to && toLattice(from[0]!) === toLattice(to[0]!) && toLattice(from[1]!) === toLattice(to[1]!)) return true
    return [from, to].every(position => {
      if (!position) return true
      const [lon, lat] = this.frame.position([fromLattice(toLattice(position[0]!)), fromLattice(toLattice(position[1]!))])
      this.#cover(lon!, lat!, lon!, lat!)
      const [x, y] = gridPoint(position, zoom, this.frame)
      return this.#add(zoom, Math.floor(x / EXTENT), Math.floor(y / EXTENT), drawn)
    })
  }

  #points(zoom: number, before: GridGeometry | undefined, after: GridGeometry | undefined, drawn: boolean, within: Bbox): boolean {
    const pairs = (grid: GridGeometry | undefined): Set<string> => {
      const run = grid?.runs[0] ?? []
      return new Set(Array.from({ length: run.length / 2 }, (_, i) => `${run[2 * i]},${run[2 * i + 1]}`))
    }
    const [old, now] = [pairs(before), pairs(after)]
    for (const point of [...old, ...now]) {
      if (old.has(point) && now.has(point)) continue
      const [x, y] = point.split(',').map(Number) as [number, number]
      this.#coverGrid(zoom, [x, y, x + 1, y + 1], within)
      if (!this.#add(zoom, Math.floor(x / EXTENT), Math.floor(y / EXTENT), drawn)) return false
    }
    return true
  }

  #runs(zoom: number, before: GridGeometry | undefined, after: GridGeometry | undefined, drawn: boolean, within: Bbox): boolean {
    for (const grid of [before, after]) for (const run of grid?.runs ?? []) this.#positions += run.length / 2
    if (this.#positions > TOUCH_LIMITS.positions) return false
    let room = true
    const box = touchedTiles(
      before as (GridGeometry & { type: 2 | 3 }) | undefined,
      after as (GridGeometry & { type: 2 | 3 }) | undefined,
      zoom,
      BUFFER + 1,
      (x, y) => {
        room = this.#add(zoom, x, y, drawn)
        return room
      },
    )
    if (box) this.#coverGrid(zoom, box, within)
    return room
  }

  #add(zoom: number, x: number, y: number, drawn: boolean): boolean {
    const tile = packTile(zoom, x, y)
    this.#tiles.set(tile, drawn || this.#tiles.get(tile) === true)
    return this.#tiles.size <= TOUCH_LIMITS.tiles
  }

  /** A unit of a low zoom is wide: the box is held within the bounds of the features that differ. */
  #coverGrid(zoom: number, [minX, minY, maxX, maxY]: readonly [number, number, number, number], within: Bbox): void {
    const size = gridSize(zoom)
    const [lon, lat] = [
      (x: number) => clamp(xToLon(x / size), within[0], within[2]),
      (y: number) => clamp(yToLat(y / size), within[1], within[3]),
    ]
    this.#cover(lon(minX), lat(maxY), lon(maxX), lat(minY))
  }

  #boundsOf(a: LiveFeature | undefined, b: LiveFeature | undefined): Bbox {
    return this.frame.image([
      Math.min(a?.minX ?? Infinity, b?.minX ?? Infinity),
      Math.min(a?.minY ?? Infinity, b?.minY ?? Infinity),
      Math.max(a?.maxX ?? -Infinity, b?.maxX ?? -Infinity),
      Math.max(a?.maxY ?? -Infinity, b?.maxY ?? -Infinity),
    ])
  }

  #cover(west: number, south: number, east: number, north: number): void {
    const [w, s, e, n] = this.#box
    this.#box = [Math.min(w, west), Math.min(s, south), Math.max(e, east), Math.max(n, north)]
  }
}

const isClusterPoint = (feature: LiveFeature | undefined): boolean => {
  const type = feature?.geometry?.type
  return type === undefined || type === 'Point' || type === 'MultiPoint'
}

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value))
