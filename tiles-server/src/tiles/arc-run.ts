import { type ArcRings, gridSize } from '../geo/index.ts'
import type { Outline } from '../live/index.ts'
import type { Frame } from './frame.ts'

/** A box of the grid, both ends included. */
export interface Box {
  readonly minX: number
  readonly minY: number
  readonly maxX: number
  readonly maxY: number
}

/** Arcs of an outline, one after the other: a ring, or a line. */
export type Chain = ArcRings[number]

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
