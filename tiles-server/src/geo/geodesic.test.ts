import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { geodesicBetween, inverse } from './geodesic.ts'

const data = new URL('../../../../shared/data/geodesic/geodesic-exact.csv', import.meta.url)

/** Degrees between two directions, the short way round. */
const apart = (a: number, b: number): number => Math.abs(((a - b + 540) % 360) - 180)

describe('geodesics', () => {
  it.runIf(existsSync(data))('agree with the exact table: a millimetre, and a millionth of a degree from 0.1 m on', () => {
    const [, ...lines] = readFileSync(data, 'utf8').trim().split('\n')
    expect(lines).toHaveLength(4_000)
    let worst = { metres: 0, degrees: 0 }
    for (const line of lines) {
      const [lat1, lon1, lat2, lon2, azi1, azi2, s12] = line.split(',').map(Number) as [
        number,
        number,
        number,
        number,
        number,
        number,
        number,
      ]
      const there = geodesicBetween(lon1, lat1, lon2, lat2)
      const back = geodesicBetween(lon2, lat2, lon1, lat1)
      const metres = Math.max(Math.abs(there.metres - s12), Math.abs(back.metres - s12))
      const degrees =
        s12 < 0.1
          ? 0
          : Math.max(apart(there.bearing!, azi1), apart(back.bearing!, azi2 + 180), apart(inverse(lon1, lat1, lon2, lat2).azimuth2, azi2))
      worst = { metres: Math.max(worst.metres, metres), degrees: Math.max(worst.degrees, degrees) }
    }
    expect(worst.metres).toBeLessThan(1e-3)
    expect(worst.degrees).toBeLessThan(1e-6)
  })

  it('begin with a bearing from 0 to below 360, and with none where they have no length', () => {
    const bearings = [geodesicBetween(0, 0, 0, 1), geodesicBetween(0, 0, 1, 0), geodesicBetween(0, 0, 0, -1), geodesicBetween(0, 0, -1, 0)]
    expect(bearings.map(({ bearing }) => bearing)).toEqual([0, 90, 180, 270])
    expect(geodesicBetween(-1e-13, 0, -1e-13 - 1e-12, 80).bearing).toBeLessThan(360)
    expect(geodesicBetween(113, 33, 113, 33)).toEqual({ metres: 0, bearing: null })
    expect(geodesicBetween(180, 10, -180, 10).metres).toBe(0)
  })
})
