import type { Properties } from '../contract/index.ts'
import { bboxOf, type Geometry } from '../geo/index.ts'
import { type GeometryPage, PackedRow, type Row } from '../store/index.ts'
import type { Outline } from './outline.ts'
import type { LiveFeature } from './types.ts'

/** A stored row as live keeps it. */
export function toFeature(row: Row, shared?: LiveFeature['shared']): LiveFeature {
  if (row instanceof PackedRow) return shared ? new SharedFeature(row, shared) : new PackedFeature(row)
  const [minX, minY, maxX, maxY] = (row.geometry && bboxOf(row.geometry)) ?? [Infinity, Infinity, -Infinity, -Infinity]
  return {
    id: row.id,
    version: row.version,
    geometry: row.geometry,
    properties: row.properties,
    minX,
    minY,
    maxX,
    maxY,
    ...(shared && { shared }),
  }
}

/** A feature whose geometry and bounds stay in the page they were read in: a city of a million features fits into memory by it. */
class PackedFeature implements LiveFeature {
  readonly id: string
  readonly version: number
  readonly properties: Properties
  readonly #page: GeometryPage
  readonly #index: number

  constructor(row: PackedRow) {
    this.id = row.id
    this.version = row.version
    this.properties = row.properties
    this.#page = row.page
    this.#index = row.index
  }

  get geometry(): Geometry {
    return this.#page.geometry(this.#index)
  }

  get minX(): number {
    return this.#page.boxes[4 * this.#index]!
  }

  get minY(): number {
    return this.#page.boxes[4 * this.#index + 1]!
  }

  get maxX(): number {
    return this.#page.boxes[4 * this.#index + 2]!
  }

  get maxY(): number {
    return this.#page.boxes[4 * this.#index + 3]!
  }
}

class SharedFeature extends PackedFeature {
  constructor(
    row: PackedRow,
    readonly shared: NonNullable<LiveFeature['shared']>,
  ) {
    super(row)
  }
}

/** A feature that is stored without geometry and has that of its outline. */
export class OutlinedFeature implements LiveFeature {
  readonly id: string
  readonly version: number
  readonly properties: Properties
  readonly minX: number
  readonly minY: number
  readonly maxX: number
  readonly maxY: number

  constructor(
    { id, version, properties }: Pick<Row, 'id' | 'version' | 'properties'>,
    readonly shared: Outline,
    readonly zooms?: readonly [from: number, to: number],
  ) {
    this.id = id
    this.version = version
    this.properties = properties
    const [minX, minY, maxX, maxY] = shared.bbox ?? [Infinity, Infinity, -Infinity, -Infinity]
    this.minX = minX
    this.minY = minY
    this.maxX = maxX
    this.maxY = maxY
  }

  get geometry(): Geometry | null {
    return this.shared.geometry
  }
}
