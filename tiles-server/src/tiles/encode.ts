import { EXTENT } from '../geo/index.ts'
import type { Tags } from './attributes.ts'
import type { TileGeometry } from './cut.ts'
import { ProtobufWriter } from './protobuf.ts'

export interface EncodedFeature {
  readonly tags: Tags
  readonly geometry: TileGeometry
}

/**
 * Encodes layers as a Mapbox Vector Tile 2.1. Empty layers are left out; no layer gives no byte.
 * Written here because the library encoder mixes up attributes named like members of Object.prototype ("constructor" in an imported file)
 * and throws on whole numbers of 2^64 and more; it stays the oracle of the tests.
 */
export function encodeTile(layers: readonly { readonly name: string; readonly features: readonly EncodedFeature[] }[]): Uint8Array {
  const out = new ProtobufWriter()
  for (const { name, features } of layers) {
    if (features.length > 0) out.message(3, () => writeLayer(out, name, features))
  }
  return out.finish()
}

function writeLayer(out: ProtobufWriter, name: string, features: readonly EncodedFeature[]): void {
  const keys = new Map<string, number>()
  const values = new Map<string | number | boolean, number>()
  out.uintField(15, 2)
  out.stringField(1, name)
  for (const feature of features) {
    out.message(2, () => {
      out.message(2, () => writeTags(out, feature.tags, keys, values))
      out.uintField(3, feature.geometry.type)
      out.message(4, () => writeGeometry(out, feature.geometry))
    })
  }
  for (const key of keys.keys()) out.stringField(3, key)
  for (const value of values.keys()) out.message(4, () => writeValue(out, value))
  out.uintField(5, EXTENT)
}

function writeTags(out: ProtobufWriter, tags: Tags, keys: Map<string, number>, values: Map<string | number | boolean, number>): void {
  for (let i = 0; i < tags.length; i += 2) {
    out.uint(indexOf(keys, tags[i] as string))
    out.uint(indexOf(values, tags[i + 1]!))
  }
}

function indexOf<T>(known: Map<T, number>, item: T): number {
  const index = known.get(item)
  if (index !== undefined) return index
  known.set(item, known.size)
  return known.size - 1
}

/** Whole numbers up to this size go as integers; beyond, a varint could not be read back exactly, so they go as doubles. */
const LARGEST_VARINT = 2 ** 51

function writeValue(out: ProtobufWriter, value: string | number | boolean): void {
  if (typeof value === 'string') out.stringField(1, value)
  else if (typeof value === 'boolean') out.uintField(7, value ? 1 : 0)
  else if (!Number.isInteger(value) || Math.abs(value) > LARGEST_VARINT) out.doubleField(3, value)
  else if (value < 0) out.uintField(6, -2 * value - 1)
  else out.uintField(5, value)
}

const MOVE_TO = 1
const LINE_TO = 2
const CLOSE_PATH = 15

function writeGeometry(out: ProtobufWriter, { type, runs }: TileGeometry): void {
  let x = 0
  let y = 0
  for (const run of runs) {
    const count = run.length / 2
    out.uint(command(MOVE_TO, type === 1 ? count : 1))
    for (let i = 0; i < count; i++) {
      if (i === 1 && type !== 1) out.uint(command(LINE_TO, count - 1))
      out.uint(zigzag(run[2 * i]! - x))
      out.uint(zigzag(run[2 * i + 1]! - y))
      x = run[2 * i]!
      y = run[2 * i + 1]!
    }
    if (type === 3) out.uint(CLOSE_PATH)
  }
}

const command = (id: number, count: number): number => count * 8 + id
const zigzag = (value: number): number => (value << 1) ^ (value >> 31)
