import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resolveCrs } from './crs.ts'
import { searchCrs } from './crs-search.ts'

const names = (text: string): string[] => searchCrs(text).map(({ name }) => name)

describe('searchCrs', () => {
  it.each([
    ['27700', 'EPSG:27700'],
    ['epsg:4547', 'EPSG:4547'],
    ['EPSG 4326', 'EPSG:4326'],
    ['British National Grid', 'EPSG:27700'],
    ['cgcs2000 114e', 'EPSG:4547'],
    ['wgs utm 50n', 'EPSG:32650'],
    ['Pseudo-Mercator', 'EPSG:3857'],
    ['lambert-93', 'EPSG:2154'],
    ['高德', 'gcj02'],
    ['GCJ-02', 'gcj02'],
    ['baidu', 'bd09'],
  ])('finds %s', (text, name) => {
    expect(names(text).slice(0, 3)).toContain(name)
  })

  it('puts the very code first, then codes that begin so', () => {
    expect(names('2154')[0]).toBe('EPSG:2154')
    expect(
      names('454')
        .slice(0, 10)
        .every(name => name.startsWith('EPSG:454')),
    ).toBe(true)
  })

  it('finds words of the area', () => {
    expect(names('Hong Kong')).toContain('EPSG:2326')
  })

  it('gives what is called what it is called', () => {
    expect(searchCrs('27700')[0]).toEqual({ name: 'EPSG:27700', title: 'OSGB36 / British National Grid' })
  })

  it('begins with what is common', () => {
    expect(names('').slice(0, 4)).toEqual(['CRS84', 'gcj02', 'bd09', 'EPSG:4490'])
    expect(names('')).toHaveLength(20)
  })

  it('gives at most 20, all of which can be used, none twice, for any text', () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom('mars', 'moon', 'laborde', 'winkel', '5703', 'utm', 'e', '1', '['),
      fc.string({ minLength: 200 }),
    )
    fc.assert(
      fc.property(text, query => {
        const found = names(query)
        expect(found.length).toBeLessThanOrEqual(20)
        expect(new Set(found).size).toBe(found.length)
        for (const name of found) expect(() => resolveCrs(name)).not.toThrow()
      }),
      { numRuns: 50 },
    )
  })

  it('knows nothing of other planets and heights', () => {
    expect(names('mars_2000')).toEqual([])
    expect(names('5703')).toEqual([])
  })
})
