import fc from 'fast-check'
import { expect, it } from 'vitest'
import { coverageOf, metresOf, type SeenStretch } from './coverage.ts'

const LENGTH = 40

/** Stretches of one camera do not overlap but may touch, as its pieces do. */
const stretches = fc
  .array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 0, max: LENGTH }), fc.integer({ min: 0, max: 6 }), fc.boolean()), {
    maxLength: 12,
  })
  .map(list => {
    const ends = new Map<string, number>()
    return [...list]
      .sort((p, q) => p[1] - q[1])
      .flatMap(([camera, start, span, certain]): SeenStretch[] => {
        const from = Math.max(start, ends.get(camera) ?? 0)
        const to = Math.min(LENGTH, from + span)
        ends.set(camera, to)
        return [{ camera, from, to, certain }]
      })
  })

it('cuts a line where the set of cameras changes and nowhere else', () => {
  fc.assert(
    fc.property(stretches, list => {
      const { covered, gaps } = coverageOf(list, LENGTH)
      const all = [...covered, ...gaps.map(gap => ({ ...gap, cameras: [] as readonly string[] }))].sort((p, q) => p.from - q.from)
      expect(all[0]!.from).toBe(0)
      expect(all.at(-1)!.to).toBe(LENGTH)
      for (const [i, { from, to, cameras }] of all.entries()) {
        if (i > 0) expect(from).toBe(all[i - 1]!.to)
        if (i > 0) expect(cameras).not.toEqual(all[i - 1]!.cameras)
        for (let at = from + 0.5; at < to; at++) {
          const seeing = list.filter(stretch => stretch.from < at && at < stretch.to).map(({ camera }) => camera)
          expect(cameras).toEqual(seeing.sort())
        }
      }
      let seen = 0
      for (let at = 0.5; at < LENGTH; at++) if (list.some(({ from, to }) => from < at && at < to)) seen++
      expect(metresOf(list)).toBe(seen)
      expect(covered.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(seen)
    }),
    { numRuns: 1000 },
  )
})

it('refuses what would be too long an answer', () => {
  const many = Array.from({ length: 1500 }, (_, i): SeenStretch => ({ camera: `c${i}`, from: i / 1000, to: 10 + i / 1000, certain: true }))
  expect(() => coverageOf(many, 20)).toThrow(/1000000/)
})
