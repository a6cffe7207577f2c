import { readFileSync } from 'node:fs'
import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { LayerDef, ThemeDef } from '../../contract/index.ts'
import { buildStyle } from './build.ts'

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../../geo-data/catalog/${name}.json`, import.meta.url), 'utf8'))
const { layers } = z.object({ layers: z.array(LayerDef) }).parse(read('layers'))
const { themes } = z.object({ themes: z.array(ThemeDef) }).parse(read('themes'))
const tilesUrl = (tileset: string): string => `http://127.0.0.1:8080/tiles/${tileset}.json`
const dataset = LayerDef.parse({
  id: 'hydrants',
  title: { 'zh-CN': '消火栓', en: 'Hydrants' },
  kind: 'dataset',
  geometry: 'mixed',
  label: 'name',
  properties: [],
})

describe('buildStyle', () => {
  for (const theme of themes)
    for (const scheme of ['dark', 'light'] as const)
      for (const lang of ['zh-CN', 'en'] as const)
        it(`${theme.id} ${scheme} ${lang} is a valid style`, () => {
          const style = buildStyle(theme, { layers }, { scheme, lang, crs: 'wgs84', tilesUrl })
          expect(validateStyleMin(style)).toEqual([])
          expect(style.name).toBe(theme.title[lang])
        })

  it.each(['wgs84', 'gcj02'] as const)('is a valid style on a basemap in %s, and says so', crs => {
    const basemap = { url: 'http://127.0.0.1:8080/basemap/{z}/{x}/{y}', crs, attribution: '© 天地图' }
    const options = { scheme: 'dark', lang: 'en', crs, tilesUrl, basemap, reviewNumber: 'GS(2026)1' } as const
    const style = buildStyle(themes[0]!, { layers }, options)
    expect(validateStyleMin(style)).toEqual([])
    expect(style.sources.zongtu).toMatchObject({ url: tilesUrl('master') })
    expect(style.metadata).toMatchObject({ 'zongtu:crs': crs })
    // The ground of a basemap shows through ours.
    const strongest = style.layers.flatMap(layer =>
      layer.type === 'fill' && ['park', 'water', 'block', 'building'].includes(layer.id)
        ? [[layer.paint?.['fill-opacity']].flat().at(-1)]
        : [],
    )
    expect(strongest).toEqual([0.35, 0.35, 0.35 * 0.7, 0.35])
  })

  const style = (scheme: 'dark' | 'light', glyphs?: string) =>
    buildStyle(themes[0]!, { layers }, { scheme, lang: 'en', crs: 'wgs84', tilesUrl, ...(glyphs === undefined ? {} : { glyphs }) })

  it('draws both schemes with the same layers in the same order', () => {
    expect(style('dark').layers.map(layer => layer.id)).toEqual(style('light').layers.map(layer => layer.id))
  })

  it('has unique layer ids, each naming its catalog layer', () => {
    const drawn = style('dark').layers
    expect(new Set(drawn.map(layer => layer.id)).size).toBe(drawn.length)
    const named = new Set(drawn.flatMap(layer => (layer.metadata as { 'zongtu:layer'?: string } | undefined)?.['zongtu:layer'] ?? []))
    expect([...named].sort()).toEqual(themes[0]!.layers.map(entry => entry.layer).sort())
  })

  it('hides what the theme hides', () => {
    const block = style('dark').layers.filter(layer => layer.id.startsWith('block'))
    expect(block.map(layer => layer.layout?.visibility)).toEqual(['none'])
  })

  it('names no glyphs and no sprite of its own, and takes a glyph server on request', () => {
    expect(style('dark')).not.toHaveProperty('glyphs')
    expect(style('dark')).not.toHaveProperty('sprite')
    const glyphs = 'https://fonts.example/{fontstack}/{range}.pbf'
    expect(style('light', glyphs).glyphs).toBe(glyphs)
  })

  it('draws a dataset of any geometry', () => {
    const theme: ThemeDef = {
      id: 'mine',
      title: { 'zh-CN': '我的', en: 'Mine' },
      layers: [
        { layer: 'hydrants', visible: true },
        { layer: 'gone', visible: true },
      ],
    }
    const drawn = buildStyle(theme, { layers: [dataset] }, { scheme: 'light', lang: 'en', crs: 'wgs84', tilesUrl })
    expect(validateStyleMin(drawn)).toEqual([])
    expect(drawn.layers.length).toBe(7)
  })
})
