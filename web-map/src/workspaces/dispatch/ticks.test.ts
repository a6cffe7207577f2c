import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { midnight } from '../../state/span.ts'
import { ticksOf } from './ticks.ts'

describe('marks of a time axis', () => {
  it('are few, in order, on the axis, and on midnights', () => {
    const first = fc.integer({ min: Date.UTC(1950, 0, 1), max: Date.UTC(2050, 0, 1) }).map(at => midnight(at))
    fc.assert(
      fc.property(first, fc.integer({ min: 1, max: 40_000 }), (from, days) => {
        const ticks = ticksOf(from, midnight(from, days))
        expect(ticks.length).toBeLessThanOrEqual(14)
        for (const [i, { at, time }] of ticks.entries()) {
          expect(at).toBeGreaterThanOrEqual(0)
          expect(at).toBeLessThan(1)
          expect(time).toBe(midnight(time))
          if (i > 0) expect(time).toBeGreaterThan(ticks[i - 1]!.time)
        }
      }),
    )
  })

  it('are the months of a year, with the year at its January', () => {
    const ticks = ticksOf(new Date(2025, 10, 25).getTime(), new Date(2026, 10, 26).getTime())
    expect(ticks.map(({ time }) => new Date(time).getMonth())).toEqual([11, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(ticks.filter(({ of }) => of === 'year').map(({ time }) => new Date(time).getFullYear())).toEqual([2026])
  })

  it('are days where the axis is short', () => {
    const ticks = ticksOf(new Date(2026, 0, 1).getTime(), new Date(2026, 0, 8).getTime())
    expect(ticks.map(({ of }) => of)).toEqual(Array(7).fill('day'))
  })
})
