import type { LayerDef, PropertyValue } from '../contract/index.ts'
import { instantOf } from '../filter/index.ts'
import { toLattice } from '../geo/index.ts'
import type { LiveFeature } from '../live/index.ts'
import { attributeOf } from './attributes.ts'
import { clusterPosition, lastCell } from './cluster.ts'
import type { Frame } from './frame.ts'

/** Slots of a chunk: columns grow by chunks, so that no change ever copies them. */
const CHUNK_BITS = 12
export const CHUNK = 1 << CHUNK_BITS

/** An attribute with declared codes, kept as small integers: 0 for null, 1 and up for the codes, one more for any other value. */
export interface CodedProperty {
  readonly name: string
  readonly values: readonly PropertyValue[]
}

export const codedProperties = (def: LayerDef): CodedProperty[] =>
  def.properties.flatMap(({ name, codes }) => (codes ? [{ name, values: codes.map(code => code.value) }] : []))

/** Some points, one a slot. A slot that is free has cell -1, which no tile owns. */
export interface Chunk {
  /** Cell of the last clustered zoom. */
  readonly cellX: Int32Array
  readonly cellY: Int32Array
  /** Lattice coordinates, steps of 1e-7 degree. */
  readonly lon: Int32Array
  readonly lat: Int32Array
  /** The layer's time in milliseconds since the epoch; NaN without one. */
  readonly time: Float64Array
  /** One column a coded property. */
  readonly codes: readonly Uint16Array[]
  readonly features: (LiveFeature | undefined)[]
}

/** The clustered points of a layer as typed columns, by slot. A change costs the same whatever the number of points. */
export class PointColumns {
  readonly coded: readonly CodedProperty[]
  readonly chunks: Chunk[] = []
  readonly #time: string | undefined
  readonly #codeOf: readonly ReadonlyMap<PropertyValue, number>[]
  readonly #slots = new Map<string, number>()
  readonly #free: number[] = []
  #end = 0

  /** Cells are those of the frame; lon and lat stay as stored. */
  constructor(
    def: LayerDef,
    readonly frame: Frame,
  ) {
    this.coded = codedProperties(def)
    this.#time = def.time
    this.#codeOf = this.coded.map(({ values }) => new Map(values.map((value, i) => [value, i + 1])))
  }

  /** Slots ever used: what a scan looks at. */
  get length(): number {
    return this.#end
  }

  chunkOf(slot: number): Chunk {
    return this.chunks[slot >> CHUNK_BITS]!
  }

  slotOf(id: string): number | undefined {
    return this.#slots.get(id)
  }

  /** Cell of the last clustered zoom. */
  cellOf(slot: number): [x: number, y: number] {
    const chunk = this.chunkOf(slot)
    return [chunk.cellX[indexOf(slot)]!, chunk.cellY[indexOf(slot)]!]
  }

  featureOf(slot: number): LiveFeature | undefined {
    return this.chunkOf(slot).features[indexOf(slot)]
  }

  /** Takes a feature in, unless it has no position to be counted at. The slot it got. */
  add(feature: LiveFeature): number | undefined {
    const position = clusterPosition(feature)
    if (position === null) return undefined
    const slot = this.#free.pop() ?? this.#end++
    if (slot >> CHUNK_BITS === this.chunks.length) this.chunks.push(emptyChunk(this.coded.length))
    this.#slots.set(feature.id, slot)
    const chunk = this.chunkOf(slot)
    const i = indexOf(slot)
    const [cellX, cellY] = lastCell(position, this.frame)
    chunk.cellX[i] = cellX
    chunk.cellY[i] = cellY
    chunk.lon[i] = toLattice(position[0]!)
    chunk.lat[i] = toLattice(position[1]!)
    chunk.time[i] = this.#instant(feature)
    chunk.features[i] = feature
    for (let p = 0; p < this.coded.length; p++) chunk.codes[p]![i] = this.#code(feature, p)
    return slot
  }

  /** Frees a slot. Its columns keep their values until it is used again. */
  remove(slot: number): void {
    const chunk = this.chunkOf(slot)
    const i = indexOf(slot)
    this.#slots.delete(chunk.features[i]!.id)
    chunk.features[i] = undefined
    chunk.cellX[i] = -1
    this.#free.push(slot)
  }

  #instant(feature: LiveFeature): number {
    const value = this.#time === undefined ? null : attributeOf(feature, this.#time)
    return (typeof value === 'string' ? instantOf(value) : undefined) ?? Number.NaN
  }

  #code(feature: LiveFeature, p: number): number {
    const { name, values } = this.coded[p]!
    const value = attributeOf(feature, name)
    return value === null ? 0 : (this.#codeOf[p]!.get(value) ?? values.length + 1)
  }
}

/** Where a slot lies in its chunk. */
export const indexOf = (slot: number): number => slot & (CHUNK - 1)

function emptyChunk(coded: number): Chunk {
  return {
    cellX: new Int32Array(CHUNK).fill(-1),
    cellY: new Int32Array(CHUNK),
    lon: new Int32Array(CHUNK),
    lat: new Int32Array(CHUNK),
    time: new Float64Array(CHUNK),
    codes: Array.from({ length: coded }, () => new Uint16Array(CHUNK)),
    features: new Array<LiveFeature | undefined>(CHUNK),
  }
}
