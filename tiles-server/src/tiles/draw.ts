import { EXTENT, type TileId } from '../geo/index.ts'
import type { LiveFeature, Outline } from '../live/index.ts'
import { joinNear, reachOf } from './arc-reach.ts'
import { joinArcs, RunBuffer } from './arc-run.ts'
import { clipRing } from './clip.ts'
import type { Commands, CommandWriter } from './commands.ts'
import { cut, meetsTile, sidesOf, windowOf } from './cut.ts'
import type { Frame } from './frame.ts'
import { doubleArea, generalise } from './generalise.ts'

/** What a tile shows of a feature. */
export interface Drawn {
  readonly geometry: Commands
  /** Width plus height in tile units. */
  readonly extent: number
}

/** What tile z/x/y of a frame shows of a feature, by kind of geometry; empty when nothing. */
export function draw(feature: LiveFeature, [z, x, y]: TileId, frame: Frame, out: CommandWriter): readonly Drawn[] {
  const { shared } = feature
  if (shared?.kind === 'area' && shared.rings.length === 1) {
    const drawn = drawRing(shared, [z, x, y], frame, out)
    if (drawn !== undefined) return drawn
  }
  const drawn: Drawn[] = []
  for (const grid of generalise(feature, z, frame)) {
    const shown = cut(grid, x, y)
    if (shown) drawn.push({ geometry: out.geometry(shown), extent: extentOf(shown.runs) })
  }
  return drawn
}

const buffer = new RunBuffer()
const NOTHING: readonly Drawn[] = []

/** What is known of an outline of one ring. */
interface Known {
  /** See `reachOf`. */
  readonly reach: Float64Array
  /** The zooms, as bits, at which it is known to have an area. */
  solid: number
}
const known = { wgs84: new WeakMap<Outline, Known>(), gcj02: new WeakMap<Outline, Known>() }

function knownOf(outline: Outline, frame: Frame): Known {
  const there = known[frame.crs].get(outline)
  if (there) return there
  const made: Known = { reach: reachOf(outline.rings[0]!, frame), solid: 0 }
  known[frame.crs].set(outline, made)
  return made
}

/**
 * An outline of one ring, from its arcs straight to commands: nine of ten units are such. Undefined when the zoom leaves it no area; what is drawn
 * then is decided by `generalise`.
 */
function drawRing(outline: Outline, [z, x, y]: TileId, frame: Frame, out: CommandWriter): readonly Drawn[] | undefined {
  const left = x * EXTENT
  const top = y * EXTENT
  const about = knownOf(outline, frame)
  joinNear(outline.rings[0]!, about.reach, { outline, zoom: z, frame, window: windowOf(left, top) }, buffer)
  const sides = meetsTile(buffer, left, top) ? sidesOf(buffer, left, top) : undefined
  const { xy, length } = sides && sides.length > 0 ? clipRing(buffer.xy, buffer.length, left, top, sides) : buffer
  const area = sides && length >= 6 ? doubleArea(xy, length) : 0
  if (!sides || area === 0) return isSolid(about, outline, z, frame) ? NOTHING : undefined
  out.begin()
  if (sides.length === 0) out.ring(xy, length, left, top, area < 0)
  else out.ring(xy, length, 0, 0, area < 0)
  return [{ geometry: out.end(3), extent: extent(xy, length) }]
}

/** Whether the whole ring has an area at a zoom. */
function isSolid(about: Known, outline: Outline, zoom: number, frame: Frame): boolean {
  if (about.solid & (1 << zoom)) return true
  joinArcs(outline.rings[0]!, outline, zoom, frame, buffer)
  buffer.close()
  if (buffer.length < 6 || doubleArea(buffer.xy, buffer.length) === 0) return false
  about.solid |= 1 << zoom
  return true
}

function extent(xy: ArrayLike<number>, length: number): number {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let i = 0; i < length; i += 2) {
    const x = xy[i]!
    const y = xy[i + 1]!
    if (x < minX) minX = x
    if (x > maxX) maxX = x
    if (y < minY) minY = y
    if (y > maxY) maxY = y
  }
  return maxX - minX + maxY - minY
}

function extentOf(runs: readonly ArrayLike<number>[]): number {
  if (runs.length === 1) return extent(runs[0]!, runs[0]!.length)
  const all = runs.flatMap(run => Array.from(run))
  return extent(all, all.length)
}
