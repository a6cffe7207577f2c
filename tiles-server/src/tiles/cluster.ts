import type { LayerDef, PropertyValue } from '../contract/index.ts'
import { EXTENT, fromLattice, type Position, type TileId } from '../geo/index.ts'
import type { LiveFeature } from '../live/index.ts'
import { type Tags, tagsOf } from './attributes.ts'
import type { TileGeometry } from './cut.ts'
import type { Frame } from './frame.ts'
import { gridPoint } from './generalise.ts'

/** From this zoom on the points of a clustered layer are drawn one by one. */
export const SINGLE_FROM = 15
/** The last clustered zoom. */
export const LAST = SINGLE_FROM - 1

/** A tile has 2^3 x 2^3 cells: 64 CSS px each in a 512 px tile. A cell of zoom z is the tile of zoom z + 3. */
export const CELL_BITS = 3
const CELL_SIZE = EXTENT >> CELL_BITS

export interface ClusterFeature {
  readonly tags: Tags
  readonly geometry: TileGeometry
  readonly count: number
  readonly key: string
}

/** What the members of a cell add up to: integers, so the same in any order and exact below 2^53. */
export interface Sum {
  readonly count: number
  /** Sums of lattice coordinates. */
  readonly sumX: number
  readonly sumY: number
  /** Members by declared code, in the order of `codesOf`. */
  readonly counts: ArrayLike<number>
}

/** A cell with its sum. */
export interface Cell {
  readonly x: number
  readonly y: number
  readonly sum: Sum
  /** The first zoom at which the members lie in more than one cell, or are drawn one by one. */
  readonly opens: number
  /** The member of a cell that has one. */
  readonly only: LiveFeature | undefined
}

/** True when the layer's tiles of this zoom carry clusters. */
export const isClustered = (def: LayerDef, zoom: number): boolean => def.cluster !== undefined && zoom < SINGLE_FROM

/** The position that counts for a cluster: a point's own, the first of several; null for lines, areas and nothing. */
export function clusterPosition(feature: LiveFeature): Position | null {
  const { geometry } = feature
  if (geometry?.type === 'Point') return geometry.coordinates
  return geometry?.type === 'MultiPoint' ? (geometry.coordinates[0] ?? null) : null
}

/** The cell of the last clustered zoom that owns a position; its cell of zoom z is this one shifted right by LAST - z. */
export function lastCell(position: Position, frame: Frame): [x: number, y: number] {
  const [x, y] = gridPoint(position, LAST, frame)
  return [Math.floor(x / CELL_SIZE), Math.floor(y / CELL_SIZE)]
}

export interface Code {
  readonly property: string
  readonly value: PropertyValue
}

/** The declared codes that a layer's clusters are counted by: those of all `cluster.by` properties, one after the other. */
export const codesOf = (def: LayerDef): Code[] =>
  (def.cluster?.by ?? []).flatMap(name => {
    const codes = def.properties.find(property => property.name === name)?.codes ?? []
    return codes.map(({ value }) => ({ property: name, value }))
  })

/** What the clusters of a tile have in common. */
export interface ClusterStyle {
  /** Attributes that a single point carries. */
  readonly names: readonly string[]
  readonly codes: readonly Code[]
  readonly frame: Frame
}

/**
 * A cell as a tile feature: `cluster`, `count`, `zoom` (where it opens) and `<property>_<code>` counts; a cell with one member gives the
 * feature itself with `count` 1.
 */
export function clusterFeature(cell: Cell, { names, codes, frame }: ClusterStyle, tile: TileId): ClusterFeature {
  const geometry: TileGeometry = { type: 1, runs: [centre(cell, tile, frame)] }
  const { only, sum } = cell
  if (only) return { tags: [...tagsOf(only, names), 'count', 1], geometry, count: 1, key: only.id }
  const key = `cluster-${tile[0]}-${cell.x}-${cell.y}`
  const tags: Tags = ['id', key, 'cluster', true, 'count', sum.count, 'zoom', cell.opens]
  codes.forEach(({ property, value }, i) => {
    if (sum.counts[i]! > 0) tags.push(`${property}_${String(value)}`, sum.counts[i]!)
  })
  return { tags, geometry, count: sum.count, key }
}

/** Mean of the members, moved to the frame, in tile coordinates; held inside the cell, which rounding and the frame's bends could leave. */
function centre({ x, y, sum, only }: Cell, [z, tileX, tileY]: TileId, frame: Frame): [number, number] {
  const mean: Position = [fromLattice(Math.round(sum.sumX / sum.count)), fromLattice(Math.round(sum.sumY / sum.count))]
  const [px, py] = gridPoint((only && clusterPosition(only)) ?? mean, z, frame)
  const hold = (value: number, cell: number): number => Math.max(cell * CELL_SIZE, Math.min((cell + 1) * CELL_SIZE - 1, value))
  return [hold(px, x) - tileX * EXTENT, hold(py, y) - tileY * EXTENT]
}
