import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type LatticePoint, randomCoverage } from '../../../test/support/random-coverage.ts'
import { seededRandom } from '../kernel/index.ts'
import { checkChangeSet } from './change-set.ts'
import { fromLattice } from './lattice.ts'
import type { CoverageFace } from './topology-types.ts'
import type { Areal, Position } from './types.ts'

const options = { columns: 5, rows: 4, faces: 8, gaps: 0.1 }
const kept = { outlineFree: false }
const free = { outlineFree: true }
const rules = (removed: CoverageFace[], added: CoverageFace[], how = kept): string[] =>
  [...new Set(checkChangeSet(removed, added, how).map(p => p.rule))].sort()

const place = ([x, y]: LatticePoint): string => `${fromLattice(x)},${fromLattice(y)}`

/** The faces with every ring rewritten. */
const rewrite = (faces: readonly CoverageFace[], ring: (positions: Position[], id: string) => Position[]): CoverageFace[] =>
  faces.map(({ id, geometry }) => {
    const coordinates = (geometry.coordinates as Position[][][]).map(polygon => polygon.map(r => ring(r, id)))
    return { id, geometry: { type: 'MultiPolygon', coordinates } }
  })

const shift =
  (by: number, at: string) =>
  (p: Position): Position =>
    p.join() === at ? [fromLattice(Math.round(p[0]! * 1e7) + by), p[1]!] : p

/** A coverage with its inner and rim vertices and segments, in lattice steps. */
function sample(seed: number) {
  const { faces, segments } = randomCoverage(seededRandom(seed), options)
  const all = [...segments.values()].flat()
  const keys = new Set(all.map(([a, b]) => `${a.join()} ${b.join()}`))
  const inner = all.filter(([a, b]) => keys.has(`${b.join()} ${a.join()}`))
  const rim = all.filter(([a, b]) => !keys.has(`${b.join()} ${a.join()}`))
  const onRim = new Set(rim.flat().map(place))
  const pick = <T>(list: readonly T[]): T => list[Math.abs(seed) % list.length]!
  return { faces, inner, rim, innerVertices: inner.map(([a]) => a).filter(a => !onRim.has(place(a))), pick }
}

const middle = ([a, b]: readonly [LatticePoint, LatticePoint]): LatticePoint => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]

/** Puts a position into every ring that runs from a to b or back. */
const insert =
  (a: LatticePoint, b: LatticePoint, at: Position, only?: string) =>
  (ring: Position[], id: string): Position[] =>
    ring.flatMap((p, i): Position[] => {
      const q = ring[i + 1]
      const edge = q ? [p.join(), q.join()] : []
      return (only === undefined || only === id) && edge.includes(place(a)) && edge.includes(place(b)) ? [p, at] : [p]
    })

const seeds = fc.integer({ min: 0, max: 1 << 30 })
const runs = { numRuns: 60 }
const square = (x: number, y: number, size: number): Position[] => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
  [x, y],
]
const face = (id: string, ...rings: Position[][]): CoverageFace => ({ id, geometry: { type: 'Polygon', coordinates: rings } })

describe('checkChangeSet accepts', () => {
  it('any coverage and any part of one as a first load, and itself in place of itself', () => {
    fc.assert(
      fc.property(seeds, seed => {
        const { faces } = sample(seed)
        expect(checkChangeSet([], faces, free)).toEqual([])
        expect(checkChangeSet([], faces.slice(0, 3), free)).toEqual([])
        expect(checkChangeSet(faces, faces, kept)).toEqual([])
        expect(checkChangeSet(faces.slice(2, 5), faces.slice(2, 5), kept)).toEqual([])
      }),
      runs,
    )
  })

  it('a moved inner vertex, and an inserted one, that both sides follow', () => {
    fc.assert(
      fc.property(seeds, seed => {
        const { faces, inner, innerVertices, pick } = sample(seed)
        fc.pre(innerVertices.length > 0)
        const at = place(pick(innerVertices))
        expect(
          checkChangeSet(
            faces,
            rewrite(faces, ring => ring.map(shift(16, at))),
            kept,
          ),
        ).toEqual([])
        const [a, b] = pick(inner)
        const [x, y] = middle([a, b])
        expect(checkChangeSet(faces, rewrite(faces, insert(a, b, [fromLattice(x + 3), fromLattice(y)])), kept)).toEqual([])
      }),
      runs,
    )
  })

  it('splits and merges', () => {
    fc.assert(
      fc.property(seeds, seed => {
        const coarse = randomCoverage(seededRandom(seed), options).faces
        const fine = randomCoverage(seededRandom(seed), { ...options, faces: options.faces * 3 }).faces
        expect(checkChangeSet(coarse, fine, kept)).toEqual([])
        expect(checkChangeSet(fine, coarse, kept)).toEqual([])
      }),
      runs,
    )
  })

  it('rings that touch at vertices, islands in lakes and lakes', () => {
    const lake = face('a', square(0, 0, 9), square(2, 2, 5))
    expect(rules([], [lake, face('b', square(3, 3, 1)), face('c', square(4, 4, 1))], free)).toEqual([])
    expect(rules([], [lake, face('b', square(2, 2, 5))], free)).toEqual([])
  })
})

describe('checkChangeSet refuses', () => {
  it('a dropped face, a doubled one, and one that took the wrong place', () => {
    fc.assert(
      fc.property(seeds, seed => {
        const { faces, pick } = sample(seed)
        const one = pick(faces)
        expect(
          rules(
            faces,
            faces.filter(f => f !== one),
          ),
        ).not.toEqual([])
        expect(rules(faces, [...faces, { ...one, id: 'again' }])).toContain('overlap')
        expect(rules(faces, [...faces, one])).toContain('duplicate-id')
        expect(
          rules(
            faces,
            rewrite(faces, (ring, id) => (id === one.id ? ring.map(([x, y]): Position => [x! + 1e-4, y!]) : ring)),
          ),
        ).not.toEqual([])
      }),
      runs,
    )
  })

  it('an edge that only one side moved, even on a first load where it overlaps', () => {
    fc.assert(
      fc.property(seeds, seed => {
        const { faces, innerVertices, pick } = sample(seed)
        fc.pre(innerVertices.length > 0)
        const at = place(pick(innerVertices))
        const one = faces.find(f => JSON.stringify(f.geometry).includes(`[${at}]`))!
        const moved = rewrite(faces, (ring, id) => (id === one.id ? ring.map(shift(16, at)) : ring))
        expect(rules(faces, moved)).not.toEqual([])
      }),
      runs,
    )
  })

  it('a moved rim vertex as gap or overlap, a vertex put on the rim or on one side of an edge as t-junction', () => {
    fc.assert(
      fc.property(seeds, seed => {
        const { faces, inner, rim, pick } = sample(seed)
        const at = place(pick(rim)[0])
        const moved = rules(
          faces,
          rewrite(faces, ring => ring.map(shift(16, at))),
        )
        expect(moved.length > 0 && moved.every(rule => ['gap', 'overlap', 't-junction'].includes(rule))).toBe(true)
        const [a, b] = pick(rim)
        const [x, y] = middle([a, b])
        const problems = checkChangeSet(faces, rewrite(faces, insert(a, b, [fromLattice(x), fromLattice(y)])), kept)
        expect(problems.map(p => [p.rule, p.at])).toEqual([['t-junction', [fromLattice(x), fromLattice(y)]]])
        const [c, d] = pick(inner)
        const owner = faces.find(
          f => JSON.stringify(f.geometry).includes(`[${place(c)}]`) && JSON.stringify(f.geometry).includes(`[${place(d)}]`),
        )!
        const [mx, my] = middle([c, d])
        const oneSided = rewrite(faces, insert(c, d, [fromLattice(mx), fromLattice(my)], owner.id))
        for (const how of [kept, free])
          if (JSON.stringify(oneSided) !== JSON.stringify(rewrite(faces, r => r)))
            expect(rules(faces, oneSided, how)).toContain('t-junction')
      }),
      runs,
    )
  })

  it.each<[string, CoverageFace[], string]>([
    ['a face inside another', [face('a', square(0, 0, 9)), face('b', square(2, 2, 3))], 'overlap'],
    [
      'a face inside another that touches its rim at a vertex',
      [
        face('a', square(0, 0, 9)),
        face('b', [
          [0, 0],
          [3, 1],
          [1, 3],
          [0, 0],
        ]),
      ],
      'overlap',
    ],
    [
      'a face that covers a face in a lake',
      [face('a', square(0, 0, 9), square(2, 2, 5)), face('b', square(2, 2, 5)), face('c', square(3, 3, 1))],
      'overlap',
    ],
    ['faces that cross', [face('a', square(0, 0, 4)), face('b', square(2, 2, 4))], 'crossing'],
    ['faces that share a part of an edge only', [face('a', square(0, 0, 4)), face('b', square(4, 1, 2))], 't-junction'],
    [
      'a face that crosses itself at a vertex',
      [
        face('a', [
          [0, 0],
          [1, 1],
          [2, 2],
          [2, 0],
          [1, 1],
          [0, 3],
          [0, 0],
        ]),
      ],
      'overlap',
    ],
    [
      'a spike',
      [
        face('a', [
          [0, 0],
          [2, 0],
          [2, 2],
          [2, 5],
          [2, 2],
          [0, 2],
          [0, 0],
        ]),
      ],
      'overlap',
    ],
    [
      'no area',
      [
        face('a', [
          [0, 0],
          [1e-9, 0],
          [0, 1e-9],
          [0, 0],
        ]),
      ],
      'empty',
    ],
  ])('%s', (_, faces, rule) => {
    expect(rules([], faces, free)).toContain(rule)
  })

  it('a change that takes the place of nothing', () => {
    expect(rules([], [face('a', square(0, 0, 1))])).toEqual(['overlap'])
    expect(rules([face('a', square(0, 0, 1))], [])).toEqual(['gap'])
  })
})

const oa = new URL('../../../../shared/data/birmingham/oa.geojson', import.meta.url)
it.runIf(existsSync(oa))('Birmingham is a coverage, and not without one of its areas (only where the data folder exists)', () => {
  const { features } = JSON.parse(readFileSync(oa, 'utf8')) as { features: { properties: { OA11CD: string }; geometry: Areal }[] }
  const faces = features.map(f => ({ id: f.properties.OA11CD, geometry: f.geometry }))
  expect(checkChangeSet([], faces, free)).toEqual([])
  expect(checkChangeSet(faces, faces, kept)).toEqual([])
  expect(rules(faces, faces.slice(1))).toEqual(['gap'])
})
