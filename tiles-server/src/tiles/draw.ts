import { EXTENT, type TileId } from '../geo/index.ts'
import type { LiveFeature, Outline } from '../live/index.ts'
import { joinArcs, RunBuffer } from './arc-run.ts'
import { clipRing } from './clip.ts'
import type { Commands, CommandWriter } from './commands.ts'
import { cut, meetsTile, sidesOf } from './cut.ts'
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

/**
 * An outline of one ring, from its arcs straight to commands: nine of ten units are such. Undefined when the zoom leaves it no area; what is drawn
 * then is decided by `generalise`.
 */
function drawRing(outline: Outline, [z, x, y]: TileId, frame: Frame, out: CommandWriter): readonly Drawn[] | undefined {
  joinArcs(outline.rings[0]!, outline, z, true, frame, buffer)
  if (buffer.length < 6) return undefined
  const left = x * EXTENT
  const top = y * EXTENT
  if (!meetsTile(buffer, left, top)) return doubleArea(buffer.xy, buffer.length) === 0 ? undefined : NOTHING
  const sides = sidesOf(buffer, left, top)
  const { xy, length } = sides.length === 0 ? buffer : clipRing(buffer.xy, buffer.length, left, top, sides)
  const area = length < 6 ? 0 : doubleArea(xy, length)
  if (area === 0) return sides.length === 0 || doubleArea(buffer.xy, buffer.length) === 0 ? undefined : NOTHING
  out.begin()
  if (sides.length === 0) out.ring(xy, length, left, top, area < 0)
  else out.ring(xy, length, 0, 0, area < 0)
  return [{ geometry: out.end(3), extent: extent(xy, length) }]
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
