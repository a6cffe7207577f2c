import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { snapToLattice } from './lattice.ts'
import type { Position } from './types.ts'
import { checkGeometry } from './validity.ts'

const rules = (geometry: unknown): string[] => [...new Set(checkGeometry(geometry).map(p => p.rule))].sort()
const polygon = (...rings: Position[][]) => ({ type: 'Polygon', coordinates: rings })
const square = (x: number, y: number, size: number): Position[] => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
  [x, y],
]

describe('checkGeometry', () => {
  it.each<[string, unknown, string[]]>([
    ['a square', polygon(square(0, 0, 4)), []],
    ['a clockwise square', polygon(square(0, 0, 4).reverse()), []],
    ['a hole', polygon(square(0, 0, 4), square(1, 1, 1)), []],
    [
      'a hole that touches the outer ring at a vertex',
      polygon(square(0, 0, 4), [
        [0, 0],
        [2, 1],
        [1, 2],
        [0, 0],
      ]),
      [],
    ],
    [
      'a hole whose vertex lies on an outer edge',
      polygon(square(0, 0, 4), [
        [2, 0],
        [3, 1],
        [1, 1],
        [2, 0],
      ]),
      [],
    ],
    [
      'a ring that touches itself at a vertex',
      polygon([
        [0, 0],
        [2, 0],
        [1, 1],
        [2, 2],
        [0, 2],
        [1, 1],
        [0, 0],
      ]),
      [],
    ],
    [
      'repeated positions',
      polygon([
        [0, 0],
        [0, 0],
        [2, 0],
        [2, 2],
        [2, 2],
        [0, 0],
      ]),
      [],
    ],
    ['an island in a hole', { type: 'MultiPolygon', coordinates: [[square(0, 0, 9), square(2, 2, 5)], [square(3, 3, 1)]] }, []],
    ['squares that touch at a corner', { type: 'MultiPolygon', coordinates: [[square(0, 0, 1)], [square(1, 1, 1)]] }, []],
    ['null', null, ['type']],
    ['text', 'POINT(1 2)', ['type']],
    ['an unknown type', { type: 'Circle', coordinates: [0, 0] }, ['type']],
    ['a type from the prototype', { type: 'constructor', coordinates: [0, 0] }, ['type']],
    ['no coordinates', { type: 'Point' }, ['coordinates']],
    ['a line for a point', { type: 'Point', coordinates: [[0, 0]] }, ['coordinates']],
    ['a position of one number', { type: 'Point', coordinates: [1] }, ['coordinates']],
    ['NaN', { type: 'Point', coordinates: [Number.NaN, 1] }, ['coordinates']],
    ['numbers as text', { type: 'Point', coordinates: ['1', '2'] }, ['coordinates']],
    ['a line of one position', { type: 'LineString', coordinates: [[0, 0]] }, ['line-length']],
    ['longitude out of range', { type: 'Point', coordinates: [181, 0] }, ['range']],
    ['an empty polygon', polygon(), ['coordinates']],
    ['an empty collection', { type: 'GeometryCollection', geometries: [] }, ['coordinates']],
    [
      'three positions',
      polygon([
        [0, 0],
        [1, 1],
        [0, 0],
      ]),
      ['ring-length'],
    ],
    [
      'an open ring',
      polygon([
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 1],
      ]),
      ['ring-closed'],
    ],
    [
      'no area',
      polygon([
        [0, 0],
        [1, 1],
        [2, 2],
        [0, 0],
      ]),
      ['zero-area'],
    ],
    [
      'a bow tie',
      polygon([
        [0, 0],
        [2, 2],
        [2, 0],
        [0, 2],
        [0, 0],
      ]),
      ['crossing'],
    ],
    [
      'a bow tie whose lines cross at a vertex of both',
      polygon([
        [0, 0],
        [1, 1],
        [2, 2],
        [2, 0],
        [1, 1],
        [0, 2],
        [0, 0],
      ]),
      ['crossing'],
    ],
    [
      'a bow tie whose lines cross at a vertex of one',
      polygon([
        [0, 0],
        [2, 2],
        [2, 0],
        [1, 1],
        [0, 2],
        [0, 0],
      ]),
      ['crossing'],
    ],
    [
      'a spike',
      polygon([
        [0, 0],
        [2, 0],
        [2, 2],
        [2, 5],
        [2, 2],
        [0, 2],
        [0, 0],
      ]),
      ['overlap'],
    ],
    ['a hole that crosses', polygon(square(0, 0, 4), square(3, 3, 3)), ['crossing']],
    ['a hole outside', polygon(square(0, 0, 4), square(6, 6, 1)), ['hole-outside']],
    ['a hole in a hole', polygon(square(0, 0, 9), square(2, 2, 5), square(3, 3, 1)), ['nested']],
    ['a polygon in a polygon', { type: 'MultiPolygon', coordinates: [[square(0, 0, 9)], [square(3, 3, 1)]] }, ['nested']],
    ['twice the same polygon', { type: 'MultiPolygon', coordinates: [[square(0, 0, 9)], [square(0, 0, 9)]] }, ['overlap']],
    ['polygons that cross', { type: 'MultiPolygon', coordinates: [[square(0, 0, 4)], [square(2, 2, 4)]] }, ['crossing']],
    ['a bad part of a collection', { type: 'GeometryCollection', geometries: [{ type: 'Point', coordinates: [0, 95] }] }, ['range']],
  ])('%s', (_, geometry, expected) => {
    expect(rules(geometry)).toEqual(expected)
  })

  it('says where, and guesses swapped coordinates', () => {
    expect(
      checkGeometry(
        polygon([
          [0, 0],
          [2, 2],
          [2, 0],
          [0, 2],
          [0, 0],
        ]),
      )[0]?.at,
    ).toEqual([1, 1])
    expect(checkGeometry({ type: 'Point', coordinates: [39.9, 116.4] })[0]?.detail).toContain('swapped')
    expect(checkGeometry({ type: 'Point', coordinates: [39.9, 190] })[0]?.detail).not.toContain('swapped')
  })

  it('is bounded: too many positions, collections too deep, arrays too deep, many long edges', () => {
    const line = { type: 'LineString', coordinates: Array.from({ length: 1_000_001 }, () => [0, 0]) }
    expect(rules(line)).toEqual(['too-large'])
    let deep: unknown = { type: 'Point', coordinates: [0, 0] }
    for (let i = 0; i < 1000; i++) deep = { type: 'GeometryCollection', geometries: [deep] }
    expect(rules(deep)).toEqual(['too-deep'])
    let nested: unknown = [0, 0]
    for (let i = 0; i < 20_000; i++) nested = [nested]
    expect(rules({ type: 'Polygon', coordinates: nested })).toEqual(['coordinates'])
    const fan = Array.from(
      { length: 30_000 },
      (_, i): Position => (i % 2 ? [90 * Math.cos(i), 80 * Math.sin(i)] : [Math.cos(i), Math.sin(i)]),
    )
    expect(rules(polygon([...fan, fan[0]!]))).not.toEqual([])
  })

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.jsonValue(),
          fc.record({
            type: fc.constantFrom('Point', 'Polygon', 'MultiPolygon', 'GeometryCollection'),
            coordinates: fc.jsonValue(),
            geometries: fc.jsonValue(),
          }),
        ),
        value => {
          expect(Array.isArray(checkGeometry(value))).toBe(true)
        },
      ),
    )
  })

  it('agrees with exact integer arithmetic on the crossing of small rings', () => {
    const point = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 }))
    fc.assert(
      fc.property(fc.uniqueArray(point, { minLength: 3, maxLength: 7, selector: p => p.join() }), vertices => {
        const expected = crossesByBruteForce(vertices)
        const found = rules(polygon([...vertices, vertices[0]!].map(([x, y]): Position => [x / 7, y / 7 - 20])))
        // Division by 7 may move a vertex off a line by a rounding error: judge only rings in general position there.
        if (expected !== undefined) expect(found.includes('crossing')).toBe(expected)
      }),
      { numRuns: 2000 },
    )
  })

  it('does not take a spike that touches an edge with its tip for a crossing, with a vertex there or without', () => {
    const ring = (text: string) => polygon(text.split(' ').map((p): Position => p.split(',').map(Number)))
    expect(new Set(rules(ring('4,12 4,8 0,16 6,12 2,12 4,12')))).toEqual(new Set(['overlap']))
    expect(new Set(rules(ring('4,12 4,8 2,12 0,16 6,12 4,12 2,12 4,12')))).toEqual(new Set(['overlap']))
  })

  it('does not depend on where a ring starts, on its direction, or on added collinear vertices', () => {
    const point = fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 8 }))
    fc.assert(
      fc.property(fc.uniqueArray(point, { minLength: 3, maxLength: 8, selector: p => p.join() }), fc.nat(7), (vertices, turn) => {
        const ring = vertices.map(([x, y]): Position => [x * 2, y * 2])
        const k = turn % ring.length
        const close = (r: Position[]) => polygon([...r, r[0]!])
        // The rules that are broken, in no order: several of one ring are found in the order of its edges.
        const broken = (r: Position[]): string[] => rules(close(r)).sort()
        const verdict = broken(ring)
        const dense = ring.flatMap((p, i): Position[] => [
          p,
          [(p[0]! + ring[(i + 1) % ring.length]![0]!) / 2, (p[1]! + ring[(i + 1) % ring.length]![1]!) / 2],
        ])
        expect(broken([...ring.slice(k), ...ring.slice(0, k)])).toEqual(verdict)
        expect(broken([...ring].reverse())).toEqual(verdict)
        expect(broken(ring.map(([x, y]): Position => [-x!, y!]))).toEqual(verdict)
        expect(broken(dense)).toEqual(verdict)
      }),
      { numRuns: 1000 },
    )
  })
})

/** Proper crossings of non-adjacent edges by BigInt; undefined when three vertices are collinear (rounding could decide). */
function crossesByBruteForce(vertices: readonly (readonly [number, number])[]): boolean | undefined {
  const n = vertices.length
  const side = (a: number, b: number, c: number): bigint => {
    const [[ax, ay], [bx, by], [cx, cy]] = [vertices[a]!, vertices[b]!, vertices[c]!].map(([x, y]) => [BigInt(x), BigInt(y)] as const) as [
      readonly [bigint, bigint],
      readonly [bigint, bigint],
      readonly [bigint, bigint],
    ]
    return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
  }
  let crosses = false
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      for (let k = j + 1; k < n; k++) if (side(i, j, k) === 0n) return undefined
      const [i2, j2] = [(i + 1) % n, (j + 1) % n]
      if (i2 === j || j2 === i) continue
      if (side(i, i2, j) * side(i, i2, j2) < 0n && side(j, j2, i) * side(j, j2, i2) < 0n) crosses = true
    }
  }
  return crosses
}

const files = new URL('../../../../shared/data/invalid-geojson/', import.meta.url)
describe.runIf(existsSync(files))('geojsonhint files (only where the data folder exists)', () => {
  const geometriesOf = (value: unknown): unknown[] => {
    if (typeof value !== 'object' || value === null) return []
    const { type, features, geometry } = value as { type?: unknown; features?: unknown; geometry?: unknown }
    if (type === 'FeatureCollection') return Array.isArray(features) ? features.flatMap(geometriesOf) : []
    return type === 'Feature' ? (geometry == null ? [] : [geometry]) : [value]
  }
  const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, files), 'utf8'))

  it('accepts every good geometry (one file lies outside the world)', () => {
    const good = readdirSync(new URL('good/', files)).filter(f => f.endsWith('.geojson'))
    for (const file of good)
      for (const geometry of geometriesOf(read(`good/${file}`)))
        expect([file, rules(geometry)]).toEqual([file, file === 'issue82.geojson' ? ['range'] : []])
    expect(good.length).toBe(18)
  })

  it('refuses the geometries that are bad by a rule of positions or rings', () => {
    const bad = ['badcoord', 'badcoordtype', 'bad-polygonloop']
    for (const file of bad)
      expect([file, geometriesOf(read(`bad/${file}.geojson`)).flatMap(checkGeometry).length > 0]).toEqual([file, true])
  })
})

const oa = new URL('../../../../shared/data/birmingham/oa.geojson', import.meta.url)
it.runIf(existsSync(oa))('accepts every census area of Birmingham, on the lattice too (only where the data folder exists)', () => {
  const { features } = JSON.parse(readFileSync(oa, 'utf8')) as { features: { geometry: Parameters<typeof snapToLattice>[0] }[] }
  const refused = features.filter(f => checkGeometry(f.geometry).length + checkGeometry(snapToLattice(f.geometry)).length > 0)
  expect(features.length).toBe(3223)
  expect(refused.length).toBe(0)
})
