import { describe, expect, test } from 'vitest'
import { seededRandom } from '../kernel/index.ts'
import { createTiles } from './index.ts'
import { decode, feature, layerDef, MemoryLive } from './live.test-support.ts'
import { BYTE_BUDGET, FEATURE_BUDGET } from './make.ts'
import { thin } from './thin.ts'

const ranked = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => ({ key: `${prefix}${i}`, importance: i % 3 }))

describe('thinning', () => {
  test('leaves a tile within its budget as it is', () => {
    const layers = [ranked('a', 5), ranked('b', 5)]
    expect(thin(layers, 10)).toEqual({ layers, thinned: false })
  })

  test('keeps small layers whole, the most important of large ones, in the order given', () => {
    const { layers, thinned } = thin([ranked('a', 3), ranked('b', 300)], 103)
    expect(thinned).toBe(true)
    expect(layers[0]).toEqual(ranked('a', 3))
    expect(layers[1]).toHaveLength(100)
    expect(layers[1]!.every(one => one.importance === 2)).toBe(true)
    expect(layers[1]).toEqual([...layers[1]!].sort((a, b) => Number(a.key.slice(1)) - Number(b.key.slice(1))))
  })

  test('does not depend on the order features come in', () => {
    const features = ranked('a', 200)
    const keys = (list: readonly { key: string }[]): string[] => list.map(one => one.key).sort()
    expect(keys(thin([[...features].reverse()], 50).layers[0]!)).toEqual(keys(thin([features], 50).layers[0]!))
  })

  test('a tile over its budgets says so and is the same each time', async () => {
    const random = seededRandom(7)
    const live = new MemoryLive([
      layerDef('spot', 'point', { properties: [{ name: 'note', title: { 'zh-CN': '', en: '' }, type: 'string', tileFrom: 0 }] }),
    ])
    const noise = (): string => Array.from({ length: 40 }, () => Math.floor(random() * 36).toString(36)).join('')
    live.apply(
      Array.from({ length: FEATURE_BUDGET + 5 }, (_, i) => ({
        layer: 'spot',
        set: feature(`s${i}`, { type: 'Point', coordinates: [100 * random(), 50 * random()] }, { note: noise() }),
      })),
    )
    const request = { tileset: 'spot', z: 0, x: 0, y: 0 }
    const open = () => createTiles({ live, catalog: { themes: [] }, databaseId: 'test', cacheBytes: 0 })
    const zipped = await open().tile({ ...request, encoding: 'gzip' })
    const plain = await open().tile({ ...request, encoding: 'identity' })
    expect(zipped.thinned && plain.thinned).toBe(true)
    expect(zipped.body!.length).toBeLessThanOrEqual(BYTE_BUDGET)
    const count = decode(plain.body).length
    expect(count).toBeGreaterThan(5_000)
    expect(count).toBeLessThanOrEqual(FEATURE_BUDGET)
    expect(zipped.etag).toBe(plain.etag.replace(/"$/, '-gz"'))
  })
})
