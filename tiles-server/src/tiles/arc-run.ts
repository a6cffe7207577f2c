import { type Arc, type ArcRings, fromLattice, gridSize, latToY, lonToX } from '../geo/index.ts'
import type { Outline } from '../live/index.ts'

/** Arcs in web mercator, flat x, y in [0, 1]: made once, whatever the number of zooms and of features that share the arc. */
const worlds = new WeakMap<Arc, Float64Array>()

function worldOf(arc: Arc): Float64Array {
  const known = worlds.get(arc)
  if (known) return known
  const { points } = arc
  const world = new Float64Array(points.length)
  for (let i = 0; i < points.length; i += 2) {
    world[i] = lonToX(fromLattice(points[i]!))
    world[i + 1] = latToY(fromLattice(points[i + 1]!))
  }
  worlds.set(arc, world)
  return world
}

let scratch = new Int32Array(1 << 12)

/**
 * Joined arcs as drawn at a zoom: those of their vertices that are drawn, rounded to the grid, runs of equal vertices made one. Who shares an arc gets the same
 * vertices. A ring's first vertex is not repeated.
 */
export function arcRun(chain: ArcRings[number], outline: Outline, zoom: number, isRing: boolean): Int32Array {
  const size = gridSize(zoom)
  let at = 0
  for (const { arc, reversed } of chain) {
    const world = worldOf(arc)
    const drawn = outline.zooms(arc)
    const count = drawn.length
    if (at + world.length > scratch.length) scratch = grown(scratch, at + world.length)
    for (let i = 0; i < count; i++) {
      const k = reversed ? count - 1 - i : i
      if (drawn[k]! > zoom) continue
      const x = Math.round(world[2 * k]! * size)
      const y = Math.round(world[2 * k + 1]! * size)
      if (at > 0 && scratch[at - 2] === x && scratch[at - 1] === y) continue
      scratch[at++] = x
      scratch[at++] = y
    }
  }
  while (isRing && at > 2 && scratch[0] === scratch[at - 2] && scratch[1] === scratch[at - 1]) at -= 2
  return scratch.slice(0, at)
}

function grown(buffer: Int32Array, least: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(least, buffer.length * 2))
  larger.set(buffer)
  return larger
}
