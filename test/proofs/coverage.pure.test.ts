import { describe, expect, test } from 'vitest'
import { generateCity } from '../../geo-data/sample-city/index.ts'
import { type Face, proveCoverage } from './coverage.ts'
import { isInside, ringsOf } from './exact.ts'

describe('the judge', () => {
  const square = (x: number, y: number): Face['geometry'] => ({
    type: 'Polygon',
    coordinates: [
      [
        [x, y],
        [x + 1, y],
        [x + 1, y + 1],
        [x, y + 1],
        [x, y],
      ],
    ],
  })
  test('gives the common corner of four squares to one of them', () => {
    const squares = [square(0, 0), square(1, 0), square(0, 1), square(1, 1)].map(ringsOf)
    expect(squares.map(rings => isInside(1e7, 1e7, rings))).toEqual([false, false, false, true])
    expect(squares.map(rings => isInside(1e7, 5e6, rings))).toEqual([false, true, false, false])
    expect(squares.map(rings => isInside(5e6, 1e7, rings))).toEqual([false, false, true, false])
  })
})

test('every point of the sample city is in exactly one grid, and the rim keeps its rule (size S)', { timeout: 180_000 }, () => {
  const { units } = generateCity({ size: 'S', seed: 99, now: Date.UTC(2026, 0, 1) })
  const faces = units.flatMap(({ id, geometry }) => (geometry ? [{ id, geometry }] : []))
  const figures = proveCoverage(faces, 50_000, 1)
  expect(figures.faces).toBeGreaterThan(250)
  expect(figures.exactMidpoints).toBeGreaterThan(0)
  expect(figures.rimOwned).toBeLessThan(figures.rim)
})
