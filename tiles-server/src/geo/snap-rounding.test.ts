import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LatticePoint } from '../../../test/support/random-coverage.ts'
import { snapRound } from './snap-rounding.ts'
import type { LatticeRing } from './types.ts'

const pointsOf = (ring: LatticeRing): LatticePoint[] => Array.from({ length: ring.length / 2 }, (_, i) => [ring[2 * i]!, ring[2 * i + 1]!])
const sidesOf = (ring: LatticeRing): [LatticePoint, LatticePoint][] => {
  const points = pointsOf(ring)
  return points.map((p, i): [LatticePoint, LatticePoint] => [p, points[(i + 1) % points.length]!]).filter(([a, b]) => a.join() !== b.join())
}
const side = ([ax, ay]: LatticePoint, [bx, by]: LatticePoint, [cx, cy]: LatticePoint): bigint =>
  (BigInt(bx) - BigInt(ax)) * (BigInt(cy) - BigInt(ay)) - (BigInt(by) - BigInt(ay)) * (BigInt(cx) - BigInt(ax))
const within = ([x, y]: LatticePoint, [[ax, ay], [bx, by]]: readonly [LatticePoint, LatticePoint]): boolean =>
  Math.min(ax, bx) <= x && x <= Math.max(ax, bx) && Math.min(ay, by) <= y && y <= Math.max(ay, by)

const boxesMeet = (s: readonly [LatticePoint, LatticePoint], t: readonly [LatticePoint, LatticePoint]): boolean =>
  [0, 1].every(
    k => Math.max(s[0][k]!, s[1][k]!) >= Math.min(t[0][k]!, t[1][k]!) && Math.max(t[0][k]!, t[1][k]!) >= Math.min(s[0][k]!, s[1][k]!),
  )

/** Whether segments meet elsewhere than in a common end, in BigInt. */
function meet(s: readonly [LatticePoint, LatticePoint], t: readonly [LatticePoint, LatticePoint]): boolean {
  const inside = (p: LatticePoint, [a, b]: readonly [LatticePoint, LatticePoint]): boolean =>
    p.join() !== a.join() && p.join() !== b.join() && side(a, b, p) === 0n && within(p, [a, b])
  if (s.some(p => inside(p, t)) || t.some(p => inside(p, s))) return true
  return side(...s, t[0]) * side(...s, t[1]) < 0n && side(...t, s[0]) * side(...t, s[1]) < 0n
}

const tangle = (size: number) => {
  const number = fc.integer({ min: -size, max: size })
  const ring = fc.array(fc.tuple(number, number), { minLength: 3, maxLength: 7 }).map(points => Int32Array.from(points.flat()))
  return fc.array(ring, { minLength: 1, maxLength: 3 })
}

describe('snapRound', () => {
  it('leaves edges that meet at vertices only, near where they were', () => {
    fc.assert(
      fc.property(fc.oneof(tangle(4), tangle(20), tangle(200), tangle(1_800_000_000)), rings => {
        const noded = snapRound(rings)!
        expect(noded).toHaveLength(rings.length)
        const sides = noded.flatMap(sidesOf)
        expect(sides.filter((s, i) => sides.slice(i + 1).some(t => boxesMeet(s, t) && meet(s, t)))).toEqual([])
        for (const [i, ring] of rings.entries()) {
          const made = pointsOf(noded[i]!)
          const given = new Set(pointsOf(ring).map(String))
          expect(made.filter(p => given.has(String(p))).length).toBeGreaterThanOrEqual(given.size)
          for (const [x, y] of made) {
            const near = sidesOf(ring).some(([[ax, ay], [bx, by]]) => {
              const length = Math.hypot(bx - ax, by - ay)
              return Math.abs((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / length <= 0.7072 + length * 1e-6
            })
            expect(near || ring.length < 6 || given.size < 2).toBe(true)
          }
        }
      }),
      { numRuns: 200 },
    )
  })

  it('gives up on what would take too long', () => {
    const fan = Int32Array.from({ length: 8000 }, (_, i) => Math.round(1e9 * (i % 4 < 2 ? 1 : -1) * Math.cos(i * i)))
    expect(snapRound([fan])).toBeUndefined()
  })
})
