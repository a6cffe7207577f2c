import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { simplifyLine, toleranceAt } from './simplify.ts'

const point = fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 50 }))
const line = fc.array(point, { minLength: 1, maxLength: 60 })
const tolerance = fc.double({ min: 0.1, max: 20, noNaN: true })
const flat = (points: readonly (readonly [number, number])[]): number[] => points.flat()
const shape = (points: readonly (readonly [number, number])[], limit: number): string[] =>
  [...simplifyLine(flat(points), limit)].map(i => points[i]!.join())

/** Distance from p to the segment a-b, by the projection's parameter. */
function distance(p: readonly number[], a: readonly number[], b: readonly number[]): number {
  const [dx, dy] = [b[0]! - a[0]!, b[1]! - a[1]!]
  const t = dx || dy ? Math.min(1, Math.max(0, ((p[0]! - a[0]!) * dx + (p[1]! - a[1]!) * dy) / (dx * dx + dy * dy))) : 0
  return Math.hypot(p[0]! - a[0]! - t * dx, p[1]! - a[1]! - t * dy)
}

describe('simplifyLine', () => {
  test('keeps both ends and leaves no vertex farther away than the tolerance', () => {
    fc.assert(
      fc.property(line, tolerance, (points, limit) => {
        const kept = [...simplifyLine(flat(points), limit)]
        expect(kept[0]).toBe(0)
        expect(kept.at(-1)).toBe(points.length - 1)
        for (let k = 1; k < kept.length; k++) {
          for (let i = kept[k - 1]! + 1; i < kept[k]!; i++) {
            expect(distance(points[i]!, points[kept[k - 1]!]!, points[kept[k]!]!)).toBeLessThanOrEqual(limit * (1 + 1e-9))
          }
        }
      }),
    )
  })

  test('gives the same line in either direction', () => {
    fc.assert(
      fc.property(line, tolerance, (points, limit) => {
        expect(shape([...points].reverse(), limit).reverse()).toEqual(shape(points, limit))
      }),
      { numRuns: 500 },
    )
  })

  test('keeps everything at tolerance 0, and works on a line of 200,000 vertices', () => {
    expect([...simplifyLine([0, 0, 1, 0, 2, 0], 0)]).toEqual([0, 1, 2])
    expect([...simplifyLine([0, 0, 1, 0, 2, 0], 0.1)]).toEqual([0, 2])
    const circle = Array.from({ length: 200_000 }, (_, i) => [Math.cos(i / 3e4), Math.sin(i / 3e4)]).flat()
    const kept = simplifyLine(circle, 1e-3)
    expect(kept.length).toBeGreaterThan(10)
    expect(kept.length).toBeLessThan(200)
  })

  test('the tolerance halves with each zoom and is 0 from zoom 16 on', () => {
    for (let z = 0; z < 15; z++) expect(toleranceAt(z)).toBe(2 * toleranceAt(z + 1))
    expect(toleranceAt(16)).toBe(0)
  })
})
