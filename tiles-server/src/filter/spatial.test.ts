import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bboxOf, type Geometry } from '../geo/index.ts'
import { ZongtuError } from '../kernel/index.ts'
import { compileFilter, filterText, parseFilter } from './index.ts'

const at = (geometry: Geometry | null, properties = {}) => {
  const [minX, minY, maxX, maxY] = (geometry && bboxOf(geometry)) ?? [Infinity, Infinity, -Infinity, -Infinity]
  return { id: 'f', properties, geometry, minX, minY, maxX, maxY }
}
const point = (x: number, y: number): Geometry => ({ type: 'Point', coordinates: [x, y] })
const holds = (filter: string, geometry: Geometry | null): boolean => compileFilter(parseFilter(filter))(at(geometry))

function failure(text: string): ZongtuError {
  try {
    parseFilter(text)
  } catch (error) {
    if (error instanceof ZongtuError) return error
    throw error
  }
  throw new Error('expected a ZongtuError')
}

describe('spatial functions', () => {
  it('follow a line from one part of an area into the next where these touch inside an edge', () => {
    // The square's east side is touched in its middle by the tip of a triangle.
    const parts = 'MULTIPOLYGON(((0 0, 2 0, 2 2, 0 2, 0 0)), ((2 1, 3 0, 3 2, 2 1)))'
    const line = (...coordinates: [number, number][]): Geometry => ({ type: 'LineString', coordinates })
    expect(holds(`S_WITHIN(geometry, ${parts})`, line([1, 1], [2.5, 1]))).toBe(true)
    expect(holds(`S_WITHIN(geometry, ${parts})`, line([1, 1.1], [2.5, 1.1]))).toBe(false)
    expect(holds(`S_WITHIN(geometry, ${parts})`, line([1, 1], [3.5, 1]))).toBe(false)
  })

  it.each([
    ['S_INTERSECTS(geometry, POINT(114 22.5))', 'S_INTERSECTS(geometry, POINT(114 22.5))'],
    ['s_within("geom", bbox(1, 2, 3, 4))', 'S_WITHIN(geometry, POLYGON((1 2, 3 2, 3 4, 1 4, 1 2)))'],
    ['S_WITHIN(POINT(1e-7 -2), geometry)', 'S_CONTAINS(geometry, POINT(1e-7 -2))'],
    ['S_CONTAINS(LINESTRING(0 0,1 1), geometry)', 'S_WITHIN(geometry, LINESTRING(0 0, 1 1))'],
    ['not S_EQUALS(geometry, MultiPoint(1 1, 2 2))', 'NOT S_EQUALS(geometry, MULTIPOINT(1 1, 2 2))'],
    ['S_DISJOINT(geometry, MULTIPOINT((1 1), (2 2)))', 'S_DISJOINT(geometry, MULTIPOINT(1 1, 2 2))'],
    [
      'S_INTERSECTS(geometry, MULTIPOLYGON(((0 0, 4 0, 4 4, 0 0), (2 1, 3 1, 3 2, 2 1)), ((9 9, 10 9, 10 10, 9 9))))',
      'S_INTERSECTS(geometry, MULTIPOLYGON(((0 0, 4 0, 4 4, 0 0), (2 1, 3 1, 3 2, 2 1)), ((9 9, 10 9, 10 10, 9 9))))',
    ],
    [
      'a = 1 AND S_INTERSECTS(geometry, MULTILINESTRING((0 0, 1 1), (2 2, 3 3))) OR a = 2',
      'a = 1 AND S_INTERSECTS(geometry, MULTILINESTRING((0 0, 1 1), (2 2, 3 3))) OR a = 2',
    ],
  ])('%s', (text, canonical) => {
    expect(filterText(parseFilter(text))).toBe(canonical)
    expect(parseFilter(canonical)).toEqual(parseFilter(text))
  })

  it.each([
    ['S_INTERSECTS(place, POINT(0 0))', 14, '"place"', 'geometry'],
    ['S_INTERSECTS(geometry POINT(0 0))', 23, '"POINT"', ','],
    ['S_INTERSECTS(geometry, POINT(0))', 31, '")"', 'latitude'],
    ['S_INTERSECTS(geometry, POINT(0, 0))', 31, '","', 'latitude'],
    ['S_INTERSECTS(geometry, POINT(0 0 0))', 34, '"0"', ')'],
    ['S_INTERSECTS(geometry, POINT(181 0))', 30, '181', '-180 to 180'],
    ['S_INTERSECTS(geometry, POINT(0 -90.1))', 32, '-90.1', '-90 to 90'],
    ['S_INTERSECTS(geometry, POINT(1e999 0))', 30, '1e999', '1.8e308'],
    ['S_INTERSECTS(geometry, CIRCLE(0 0))', 24, '"CIRCLE"', 'POINT'],
    ['S_INTERSECTS(geometry, POINT EMPTY)', 24, '"POINT"', 'a geometry'],
    ['S_INTERSECTS(geometry, geometry)', 24, '"geometry"', 'a geometry'],
    ['S_INTERSECTS(POINT(0 0), POINT(0 0))', 26, '"POINT"', 'geometry'],
    ['S_INTERSECTS(geometry, POLYGON((0 0, 1 0, 1 1)))', 24, 'ring-length', 'a valid geometry'],
    ['S_INTERSECTS(geometry, POLYGON((0 0, 1 0, 1 1, 0 1)))', 24, 'ring-closed', 'a valid geometry'],
    ['S_INTERSECTS(geometry, POLYGON((0 0, 1 1, 1 0, 0 1, 0 0)))', 24, 'crossing', 'a valid geometry'],
    ['S_INTERSECTS(geometry, BBOX(1, 0, 0, 1))', 29, '1, 0, 0, 1', 'west below east'],
    ['S_INTERSECTS(geometry, BBOX(0, 0, 0, 1, 1, 1))', 39, '","', ')'],
    ['S_TOUCHES(geometry, POINT(0 0))', 1, '"S_TOUCHES"', 'not supported'],
    ['S_INTERSECTS', 13, 'end of the filter', '='],
  ])('refuses %s at its place', (text, position, found, expected) => {
    const { code, extra } = failure(text)
    expect(code).toBe('bad-filter')
    expect(extra).toMatchObject({ position })
    expect(extra.found).toContain(found)
    expect(extra.expected).toContain(expected)
  })

  it('bounds the positions of a filter', () => {
    const ring = (n: number) => Array.from({ length: n }, (_, i) => `${i % 10} ${i % 7}`).join(',')
    expect(failure(`S_INTERSECTS(geometry, LINESTRING(${ring(1001)}))`).detail).toContain('more than 1000')
    expect(() => parseFilter(`S_INTERSECTS(geometry, LINESTRING(${ring(990)}))`)).not.toThrow()
  })

  it('is closed: a point on an edge or a vertex intersects and is not within; unknown without a geometry', () => {
    const square = 'POLYGON((0 0, 2 0, 2 2, 0 2, 0 0), (0.5 0.5, 1.5 0.5, 1.5 1.5, 0.5 1.5, 0.5 0.5))'
    const rows: [Geometry, boolean, boolean][] = [
      [point(0, 1), true, false],
      [point(2, 2), true, false],
      [point(0.5, 1), true, false],
      [point(1, 1), false, false],
      [point(0.25, 1), true, true],
      [point(2.0000001, 1), false, false],
      // Rounded to the lattice it lies on the edge.
      [point(2.00000004, 1), true, false],
    ]
    for (const [place, intersects, within] of rows) {
      const answers = ['INTERSECTS', 'DISJOINT', 'WITHIN'].map(name => holds(`S_${name}(geometry, ${square})`, place))
      expect([place, ...answers]).toEqual([place, intersects, !intersects, within])
    }
    for (const name of ['INTERSECTS', 'DISJOINT']) {
      expect(holds(`S_${name}(geometry, ${square})`, null)).toBe(false)
      expect(holds(`NOT S_${name}(geometry, ${square})`, null)).toBe(false)
    }
  })

  it('takes a collection part by part', () => {
    const both: Geometry = {
      type: 'GeometryCollection',
      geometries: [
        point(1, 1),
        {
          type: 'LineString',
          coordinates: [
            [1, 1],
            [5, 1],
          ],
        },
      ],
    }
    expect(holds('S_INTERSECTS(geometry, POINT(4 1))', both)).toBe(true)
    expect(holds('S_WITHIN(geometry, BBOX(0, 0, 6, 2))', both)).toBe(true)
    expect(holds('S_WITHIN(geometry, BBOX(0, 0, 4, 2))', both)).toBe(false)
    expect(holds('S_CONTAINS(geometry, LINESTRING(2 1, 3 1))', both)).toBe(true)
  })

  it('finds a line within one that holds it and is crossed by others, which GEOS before 3.13 does not', () => {
    const track: Geometry = {
      type: 'LineString',
      coordinates: [
        [0, 0.375],
        [0.75, 0.75],
      ],
    }
    const lines = 'MULTILINESTRING((0 0.375, 0.75 0.75, 0.625 0, 0.375 0.5), (0.75 0.125, 0.625 0.625, 0.625 0, 0.125 0.5))'
    expect(holds(`S_WITHIN(geometry, ${lines})`, track)).toBe(true)
  })

  it('is exact where doubles are not', () => {
    // The point lies a lattice step beside a diagonal of 100 degrees: the products have more than 53 bits.
    const line = 'LINESTRING(-50 -40, 50.0000001 39.9999999)'
    fc.assert(
      fc.property(fc.integer({ min: -499_999_999, max: 499_999_999 }), n => {
        const [x, y] = [n, Math.round(((n + 500_000_000) * 799_999_999) / 1_000_000_001) - 400_000_000]
        const on = BigInt(x + 500_000_000) * 799_999_999n === BigInt(y + 400_000_000) * 1_000_000_001n
        expect(holds(`S_INTERSECTS(geometry, ${line})`, point(x / 1e7, y / 1e7))).toBe(on)
      }),
    )
  })
})

describe('temporal functions', () => {
  it.each([
    ["T_AFTER(time, TIMESTAMP('2026-01-01T00:00:00Z'))", "time > TIMESTAMP('2026-01-01T00:00:00Z')"],
    ["T_AFTER(DATE('2026-01-01'), time)", "time < DATE('2026-01-01')"],
    ["t_before(\"time\", INTERVAL('2026-01-01', '..'))", "time < DATE('2026-01-01')"],
    [
      "T_DURING(time, INTERVAL('2026-01-01', '2026-01-31T00:00:00Z'))",
      "time > DATE('2026-01-01') AND time < TIMESTAMP('2026-01-31T00:00:00Z')",
    ],
    ["T_INTERSECTS(time, INTERVAL('..', '2026-01-31'))", "time <= DATE('2026-01-31')"],
    ["T_DISJOINT(time, DATE('2026-01-31'))", "NOT (time >= DATE('2026-01-31') AND time <= DATE('2026-01-31'))"],
    ["T_EQUALS(TIMESTAMP('2026-01-01T00:00:00Z'), time)", "time = TIMESTAMP('2026-01-01T00:00:00Z')"],
    ["T_STARTS(time, INTERVAL('2026-01-01', '..'))", "time = DATE('2026-01-01')"],
    [
      "a = 1 AND T_DURING(time, INTERVAL('2026-01-01', '2026-01-02'))",
      "a = 1 AND (time > DATE('2026-01-01') AND time < DATE('2026-01-02'))",
    ],
  ])('%s stands for %s', (text, comparison) => expect(filterText(parseFilter(text))).toBe(comparison))

  it.each([
    ["T_AFTER(time, INTERVAL('2026-01-01', '..'))", 15, 'an open end', 'T_AFTER'],
    ["T_DURING(time, INTERVAL('..', '..'))", 16, 'open at both ends', 'a start or an end'],
    ["T_DURING(INTERVAL('2026-01-01', '..'), time)", 10, 'INTERVAL', 'the property first'],
    ["T_AFTER(time, '2026-01-01')", 15, '2026-01-01', 'TIMESTAMP'],
    ["T_AFTER(time, INTERVAL('2026-02-30', '..'))", 24, '2026-02-30', "'..'"],
    ['T_AFTER(time, other)', 15, '"other"', 'TIMESTAMP'],
    ["T_AFTER(DATE('2026-01-01'), DATE('2026-01-01'))", 29, '"DATE"', 'a property'],
    ["T_MEETS(time, DATE('2026-01-01'))", 1, '"T_MEETS"', 'not supported'],
    ['T_AFTER(time)', 13, '")"', ','],
  ])('refuses %s at its place', (text, position, found, expected) => {
    const { code, extra } = failure(text)
    expect([code, extra.position]).toEqual(['bad-filter', position])
    expect(extra.found).toContain(found)
    expect(extra.expected).toContain(expected)
  })
})
