import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lastBefore, MAX_GAP_MS, placeAt, runsOf, type TrackFix } from './track.ts'

const fix = (time: number, lon: number, lat: number, more: Partial<TrackFix> = {}): TrackFix => ({
  time,
  lon,
  lat,
  accuracy: null,
  speed: null,
  heading: null,
  ...more,
})
const tracks = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 3 * MAX_GAP_MS }), fc.double({ min: 113, max: 114, noNaN: true })), { maxLength: 30 })
  .map(steps => {
    let time = 0
    return steps.map(([step, lon]) => {
      time += step
      return fix(time, lon, 33)
    })
  })

describe('a track', () => {
  it('knows the last fix at or before a time, as looking through all of them does', () => {
    fc.assert(
      fc.property(tracks, fc.integer({ min: -10, max: 90 * MAX_GAP_MS }), (fixes, at) => {
        const known = fixes.filter(({ time }) => time <= at)
        expect(lastBefore(fixes, at)).toBe(known.length - 1)
      }),
    )
  })

  it('is at each fix at its time, and between two of them on the way', () => {
    fc.assert(
      fc.property(tracks, fc.double({ min: 0, max: 1, noNaN: true }), (fixes, share) => {
        fixes.forEach((one, i) => {
          expect(placeAt(fixes, one.time)).toMatchObject({ lon: one.lon, lat: one.lat, index: i, isLost: false })
          const next = fixes[i + 1]
          if (!next) return
          const at = one.time + share * (next.time - one.time)
          const { lon } = placeAt(fixes, at)!
          expect(lon).toBeGreaterThanOrEqual(Math.min(one.lon, next.lon))
          expect(lon).toBeLessThanOrEqual(Math.max(one.lon, next.lon))
        })
      }),
    )
  })

  it('waits at the last fix across a gap, and says that it is lost', () => {
    const fixes = [fix(0, 113, 33), fix(MAX_GAP_MS + 1, 114, 33), fix(2 * MAX_GAP_MS + 1, 114, 34)]
    expect(placeAt(fixes, 30_000)).toMatchObject({ lon: 113, isLost: true })
    expect(placeAt(fixes, MAX_GAP_MS + 30_001)).toMatchObject({ lon: 114, lat: 33.5, isLost: false })
    expect(placeAt(fixes, 2 * MAX_GAP_MS + 30_001)).toMatchObject({ lat: 34, isLost: false })
    expect(placeAt(fixes, 4 * MAX_GAP_MS)).toMatchObject({ lat: 34, isLost: true })
    expect(placeAt(fixes, -1)).toBeNull()
    expect(runsOf(fixes)).toEqual([
      [0, 0],
      [1, 2],
    ])
  })

  it('goes the short way round the world, and looks where it goes unless it says where', () => {
    const fixes = [fix(0, 179.5, 0), fix(1000, -179.5, 0), fix(2000, -179.5, 1, { heading: 12 }), fix(3000, -179.5, 1)]
    expect(Math.abs(placeAt(fixes, 500)!.lon)).toBeCloseTo(180)
    expect(placeAt(fixes, 500)!.heading).toBeCloseTo(90)
    expect(placeAt(fixes, 1500)!.heading).toBeCloseTo(0)
    expect(placeAt(fixes, 2500)!.heading).toBe(12)
    expect(placeAt(fixes, 3000)!.heading).toBeNull()
  })
})
