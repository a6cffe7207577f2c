import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LayerDef } from '../../../../tiles-server/src/contract/index.ts'
import type { InspectedColumn } from '../../api/imports.ts'
import { emptyChoices, importParams, LAYER_ID, layerIdOf, readAs, readingOf, suggestedId, suggestedMap, titleOf } from './choices.ts'

const column = (name: string): InspectedColumn => ({ name, type: 'string', samples: [], empty: 0 })
const layer = LayerDef.parse({
  id: 'camera',
  title: { 'zh-CN': '视频点', en: 'Camera' },
  kind: 'typed',
  geometry: 'point',
  properties: [
    { name: 'code', title: { 'zh-CN': '编码', en: 'Code' }, type: 'string' },
    { name: 'name', title: { 'zh-CN': '名称', en: 'Name' }, type: 'string' },
  ],
})

describe('choices of an import', () => {
  it.each([
    ['Parks 2024.geojson', 'parks-2024'],
    ['公园.shp.zip', 'data'],
    ['2023_wards.gpkg', 'wards'],
    ['a.csv', 'a-2'],
  ])('makes a layer id of %s', (name, id) => expect(layerIdOf(name, new Set(['a']))).toBe(id))

  it('makes a valid and free id of any name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), name => {
        const first = layerIdOf(name, new Set())
        expect(first).toMatch(LAYER_ID)
        expect(layerIdOf(name, new Set([first]))).not.toBe(first)
      }),
    )
  })

  it('keeps the title as people wrote it', () => expect(titleOf('公园 2024.1.shp.zip')).toBe('公园 2024.1'))

  it('matches columns by name and by title, each property once', () => {
    expect(suggestedMap(['名称', 'Name ', 'CODE', 'other'].map(column), layer)).toEqual({ 名称: 'name', CODE: 'code' })
    expect(suggestedMap(['name', '名称'].map(column), layer)).toEqual({})
  })

  it('suggests an id that is called like one', () => {
    const row = { choice: 'row-number', unique: true } as const
    expect(suggestedId([{ choice: 'column', column: '编号', unique: true }, row])).toBe('编号')
    expect(suggestedId([{ choice: 'column', column: 'name', unique: true }, row])).toBe('')
    expect(suggestedId([{ choice: 'feature-id', unique: true }, row])).toBe('')
  })

  it.each([
    ['gcj02', { crs: 'gcj02', swap: false }, 'gcj02'],
    ['swapped axes', { crs: null, swap: true }, 'EPSG:4326 with swapped axes'],
    ['EPSG:4547 with swapped axes', { crs: 'EPSG:4547', swap: true }, 'EPSG:4547 with swapped axes'],
    ['WGS 84', { crs: 'EPSG:4326', swap: false }, 'EPSG:4326'],
  ])('reads a file as the suspicion %s has it', (likely, reading, crs) => {
    expect(readingOf(likely)).toEqual(reading)
    const choices = { ...emptyChoices(), newLayer: 'a', swap: reading.swap, ...(reading.crs === null ? {} : { crs: reading.crs }) }
    expect(importParams(choices, 'T', null, []).get('crs')).toBe(crs)
  })

  it('sends what was chosen and nothing else', () => {
    const choices = { ...emptyChoices(), newLayer: 'parks', map: { a: 'b', c: 'c', gone: 'x' }, clean: true, fix: true }
    expect(importParams(choices, 'T', null, ['a', 'c']).toString()).toBe('layer=parks&upload=T&map=a%3Db&fix=true')
    const odd = { ...choices, map: {}, positions: { lon: 'jd', lat: 'wd', wkt: '' } }
    expect(importParams(odd, 'T', null, []).getAll('map')).toEqual(['jd=lon', 'wd=lat'])
    expect(readAs(odd, 'T', null).map).toEqual({ jd: 'lon', wd: 'lat' })
    const joined = { ...choices, coverage: true, joinLeft: 'code', joinRight: 'k' }
    expect(importParams(joined, 'T', 'J', []).toString()).toBe('layer=parks&upload=T&join=J&on=code%3Dk&fix=true&coverage=true&clean=1')
  })
})
