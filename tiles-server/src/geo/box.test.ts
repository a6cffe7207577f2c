import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { geometryMeetsBox } from './box.ts'
import type { Bbox, Position } from './types.ts'

const coordinate = fc.integer({ min: -8, max: 8 })
const position = fc.tuple(coordinate, coordinate).map((p): Position => p)
const box = fc
  .tuple(coordinate, coordinate, fc.nat(6), fc.nat(6))
  .map(([west, south, width, height]): Bbox => [west, south, west + width, south + height])

/** Liang-Barsky in exact fractions: the range of t for which a + t(b - a) stays in the box, as BigInt ratios. */
function clipped(a: Position, b: Position, [west, south, east, north]: Bbox): boolean {
  let low: readonly [bigint, bigint] = [0n, 1n]
  let high: readonly [bigint, bigint] = [1n, 1n]
  const planes = [
    [a[0]! - b[0]!, a[0]! - west],
    [b[0]! - a[0]!, east - a[0]!],
    [a[1]! - b[1]!, a[1]! - south],
    [b[1]! - a[1]!, north - a[1]!],
  ] as const
  for (const [p, q] of planes) {
    if (p === 0) {
      if (q < 0) return false
      continue
    }
    const t: readonly [bigint, bigint] = p < 0 ? [BigInt(-q), BigInt(-p)] : [BigInt(q), BigInt(p)]
    if (p < 0 && t[0] * low[1] > low[0] * t[1]) low = t
    if (p > 0 && t[0] * high[1] < high[0] * t[1]) high = t
  }
  return low[0] * high[1] <= high[0] * low[1]
}

describe('geometryMeetsBox', () => {
  it('is the closed box for points', () => {
    expect(geometryMeetsBox({ type: 'Point', coordinates: [1, 2] }, [1, 2, 3, 4])).toBe(true)
    expect(geometryMeetsBox({ type: 'Point', coordinates: [0.999, 2] }, [1, 2, 3, 4])).toBe(false)
  })

  it('agrees with exact clipping for segments', () => {
    fc.assert(
      fc.property(position, position, box, (a, b, frame) => {
        expect(geometryMeetsBox({ type: 'LineString', coordinates: [a, b] }, frame)).toBe(clipped(a, b, frame))
      }),
      { numRuns: 5000 },
    )
  })

  it('agrees with exact half-plane tests for triangles', () => {
    fc.assert(
      fc.property(position, position, position, box, (a, b, c, frame) => {
        const turn = (p: Position, q: Position, [x, y]: Position) => (q[0]! - p[0]!) * (y! - p[1]!) - (q[1]! - p[1]!) * (x! - p[0]!)
        const area = turn(a, b, c)
        fc.pre(area !== 0)
        const edges = [
          [a, b],
          [b, c],
          [c, a],
        ] as const
        const corner: Position = [frame[0], frame[1]]
        const within = edges.every(([p, q]) => turn(p, q, corner) * Math.sign(area) >= 0)
        const expected = within || edges.some(([p, q]) => clipped(p, q, frame))
        expect(geometryMeetsBox({ type: 'Polygon', coordinates: [[a, b, c, a]] }, frame)).toBe(expected)
      }),
      { numRuns: 5000 },
    )
  })

  it('leaves out a box within a hole, but not one that touches its rim', () => {
    const square = (from: number, to: number): Position[] => [
      [from, from],
      [to, from],
      [to, to],
      [from, to],
      [from, from],
    ]
    const ring = { type: 'Polygon' as const, coordinates: [square(0, 10), square(2, 8)] }
    expect(geometryMeetsBox(ring, [4, 4, 6, 6])).toBe(false)
    expect(geometryMeetsBox(ring, [4, 4, 8, 6])).toBe(true)
    expect(geometryMeetsBox(ring, [0.5, 0.5, 1, 1])).toBe(true)
    expect(geometryMeetsBox({ type: 'MultiPolygon', coordinates: [[square(20, 21)], ring.coordinates] }, [4, 4, 6, 6])).toBe(false)
    expect(geometryMeetsBox({ type: 'MultiPolygon', coordinates: [[square(4, 6)], ring.coordinates] }, [4.5, 4.5, 5, 5])).toBe(true)
  })

  it('does not take a bounding box for the geometry', () => {
    const diagonal = {
      type: 'LineString' as const,
      coordinates: [
        [0, 0],
        [10, 10],
      ] as Position[],
    }
    expect(geometryMeetsBox(diagonal, [6, 0, 10, 3])).toBe(false)
    expect(geometryMeetsBox(diagonal, [6, 0, 10, 6])).toBe(true)
  })
})
