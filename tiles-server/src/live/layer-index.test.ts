import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LayerDef } from '../contract/index.ts'
import { toFeature } from './feature.ts'
import { LayerIndex } from './layer-index.ts'

const def: LayerDef = {
  id: 'thing',
  kind: 'dataset',
  title: { 'zh-CN': '物', en: 'Thing' },
  geometry: 'point',
  minzoom: 0,
  maxzoom: 16,
  properties: [],
} as unknown as LayerDef

const feature = (id: string, version: number, lon: number, lat: number) =>
  toFeature({ id, version, geometry: { type: 'Point', coordinates: [lon, lat] }, properties: { id } })

const ids = (features: Iterable<{ id: string }>): string[] => [...features].map(({ id }) => id)

/** Steps of a layer's life: an id is put at a place, or is deleted. Few ids, so that they meet; some that sort oddly. */
const id = fc.oneof(fc.nat(60).map(String), fc.constantFrom('', 'é', '総', 'Z', 'a', '\u{1f600}', '\uffee'))
const step = fc.record({ id, lon: fc.integer({ min: 110, max: 114 }), lat: fc.integer({ min: 28, max: 30 }), gone: fc.boolean() })

describe('a layer in memory', () => {
  it('is what a plain table of its features is, whatever was done to it', () => {
    fc.assert(
      fc.property(fc.uniqueArray(id, { maxLength: 40 }), fc.array(step, { maxLength: 80 }), id, (first, steps, from) => {
        const table = new Map(first.map(id => [id, feature(id, 1, 112, 29)]))
        const layer = new LayerIndex(def, [...table.values()])
        for (const [n, { id, lon, lat, gone }] of steps.entries()) {
          if (gone) {
            table.delete(id)
            layer.delete(id)
          } else {
            const now = feature(id, n + 2, lon, lat)
            table.set(id, now)
            layer.set(now)
          }
        }
        const expected = [...table.keys()].sort((a, b) => (a < b ? -1 : 1))
        expect(layer.size).toBe(table.size)
        expect(ids(layer.all())).toEqual(expected)
        expect(ids(layer.after(from))).toEqual(expected.filter(id => id > from))
        for (const id of [...first, from]) expect(layer.get(id)).toBe(table.get(id))
        const found = ids(layer.search([111, 28, 113, 29])).sort()
        const inside = [...table.values()].filter(({ minX, minY }) => minX >= 111 && minX <= 113 && minY >= 28 && minY <= 29)
        expect(found).toEqual(ids(inside).sort())
      }),
    )
  })

  it('keeps its order through thousands of new and deleted features', () => {
    const name = (n: number): string => String((n * 7919) % 100_003).padStart(6, '0')
    const layer = new LayerIndex(def, [])
    for (let n = 0; n < 5_000; n++) layer.set(feature(name(n), 1, 112, 29))
    for (let n = 0; n < 5_000; n += 3) layer.delete(name(n))
    const expected = Array.from({ length: 5_000 }, (_, n) => n)
      .filter(n => n % 3 > 0)
      .map(name)
      .sort()
    expect(ids(layer.all())).toEqual(expected)
    for (const at of [0, 511, 512, 513, 3_000]) expect(ids(layer.after(expected[at]!))).toEqual(expected.slice(at + 1))
  })
})
