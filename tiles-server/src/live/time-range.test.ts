import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TimeRanger } from './time-range.ts'

const time = fc.integer({ min: 0, max: 20 }).map(day => new Date(Date.UTC(2026, 0, 1 + day)).toISOString())

describe('the range of a changing set of times', () => {
  it('is that of sorting them all, whatever came and went and whenever it was asked for', () => {
    const step = fc.record({ id: fc.integer({ min: 0, max: 5 }), after: fc.option(time, { nil: undefined }), ask: fc.boolean() })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), steps => {
        const set = new Map<number, string>()
        const ranger = new TimeRanger(() => set.values())
        for (const { id, after, ask } of steps) {
          const before = set.get(id)
          if (after === undefined) set.delete(id)
          else set.set(id, after)
          ranger.changed(before, after)
          const sorted = [...set.values()].sort()
          if (ask) expect(ranger.range).toEqual(sorted.length === 0 ? null : [sorted[0], sorted.at(-1)])
        }
      }),
    )
  })

  it('does not look at all times again while no end is taken away', () => {
    let looks = 0
    const set = ['2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z']
    const ranger = new TimeRanger(() => {
      looks++
      return set
    })
    expect(ranger.range).toEqual([set[0], set[2]])
    ranger.changed('2026-02-01T00:00:00.000Z', undefined)
    ranger.changed(undefined, '2026-04-01T00:00:00.000Z')
    expect(ranger.range).toEqual([set[0], '2026-04-01T00:00:00.000Z'])
    expect(looks).toBe(1)
  })
})
