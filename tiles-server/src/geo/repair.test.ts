import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { area2, insideExactly, type LatticePoint } from '../../../test/support/random-coverage.ts'
import { fromLattice, toLattice } from './lattice.ts'
import { repairGeometry, repairNumbers } from './repair.ts'
import type { MultiPolygon, Polygon, Position } from './types.ts'
import { ringsOf } from './types.ts'
import { checkGeometry } from './validity.ts'

const polygon = (...rings: Position[][]) => ({ type: 'Polygon', coordinates: rings })
const multi = (...polygons: Position[][][]) => ({ type: 'MultiPolygon', coordinates: polygons })
const square = (x: number, y: number, size: number): Position[] => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
  [x, y],
]
const bowTie: Position[] = [
  [0, 0],
  [2, 2],
  [2, 0],
  [0, 2],
  [0, 0],
]

const rules = (geometry: unknown): string[] => repairGeometry(geometry).fixes.map(fix => fix.rule)

describe('repairGeometry mends what has one reading', () => {
  it.each<[string, unknown, string[], unknown]>([
    ['an open ring', polygon(square(0, 0, 2).slice(0, 4)), ['ring-closed'], polygon(square(0, 0, 2))],
    [
      'a spike with a repeated position',
      polygon([
        [0, 0],
        [2, 0],
        [2, 0],
        [2, 2],
        [2, 5],
        [2, 2],
        [0, 2],
        [0, 0],
      ]),
      ['repeated-position', 'spike'],
      polygon(square(0, 0, 2)),
    ],
    [
      'a spike where the ring starts, longer than the edge it comes back along',
      polygon([
        [0, -3],
        [0, 0],
        [2, 0],
        [2, 2],
        [0, 2],
        [0, -3],
      ]),
      ['spike'],
      polygon([
        [0, 0],
        [2, 0],
        [2, 2],
        [0, 2],
        [0, 0],
      ]),
    ],
    ['numbers as text', { type: 'Point', coordinates: ['114.5', ' 22e0 '] }, ['number-text'], { type: 'Point', coordinates: [114.5, 22] }],
    [
      'longitudes a turn too far',
      {
        type: 'LineString',
        coordinates: [
          [180, 1],
          [190.5, 2],
        ],
      },
      ['longitude-turn'],
      {
        type: 'LineString',
        coordinates: [
          [-180, 1],
          [-169.5, 2],
        ],
      },
    ],
    [
      'a part too short',
      {
        type: 'MultiLineString',
        coordinates: [
          [[0, 0]],
          [
            [0, 0],
            [1, 1],
          ],
        ],
      },
      ['too-few-positions'],
      {
        type: 'MultiLineString',
        coordinates: [
          [
            [0, 0],
            [1, 1],
          ],
        ],
      },
    ],
    [
      'a hole without area',
      polygon(square(0, 0, 4), [
        [1, 1],
        [2, 2],
        [3, 3],
        [1, 1],
      ]),
      ['too-few-positions'],
      polygon(square(0, 0, 4)),
    ],
    [
      'a hole given twice',
      polygon(square(0, 0, 4), square(1, 1, 1), square(1, 1, 1).reverse()),
      ['duplicate-hole'],
      polygon(square(0, 0, 4), square(1, 1, 1)),
    ],
    ['a polygon given twice', multi([square(0, 0, 4)], [square(0, 0, 4)]), ['duplicate-polygon'], multi([square(0, 0, 4)])],
    [
      'a bow tie',
      polygon(bowTie),
      ['crossing'],
      multi(
        [
          [
            [0, 0],
            [1, 1],
            [0, 2],
            [0, 0],
          ],
        ],
        [
          [
            [1, 1],
            [2, 0],
            [2, 2],
            [1, 1],
          ],
        ],
      ),
    ],
    ['a hole outside', polygon(square(0, 0, 4), square(6, 6, 1)), ['hole-outside'], multi([square(0, 0, 4)], [square(6, 6, 1)])],
    [
      'a hole in a hole',
      polygon(square(0, 0, 9), square(2, 2, 5), square(3, 3, 1)),
      ['nested'],
      multi(
        [
          square(0, 0, 9),
          [
            [2, 2],
            [2, 7],
            [7, 7],
            [7, 2],
            [2, 2],
          ],
        ],
        [square(3, 3, 1)],
      ),
    ],
    [
      'polygons that overlap: the common part becomes a hole',
      multi([square(0, 0, 2)], [square(1, 0, 2)]),
      ['overlap'],
      multi([square(0, 0, 1).map(([x, y]): Position => [x!, y! * 2])], [square(2, 0, 1).map(([x, y]): Position => [x!, y! * 2])]),
    ],
    [
      'one part of a collection',
      { type: 'GeometryCollection', geometries: [{ type: 'Point', coordinates: [0, 0] }, polygon(square(0, 0, 2).slice(0, 4))] },
      ['ring-closed'],
      { type: 'GeometryCollection', geometries: [{ type: 'Point', coordinates: [0, 0] }, polygon(square(0, 0, 2))] },
    ],
  ])('%s', (_, broken, expected, result) => {
    const { geometry, fixes } = repairGeometry(broken)
    expect(fixes.map(fix => fix.rule)).toEqual(expected)
    expect(geometry).toEqual(result)
    expect(checkGeometry(geometry)).toEqual([])
    expect(fixes.every(fix => fix.detail.length > 10 && fix.at?.length === 2)).toBe(true)
  })

  it.each<[string, unknown]>([
    ['null', null],
    ['an altitude that is null', { type: 'Point', coordinates: [1, 2, null] }],
    ['NaN', { type: 'Point', coordinates: [Number.NaN, 1] }],
    ['a position that is null', { type: 'LineString', coordinates: [[0, 0], null, [1, 1]] }],
    ['text that is no number', { type: 'Point', coordinates: ['1,5', '2'] }],
    [
      'longitudes on both sides of 180',
      {
        type: 'LineString',
        coordinates: [
          [179, 1],
          [181, 2],
        ],
      },
    ],
    ['metres', { type: 'Point', coordinates: [400_000, 300_000] }],
    ['a latitude out of range', { type: 'Point', coordinates: [200, 95] }],
    ['a line of one position', { type: 'LineString', coordinates: [[0, 0]] }],
    [
      'a ring of two positions',
      polygon([
        [0, 0],
        [1, 1],
      ]),
    ],
    [
      'an outer ring without area around a hole',
      polygon(
        [
          [0, 0],
          [1, 1],
          [0, 0],
        ],
        square(0, 0, 1),
      ),
    ],
    ['an open ring that crosses itself once closed', polygon(bowTie.slice(0, 4))],
    ['a hole that is its outer ring', polygon(square(0, 0, 1), square(0, 0, 1))],
    [
      'a good fix beside what cannot be mended',
      { type: 'GeometryCollection', geometries: [polygon(square(0, 0, 2).slice(0, 4)), { type: 'Point', coordinates: [] }] },
    ],
  ])('but not %s: the same value comes back', (_, broken) => {
    const { geometry, fixes } = repairGeometry(broken)
    expect(geometry).toBe(broken)
    expect(fixes).toEqual([])
  })

  it('reads texts as numbers before a conversion, whatever their range', () => {
    expect(repairNumbers({ type: 'Point', coordinates: ['400000', 300_000] })).toMatchObject({
      geometry: { type: 'Point', coordinates: [400_000, 300_000] },
      fixes: [{ rule: 'number-text' }],
    })
    const good = { type: 'Point', coordinates: [400_000, 300_000] }
    expect(repairNumbers(good).geometry).toBe(good)
  })

  it('gives up on what would take too long', () => {
    const fan = Array.from(
      { length: 4000 },
      (_, i): Position => (i % 2 ? [90 * Math.cos(i), 80 * Math.sin(i)] : [Math.cos(i), Math.sin(i)]),
    )
    const broken = polygon([...fan, fan[0]!])
    expect(repairGeometry(broken).geometry).toBe(broken)
  })
})

type Ring = readonly LatticePoint[]
const ORIGIN: LatticePoint = [1_139_000_000, 225_000_000]
const position = ([x, y]: LatticePoint): Position => [fromLattice(x), fromLattice(y)]
const closed = (ring: Ring): Position[] => [...ring, ring[0]!].map(position)
const sidesOf = (ring: Ring): [LatticePoint, LatticePoint][] => ring.map((p, i) => [p, ring[(i + 1) % ring.length]!])
const latticeRingsOf = (geometry: Polygon | MultiPolygon): LatticePoint[][] =>
  ringsOf(geometry).map(ring => ring.slice(0, -1).map(([x, y]): LatticePoint => [toLattice(x!), toLattice(y!)]))

/** Small fields have many vertices on edges and edges over edges; large ones have long edges that cross at no lattice point. */
const tangle = (size: number) => {
  const point = fc
    .tuple(fc.integer({ min: 0, max: size }), fc.integer({ min: 0, max: size }))
    .map(([x, y]): LatticePoint => [ORIGIN[0] + x, ORIGIN[1] + y])
  const ring = fc.array(point, { minLength: 3, maxLength: 9 })
  return fc.array(fc.array(ring, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 })
}
const tangles = fc.oneof(tangle(6), tangle(60), tangle(1000), tangle(3_000_000))

/** Twice the area of outer rings without their holes, whichever way they run. */
function areaOf({ coordinates }: MultiPolygon | Polygon): bigint {
  const polygons = coordinates.map(polygon => latticeRingsOf({ type: 'Polygon', coordinates: polygon as Position[][] }))
  const size = (ring: Ring): bigint => (area2(ring) < 0n ? -area2(ring) : area2(ring))
  return polygons.reduce((sum, [outer, ...holes]) => sum + size(outer!) - holes.reduce((n, hole) => n + size(hole), 0n), 0n)
}

/** Whether p comes within `clear` of the segment, in doubles: only to keep clear of edges. */
function near([px, py]: LatticePoint, [[ax, ay], [bx, by]]: readonly [LatticePoint, LatticePoint], clear: number): boolean {
  const [dx, dy] = [bx - ax, by - ay]
  const t = Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy || 1)))
  return Math.hypot(ax + dx * t - px, ay + dy * t - py) <= clear
}

describe('repaired areas', () => {
  it('are valid, contain what lies inside an odd number of rings, and are not repaired again', () => {
    let repaired = 0
    fc.assert(
      fc.property(tangles, fc.integer({ min: 1, max: 2 ** 31 }), (polygons, seed) => {
        const broken = { type: 'MultiPolygon', coordinates: polygons.map(rings => rings.map(closed)) }
        const { geometry, fixes } = repairGeometry(broken)
        if (fixes.length === 0) {
          expect(geometry).toBe(broken)
          return
        }
        repaired++
        expect(checkGeometry(geometry)).toEqual([])
        expect(repairGeometry(geometry)).toEqual({ geometry, fixes: [] })
        expect(repairGeometry(geometry).geometry).toBe(geometry)
        // A second copy of a ring is dropped, not cancelled: that rule is tested above.
        if (fixes.some(fix => fix.rule.startsWith('duplicate'))) return
        const before = polygons.flat().flatMap(sidesOf)
        const after = latticeRingsOf(geometry as MultiPolygon)
        const sides = after.flatMap(sidesOf)
        for (const p of probes(polygons.flat(), seed)) {
          if (before.some(side => near(p, side, 1))) continue
          expect(insideExactly(p, sides)).toBe(insideExactly(p, before))
        }
      }),
      { numRuns: 600 },
    )
    expect(repaired).toBeGreaterThan(200)
  })

  it('keep their area where edges cross at lattice points', () => {
    // Axis-parallel rings cross at lattice points only, so that nothing is rounded.
    const corner = fc.tuple(fc.nat(20), fc.nat(20))
    const ring = fc.array(corner, { minLength: 2, maxLength: 5 }).map(corners =>
      corners.flatMap(([x, y], i): LatticePoint[] => {
        const [nextX] = corners[(i + 1) % corners.length]!
        return [
          [ORIGIN[0] + x, ORIGIN[1] + y],
          [ORIGIN[0] + nextX, ORIGIN[1] + y],
        ]
      }),
    )
    fc.assert(
      fc.property(fc.array(ring, { minLength: 1, maxLength: 3 }), rings => {
        const { geometry, fixes } = repairGeometry({ type: 'MultiPolygon', coordinates: rings.map(r => [closed(r)]) })
        if (!fixes.some(fix => fix.rule === 'crossing') || fixes.some(fix => fix.rule.startsWith('duplicate'))) return
        const total = areaOf(geometry as MultiPolygon)
        expect(total).toBe(BigInt(2 * cellsInside(rings.flatMap(sidesOf))))
      }),
      { numRuns: 1000 },
    )
  })

  it('leave a valid geometry as it is', () => {
    const ring = fc.array(fc.tuple(fc.integer({ min: -179, max: 179 }), fc.integer({ min: -89, max: 89 })), { minLength: 3, maxLength: 6 })
    fc.assert(
      fc.property(ring, points => {
        const geometry = polygon([...points, points[0]!].map((p): Position => [...p]))
        if (checkGeometry(geometry).length > 0) return
        expect(repairGeometry(geometry).geometry).toBe(geometry)
        expect(rules(geometry)).toEqual([])
      }),
    )
  })

  it('never throws, whatever it is given', () => {
    const type = fc.constantFrom('Point', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon', 'GeometryCollection', 'x')
    const number = fc.oneof(fc.double(), fc.integer({ min: -3, max: 3 }), fc.constantFrom('1', '2', 'x', null, Number.NaN, 1e308, 5e-324))
    const coordinates = fc.oneof(fc.jsonValue(), fc.array(fc.array(fc.array(number, { maxLength: 5 }), { maxLength: 6 }), { maxLength: 3 }))
    const geometry = fc.record({ type, coordinates, geometries: fc.jsonValue() })
    const any = fc.oneof(fc.jsonValue(), geometry, fc.record({ type, geometries: fc.array(geometry) }))
    fc.assert(
      fc.property(any, value => {
        const once = repairGeometry(value)
        if (once.fixes.length > 0) expect(checkGeometry(once.geometry)).toEqual([])
        expect(repairGeometry(once.geometry)).toEqual({ geometry: once.geometry, fixes: [] })
        repairNumbers(value)
      }),
      { numRuns: 2000 },
    )
    let deep: unknown = { type: 'Point', coordinates: ['0', 0] }
    for (let i = 0; i < 5000; i++) deep = { type: 'GeometryCollection', geometries: [deep] }
    expect(repairGeometry(deep).geometry).toBe(deep)
  })
})

function probes(rings: readonly Ring[], seed: number): LatticePoint[] {
  const all = rings.flat()
  const pick = (n: number, of: number): number => Math.floor(((((seed % 1_000_003) * (n * 7919 + 13)) % 1_000_003) / 1_000_003) * of)
  return Array.from({ length: 20 }, (_, i): LatticePoint => {
    const [a, b, c] = [all[pick(3 * i, all.length)]!, all[pick(3 * i + 1, all.length)]!, all[pick(3 * i + 2, all.length)]!]
    return [Math.round((a[0] + b[0] + c[0]) / 3), Math.round((a[1] + b[1] + c[1]) / 3)]
  })
}

/** Unit cells whose middle lies to the right of an odd number of upright sides. */
function cellsInside(sides: readonly (readonly [LatticePoint, LatticePoint])[]): number {
  let cells = 0
  for (let x = 0; x < 20; x++) {
    for (let y = 0; y < 20; y++) {
      const [px, py] = [ORIGIN[0] + x + 0.5, ORIGIN[1] + y + 0.5]
      const odd = sides.filter(([a, b]) => a[0] === b[0] && a[0] > px && a[1] > py !== b[1] > py).length % 2
      cells += odd
    }
  }
  return cells
}
