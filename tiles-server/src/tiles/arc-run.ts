import { type ArcRings, gridSize } from '../geo/index.ts'
import type { Outline } from '../live/index.ts'
import type { Frame } from './frame.ts'

/** Arcs of an outline, one after the other: a ring, or a line. */
type Chain = ArcRings[number]

/** A run of vertices on the grid, used again and again: what it holds lasts until it is begun anew. */
export class RunBuffer {
  /** Flat x, y; the first `length` numbers count. */
  xy = new Int32Array(1 << 12)
  length = 0
  minX = 0
  minY = 0
  maxX = 0
  maxY = 0

  begin(): void {
    this.length = 0
    this.minX = this.minY = Infinity
    this.maxX = this.maxY = -Infinity
  }

  /** The vertices of an arc that are drawn at a zoom, rounded to its grid; one equal to the vertex before it is left out. */
  addArc(world: Float64Array, drawn: Uint8Array, reversed: boolean, zoom: number): void {
    this.#reserve(world.length)
    const size = gridSize(zoom)
    const count = drawn.length
    const step = reversed ? -1 : 1
    for (let i = 0, k = reversed ? count - 1 : 0; i < count; i++, k += step) {
      if (drawn[k]! <= zoom) this.#add(Math.round(world[2 * k]! * size), Math.round(world[2 * k + 1]! * size))
    }
  }

  /** A vertex of the grid; one equal to the vertex before it is left out. */
  add(x: number, y: number): void {
    this.#reserve(2)
    this.#add(x, y)
  }

  /** A ring's first vertex is not repeated at its end. */
  close(): void {
    const { xy } = this
    while (this.length > 2 && xy[0] === xy[this.length - 2] && xy[1] === xy[this.length - 1]) this.length -= 2
  }

  #add(x: number, y: number): void {
    const { xy, length } = this
    if (length > 0 && xy[length - 2] === x && xy[length - 1] === y) return
    if (x < this.minX) this.minX = x
    if (x > this.maxX) this.maxX = x
    if (y < this.minY) this.minY = y
    if (y > this.maxY) this.maxY = y
    xy[length] = x
    xy[length + 1] = y
    this.length = length + 2
  }

  #reserve(more: number): void {
    if (this.length + more <= this.xy.length) return
    const larger = new Int32Array(Math.max(this.length + more, this.xy.length * 2))
    larger.set(this.xy)
    this.xy = larger
  }
}

/** Joined arcs as drawn at a zoom. Who shares an arc gets the same vertices. */
export function joinArcs(chain: Chain, outline: Outline, zoom: number, frame: Frame, into: RunBuffer): void {
  into.begin()
  for (const { arc, reversed } of chain) into.addArc(frame.arc(arc), outline.zooms(arc), reversed, zoom)
}

const shared = new RunBuffer()

/** The same as a run of its own. */
export function arcRun(chain: Chain, outline: Outline, zoom: number, isRing: boolean, frame: Frame): Int32Array {
  joinArcs(chain, outline, zoom, frame, shared)
  if (isRing) shared.close()
  return shared.xy.slice(0, shared.length)
}

/** What is going to be cut out of a run, grid units. */
export interface Window {
  readonly minX: number
  readonly minY: number
  readonly maxX: number
  readonly maxY: number
}

/** Numbers of an arc in `reachOf`. */
const REACH = 8

/** Where the arcs of a chain lie, for each in its order: least x and y, largest x and y, x and y of its first and of its last vertex; world coordinates. */
export function reachOf(chain: Chain, frame: Frame): Float64Array {
  const reach = new Float64Array(chain.length * REACH)
  chain.forEach(({ arc, reversed }, c) => {
    const world = frame.arc(arc)
    const box = [Infinity, Infinity, -Infinity, -Infinity]
    for (let i = 0; i < world.length; i += 2) {
      box[0] = Math.min(box[0]!, world[i]!)
      box[1] = Math.min(box[1]!, world[i + 1]!)
      box[2] = Math.max(box[2]!, world[i]!)
      box[3] = Math.max(box[3]!, world[i + 1]!)
    }
    const ends = [world.subarray(0, 2), world.subarray(-2)]
    if (reversed) ends.reverse()
    reach.set([...box, ...ends[0]!, ...ends[1]!], c * REACH)
  })
  return reach
}

/**
 * A ring of which a window is going to be cut out. An arc that lies beyond one side of the window comes as its two ends: wherever it goes there, cutting to
 * that side leaves nothing of it, and most arcs of a unit lie beyond a tile of a high zoom.
 */
export function joinNear(chain: Chain, reach: Float64Array, { outline, zoom, frame, window }: Near, into: RunBuffer): void {
  const size = gridSize(zoom)
  const west = window.minX / size
  const north = window.minY / size
  const east = window.maxX / size
  const south = window.maxY / size
  into.begin()
  for (let c = 0, at = 0; c < chain.length; c++, at += REACH) {
    if (reach[at + 2]! < west || reach[at]! > east || reach[at + 3]! < north || reach[at + 1]! > south) {
      into.add(Math.round(reach[at + 4]! * size), Math.round(reach[at + 5]! * size))
      into.add(Math.round(reach[at + 6]! * size), Math.round(reach[at + 7]! * size))
    } else {
      const { arc, reversed } = chain[c]!
      into.addArc(frame.arc(arc), outline.zooms(arc), reversed, zoom)
    }
  }
  into.close()
}

interface Near {
  readonly outline: Outline
  readonly zoom: number
  readonly frame: Frame
  readonly window: Window
}
