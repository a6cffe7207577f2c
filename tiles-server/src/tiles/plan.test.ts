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

  test('every catalog layer and theme is a tileset, layers in the order named', () => {
    for (const { id } of layers) expect(planTileset(id, live, themes).layers.map(def => def.id)).toEqual([id])
    for (const theme of themes)
      expect(planTileset(theme.id, live, themes).layers.map(def => def.id)).toEqual(theme.layers.map(entry => entry.layer))
    expect(planTileset('road,camera', live, themes).layers.map(def => def.id)).toEqual(['road', 'camera'])
  })

  test('a boundary appears with the unit level it divides, other features with their layer', () => {
    const boundary = layers.find(def => def.id === 'boundary')!
    const shown = (level: number, zoom: number): boolean => isShown(feature('b', null, { level }), boundary, zoom, layers)
    for (const def of layers.filter(candidate => candidate.kind === 'unit')) {
      expect([def.minzoom - 1, def.minzoom].map(zoom => shown(def.level!, zoom))).toEqual([false, true])
    }
    expect(isShown(feature('r', null), layers.find(def => def.id === 'road')!, 0, layers)).toBe(true)
  })
})
