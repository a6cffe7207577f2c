import { geoJSONToTile } from '@maplibre/geojson-vt'
import { EXTENT, gridSize } from '../geo/index.ts'
import { doubleArea, type GridGeometry } from './generalise.ts'

/** Units beyond the tile's edges that lines and areas are cut at, so that outlines are not drawn along a seam. Points have none. */
export const BUFFER = 64

/**
 * The cut runs a fraction beyond the buffer: where an edge crosses it, the cut point then never falls on exactly half a unit, and the two
 * neighbours of an edge, which walk it in opposite directions, round it alike.
 */
const CUT_AT = BUFFER + 0.3137

export interface TileGeometry {
  readonly type: 1 | 2 | 3
  /** Flat tile coordinates. Rings are not closed; outer rings have positive area (clockwise as drawn), their holes follow, negative. */
  readonly runs: readonly ArrayLike<number>[]
}

/** The part of a geometry that tile z/x/y shows, in tile coordinates; null when there is none. */
export function cut(grid: GridGeometry, z: number, x: number, y: number): TileGeometry | null {
  const left = x * EXTENT
  const top = y * EXTENT
  if (grid.type === 1) return cutPoints(grid, left, top)
  if (grid.maxX < left - BUFFER || grid.minX > left + EXTENT + BUFFER) return null
  if (grid.maxY < top - BUFFER || grid.minY > top + EXTENT + BUFFER) return null
  const runs = isWithin(grid, left, top) ? shift(grid, left, top) : clip(grid, z, x, y)
  return runs.length > 0 ? { type: grid.type, runs } : null
}

function cutPoints(grid: GridGeometry, left: number, top: number): TileGeometry | null {
  const own: number[] = []
  const run = grid.runs[0]!
  for (let i = 0; i < run.length; i += 2) {
    const px = run[i]! - left
    const py = run[i + 1]! - top
    if (px >= 0 && px < EXTENT && py >= 0 && py < EXTENT) own.push(px, py)
  }
  return own.length > 0 ? { type: 1, runs: [own] } : null
}

const isWithin = (grid: GridGeometry, left: number, top: number): boolean =>
  grid.minX >= left - BUFFER && grid.maxX <= left + EXTENT + BUFFER && grid.minY >= top - BUFFER && grid.maxY <= top + EXTENT + BUFFER

function shift(grid: GridGeometry, left: number, top: number): Int32Array[] {
  return grid.runs.map((run, r) => {
    const local = new Int32Array(run.length)
    const backwards = grid.type === 3 && doubleArea(run) > 0 !== grid.outer[r]
    for (let i = 0; i < run.length; i += 2) {
      const from = backwards ? run.length - 2 - i : i
      local[i] = run[from]! - left
      local[i + 1] = run[from + 1]! - top
    }
    return local
  })
}

function clip(grid: GridGeometry, z: number, x: number, y: number): number[][] {
  const options = { extent: EXTENT, buffer: CUT_AT, tolerance: 0, clip: true, coordinates: 'unitSquare' as const }
  const tile = geoJSONToTile({ type: 'Feature', geometry: toUnitSquare(grid, gridSize(z)), properties: null }, z, x, y, options)
  const runs: number[][] = []
  for (const feature of tile.features) {
    if (feature.type === 1) continue
    for (const line of feature.geometry) {
      const run = withoutRepeats(line, grid.type === 3)
      // What touches the cut with no length or no area is not in the tile.
      if (grid.type === 3 ? run.length >= 6 && doubleArea(run) !== 0 : run.length >= 4) runs.push(run)
    }
  }
  return runs
}

/** World coordinates that are exact: integers divided by a power of two. */
function toUnitSquare(grid: GridGeometry, size: number): GeoJSON.MultiLineString | GeoJSON.MultiPolygon {
  if (grid.type === 2) return { type: 'MultiLineString', coordinates: grid.runs.map(run => positions(run, size)) }
  const polygons: [number, number][][][] = []
  grid.runs.forEach((run, r) => {
    const ring = positions(run, size)
    ring.push(ring[0]!)
    if (grid.outer[r] || polygons.length === 0) polygons.push([ring])
    else polygons.at(-1)!.push(ring)
  })
  return { type: 'MultiPolygon', coordinates: polygons }
}

const positions = (run: Int32Array, size: number): [number, number][] =>
  Array.from({ length: run.length / 2 }, (_, i) => [run[2 * i]! / size, run[2 * i + 1]! / size])

function withoutRepeats(line: readonly (readonly [number, number])[], closed: boolean): number[] {
  const run: number[] = []
  for (const [x, y] of line) if (run.at(-2) !== x || run.at(-1) !== y || run.length === 0) run.push(x, y)
  while (closed && run.length > 2 && run[0] === run.at(-2) && run[1] === run.at(-1)) run.length -= 2
  return run
}
