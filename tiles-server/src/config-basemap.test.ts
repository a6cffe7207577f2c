import { describe, expect, it } from 'vitest'
import { basemapFromEnvironment } from './config-basemap.ts'

const URL_TEMPLATE = 'https://t0.example.com/vec_w?z={z}&x={x}&y={y}&tk=secret'

describe('the basemap of the environment', () => {
  it('is none when nothing is set, and WGS 84 when nothing else is said', () => {
    expect(basemapFromEnvironment({})).toBeUndefined()
    expect(basemapFromEnvironment({ ZONGTU_BASEMAP_URL: URL_TEMPLATE })).toEqual({
      url: URL_TEMPLATE,
      crs: 'wgs84',
      attribution: undefined,
    })
  })

  it.each(['ftp://example.com/{z}/{x}/{y}', 'file:///{z}/{x}/{y}', 'https://example.com/{z}/{x}', '{z}{x}{y}', 'http://{x}:y/{z}/{y}'])(
    'is refused as %s, without telling what may hold a key',
    url => {
      expect(() => basemapFromEnvironment({ ZONGTU_BASEMAP_URL: url })).toThrow(/^ZONGTU_BASEMAP_URL=\.\.\.: /)
    },
  )

  it('knows two systems', () => {
    expect(() => basemapFromEnvironment({ ZONGTU_BASEMAP_URL: URL_TEMPLATE, ZONGTU_BASEMAP_CRS: 'bd09' })).toThrow(
      'ZONGTU_BASEMAP_CRS=bd09',
    )
  })
})
