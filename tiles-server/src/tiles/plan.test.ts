import { describe, expect, test } from 'vitest'
import { loadCatalog } from '../catalog/index.ts'
import { feature, MemoryLive } from './live.test-support.ts'
import { planTileset } from './plan.ts'
import { isShown } from './visible.ts'

const { layers, themes } = loadCatalog()
const live = new MemoryLive(layers)
const unitsAt = (tileset: string, zoom: number): string[] =>
  planTileset(tileset, live, themes)
    .at(zoom)
    .filter(def => def.kind === 'unit')
    .map(def => def.id)

describe('the plan of a tileset', () => {
  test('a theme draws at each zoom at most one unit level, finer as the zoom grows', () => {
    const levels = Array.from({ length: 17 }, (_, zoom) => unitsAt('master', zoom))
    for (const level of levels) expect(level).toHaveLength(1)
    const order = levels.map(([id]) => layers.find(def => def.id === id)!.level!)
    expect(order).toEqual([...order].sort((a, b) => a - b))
    expect(levels[16]).toEqual(['grid'])
  })

  test('a single level is drawn from its minzoom, two by their focus', () => {
    expect(unitsAt('grid', 7)).toEqual([])
    expect(unitsAt('grid', 8)).toEqual(['grid'])
    expect(unitsAt('grid,community', 12)).toEqual(['community'])
  })

  test('every catalog layer and theme is a tileset, layers in the order named; indicators have tilesets of their own', () => {
    for (const { id } of layers) expect(planTileset(id, live, themes).layers.map(def => def.id)).toEqual([id])
    const isIndicator = (id: string) => layers.find(def => def.id === id)!.kind === 'indicator'
    for (const theme of themes) {
      const drawn = theme.layers.map(entry => entry.layer).filter(id => !isIndicator(id))
      expect(planTileset(theme.id, live, themes).layers.map(def => def.id)).toEqual(drawn)
    }
    expect(planTileset('road,camera', live, themes).layers.map(def => def.id)).toEqual(['road', 'camera'])
  })

  test('a feature is drawn at its own zooms, or at all of its layer', () => {
    const drawn = { ...feature('b', null), zooms: [4, 9] as const }
    expect([3, 4, 9, 10].map(zoom => isShown(drawn, zoom))).toEqual([false, true, true, false])
    expect(isShown(feature('r', null), 0)).toBe(true)
  })
})
