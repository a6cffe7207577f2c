import { EXTENT } from '../geo/index.ts'
import type { Box } from './arc-run.ts'
import { clipLine, clipRing, type Side } from './clip.ts'
import { lowestVertex } from './commands.ts'
import { doubleArea, type GridGeometry } from './generalise.ts'

/** Units beyond the tile's edges that lines and areas are cut at, so that outlines are not drawn along a seam. Points have none. */
export const BUFFER = 64

/** The cut runs a fraction beyond the buffer: where an edge crosses it, the cut point then never falls on exactly half a unit. */
const LOW = -BUFFER - 0.3137
const HIGH = EXTENT + BUFFER + 0.3137

export interface TileGeometry {
  readonly type: 1 | 2 | 3
  /** Flat tile coordinates. Rings are not closed; outer rings have positive area (clockwise as drawn), their holes follow, negative. */
  readonly runs: readonly ArrayLike<number>[]
}

/** The part of a geometry that tile z/x/y shows, in tile coordinates; null when there is none. */
export function cut(grid: GridGeometry, x: number, y: number): TileGeometry | null {
  const left = x * EXTENT
  const top = y * EXTENT
  if (grid.type === 1) return cutPoints(grid, left, top)
  if (!meetsTile(grid, left, top)) return null
  const sides = sidesOf(grid, left, top)
  const runs = grid.type === 2 ? cutLines(grid, left, top, sides) : cutAreas(grid, left, top, sides)
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

/** What a tile's cut lies within, with half a unit to spare for rounding. */
export const windowOf = (left: number, top: number): Box => ({
  minX: left + LOW - 0.5,
  minY: top + LOW - 0.5,
  maxX: left + HIGH + 0.5,
  maxY: top + HIGH + 0.5,
})

export const meetsTile = ({ minX, minY, maxX, maxY }: Box, left: number, top: number): boolean =>
  maxX >= left - BUFFER && minX <= left + EXTENT + BUFFER && maxY >= top - BUFFER && minY <= top + EXTENT + BUFFER

/** The sides of the tile, buffer included, that the geometry reaches beyond. */
export function sidesOf({ minX, minY, maxX, maxY }: Box, left: number, top: number): Side[] {
  const sides: Side[] = []
  if (minX - left < LOW) sides.push({ axis: 0, bound: LOW, keep: 'above' })
  if (maxX - left > HIGH) sides.push({ axis: 0, bound: HIGH, keep: 'below' })
  if (minY - top < LOW) sides.push({ axis: 1, bound: LOW, keep: 'above' })
  if (maxY - top > HIGH) sides.push({ axis: 1, bound: HIGH, keep: 'below' })
  return sides
}

const cutLines = ({ runs }: GridGeometry, left: number, top: number, sides: readonly Side[]): Int32Array[] =>
  runs.flatMap(run => {
    const line = shifted(run, left, top)
    return sides.length === 0 ? [line] : clipLine(line, sides)
  })

/** What touches the cut with no area is not in the tile. */
function cutAreas({ runs, outer }: GridGeometry, left: number, top: number, sides: readonly Side[]): Int32Array[] {
  const polygons: Int32Array[][] = []
  let isOpen = false
  for (let r = 0; r < runs.length; r++) {
    if (!outer[r] && !isOpen) continue
    const ring = sides.length === 0 ? shifted(runs[r]!, left, top) : clipped(runs[r]!, left, top, sides)
    const area = ring.length >= 6 ? doubleArea(ring) : 0
    if (outer[r]) isOpen = area !== 0
    if (area === 0) continue
    const turned = area > 0 === outer[r] ? ring : reversed(ring)
    if (outer[r]) polygons.push([turned])
    else polygons.at(-1)!.push(turned)
  }
  // In the order of what the tile shows, not of outlines that may begin far away.
  const sorted = polygons.map(([first, ...holes]) => [first!, ...holes.sort(byStart)])
  return sorted.sort((a, b) => byStart(a[0]!, b[0]!)).flat()
}

function clipped(run: Int32Array, left: number, top: number, sides: readonly Side[]): Int32Array {
  const { xy, length } = clipRing(run, run.length, left, top, sides)
  return xy.slice(0, length)
}

function shifted(run: Int32Array, left: number, top: number): Int32Array {
  const local = new Int32Array(run.length)
  for (let i = 0; i < run.length; i += 2) {
    local[i] = run[i]! - left
    local[i + 1] = run[i + 1]! - top
  }
  return local
}

function reversed(ring: Int32Array): Int32Array {
  const out = new Int32Array(ring.length)
  for (let i = 0, k = ring.length - 2; k >= 0; i += 2, k -= 2) {
    out[i] = ring[k]!
    out[i + 1] = ring[k + 1]!
  }
  return out
}

function byStart(a: Int32Array, b: Int32Array): number {
  const [i, j] = [lowestVertex(a, a.length), lowestVertex(b, b.length)]
  return a[i]! - b[j]! || a[i + 1]! - b[j + 1]! || a.length - b.length
}
