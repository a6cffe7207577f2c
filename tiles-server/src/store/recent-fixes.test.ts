import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Fix } from '../contract/index.ts'
import { RecentFixes } from './recent-fixes.ts'
import type { NewFix } from './types.ts'

const MOST = 10
const fix = (time: number): NewFix => ({
  ...{ object: 'o', time, received: time, lon: -0, lat: 1, accuracy: -0, speed: null, heading: null, flags: 0 },
})

it('answers as the log does or not at all, whoever appended and whatever numbers were lost, and never less than is there once it knows a place', () => {
  const step = fc.record({
    kind: fc.constantFrom<'own' | 'other' | 'lost' | 'late' | 'forget'>('own', 'own', 'own', 'other', 'lost', 'late', 'forget'),
    count: fc.integer({ min: 1, max: 7 }),
    cursors: fc.array(fc.tuple(fc.nat({ max: 30 }), fc.integer({ min: 1, max: 12 })), { maxLength: 5 }),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), steps => {
      const recent = new RecentFixes(MOST)
      const log: Fix[] = []
      const held: (() => void)[] = []
      let next = 1
      // How much of the log's end was appended here in one row.
      let known = 0
      for (const { kind, count, cursors } of steps) {
        const fixes = Array.from({ length: count }, (_, i) => fix(next + i))
        const first = next
        if (kind !== 'forget') next += count
        if (kind === 'forget') recent.forget()
        if (kind === 'own' || kind === 'other' || kind === 'late') {
          log.push(...fixes.map((each, i): Fix => ({ ...each, seq: first + i, lon: 0, accuracy: 0 })))
        }
        if (kind === 'own') recent.add(fixes, first)
        if (kind === 'late') held.push(() => recent.add(fixes, first))
        known = kind === 'own' ? known + count : 0
        for (const [back, limit] of cursors) {
          const after = Math.max(0, next - 1 - back)
          const expected = log.filter(({ seq }) => seq > after).slice(0, limit)
          const answer = recent.read(after, limit)
          // What others appended behind its end it cannot know.
          if (answer !== undefined) expect(answer).toEqual(expected.slice(0, answer.length))
          expect(answer).not.toEqual([])
          // What others are known to have appended it does not leave out.
          expect(recent.read(after, limit, next - 1) ?? expected).toEqual(expected)
          if (back > 0 && back <= Math.min(known, MOST)) expect(answer).toEqual(expected)
        }
        if (kind === 'own') for (const tell of held.splice(0)) tell()
      }
    }),
    { numRuns: 500 },
  )
})
