import { type ArcRings, gridSize } from '../geo/index.ts'
import type { Outline } from '../live/index.ts'
import type { Frame } from './frame.ts'

/** A run of vertices on the grid, used again and again: what it holds lasts until it is filled anew. */
export class RunBuffer {
  /** Flat x, y; the first `length` numbers count. */
  xy = new Int32Array(1 << 12)
  length = 0
  minX = 0
  minY = 0
  maxX = 0
  maxY = 0

  reserve(length: number): void {
    if (length <= this.xy.length) return
    const larger = new Int32Array(Math.max(length, this.xy.length * 2))
    larger.set(this.xy)
    this.xy = larger
  }
}

/**
 * Joined arcs as drawn at a zoom: those of their vertices that are drawn, rounded to the grid, runs of equal vertices made one. Who shares an arc gets the same
 * vertices. A ring's first vertex is not repeated.
 */
export function joinArcs(chain: ArcRings[number], outline: Outline, zoom: number, isRing: boolean, frame: Frame, into: RunBuffer): void {
  const size = gridSize(zoom)
  let at = 0
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity]
  let lastX = -1
  let lastY = -1
  for (let c = 0; c < chain.length; c++) {
    const { arc, reversed } = chain[c]!
    const world = frame.arc(arc)
    const drawn = outline.zooms(arc)
    const count = drawn.length
    into.reserve(at + world.length)
    const { xy } = into
    const step = reversed ? -1 : 1
    for (let i = 0, k = reversed ? count - 1 : 0; i < count; i++, k += step) {
      if (drawn[k]! > zoom) continue
      const x = Math.round(world[2 * k]! * size)
      const y = Math.round(world[2 * k + 1]! * size)
      if (x === lastX && y === lastY) continue
      if (x < minX) minX = x
      if (x > maxX) maxX = x
      if (y < minY) minY = y
      if (y > maxY) maxY = y
      xy[at++] = lastX = x
      xy[at++] = lastY = y
    }
  }
  while (isRing && at > 2 && into.xy[0] === into.xy[at - 2] && into.xy[1] === into.xy[at - 1]) at -= 2
  into.length = at
  into.minX = minX
  into.minY = minY
  into.maxX = maxX
  into.maxY = maxY
}

const shared = new RunBuffer()

/** The same as a run of its own. */
export function arcRun(chain: ArcRings[number], outline: Outline, zoom: number, isRing: boolean, frame: Frame): Int32Array {
  joinArcs(chain, outline, zoom, isRing, frame, shared)
  return shared.xy.slice(0, shared.length)
}
