import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { daysBetween, intervalOf, midnight, placeOf, SPANS, trackOf, windowAt } from './span.ts'

const HOUR_MS = 3_600_000
const instant = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2040, 0, 1) })
const span = fc.constantFrom(...SPANS)
const range = fc.tuple(instant, fc.integer({ min: 0, max: 900 })).map(([from, days]) => ({ from, to: from + days * 24 * HOUR_MS }))

describe('windows of time', () => {
  it('every place of the track is a window inside the data, and knows its place', () => {
    fc.assert(
      fc.property(range, span, fc.double({ min: 0, max: 1, noNaN: true }), (data, name, share) => {
        const track = trackOf(data, name)
        const day = Math.floor(share * track.last)
        const window = windowAt(name, track, day)
        expect(placeOf(window, track)).toBe(day)
        expect(window.from).toBeGreaterThanOrEqual(midnight(data.from))
        if (track.last > 0) expect(intervalOf(window).to).toBeLessThanOrEqual(midnight(data.to, 1))
      }),
    )
  })

  it('the first and the last place together cover all of the data', () => {
    fc.assert(
      fc.property(range, span, (data, name) => {
        const track = trackOf(data, name)
        const last = intervalOf(windowAt(name, track, track.last))
        expect(windowAt(name, track, 0).from).toBeLessThanOrEqual(data.from)
        // Of months not all end on the same day: the one that begins a day later would end days later.
        expect(daysBetween(last.to, midnight(data.to, 1))).toBeLessThanOrEqual(name === 'month' ? 3 : 0)
      }),
    )
  })

  it.each([
    ['2026-01-31', '2026-02-28'],
    ['2024-01-31', '2024-02-29'],
    ['2026-12-15', '2027-01-15'],
  ])('the month after %s ends before %s', (from, to) => {
    const { to: end } = intervalOf({ span: 'month', from: new Date(`${from}T00:00`).getTime() })
    expect(end).toBe(new Date(`${to}T00:00`).getTime())
  })

  it('holds places outside the track inside it', () => {
    const track = trackOf({ from: Date.UTC(2026, 0, 1), to: Date.UTC(2026, 0, 20) }, 'day')
    expect(windowAt('day', track, -5)).toEqual(windowAt('day', track, 0))
    expect(windowAt('day', track, 500)).toEqual(windowAt('day', track, track.last))
  })
})
