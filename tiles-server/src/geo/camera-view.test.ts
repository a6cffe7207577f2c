import fc from 'fast-check'
import geographiclib from 'geographiclib-geodesic'
import { describe, expect, it } from 'vitest'
import { type CameraView, inView, viewLimits } from './camera-view.ts'
import { eastOf, type LocalPlane, localPlane, lonBetween, northOf, reachBoxes } from './local-plane.ts'

const { WGS84 } = geographiclib.Geodesic

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true })
const place = fc.record({ lon: number(-180, 180), lat: number(-75, 75), bearing: number(0, 360), share: number(0, 1) })
const metresOn = (plane: LocalPlane, lon: number, lat: number): [number, number] => {
  const [dLon, dLat] = [lonBetween(plane.lon, lon), lat - plane.lat]
  return [eastOf(plane, dLon, dLat), northOf(plane, dLon, dLat)]
}

describe('the plane of a camera', () => {
  it.each([
    [1_000, 1e-4, 1e-5],
    [20_000, 1.5, 0.005],
  ])('is off by no more than it says within %d m', (reach, metres, degrees) => {
    fc.assert(
      fc.property(place, ({ lon, lat, bearing, share }) => {
        const distance = 1 + share * (reach - 1)
        const { lon2, lat2 } = WGS84.Direct(lat, lon, bearing, distance)
        const [east, north] = metresOn(localPlane(lon, lat), lon2!, lat2!)
        expect(Math.abs(Math.hypot(east, north) - distance)).toBeLessThan(metres)
        if (distance < reach / 10) return
        const off = Math.abs((Math.atan2(east, north) * 180) / Math.PI - bearing) % 360
        expect(Math.min(off, 360 - off)).toBeLessThan(degrees)
      }),
      { numRuns: 2000 },
    )
  })

  it('has all within reach in its boxes, near the poles and across the antimeridian', () => {
    const anywhere = fc.record({ lon: number(-180, 180), lat: number(-90, 90), bearing: number(0, 360), metres: number(0, 20_000) })
    fc.assert(
      fc.property(anywhere, ({ lon, lat, bearing, metres }) => {
        const { lon2, lat2 } = WGS84.Direct(lat, lon, bearing, metres)
        const boxes = reachBoxes(lon, lat, metres)
        expect(boxes.every(([west, , east]) => west >= -180 && east <= 180)).toBe(true)
        const slack = 1e-12
        const holds = boxes.some(
          ([west, south, east, north]) =>
            lon2! >= west - slack && lon2! <= east + slack && lat2! >= south - slack && lat2! <= north + slack,
        )
        expect(holds || Math.abs(Math.abs(lon2!) - 180) < slack).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('what is in view', () => {
  const view = fc.record({
    azimuth: number(0, 360),
    uncertainty: fc.oneof(fc.constant(0), fc.constant(22.5), number(0, 180)),
    fov: fc.oneof(fc.constantFrom(0, 180, 360), number(0, 360)),
    near: fc.oneof(fc.constant(0), number(0, 200)),
    range: fc.oneof(fc.constant(0), number(0, 500)),
  })

  /** Which of the two sectors hold a direction, walked to degree by degree from the axis. */
  const judge = ({ azimuth, uncertainty, fov, near, range }: CameraView, bearing: number, metres: number): 0 | 1 | 2 => {
    if (range === 0 || fov === 0 || metres > range || metres < near) return 0
    if (fov === 360) return 2
    const clockwise = (((bearing - azimuth) % 360) + 360) % 360
    const isWithin = (half: number): boolean => half >= 0 && (clockwise <= half || clockwise >= 360 - half)
    return isWithin(fov / 2 - uncertainty) ? 2 : isWithin(fov / 2 + uncertainty) ? 1 : 0
  }

  it('is what distance and azimuth on the ellipsoid say, away from the edges', () => {
    fc.assert(
      fc.property(place, view, number(0.5, 600), ({ lon, lat, bearing }, view, metres) => {
        const edges = [view.fov / 2 - view.uncertainty, view.fov / 2 + view.uncertainty].flatMap(half => [
          view.azimuth - half,
          view.azimuth + half,
        ])
        fc.pre([view.near, view.range].every(edge => Math.abs(metres - edge) > 1e-3))
        fc.pre(edges.every(edge => Math.abs(((((bearing - edge) % 360) + 540) % 360) - 180) > 1e-3))
        const { lon2, lat2 } = WGS84.Direct(lat, lon, bearing, metres)
        expect(inView(view, ...metresOn(localPlane(lon, lat), lon2!, lat2!))).toBe(judge(view, bearing, metres))
      }),
      { numRuns: 5000 },
    )
  })

  const sector = (azimuth: number, fov: number, uncertainty = 0, near = 0, range = 100): CameraView => ({
    azimuth,
    fov,
    uncertainty,
    near,
    range,
  })

  it('includes its edges', () => {
    const quarter = sector(45, 90, 0, 10, 100)
    for (const [east, north] of [
      [0, 100],
      [100, 0],
      [10, 0],
      [0, 10],
    ] as const) {
      expect(inView(quarter, east, north)).toBe(2)
    }
    expect(inView(quarter, 0, 100.0001)).toBe(0)
    expect(inView(quarter, 9.9999, 0)).toBe(0)
    expect(inView(quarter, -0.0001, 50)).toBe(0)
  })

  it('wraps around north, and goes over 180 degrees', () => {
    expect([350, 10].map(azimuth => inView(sector(azimuth, 60), 0, 50))).toEqual([2, 2])
    const behind = sector(0, 300)
    expect(
      [100, 149, 151, 180, 209, 211, 260].map(b => inView(behind, 50 * Math.sin((b * Math.PI) / 180), 50 * Math.cos((b * Math.PI) / 180))),
    ).toEqual([2, 2, 0, 0, 0, 2, 2])
  })

  it('is everything around for 360 degrees and nothing for 0, for no range and for an azimuth nobody knows', () => {
    expect(inView(sector(Number.NaN, 360, 180), -3, 4)).toBe(2)
    expect(inView(sector(0, 0, 90), 0, 50)).toBe(0)
    expect(inView(sector(0, 360, 0, 0, 0), 0, 0)).toBe(0)
    expect(inView(sector(Number.NaN, 300), 0, 50)).toBe(0)
    expect(inView(sector(0, 60), 0, 0)).toBe(2)
    expect(inView(sector(0, 60, 0, 1), 0, 0)).toBe(0)
  })

  it('is possible all around when the azimuth may be off by more than the sector leaves', () => {
    expect(inView(sector(0, 300, 30), 0, -50)).toBe(1)
    expect(inView(sector(0, 60, 40), 0, 50)).toBe(1)
  })
})

describe('the limits that height and tilt draw', () => {
  it('are where the edges of the picture meet the height of the target', () => {
    expect(viewLimits(11.5, 35, 20, 1.5)).toEqual({
      near: expect.closeTo(10, 9) as number,
      far: expect.closeTo(10 / Math.tan((25 * Math.PI) / 180), 9) as number,
    })
    expect(viewLimits(10, 10, 20, 0)).toEqual({ near: expect.closeTo(10 / Math.tan((20 * Math.PI) / 180), 9) as number, far: Infinity })
  })

  it('are none straight below, for high targets, and where something is not known', () => {
    expect(viewLimits(10, 80, 20, 0).near).toBe(0)
    expect(viewLimits(10, 90, 60, 0).near).toBe(0)
    for (const [height, tilt, vfov, target] of [
      [Number.NaN, 10, 20, 1],
      [10, Number.NaN, 20, 1],
      [10, 10, Number.NaN, 1],
      [1, 10, 20, 1.5],
      [1.5, 10, 5, 1.5],
    ] as const) {
      expect(viewLimits(height, tilt, vfov, target)).toEqual({ near: 0, far: Infinity })
    }
  })

  it('leave nothing to a camera that looks up', () => {
    expect(viewLimits(10, -30, 40, 0)).toEqual({ near: Infinity, far: Infinity })
  })
})
