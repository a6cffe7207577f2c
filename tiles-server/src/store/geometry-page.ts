import type { Properties } from '../contract/index.ts'
import type { Geometry } from '../geo/index.ts'
import type { Row } from './types.ts'
import { readWkbAt, wkbBounds } from './wkb.ts'

/**
 * The geometries of a page of rows, kept in the well-known binary they came in: 16 bytes a position where arrays of numbers take 72, and nothing to
 * make while a layer is loaded. A geometry is decoded each time it is asked for. The page lives as long as one of its rows.
 */
export class GeometryPage {
  readonly #wkb: DataView
  readonly #starts: Uint32Array
  /** minX, minY, maxX, maxY of each geometry, degrees; Infinity, Infinity, -Infinity, -Infinity for an empty one. */
  readonly boxes: Float64Array

  /** `wkb`: `count` geometries one after the other, little-endian. */
  constructor(wkb: Uint8Array, count: number) {
    // A part of a larger buffer would keep all of it.
    const own = wkb.byteLength === wkb.buffer.byteLength ? wkb : Uint8Array.from(wkb)
    this.#wkb = new DataView(own.buffer)
    const { starts, boxes } = wkbBounds(this.#wkb, count)
    this.#starts = starts
    this.boxes = boxes
  }

  geometry(index: number): Geometry {
    return readWkbAt(this.#wkb, this.#starts[index]!)
  }
}

/** A row with a geometry that lies in a page. */
export class PackedRow implements Row {
  constructor(
    readonly id: string,
    readonly version: number,
    readonly properties: Properties,
    readonly page: GeometryPage,
    readonly index: number,
  ) {}

  get geometry(): Geometry {
    return this.page.geometry(this.index)
  }
}
