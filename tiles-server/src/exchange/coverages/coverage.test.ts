import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomCoverage } from '../../../../test/support/random-coverage.ts'
import type { CoverageFace, Position } from '../../geo/index.ts'
import { seededRandom } from '../../kernel/index.ts'
import { checkCoverage } from './coverage.ts'

/** Degrees for metres at the equator, near enough. */
const METRE = 1 / 111_320
const face = (id: string, ...rings: Position[][]): CoverageFace => ({
  id,
  geometry: { type: 'Polygon', coordinates: rings.map(ring => [...ring, ring[0]!].map(([x, y]): Position => [x! * METRE, y! * METRE])) },
})
/** A rectangle in metres. */
const box = (west: number, south: number, east: number, north: number): Position[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
]

describe('checkCoverage', () => {
  it('finds nothing wrong with squares that share their vertices', () => {
    expect(checkCoverage([face('a', box(0, 0, 100, 100)), face('b', box(100, 0, 200, 100))])).toMatchObject({
      refusals: [],
      warnings: [],
      counts: {},
    })
  })

  it('tells a gap from a sliver by its mean width', () => {
    const around = face('a', box(0, 0, 200, 200), box(10, 10, 60, 60), box(100, 10, 101, 110))
    const island = face('b', box(20, 20, 30, 30))
    const { refusals, warnings, counts } = checkCoverage([around, island])
    expect(refusals).toEqual([])
    expect(counts).toEqual({ gap: 1, sliver: 1 })
    const [gap, sliver] = warnings
    expect(gap!.rule).toBe('gap')
    expect(gap!.area).toBeCloseTo(2500 - 100, -1)
    expect(gap!.at![0]).toBeCloseTo(10 * METRE, 7)
    expect(sliver!.area).toBeCloseTo(100, -1)
    expect(sliver!.width).toBeCloseTo(200 / 202, 2)
    expect(checkCoverage([around, island], { sliverMetres: 0.5 }).counts).toEqual({ gap: 2 })
  })

  it('refuses overlaps with the features, their area and width, and tells gaps all the same', () => {
    const faces = [face('a', box(0, 0, 100, 100), box(20, 20, 30, 30)), face('b', box(60, 0, 200, 100)), face('c', box(199, 0, 300, 100))]
    const { refusals, warnings, counts } = checkCoverage(faces)
    expect(refusals.filter(r => r.ids)).toMatchObject([
      { rule: 'overlap', ids: ['a', 'b'] },
      { rule: 'sliver', ids: ['b', 'c'] },
    ])
    expect(refusals[0]!.area).toBeCloseTo(4000, -1)
    expect(refusals[0]!.width).toBeCloseTo((2 * 4000) / 280, 1)
    expect(refusals[1]!.detail).toMatch(/features "b", "c" overlap: about 100 m², 0.99 m wide/)
    expect(warnings).toMatchObject([{ rule: 'gap' }])
    expect(counts).toMatchObject({ overlap: 1, gap: 1, sliver: 1 })
  })

  it('names a feature given twice, and one inside another, by what they cover', () => {
    expect(checkCoverage([face('a', box(0, 0, 100, 100)), face('b', box(0, 0, 100, 100))]).refusals[0]).toMatchObject({
      rule: 'overlap',
      ids: ['a', 'b'],
    })
    const inner = checkCoverage([face('a', box(0, 0, 100, 100)), face('b', box(10, 10, 20, 20))]).refusals
    expect(inner).toMatchObject([{ rule: 'overlap', ids: ['a', 'b'] }])
    expect(inner[0]!.area).toBeCloseTo(100, -1)
  })

  it('says how far an edge moves where a neighbour has a vertex on it', () => {
    // 0.9 lattice steps beside the edge x = 100 m is 1 cm.
    const beside: Position = [100 + 0.01, 50]
    const neighbour = face('b', [[100, 0], [200, 0], [200, 100], [100, 100], beside])
    const { refusals, warnings } = checkCoverage([face('a', box(0, 0, 100, 100)), neighbour])
    expect(refusals).toEqual([])
    expect(warnings).toMatchObject([{ rule: 't-junction', ids: ['a'] }])
    expect(warnings[0]!.detail).toMatch(/moves the edge by 1\d mm/)
    const exact = face('b', [
      [100, 0],
      [200, 0],
      [200, 100],
      [100, 100],
      [100, 50],
    ])
    expect(checkCoverage([face('a', box(0, 0, 100, 100)), exact]).warnings[0]!.detail).toMatch(/moves the edge by (nothing|[1-7] mm)/)
  })

  it('lists 1,000 and counts all', () => {
    const faces = Array.from({ length: 1100 }, (_, i) => face(`f${i}`, box(i * 10, 0, i * 10 + 12, 10)))
    const { refusals, refusalCount, counts } = checkCoverage(faces)
    expect(refusals).toHaveLength(1000)
    expect(counts.sliver ?? 0).toBe(1099)
    expect(refusalCount).toBeGreaterThanOrEqual(1099)
  })

  it('finds no overlap in random coverages, and the gap that taking a face away leaves', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 }), seed => {
        const { faces } = randomCoverage(seededRandom(seed), { columns: 5, rows: 5, faces: 6 })
        expect(checkCoverage(faces)).toMatchObject({ refusals: [], warnings: [] })
        const { counts, refusals } = checkCoverage(faces.slice(1))
        expect(refusals).toEqual([])
        expect(Object.keys(counts).every(rule => rule === 'gap' || rule === 'sliver')).toBe(true)
        expect(checkCoverage([...faces, { ...faces[0]!, id: 'again' }]).refusals[0]).toMatchObject({ ids: [faces[0]!.id, 'again'] })
      }),
      { numRuns: 60 },
    )
  })
})

const oa = new URL('../../../../../shared/data/birmingham/oa.geojson', import.meta.url)
it.runIf(existsSync(oa))('the census areas of Birmingham are clean (only where the data folder exists)', () => {
  const { features } = JSON.parse(readFileSync(oa, 'utf8')) as { features: { geometry: CoverageFace['geometry'] }[] }
  expect(checkCoverage(features.map(({ geometry }, i) => ({ id: String(i), geometry })))).toMatchObject({ refusals: [], warnings: [] })
})
