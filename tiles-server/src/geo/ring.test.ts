import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { insideExactly, type LatticePoint, type RandomCoverage, randomCoverage } from '../../../test/support/random-coverage.ts'
import { seededRandom } from '../kernel/index.ts'
import { fromLattice } from './lattice.ts'
import { createLocator } from './locator.ts'
import { orient, segmentsMeet } from './orient.ts'
import { isCounterClockwise, latticeRing, latticeRings, pointInRings, ringArea2, ringArea2Exact, ringPositions } from './ring.ts'

const coverage = (seed: number, gaps = 0.15): RandomCoverage => randomCoverage(seededRandom(seed), { columns: 5, rows: 4, faces: 6, gaps })

/** Every vertex, every edge midpoint, and random points of the region and a margin around it. */
function probes({ segments }: RandomCoverage, seed: number): LatticePoint[] {
  const all = [...segments.values()].flat()
  const random = seededRandom(seed + 1)
  const points = all.flatMap(([a, b]): LatticePoint[] => [a, [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]])
  const xs = all.map(([a]) => a[0])
  const ys = all.map(([a]) => a[1])
  const [west, south, east, north] = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
  for (let i = 0; i < 200; i++) {
    points.push([west - 500 + Math.round(random() * (east - west + 1000)), south - 500 + Math.round(random() * (north - south + 1000))])
  }
  return points
}

/** The merged outline: segments whose reverse no face has. */
function outline({ segments }: RandomCoverage): [LatticePoint, LatticePoint][] {
  const open = new Map([...segments.values()].flat().map(([a, b]) => [`${a.join()} ${b.join()}`, [a, b] as [LatticePoint, LatticePoint]]))
  return [...open].filter(([, [a, b]]) => !open.has(`${b.join()} ${a.join()}`)).map(([, segment]) => segment)
}

describe('the half-open rule', () => {
  it('puts every point in one face exactly if the merged outline contains it, in none otherwise, as BigInt arithmetic says', () => {
    let checked = 0
    fc.assert(
      fc.property(fc.integer(), seed => {
        const random = coverage(seed)
        const rings = random.faces.map(face => ({ id: face.id, rings: latticeRings(face.geometry) }))
        const rim = outline(random)
        const wrong = probes(random, seed).filter(([x, y]) => {
          checked++
          const containing = rings.filter(face => pointInRings(x, y, face.rings)).map(face => face.id)
          const exactly = rings.filter(({ id }) => insideExactly([x, y], random.segments.get(id)!)).map(face => face.id)
          return containing.length !== (insideExactly([x, y], rim) ? 1 : 0) || containing.join() !== exactly.join()
        })
        expect(wrong).toEqual([])
      }),
      { numRuns: 40 },
    )
    expect(checked).toBeGreaterThan(10_000)
  })

  it('does not depend on where a ring starts, its direction, or collinear vertices, and holds 6.7 degrees across', () => {
    const near = fc.integer({ min: 0, max: 40 })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(near, near), { minLength: 3, maxLength: 9 }),
        near,
        near,
        fc.nat(8),
        fc.constantFrom(1, 838_000),
        (points, px, py, turn, scale) => {
          const ring = points.map(([x, y]): LatticePoint => [x * 2 * scale, y * 2 * scale])
          const [x, y] = [px * 2 * scale, py * 2 * scale]
          const flat = (list: readonly LatticePoint[]): Int32Array => Int32Array.from(list.flat())
          const dense = ring.flatMap((p, i): LatticePoint[] => {
            const q = ring[(i + 1) % ring.length]!
            return [p, [(p[0] + q[0]) / 2, (p[1] + q[1]) / 2]]
          })
          const k = turn % ring.length
          const inside = pointInRings(x, y, [flat(ring)])
          const sides = ring.map((p, i): [LatticePoint, LatticePoint] => [p, ring[(i + 1) % ring.length]!])
          expect(inside).toBe(insideExactly([x, y], sides))
          expect(pointInRings(x, y, [flat([...ring.slice(k), ...ring.slice(0, k)])])).toBe(inside)
          expect(pointInRings(x, y, [flat([...ring].reverse())])).toBe(inside)
          expect(pointInRings(x, y, [flat(dense)])).toBe(inside)
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('createLocator', () => {
  it('answers as every face asked in turn', () => {
    fc.assert(
      fc.property(fc.integer(), seed => {
        const random = coverage(seed)
        const { locate } = createLocator(random.faces)
        const wrong = probes(random, seed).filter(point => {
          const expected = random.faces.find(face => insideExactly(point, random.segments.get(face.id)!))?.id ?? null
          return locate(fromLattice(point[0]), fromLattice(point[1])) !== expected
        })
        expect(wrong).toEqual([])
      }),
      { numRuns: 40 },
    )
  })

  it('answers null for no faces and far points', () => {
    const square = {
      type: 'Polygon' as const,
      coordinates: [
        [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 1],
          [0, 0],
        ],
      ],
    }
    const { locate } = createLocator([{ id: 'square', geometry: square }])
    expect([locate(0.5, 0.5), locate(0, 0), locate(2, 2), locate(1, 1), locate(-170, 80), locate(Number.NaN, 0)]).toEqual([
      'square',
      'square',
      null,
      null,
      null,
      null,
    ])
    expect(createLocator([]).locate(0, 0)).toBeNull()
  })
})

describe('rings', () => {
  it('measures area and direction exactly', () => {
    const ring = Int32Array.from([0, 0, 40_000_000, 0, 40_000_000, 30_000_000, 0, 30_000_000])
    expect(ringArea2(ring)).toBe(2 * 40_000_000 * 30_000_000)
    expect(ringArea2Exact(Int32Array.from([-1_800_000_000, -900_000_000, 1_800_000_000, -900_000_000, 1_800_000_001, 900_000_000]))).toBe(
      3_600_000_000n * 1_800_000_000n,
    )
    expect(isCounterClockwise(ring)).toBe(true)
  })

  it('rounds to the lattice, drops repeats, and comes back to degrees', () => {
    const ring = latticeRing([
      [0, 0],
      [0.00000001, 0],
      [1, 0],
      [1, 1],
      [0, 0],
    ])!
    expect([...ring]).toEqual([0, 0, 10_000_000, 0, 10_000_000, 10_000_000])
    expect(ringPositions(ring)).toEqual([
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 0],
    ])
    expect(
      latticeRing([
        [0, 0],
        [1e-9, 0],
        [0, 1e-9],
        [0, 0],
      ]),
    ).toBeUndefined()
  })
})

describe('the side test', () => {
  it('is exact for all doubles, also where rounding would lie', () => {
    const value = fc.oneof(
      fc.integer({ min: -20, max: 20 }).map(n => n / 10),
      fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e3, max: 1e3 }),
    )
    /** A double is an integer times 2^-1074. */
    const exact = (v: number): bigint => {
      let [scaled, shift] = [v, 1074]
      while (!Number.isInteger(scaled)) [scaled, shift] = [scaled * 2, shift - 1]
      return BigInt(scaled) << BigInt(shift)
    }
    fc.assert(
      fc.property(value, value, value, value, value, value, (ax, ay, bx, by, cx, cy) => {
        const [x, y] = [exact(cx), exact(cy)]
        const det = (exact(ax) - x) * (exact(by) - y) - (exact(ay) - y) * (exact(bx) - x)
        expect(Math.sign(orient(ax, ay, bx, by, cx, cy)) + 0).toBe(det > 0n ? 1 : det < 0n ? -1 : 0)
      }),
      { numRuns: 2000 },
    )
  })

  it('tells how segments meet, whichever comes first', () => {
    const cases = [
      ['cross', 0, 0, 4, 4, 0, 4, 4, 0],
      ['touch', 0, 0, 4, 0, 2, 0, 2, 5],
      ['overlap', 0, 0, 4, 0, 2, 0, 6, 0],
      ['none', 0, 0, 4, 0, 4, 0, 6, 3],
      ['none', 0, 0, 4, 0, 4, 0, 6, 0],
      ['none', 0, 0, 1, 1, 2, 2, 3, 3],
    ] as const
    for (const [meeting, ax, ay, bx, by, cx, cy, dx, dy] of cases) {
      expect(segmentsMeet(ax, ay, bx, by, cx, cy, dx, dy)).toBe(meeting)
      expect(segmentsMeet(dx, dy, cx, cy, ax, ay, bx, by)).toBe(meeting)
    }
  })
})
