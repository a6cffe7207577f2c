import { geoJSONToTile } from '@maplibre/geojson-vt'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EXTENT, gridSize } from '../geo/index.ts'
import { BUFFER, cut } from './cut.ts'
import { doubleArea, type GridGeometry } from './generalise.ts'

const ZOOM = 6
const TILE = [21, 30] as const
const [LEFT, TOP] = [TILE[0] * EXTENT, TILE[1] * EXTENT]

/** A star around a centre near the tile, so that it is simple and may lie inside, outside, across sides and corners, or around the whole tile. */
const star = fc
  .record({
    x: fc.integer({ min: -5000, max: 9000 }),
    y: fc.integer({ min: -5000, max: 9000 }),
    radii: fc.array(fc.integer({ min: 20, max: 9000 }), { minLength: 3, maxLength: 40 }),
  })
  .map(({ x, y, radii }) =>
    Int32Array.from(
      radii.flatMap((r, i) => {
        const angle = (2 * Math.PI * i) / radii.length
        return [LEFT + x + Math.round(r * Math.cos(angle)), TOP + y + Math.round(r * Math.sin(angle))]
      }),
    ),
  )

const gridOf = (type: 2 | 3, run: Int32Array): GridGeometry => {
  const pick = (axis: number) => Array.from(run).filter((_, i) => i % 2 === axis)
  const [xs, ys] = [pick(0), pick(1)]
  const box = { minX: Math.min(...xs), minY: Math.min(...ys), maxX: Math.max(...xs), maxY: Math.max(...ys) }
  return { type, runs: [run], outer: type === 3 ? [true] : [], ...box }
}

/** The library's cut of the same geometry, world coordinates being exact: integers divided by a power of two. */
function library(type: 2 | 3, run: Int32Array): [number, number][][] {
  const size = gridSize(ZOOM)
  const line = Array.from({ length: run.length / 2 }, (_, i): [number, number] => [run[2 * i]! / size, run[2 * i + 1]! / size])
  const geometry: GeoJSON.Geometry =
    type === 2 ? { type: 'LineString', coordinates: line } : { type: 'Polygon', coordinates: [[...line, line[0]!]] }
  const options = { extent: EXTENT, buffer: BUFFER + 0.3137, tolerance: 0, clip: true, coordinates: 'unitSquare' as const }
  const tile = geoJSONToTile({ type: 'Feature', geometry, properties: null }, ZOOM, ...TILE, options)
  return tile.features.flatMap(feature => feature.geometry as unknown as [number, number][][])
}

const pairs = (run: ArrayLike<number>): [number, number][] =>
  Array.from({ length: run.length / 2 }, (_, i) => [run[2 * i]!, run[2 * i + 1]!])

/** Edges that do not run along the cut, without direction: along it the two may go different ways round. */
function edges(runs: readonly [number, number][][], closed: boolean): string[] {
  const onCut = (a: [number, number], b: [number, number]): boolean =>
    [0, 1].some(axis => a[axis] === b[axis] && (a[axis] === -BUFFER || a[axis] === EXTENT + BUFFER))
  return runs
    .flatMap(run =>
      run.map((b, i): [[number, number], [number, number]] => [run[i === 0 ? run.length - 1 : i - 1]!, b]).slice(closed ? 0 : 1),
    )
    .filter(([a, b]) => a.join() !== b.join() && !onCut(a, b))
    .map(edge => edge.map(String).sort().join(' '))
    .sort()
}

describe('the cut', () => {
  it('gives the areas that the library gives', () => {
    fc.assert(
      fc.property(star, run => {
        const own = (cut(gridOf(3, run), ...TILE)?.runs ?? []).map(pairs)
        const others = library(3, run).filter(ring => doubleArea(ring.flat()) !== 0)
        expect(edges(own, true)).toEqual(edges(others, true))
        const area = (rings: readonly [number, number][][]): number =>
          rings.reduce((sum, ring) => sum + Math.abs(doubleArea(ring.flat())), 0)
        expect(area(own)).toBe(area(others))
        for (const ring of own) expect(doubleArea(ring.flat())).toBeGreaterThan(0)
      }),
      { numRuns: 500 },
    )
  })

  it('gives the lines that the library gives', () => {
    fc.assert(
      fc.property(star, run => {
        const own = (cut(gridOf(2, run), ...TILE)?.runs ?? []).map(pairs)
        expect(edges(own, false)).toEqual(edges(library(2, run), false))
      }),
      { numRuns: 500 },
    )
  })

  it('cuts an edge at the same vertex whichever way it is walked', () => {
    fc.assert(
      fc.property(star, run => {
        const backwards = Int32Array.from(pairs(run).reverse().flat())
        const there = (cut(gridOf(3, run), ...TILE)?.runs ?? []).map(pairs)
        const back = (cut(gridOf(3, backwards), ...TILE)?.runs ?? []).map(pairs)
        expect(edges(back, true)).toEqual(edges(there, true))
      }),
    )
  })
})
