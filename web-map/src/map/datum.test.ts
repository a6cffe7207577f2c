import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { latToY, lonToX } from '../../../tiles-server/src/geo/index.ts'
import { datumOf } from './datum.ts'
import { shiftedTiles } from './shifted-tiles.ts'

const gcj = datumOf('gcj02')
const inChina = fc.tuple(fc.double({ min: 98, max: 122, noNaN: true }), fc.double({ min: 23, max: 42, noNaN: true }))

describe('the system a map is drawn in', () => {
  it('comes back to the same place, to a decimetre', () => {
    fc.assert(
      fc.property(inChina, at => {
        const back = gcj.toWorld(gcj.toMap(at))
        expect(Math.abs(back[0] - at[0])).toBeLessThan(1e-6)
        expect(Math.abs(back[1] - at[1])).toBeLessThan(1e-6)
      }),
    )
  })

  it('is a few hundred metres off within China, and nothing elsewhere', () => {
    const [lon, lat] = gcj.toMap([116.404, 39.915])
    // A published pair: Tiananmen in WGS 84 and in GCJ-02.
    expect([lon, lat]).toEqual([expect.closeTo(116.41024, 4), expect.closeTo(39.9164, 4)])
    expect(gcj.toMap([2.35, 48.85])).toEqual([2.35, 48.85])
  })

  it('moves every position of a collection, and leaves the collection as it was', () => {
    const given = {
      type: 'FeatureCollection' as const,
      features: [
        { type: 'Feature' as const, properties: { coordinates: 'kept' }, geometry: { type: 'Point' as const, coordinates: [113, 33] } },
        {
          type: 'Feature' as const,
          properties: null,
          geometry: {
            type: 'MultiLineString' as const,
            coordinates: [
              [
                [113, 33],
                [113.1, 33.1, 5],
              ],
            ],
          },
        },
      ],
    }
    const before = structuredClone(given)
    const [point, line] = gcj.featuresToMap(given).features
    expect(point).toEqual({ ...given.features[0], geometry: { type: 'Point', coordinates: gcj.toMap([113, 33]) } })
    expect(line!.geometry).toEqual({ type: 'MultiLineString', coordinates: [[gcj.toMap([113, 33]), [...gcj.toMap([113.1, 33.1]), 5]]] })
    expect(given).toEqual(before)
  })
})

describe('tiles of a shifted map', () => {
  it('hold every place of the box, at every zoom', () => {
    const size = fc.double({ min: 0, max: 0.3, noNaN: true })
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(inChina, size, size, share, share, ([west, south], width, height, a, b) => {
        const zooms = { from: 0, to: 13, most: 100_000 }
        const names = new Set(shiftedTiles([west, south, west + width, south + height], gcj, zooms)!.map(({ z, x, y }) => `${z}/${x}/${y}`))
        const [lon, lat] = gcj.toMap([west + a * width, south + b * height])
        for (let z = zooms.from; z <= zooms.to; z++)
          expect(names).toContain(`${z}/${Math.floor(lonToX(lon) * 2 ** z)}/${Math.floor(latToY(lat) * 2 ** z)}`)
      }),
    )
  })

  it('are not named when they are too many', () => {
    expect(shiftedTiles([113, 33, 114, 34], gcj, { from: 0, to: 16, most: 2000 })).toBeNull()
  })
})
