import type { GeoJSONVTTile } from '@maplibre/geojson-vt'
import { fromGeojsonVt } from '@maplibre/vt-pbf'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CommandWriter } from './commands.ts'
import { type EncodedFeature, encodeTile } from './encode.ts'
import { decode } from './live.test-support.ts'

const coordinate = fc.integer({ min: -64, max: 4160 })
const run = (least: number) => fc.array(fc.tuple(coordinate, coordinate), { minLength: least, maxLength: 90 })
const geometry = fc.oneof(
  run(1).map(points => ({ type: 1 as const, lines: [points] })),
  fc.array(run(2), { minLength: 1, maxLength: 3 }).map(lines => ({ type: 2 as const, lines })),
  fc.array(run(3), { minLength: 1, maxLength: 3 }).map(lines => ({ type: 3 as const, lines })),
)
const name = fc.constantFrom('name', '名称', 'count', 'a b')
const value = fc.oneof(
  fc.string(),
  fc.boolean(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }),
  fc.constantFrom('', '1', 'true'),
)
const drawn = fc.record({ id: fc.string(), attributes: fc.dictionary(name, value), geometry })

/** Rings are written from their lowest vertex on. */
function fromLowest(ring: [number, number][]): [number, number][] {
  const low = ring.reduce((best, [x, y], i) => (x < ring[best]![0] || (x === ring[best]![0] && y < ring[best]![1]) ? i : best), 0)
  return [...ring.slice(low), ...ring.slice(0, low)]
}

const encoded = (
  features: readonly {
    id: string
    attributes: Record<string, string | number | boolean>
    geometry: { type: 1 | 2 | 3; lines: [number, number][][] }
  }[],
) =>
  features.map(
    ({ id, attributes, geometry: { type, lines } }): EncodedFeature => ({
      tags: ['id', id, ...Object.entries(attributes).flat()],
      geometry: new CommandWriter().geometry({ type, runs: lines.map(line => line.flat()) }),
    }),
  )

describe('the encoder', () => {
  test('is read back as the library encoder is', () => {
    fc.assert(
      fc.property(fc.array(drawn, { minLength: 1, maxLength: 8 }), features => {
        const tile = {
          features: features.map(({ id, attributes, geometry: { type, lines } }) => ({
            type,
            tags: { id, ...attributes },
            geometry: type === 1 ? lines[0] : type === 3 ? lines.map(fromLowest) : lines,
          })),
        }
        const library = fromGeojsonVt({ layer: tile as unknown as GeoJSONVTTile }, { version: 2, extent: 4096 })
        expect(decode(encodeTile([{ name: 'layer', features: encoded(features) }]))).toEqual(decode(library))
      }),
    )
  })

  test('keeps attributes whose names an object inherits, and numbers of any size', () => {
    const hard = { constructor: 'a', toString: 'b', huge: 1e300, large: 2 ** 60, low: -(2 ** 60), half: -0.5, negative: -7 }
    const features = encoded([{ id: '1', attributes: hard, geometry: { type: 1, lines: [[[0, 0]]] } }])
    expect(decode(encodeTile([{ name: 'layer', features }]))[0]!.properties).toEqual({ id: '1', ...hard })
  })

  test('writes nothing for nothing, and long messages whole', () => {
    expect(encodeTile([{ name: 'layer', features: [] }])).toHaveLength(0)
    const line = Array.from({ length: 40_000 }, (_, i): [number, number] => [i % 4000, (i * 7) % 4000])
    const features = encoded([{ id: 'x'.repeat(70_000), attributes: {}, geometry: { type: 2, lines: [line] } }])
    const [back] = decode(encodeTile([{ name: 'layer', features }]))
    expect(back!.id).toHaveLength(70_000)
    expect(back!.runs).toEqual([line])
  })
})
