import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { latToY, lonToX, MAX_LATITUDE, xToLon, yToLat } from './mercator.ts'
import { isTile, tileBounds, tilesCovering } from './tile.ts'

const lon = fc.double({ min: -180, max: 180, noNaN: true })
const lat = fc.double({ min: -85, max: 85, noNaN: true })

describe('web mercator', () => {
  test('goes there and back, and agrees with the formula by tangent', () => {
    fc.assert(
      fc.property(lon, lat, (x, y) => {
        expect(xToLon(lonToX(x))).toBeCloseTo(x, 9)
        expect(yToLat(latToY(y))).toBeCloseTo(y, 9)
        const radians = (y * Math.PI) / 180
        expect(latToY(y)).toBeCloseTo(0.5 - Math.log(Math.tan(Math.PI / 4 + radians / 2)) / (2 * Math.PI), 9)
      }),
    )
    expect([lonToX(-180), lonToX(180), latToY(MAX_LATITUDE), latToY(-MAX_LATITUDE)].map(v => Math.round(v * 1e9) / 1e9)).toEqual([
      0, 1, 0, 1,
    ])
    expect([latToY(90), latToY(-90), lonToX(200)]).toEqual([0, 1, 1])
  })
})

describe('tiles', () => {
  test('a tile exists for whole numbers within its zoom', () => {
    expect([isTile(0, 0, 0), isTile(16, 65535, 0)]).toEqual([true, true])
    for (const [z, x, y] of [
      [17, 0, 0],
      [-1, 0, 0],
      [1, 2, 0],
      [1, 0, -1],
      [1.5, 0, 0],
      [3, 0.5, 0],
      [3, Number.NaN, 0],
    ] as const) {
      expect(isTile(z, x, y)).toBe(false)
    }
  })

  test('the tiles that cover a box are those whose bounds meet it', () => {
    fc.assert(
      fc.property(fc.tuple(lon, lat), fc.tuple(lon, lat), fc.integer({ min: 0, max: 4 }), ([x1, y1], [x2, y2], zoom) => {
        const box = [Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2)] as const
        const found = new Set([...tilesCovering(zoom, box)].map(tile => tile.join('/')))
        for (let x = 0; x < 2 ** zoom; x++) {
          for (let y = 0; y < 2 ** zoom; y++) {
            const [w, s, e, n] = tileBounds(zoom, x, y)
            // On the very edge either answer may come, by rounding.
            const meets = (by: number): boolean => w - by <= box[2] && box[0] - by <= e && s - by <= box[3] && box[1] - by <= n
            if (meets(-1e-9)) expect(found.has(`${zoom}/${x}/${y}`)).toBe(true)
            if (!meets(1e-9)) expect(found.has(`${zoom}/${x}/${y}`)).toBe(false)
          }
        }
      }),
    )
  })
})
