import { describe, expect, it } from 'vitest'
import type { LiveFeature, LiveLayer } from '../live/index.ts'
import { selectFeatures } from './select.ts'

/** A line of so many positions, with a note of so many characters. */
const line = (id: string, positions: number, note = 0): LiveFeature => ({
  id,
  version: 1,
  geometry: { type: 'LineString', coordinates: Array.from({ length: positions }, (_, i) => [i / 1000, 0]) },
  properties: { note: 'n'.repeat(note) },
  minX: 0,
  minY: 0,
  maxX: 1,
  maxY: 0,
})

const layerOf = (features: LiveFeature[]): LiveLayer =>
  ({ all: () => features, after: (id: string) => features.filter(feature => feature.id > id) }) as unknown as LiveLayer

/** The ids of every page, following `next`. */
function pages(features: LiveFeature[], limits: { limit: number; characters?: number }): string[][] {
  const out: string[][] = []
  for (let next: string | null | undefined; next !== null; ) {
    const page = selectFeatures(layerOf(features), { ...limits, ...(next !== undefined && { after: next }) })
    out.push(page.features.map(feature => feature.id))
    next = page.next
  }
  return out
}

describe('a page of features', () => {
  const small = [line('a', 10), line('b', 10), line('c', 10), line('d', 10)]

  it('ends at its limit', () => {
    expect(pages(small, { limit: 3 })).toEqual([['a', 'b', 'c'], ['d']])
    expect(pages(small, { limit: 4, characters: 1e6 })).toEqual([['a', 'b', 'c', 'd']])
  })

  it('ends where its text would grow too long, by geometry or by text, and always goes on', () => {
    expect(pages([line('a', 10), line('b', 100), line('c', 10), line('d', 10)], { limit: 4, characters: 1000 })).toEqual([
      ['a'],
      ['b'],
      ['c', 'd'],
    ])
    expect(pages([line('a', 2, 900), line('b', 2, 900), line('c', 2)], { limit: 4, characters: 1100 })).toEqual([['a'], ['b', 'c']])
  })

  it('holds what its text would take', () => {
    for (const feature of [...small, line('e', 1000, 5000)]) {
      const text = JSON.stringify(feature).length
      expect(selectFeatures(layerOf([feature, feature]), { limit: 2, characters: text }).features).toHaveLength(1)
    }
  })
})
