import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { generateCity } from '../../../geo-data/sample-city/index.ts'
import { area2, type LatticePoint, randomCoverage } from '../../../test/support/random-coverage.ts'
import { type Random, seededRandom } from '../kernel/index.ts'
import { checkChangeSet } from './change-set.ts'
import { type CleaningLimits, cleanCoverage } from './clean.ts'
import { coverageRegions } from './coverage-regions.ts'
import { fromLattice, toLattice } from './lattice.ts'
import type { CoverageFace } from './topology-types.ts'
import { type Areal, type Position, ringsOf } from './types.ts'
import { checkGeometry } from './validity.ts'

const LIMITS: CleaningLimits = { snapMetres: 2, maxGapWidthMetres: 2 }
const METRE = 1 / 111_320
const STEP = 1e-7 / METRE
const ORIGIN: Position = [114, 22]
const EAST = METRE / Math.cos((ORIGIN[1]! * Math.PI) / 180)
const at = ([x, y]: Position): Position => [fromLattice(toLattice(ORIGIN[0]! + x! * EAST)), fromLattice(toLattice(ORIGIN[1]! + y! * METRE))]
const face = (id: string, ...rings: Position[][]): CoverageFace => ({
  id,
  geometry: { type: 'Polygon', coordinates: rings.map(ring => [...ring, ring[0]!].map(at)) },
})
/** A rectangle in metres. */
const box = (west: number, south: number, east: number, north: number): Position[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
]

/** By the exact check of change sets, which shares no code with cleaning: side by side, and no T-junction. */
const problemsOf = (faces: readonly CoverageFace[]) => checkChangeSet([], faces, { outlineFree: true })
const slivers = (faces: readonly CoverageFace[], width = 2) => coverageRegions(faces)!.gaps.filter(gap => gap.width <= width)

/** Square metres, from exact lattice areas. */
function areaOf(faces: readonly CoverageFace[]): number {
  const size = (ring: readonly Position[]): bigint => area2(ring.slice(0, -1).map(([x, y]): LatticePoint => [toLattice(x!), toLattice(y!)]))
  const absolute = (n: bigint): bigint => (n < 0n ? -n : n)
  const twice = faces.reduce((sum, { geometry }) => {
    const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
    return polygons.reduce(
      (n, [outer, ...holes]) => n + absolute(size(outer!)) - holes.reduce((h, hole) => h + absolute(size(hole)), 0n),
      sum,
    )
  }, 0n)
  const cosine = Math.cos((ringsOf(faces[0]!.geometry)[0]![0]![1]! * Math.PI) / 180)
  return (Number(twice) / 2) * STEP * STEP * cosine
}

describe('cleanCoverage', () => {
  it('brings vertices together at the one that most faces have', () => {
    const faces = [
      face('a', box(0, 0, 100, 100)),
      face('b', [
        [101, 0.5],
        [200, 0],
        [200, 100],
        [101, 100.5],
      ]),
    ]
    const { faces: cleaned, moves, movedVertices, largestMove, left } = cleanCoverage(faces, LIMITS)
    expect(left).toEqual([])
    expect(cleaned[0]).toBe(faces[0])
    expect(ringsOf(cleaned[1]!.geometry)[0]).toEqual([...box(100, 0, 200, 100), [100, 0]].map(p => at(p)))
    expect(movedVertices).toBe(2)
    expect(moves.every(move => move.id === 'b')).toBe(true)
    expect(largestMove).toBeCloseTo(Math.hypot(1, 0.5), 1)
    expect(problemsOf(cleaned)).toEqual([])
  })

  it('bends an edge to the vertex beside it', () => {
    const faces = [
      face('a', box(0, 0, 100, 100)),
      face('b', [
        [100, 0],
        [200, 0],
        [200, 100],
        [100, 100],
        [101, 50],
      ]),
    ]
    const { faces: cleaned, moves, left } = cleanCoverage(faces, LIMITS)
    expect(left).toEqual([])
    expect(moves).toHaveLength(1)
    expect(moves[0]).toMatchObject({ id: 'a', to: at([101, 50]) })
    expect(moves[0]!.metres).toBeCloseTo(1, 1)
    expect(ringsOf(cleaned[0]!.geometry)[0]).toContainEqual(at([101, 50]))
    expect(cleaned[1]).toBe(faces[1])
    expect(problemsOf(cleaned)).toEqual([])
  })

  it('gives a narrow gap and a narrow overlap to the neighbour with the longest common border, and leaves a wide gap', () => {
    // The gap between a and b is a wedge, 3 m wide at its base: too wide to snap, 1.5 m on average. c overlaps b by 3 m at its end in the same way.
    const faces = [
      face('a', box(0, 0, 100, 100), box(20, 20, 60, 60)),
      face('b', [
        [100, 0],
        [200, 0],
        [200, 100],
        [103, 100],
      ]),
      face('c', [
        [200, 0],
        [300, 0],
        [300, 100],
        [197, 100],
      ]),
      face('d', box(0, 100, 300, 200)),
    ]
    const { faces: cleaned, filledGaps, resolvedOverlaps, left } = cleanCoverage(faces, LIMITS)
    expect(left).toEqual([])
    expect(filledGaps).toHaveLength(1)
    expect(filledGaps[0]!.area).toBeCloseTo(150, -1)
    expect(['a', 'b']).toContain(filledGaps[0]!.to)
    expect(resolvedOverlaps).toMatchObject([{ ids: ['b', 'c'] }])
    expect(resolvedOverlaps[0]!.area).toBeCloseTo(150, -1)
    expect(problemsOf(cleaned)).toEqual([])
    const [lake, ...more] = coverageRegions(cleaned)!.gaps
    expect(lake!.area).toBeCloseTo(1600, -1)
    expect(more).toEqual([])
    expect(areaOf(cleaned)).toBeCloseTo(60_000 - 1600, -2)
  })

  it('leaves and names what is too wide, and what would vanish', () => {
    const wide = cleanCoverage([face('a', box(0, 0, 100, 100)), face('b', box(80, 0, 200, 100))], LIMITS)
    expect(wide.left).toMatchObject([{ rule: 'overlap', ids: ['a', 'b'] }])
    expect(wide.left[0]!.area).toBeCloseTo(2000, -1)
    const copies = [face('a', box(0, 0, 100, 1)), face('b', box(0, 0, 100, 1))]
    const twice = cleanCoverage(copies, LIMITS)
    expect(twice.left).toMatchObject([{ rule: 'overlap', ids: ['a', 'b'] }])
    expect(twice.faces).toEqual(copies)
    const thin = face('thin', [
      [10, 0.01],
      [90, 0.01],
      [90, 0.02],
      [10, 0.02],
    ])
    const empty: CoverageFace = {
      id: 'flat',
      geometry: { type: 'Polygon', coordinates: [[...box(0, 0, 0, 50), [0, 0]].map(p => at(p))] },
    }
    const gone = cleanCoverage([face('a', box(0, 0, 100, 100)), thin, empty], LIMITS)
    expect(gone.faces.map(({ id }) => id)).toEqual(['a', 'thin', 'flat'])
    expect(gone.left.map(({ rule, ids }) => [rule, ...ids!])).toContainEqual(['vanished', 'flat'])
  })

  it('takes the hole for an island that lies on another face', () => {
    const { faces, left } = cleanCoverage([face('a', box(0, 0, 100, 100)), face('b', box(50, 50, 51, 80))], LIMITS)
    expect(left).toEqual([])
    expect(problemsOf(faces)).toEqual([])
    expect(ringsOf(faces[0]!.geometry)).toHaveLength(2)
  })

  it('refuses ids that occur twice, and gives up on heaps', () => {
    const a = face('a', box(0, 0, 100, 100))
    expect(cleanCoverage([a, a], LIMITS)).toMatchObject({ faces: [a, a], left: [{ rule: 'duplicate-id', ids: ['a'] }] })
    const heap = Array.from({ length: 4000 }, (_, i) =>
      face(`f${i}`, box((i % 64) * 0.02, (i >> 6) * 0.02, 100 + (i % 64) * 0.02, 100 + (i >> 6) * 0.02)),
    )
    expect(cleanCoverage(heap, LIMITS).left).toMatchObject([{ rule: 'too-complex' }])
  })
})

/** Every face moves each of its vertices by itself, at most so far in both directions together. */
function jittered(faces: readonly CoverageFace[], random: Random, metres: number): CoverageFace[] {
  return faces.map(({ id, geometry }) => {
    const moved = new Map<string, Position>()
    return mapRings(id, geometry, ring =>
      ring.map(position => {
        const key = position.join()
        const known = moved.get(key) ?? shifted(position, random, metres)
        moved.set(key, known)
        return known
      }),
    )
  })
}

function shifted([x, y]: Position, random: Random, metres: number): Position {
  const [turn, far] = [random() * 2 * Math.PI, random() * metres]
  const east = METRE / Math.cos((y! * Math.PI) / 180)
  return [fromLattice(toLattice(x! + far * Math.cos(turn) * east)), fromLattice(toLattice(y! + far * Math.sin(turn) * METRE))]
}

/** Vertices that lie within a few centimetres of the line between their neighbours are left out by some faces. */
function thinned(faces: readonly CoverageFace[], random: Random): CoverageFace[] {
  return faces.map(({ id, geometry }) =>
    mapRings(id, geometry, ring => {
      const open = ring.slice(0, -1)
      const kept = open.filter((p, i) => {
        const [a, b] = [open[(i + open.length - 1) % open.length]!, open[(i + 1) % open.length]!]
        const off =
          Math.abs((b[0]! - a[0]!) * (p[1]! - a[1]!) - (b[1]! - a[1]!) * (p[0]! - a[0]!)) / Math.hypot(b[0]! - a[0]!, b[1]! - a[1]!)
        return off > 0.5 * METRE || random() < 0.5
      })
      return kept.length < 4 ? ring : [...kept, kept[0]!]
    }),
  )
}

/** Every vertex goes inwards, so that gaps of up to twice as much open between all faces and to the outside. */
function shrunk(faces: readonly CoverageFace[], metres: number): CoverageFace[] {
  return faces.map(({ id, geometry }) => ({
    id,
    geometry: {
      type: 'MultiPolygon',
      coordinates: (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates).map(rings =>
        rings.map((ring, r) => inwards(ring, metres, r === 0)),
      ),
    },
  }))
}

function inwards(ring: readonly Position[], metres: number, outer: boolean): Position[] {
  const open = ring.slice(0, -1)
  const east = METRE / Math.cos((ring[0]![1]! * Math.PI) / 180)
  const flat = open.map(([x, y]): LatticePoint => [x! / east, y! / METRE])
  const turn = flat.reduce((sum, [ax, ay], i) => {
    const [bx, by] = flat[(i + 1) % flat.length]!
    return sum + (ax - flat[0]![0]) * (by - flat[0]![1]) - (bx - flat[0]![0]) * (ay - flat[0]![1])
  }, 0)
  const side = turn > 0 === outer ? 1 : -1
  const normal = (a: LatticePoint, b: LatticePoint): LatticePoint => {
    const length = Math.hypot(b[0] - a[0], b[1] - a[1])
    return [(-side * (b[1] - a[1])) / length, (side * (b[0] - a[0])) / length]
  }
  const moved = flat.map((p, i): Position => {
    const [n, m] = [normal(flat[(i + flat.length - 1) % flat.length]!, p), normal(p, flat[(i + 1) % flat.length]!)]
    const [dx, dy] = [n[0] + m[0], n[1] + m[1]]
    const length = Math.hypot(dx, dy) || 1
    return [fromLattice(toLattice((p[0] + (metres * dx) / length) * east)), fromLattice(toLattice((p[1] + (metres * dy) / length) * METRE))]
  })
  return [...moved, moved[0]!]
}

const mapRings = (id: string, geometry: Areal, change: (ring: Position[]) => Position[]): CoverageFace => ({
  id,
  geometry:
    geometry.type === 'Polygon'
      ? { type: 'Polygon', coordinates: geometry.coordinates.map(change) }
      : { type: 'MultiPolygon', coordinates: geometry.coordinates.map(rings => rings.map(change)) },
})

function expectClean(dirty: readonly CoverageFace[], cleaned: ReturnType<typeof cleanCoverage>): void {
  expect(cleaned.left).toEqual([])
  expect(problemsOf(cleaned.faces)).toEqual([])
  expect(slivers(cleaned.faces)).toEqual([])
  expect(cleaned.faces.map(({ id }) => id)).toEqual(dirty.map(({ id }) => id))
  for (const { geometry } of cleaned.faces) expect(checkGeometry(geometry)).toEqual([])
  expect(cleaned.largestMove).toBeLessThanOrEqual(LIMITS.snapMetres)
  for (const { from, to, metres } of cleaned.moves) {
    const east = Math.cos((to[1]! * Math.PI) / 180) / METRE
    expect(Math.hypot((to[0]! - from[0]!) * east, (to[1]! - from[1]!) / METRE)).toBeLessThanOrEqual(Math.min(2, metres) + 0.02)
  }
}

describe('dirt made from clean coverages', () => {
  // Cells of 66 m: what is made of them stays far larger than the dirt.
  const coverage = (seed: number) => randomCoverage(seededRandom(seed), { columns: 6, rows: 6, faces: 12, size: 6000, gaps: 0.05 }).faces

  it('goes: jittered vertices', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 }), fc.double({ min: 0.02, max: 1, noNaN: true }), (seed, metres) => {
        const clean = coverage(seed)
        const dirty = jittered(clean, seededRandom(seed + 1), metres)
        const cleaned = cleanCoverage(dirty, LIMITS)
        expectClean(dirty, cleaned)
        // Nothing but strips along the borders changed hands.
        expect(Math.abs(areaOf(cleaned.faces) - areaOf(clean)) / areaOf(clean)).toBeLessThan(0.02)
      }),
      { numRuns: 60 },
    )
  })

  it('goes: vertices that only one side has', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 }), seed => {
        const dirty = thinned(coverage(seed), seededRandom(seed + 1))
        expectClean(dirty, cleanCoverage(dirty, LIMITS))
      }),
      { numRuns: 60 },
    )
  })

  it('goes: faces that shrank away from each other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 }), fc.double({ min: 0.05, max: 0.6, noNaN: true }), (seed, metres) => {
        const clean = coverage(seed)
        const dirty = shrunk(clean, metres)
        const cleaned = cleanCoverage(dirty, LIMITS)
        expectClean(dirty, cleaned)
        expect(cleaned.movedVertices).toBeGreaterThan(0)
        // The strips between the faces are closed; on the rim of the coverage there is nobody to meet.
        const lost = (faces: readonly CoverageFace[]): number => 1 - areaOf(faces) / areaOf(clean)
        expect(lost(cleaned.faces)).toBeLessThan(0.6 * lost(dirty))
      }),
      { numRuns: 60 },
    )
  })

  it('makes no difference in which order the faces come', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 }), seed => {
        const dirty = jittered(coverage(seed), seededRandom(seed + 1), 0.8)
        const one = cleanCoverage(dirty, LIMITS)
        const other = cleanCoverage(dirty.toReversed(), LIMITS)
        expect(other.faces.toReversed()).toEqual(one.faces)
        expect({ ...other, faces: [] }).toEqual({ ...one, faces: [] })
      }),
      { numRuns: 20 },
    )
  })

  it('of any kind: what has nothing left is a coverage, and every geometry made is valid', () => {
    const point = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 })).map(([x, y]): Position => at([x / 2, y / 2]))
    const ring = fc.array(point, { minLength: 3, maxLength: 6 }).map(open => [...open, open[0]!])
    let clean = 0
    fc.assert(
      fc.property(fc.array(ring, { minLength: 1, maxLength: 8 }), fc.double({ min: 0, max: 12, noNaN: true }), (rings, metres) => {
        const faces = rings.map((r, i): CoverageFace => ({ id: `f${i}`, geometry: { type: 'Polygon', coordinates: [r] } }))
        const result = cleanCoverage(faces, { snapMetres: metres, maxGapWidthMetres: metres })
        if (result.left.length === 0) {
          clean++
          expect(problemsOf(result.faces)).toEqual([])
        }
        expect(result.largestMove).toBeLessThanOrEqual(metres)
        result.faces.forEach((made, i) => {
          if (made !== faces[i]) expect(checkGeometry(made.geometry)).toEqual([])
        })
      }),
      { numRuns: 400 },
    )
    expect(clean).toBeGreaterThan(50)
  })

  it('a clean coverage comes back as it is, and so does a cleaned one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 }), seed => {
        const faces = coverage(seed)
        const result = cleanCoverage(faces, LIMITS)
        expect(result.faces).toBe(faces)
        expect(result).toMatchObject({ moves: [], movedVertices: 0, largestMove: 0, filledGaps: [], resolvedOverlaps: [], left: [] })
        const cleaned = cleanCoverage(jittered(faces, seededRandom(seed + 1), 0.5), LIMITS)
        expect(cleanCoverage(cleaned.faces, LIMITS).faces).toEqual(cleaned.faces)
      }),
      { numRuns: 20 },
    )
  })
})

describe('the grids of the sample city', () => {
  const grids = (): CoverageFace[] =>
    generateCity({ size: 'S', now: Date.UTC(2026, 0, 1) }).units.flatMap(({ code, level, geometry }) =>
      level === 4 && geometry ? [{ id: code, geometry: geometry }] : [],
    )

  it('come back as they are', () => {
    const faces = grids()
    expect(faces.length).toBeGreaterThan(250)
    expect(cleanCoverage(faces, LIMITS).faces).toBe(faces)
  })

  it.each<[string, (faces: readonly CoverageFace[]) => CoverageFace[]]>([
    ['jittered', faces => jittered(faces, seededRandom(7), 1)],
    ['shrunk', faces => shrunk(faces, 0.6)],
    ['thinned', faces => thinned(faces, seededRandom(8))],
  ])('%s and cleaned: as many, side by side, of the same area', (_, spoil) => {
    const clean = grids()
    const dirty = spoil(clean)
    const cleaned = cleanCoverage(dirty, LIMITS)
    expect(cleaned.movedVertices).toBeGreaterThan(0)
    expectClean(dirty, cleaned)
    expect(Math.abs(areaOf(cleaned.faces) - areaOf(clean)) / areaOf(clean)).toBeLessThan(0.001)
  })
})

const oa = new URL('../../../../shared/data/birmingham/oa.geojson', import.meta.url)
describe.runIf(existsSync(oa))('the census areas of Birmingham (only where the data folder exists)', () => {
  const { features } = existsSync(oa) ? (JSON.parse(readFileSync(oa, 'utf8')) as { features: { geometry: Areal }[] }) : { features: [] }
  const faces = features.map(({ geometry }, i) =>
    mapRings(String(i), geometry, ring => ring.map(([x, y]): Position => [fromLattice(toLattice(x!)), fromLattice(toLattice(y!))])),
  )

  it('come back as they are', () => {
    expect(cleanCoverage(faces, LIMITS).faces).toBe(faces)
  })

  it('jittered by half a metre and cleaned: side by side, of the same area', () => {
    const dirty = jittered(faces, seededRandom(9), 0.5)
    const cleaned = cleanCoverage(dirty, LIMITS)
    expect(problemsOf(cleaned.faces)).toEqual([])
    expectClean(dirty, cleaned)
    expect(Math.abs(areaOf(cleaned.faces) - areaOf(faces)) / areaOf(faces)).toBeLessThan(0.001)
  })
})
