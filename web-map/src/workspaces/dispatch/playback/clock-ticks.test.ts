import fc from 'fast-check'
import { expect, it } from 'vitest'
import { clockTicks } from './clock-ticks.ts'

const instant = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2040, 0, 1) })

it('marks round times within any span: in order, evenly, neither many nor none', () => {
  fc.assert(
    fc.property(instant, fc.integer({ min: 10_000, max: 40 * 86_400_000 }), fc.integer({ min: 4, max: 12 }), (from, length, most) => {
      const ticks = clockTicks(from, from + length, most)
      // One more at the start; and where the days begin anew, one that would be too near to the last.
      expect(ticks.length).toBeLessThanOrEqual(most + 2)
      expect(ticks.length).toBeGreaterThanOrEqual(1)
      ticks.forEach(({ at, time }, i) => {
        expect(at).toBeCloseTo((time - from) / length, 9)
        expect(at).toBeGreaterThanOrEqual(0)
        expect(at).toBeLessThanOrEqual(1)
        expect(time % 1000).toBe(0)
        if (i > 0) expect(time).toBeGreaterThan(ticks[i - 1]!.time)
      })
    }),
  )
})

it('marks an hour every five or ten minutes, and midnight as a day', () => {
  const noon = new Date(2026, 4, 1, 12).getTime()
  expect(clockTicks(noon, noon + 3_600_000, 8).map(({ time }) => (time - noon) / 60_000)).toEqual([0, 10, 20, 30, 40, 50, 60])
  const night = new Date(2026, 4, 2).getTime()
  expect(clockTicks(night - 3_600_000, night + 3_600_000, 4).map(({ of }) => of)).toEqual(['minute', 'minute', 'day', 'minute', 'minute'])
})
