import { describe, expect, it } from 'vitest'
import type { LayerDef } from '../contract/index.ts'
import { checkFeatureGeometry } from './geometry.ts'

const layer = (geometry: LayerDef['geometry']): LayerDef => ({
  id: 'any',
  title: { en: 'any', 'zh-CN': 'any' },
  kind: 'dataset',
  geometry,
  coverage: false,
  minzoom: 0,
  maxzoom: 16,
  properties: [],
})
const collection = (...geometries: unknown[]) => ({ type: 'GeometryCollection', geometries })
const line = (count: number) => ({ type: 'LineString', coordinates: Array.from({ length: count }, (_, i) => [i / count, 0]) })

describe('geometry collections', () => {
  it('are taken by layers of any geometry, without heights', () => {
    const point = { type: 'Point', coordinates: [114, 22, 5] }
    expect(checkFeatureGeometry(layer('mixed'), { ...collection(point, line(2)), bbox: [] })).toEqual(
      collection({ type: 'Point', coordinates: [114, 22] }, line(2)),
    )
    expect(() => checkFeatureGeometry(layer('point'), collection(point))).toThrow('takes Point')
  })

  it('are refused when empty, or with more positions than a feature may have in all parts together', () => {
    expect(() => checkFeatureGeometry(layer('mixed'), collection())).toThrow('must not be empty')
    expect(() => checkFeatureGeometry(layer('mixed'), collection(line(60_000), collection(line(60_000))))).toThrow('120000 positions')
  })
})
