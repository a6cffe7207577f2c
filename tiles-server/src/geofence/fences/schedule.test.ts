import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isTimeZone, longestOpening, mostOpenWithin } from './schedule.ts'

const HOUR = 3_600
const DAY = 24 * HOUR
const every = [1, 2, 3, 4, 5, 6, 7]

describe('how long a schedule is open', () => {
  it.each([
    ['a working day', [{ days: [1, 2, 3], from: '08:00', to: '18:00' }], 10 * HOUR],
    ['a night', [{ days: every, from: '22:00', to: '06:00' }], 8 * HOUR],
    ['the night from Sunday to Monday', [{ days: [7], from: '22:00', to: '06:00' }], 8 * HOUR],
    ['a day from noon to noon', [{ days: [3], from: '12:00', to: '12:00' }], DAY],
    ['a day to its end', [{ days: [3], from: '12:00', to: '24:00' }], 12 * HOUR],
    [
      'two that meet',
      [
        { days: [1], from: '20:00', to: '24:00' },
        { days: [2], from: '00:00', to: '04:00' },
      ],
      8 * HOUR,
    ],
    [
      'two that overlap',
      [
        { days: [1], from: '08:00', to: '12:00' },
        { days: [1], from: '10:00', to: '16:00' },
      ],
      8 * HOUR,
    ],
    ['a weekend', [{ days: [6, 7], from: '00:00', to: '24:00' }], 2 * DAY],
    ['always', [{ days: every, from: '00:00', to: '00:00' }], Infinity],
  ])('%s', (_, weekly, seconds) => expect(longestOpening({ weekly })).toBe(seconds))

  it.each([
    [1 * HOUR, 1 * HOUR],
    [10 * HOUR, 8 * HOUR],
    [DAY, 8 * HOUR],
    [DAY + HOUR, 9 * HOUR],
    [7 * DAY, 16 * HOUR],
    [8 * DAY, 24 * HOUR],
  ])('within %d s it is open for %d s', (window, most) => {
    expect(mostOpenWithin({ weekly: [{ days: [1, 2], from: '08:00', to: '16:00' }] }, window)).toBe(most)
  })

  const time = fc.tuple(fc.nat(23), fc.nat(59)).map(parts => parts.map(part => String(part).padStart(2, '0')).join(':'))
  const weekly = fc.array(fc.record({ days: fc.uniqueArray(fc.constantFrom(...every), { minLength: 1 }), from: time, to: time }), {
    minLength: 1,
    maxLength: 3,
  })

  const at = (text: string) => Number(text.split(':')[0]) * HOUR + Number(text.split(':')[1]) * 60

  /** Every time a schedule opens from the week before on: when, and until when. */
  const stretchesOf = (schedule: readonly { days: number[]; from: string; to: string }[]) =>
    schedule
      .flatMap(({ days, from, to }) =>
        days.flatMap(day =>
          [-1, 0, 1, 2, 3].map(week => {
            const begin = week * 7 * DAY + (day - 1) * DAY + at(from)
            return [begin, begin + (at(to) > at(from) ? at(to) - at(from) : DAY - at(from) + at(to))] as const
          }),
        ),
      )
      .sort((a, b) => a[0] - b[0])

  /** Seconds that it is open from a second of the week on, counted opening by opening. */
  function openFrom(stretches: readonly (readonly [number, number])[], start: number, length: number): number {
    let [open, reached] = [0, start]
    for (const [begin, end] of stretches) {
      const [from, to] = [Math.max(begin, reached), Math.min(end, start + length)]
      if (to > from) {
        open += to - from
        reached = to
      }
    }
    return open
  }

  it('is never longer, wherever one looks', () => {
    fc.assert(
      fc.property(weekly, fc.nat(7 * DAY - 1), fc.integer({ min: 1, max: 8 * DAY }), (openings, start, window) => {
        const stretches = stretchesOf(openings)
        expect(openFrom(stretches, start, window)).toBeLessThanOrEqual(mostOpenWithin({ weekly: openings }, window))
        const longest = longestOpening({ weekly: openings })
        // From some opening on it is open for that long, and from none for a minute more.
        const begins = stretches.map(([begin]) => begin).filter(begin => begin >= 0 && begin < 7 * DAY)
        const runs = (length: number) => begins.some(begin => openFrom(stretches, begin, length) === length)
        if (longest === Infinity) expect(runs(7 * DAY)).toBe(true)
        else expect([runs(longest), runs(longest + 60)]).toEqual([true, false])
      }),
    )
  })
})

it('time zones are those of the IANA database', () => {
  for (const name of ['Asia/Shanghai', 'Europe/Berlin', 'UTC']) expect(isTimeZone(name)).toBe(true)
  for (const name of ['', 'Asia/Nowhere', '+08:00', '../etc/passwd', '\u{1f600}']) expect(isTimeZone(name)).toBe(false)
})
