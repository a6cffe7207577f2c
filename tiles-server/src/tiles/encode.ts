import { EXTENT } from '../geo/index.ts'
import type { Tags } from './attributes.ts'
import type { Commands } from './commands.ts'
import { ProtobufWriter } from './protobuf.ts'

export interface EncodedFeature {
  readonly tags: Tags
  readonly geometry: Commands
}

const out = new ProtobufWriter()

/**
 * Encodes layers as a Mapbox Vector Tile 2.1. Empty layers are left out; no layer gives no byte.
 * Written here because the library encoder mixes up attributes named like members of Object.prototype ("constructor" in an imported file)
 * and throws on whole numbers of 2^64 and more; it stays the oracle of the tests.
 */
export function encodeTile(layers: readonly { readonly name: string; readonly features: readonly EncodedFeature[] }[]): Uint8Array {
  for (const { name, features } of layers) {
    if (features.length > 0) out.message(3, () => writeLayer(name, features))
  }
  return out.finish()
}

function writeLayer(name: string, features: readonly EncodedFeature[]): void {
  const keys = new Map<string, number>()
  const values = new Map<string | number | boolean, number>()
  out.uintField(15, 2)
  out.stringField(1, name)
  for (const feature of features) {
    out.message(2, () => {
      out.message(2, () => writeTags(feature.tags, keys, values))
      out.uintField(3, feature.geometry.type)
      out.bytesField(4, feature.geometry.bytes, feature.geometry.from, feature.geometry.to)
    })
  }
  for (const key of keys.keys()) out.stringField(3, key)
  for (const value of values.keys()) out.message(4, () => writeValue(value))
  out.uintField(5, EXTENT)
}

function writeTags(tags: Tags, keys: Map<string, number>, values: Map<string | number | boolean, number>): void {
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

function writeValue(value: string | number | boolean): void {
  if (typeof value === 'string') out.stringField(1, value)
  else if (typeof value === 'boolean') out.uintField(7, value ? 1 : 0)
  else if (!Number.isInteger(value) || Math.abs(value) > LARGEST_VARINT) out.doubleField(3, value)
  else if (value < 0) out.uintField(6, -2 * value - 1)
  else out.uintField(5, value)
}
