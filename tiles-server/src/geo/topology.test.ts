import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { type LatticePoint, randomCoverage } from '../../../test/support/random-coverage.ts'
import { seededRandom } from '../kernel/index.ts'
import { latticeRings, ringArea2Exact } from './ring.ts'
import { buildTopology } from './topology.ts'
import type { ArcRings, CoverageFace, Topology } from './topology-types.ts'
import { type Areal, type Position, ringsOf } from './types.ts'
import { checkGeometry } from './validity.ts'

type Segment = readonly [LatticePoint, LatticePoint]

const undirected = ([a, b]: Segment): string => [a.join(), b.join()].sort().join(' ')
const setOf = (segments: Iterable<Segment>): string[] => [...segments].map(undirected).sort()

/** Segments of rings of arcs, in the direction they are given. */
function arcSegments(rings: ArcRings): Segment[] {
  return rings.flat().flatMap(({ arc: { points } }) => {
    const out: Segment[] = []
    for (let i = 0; i + 3 < points.length; i += 2)
      out.push([
        [points[i]!, points[i + 1]!],
        [points[i + 2]!, points[i + 3]!],
      ])
    return out
  })
}

const segmentsOf = (geometry: Areal): Segment[] =>
  latticeRings(geometry).flatMap(ring =>
    Array.from({ length: ring.length / 2 }, (_, i): Segment => {
      const j = (2 * i + 2) % ring.length
      return [
        [ring[2 * i]!, ring[2 * i + 1]!],
        [ring[j]!, ring[j + 1]!],
      ]
    }),
  )

/** What is left of several faces' segments when those that two of them share are cancelled. */
function cancelled(lists: Iterable<readonly Segment[]>): string[] {
  const open = new Set<string>()
  for (const segment of [...lists].flat()) if (!open.delete(undirected(segment))) open.add(undirected(segment))
  return [...open].sort()
}

const areaOf = (geometry: Areal): bigint => latticeRings(geometry).reduce((sum, ring) => sum + ringArea2Exact(ring), 0n)

/** Rings of a geometry run as RFC 7946 wants, are valid, and none visits a vertex twice. */
function wellFormed(geometry: Areal): boolean {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
  const turns = polygons.every(p =>
    p.every((ring, i) => ringArea2Exact(latticeRings({ type: 'Polygon', coordinates: [ring] })[0]!) > 0n === (i === 0)),
  )
  const simple = ringsOf(geometry).every(ring => new Set(ring.slice(1).map(String)).size === ring.length - 1)
  return turns && simple && checkGeometry(geometry).length === 0
}

const square = (x: number, y: number, w: number, h = w): Areal => ({
  type: 'Polygon',
  coordinates: [
    [
      [x, y],
      [x + w, y],
      [x + w, y + h],
      [x, y + h],
      [x, y],
    ].map(([a, b]): Position => [a! / 1e4, b! / 1e4]),
  ],
})

const build = buildTopology

describe('a random coverage', () => {
  const options = { columns: 5, rows: 4, faces: 7, gaps: 0.1 }

  it('is cut to arcs from which every face is rebuilt, each segment in one arc', () => {
    fc.assert(
      fc.property(fc.integer(), seed => {
        const { faces, segments } = randomCoverage(seededRandom(seed), options)
        const { topology, problems } = build(faces)
        expect(problems).toEqual([])
        const lines = [...topology.boundaries()]
        const all = setOf(arcSegments([lines.map(({ arc }) => ({ arc, reversed: false }))]))
        expect(all).toEqual([...new Set(all)])
        expect(new Set(all)).toEqual(new Set([...segments.values()].flat().map(undirected)))
        for (const { id, geometry } of faces) {
          const rings = topology.rings(id)!
          expect(setOf(arcSegments(rings))).toEqual(setOf(segments.get(id)!))
          const rebuilt = topology.geometry(rings)!
          expect(setOf(segmentsOf(rebuilt))).toEqual(setOf(segments.get(id)!))
          expect(areaOf(rebuilt)).toBe(areaOf(geometry))
          expect(wellFormed(rebuilt)).toBe(true)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('merges faces to groups as cancelling common segments does', () => {
    fc.assert(
      fc.property(fc.integer(), seed => {
        const { faces, segments } = randomCoverage(seededRandom(seed), { ...options, faces: 12 })
        const { topology } = build(faces)
        const groupOf = (id: string): string | undefined => (id === 'f0' ? undefined : `g${Number(id.slice(1)) % 3}`)
        const groups = topology.group(groupOf)
        for (const [name, rings] of groups) {
          const members = faces.filter(face => groupOf(face.id) === name)
          const geometry = topology.geometry(rings)!
          expect(setOf(segmentsOf(geometry))).toEqual(cancelled(members.map(face => segments.get(face.id)!)))
          expect(areaOf(geometry)).toBe(members.reduce((sum, face) => sum + areaOf(face.geometry), 0n))
          expect(wellFormed(geometry)).toBe(true)
        }
        expect([...groups.keys()].sort()).toEqual([...new Set(faces.map(f => groupOf(f.id)).filter(g => g !== undefined))].sort())
      }),
      { numRuns: 60 },
    )
  })

  it('generalises at every zoom to a coverage again: shared vertices, no crossing, no face lost or turned', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 6, max: 15 }), (seed, zoom) => {
        const { faces } = randomCoverage(seededRandom(seed), { ...options, size: 20_000 })
        const { topology } = build(faces)
        const generalised = faces.map(({ id }) => ({ id, geometry: topology.geometry(topology.rings(id)!, zoom)! }))
        for (const { geometry } of generalised) expect(wellFormed(geometry)).toBe(true)
        const again = build(generalised)
        expect(again.problems).toEqual([])
        const sides = (t: Topology) => [...t.boundaries()].map(b => [b.left, b.right].sort().join('|')).sort()
        expect(sides(again.topology)).toEqual(sides(topology))
        expect(cancelled(generalised.map(g => segmentsOf(g.geometry)))).toEqual(
          setOf(
            [...again.topology.boundaries()]
              .filter(b => b.left === null || b.right === null)
              .flatMap(({ arc }) => arcSegments([[{ arc, reversed: false }]])),
          ),
        )
      }),
      { numRuns: 60 },
    )
  })

  it('is the same whichever way it is given: order of faces, start and direction of rings', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(50), (seed, turn) => {
        const { faces } = randomCoverage(seededRandom(seed), options)
        const turned = [...faces].reverse().map(({ id, geometry }): CoverageFace => {
          const coordinates = (geometry.coordinates as Position[][][]).map(polygon =>
            polygon.map(ring => {
              const open = ring.slice(1)
              const k = turn % open.length
              const rotated = [...open.slice(k), ...open.slice(0, k)].reverse()
              return [...rotated, rotated[0]!]
            }),
          )
          return { id, geometry: { type: 'MultiPolygon', coordinates } }
        })
        const one = build(faces).topology
        const two = build(turned).topology
        const text = (rings: ArcRings | undefined) => rings?.map(ring => ring.map(({ arc, reversed }) => [arc.points.join(), reversed]))
        for (const id of one.faceIds()) {
          expect(text(two.rings(id))).toEqual(text(one.rings(id)))
          expect(two.geometry(two.rings(id)!, 12)).toEqual(one.geometry(one.rings(id)!, 12))
        }
      }),
      { numRuns: 40 },
    )
  })
})

describe('noding', () => {
  it('puts a vertex that lies on a neighbour’s edge into that edge', () => {
    const { topology, problems } = build([
      { id: 'wide', geometry: square(0, 0, 4, 2) },
      { id: 'a', geometry: square(0, 2, 1) },
      { id: 'b', geometry: square(1, 2, 3) },
    ])
    expect(problems).toEqual([])
    const between = [...topology.boundaries()].filter(b => b.left !== null && b.right !== null).map(b => [b.left, b.right].sort().join())
    expect(between.sort()).toEqual(['a,b', 'a,wide', 'b,wide'])
    expect(ringsOf(topology.geometry(topology.rings('wide')!)!)[0]).toHaveLength(6)
  })

  it('takes a vertex one lattice step beside the edge for one on it', () => {
    const beside = (y: number): Areal => ({
      type: 'Polygon',
      coordinates: [
        [
          [0, 0.0004],
          [0.00013, y],
          [0.0004, 0.0004],
          [0.0002, 0.0009],
          [0, 0.0004],
        ],
      ],
    })
    const wide: CoverageFace = { id: 'wide', geometry: square(0, 0, 4) }
    const near = build([wide, { id: 'up', geometry: beside(0.0004001) }]).topology
    const far = build([wide, { id: 'up', geometry: beside(0.0004003) }]).topology
    const shared = (t: Topology) => [...t.boundaries()].filter(b => b.left !== null && b.right !== null).length
    expect([shared(near), shared(far)]).toEqual([1, 0])
  })

  it('reports overlaps, crossings, doubled ids and empty faces, and still draws every ring', () => {
    const overlapping = build([
      { id: 'a', geometry: square(0, 0, 4) },
      { id: 'b', geometry: square(2, 2, 4) },
      { id: 'b', geometry: square(9, 9, 1) },
      {
        id: 'none',
        geometry: {
          type: 'Polygon',
          coordinates: [
            [
              [0, 0],
              [1e-9, 0],
              [0, 1e-9],
              [0, 0],
            ],
          ],
        },
      },
    ])
    expect(new Set(overlapping.problems.map(p => p.rule))).toEqual(new Set(['duplicate-id', 'empty', 'crossing']))
    expect(overlapping.topology.geometry(overlapping.topology.rings('b')!)).toEqual(square(2, 2, 4))
    expect(overlapping.topology.geometry(overlapping.topology.rings('none')!)).toBeNull()
    const twice = build([
      { id: 'a', geometry: square(0, 0, 4) },
      { id: 'b', geometry: square(0, 0, 4) },
    ])
    expect(new Set(twice.problems.map(p => p.rule))).toEqual(new Set(['overlap']))
    for (const id of ['a', 'b']) expect(areaOf(twice.topology.geometry(twice.topology.rings(id)!)!)).toBe(areaOf(square(0, 0, 4)))
  })

  it('keeps a triangle of an island and both sides of a lens', () => {
    const circle = (r: number): Position[] =>
      Array.from({ length: 41 }, (_, i) => [r * Math.cos((i % 40) * 0.157), r * Math.sin((i % 40) * 0.157)])
    const hole = circle(0.0001)
    const { topology } = build([
      { id: 'land', geometry: { type: 'Polygon', coordinates: [circle(0.001), [...hole].reverse()] } },
      { id: 'island', geometry: { type: 'Polygon', coordinates: [hole] } },
    ])
    for (const zoom of [0, 5, 10]) {
      const island = topology.geometry(topology.rings('island')!, zoom)!
      const land = topology.geometry(topology.rings('land')!, zoom)!
      expect(ringsOf(island)[0]!.length).toBe(4)
      expect([wellFormed(island), wellFormed(land), ringsOf(land).length]).toEqual([true, true, 2])
    }
  })

  it('answers an empty topology for no faces', () => {
    const { topology, problems } = build([])
    expect([topology.bbox, [...topology.faceIds()], [...topology.boundaries()], topology.rings('a'), problems]).toEqual([
      null,
      [],
      [],
      undefined,
      [],
    ])
  })
})

const folder = new URL('../../../../shared/data/birmingham/', import.meta.url)
describe.runIf(existsSync(folder))('Birmingham census areas (only where the data folder exists)', () => {
  let faces: CoverageFace[]
  let topology: Topology
  let lsoaOf: Map<string, string>

  beforeAll(() => {
    const { features } = JSON.parse(readFileSync(new URL('oa.geojson', folder), 'utf8')) as {
      features: { properties: { OA11CD: string }; geometry: Areal }[]
    }
    faces = features.map(f => ({ id: f.properties.OA11CD, geometry: f.geometry }))
    topology = build(faces).topology
    const rows = readFileSync(new URL('oa_lsoa_population.csv', folder), 'utf8').trim().split(/\r?\n/)
    const columns = rows[0]!.split(',').map(name => name.toLowerCase())
    const [oa, lsoa] = [columns.findIndex(c => c.startsWith('oa')), columns.findIndex(c => c.startsWith('lsoa'))]
    lsoaOf = new Map(rows.slice(1).map(row => [row.split(',')[oa]!, row.split(',')[lsoa]!]))
  })

  it('has 23,785 segments, 23,080 shared by two faces, 705 on the rim', () => {
    let [shared, rim] = [0, 0]
    for (const { arc, left, right } of topology.boundaries()) {
      if (left !== null && right !== null) shared += arc.points.length / 2 - 1
      else rim += arc.points.length / 2 - 1
    }
    expect([shared + rim, shared, rim]).toEqual([23_785, 23_080, 705])
  })

  it('rebuilds every area from arcs', () => {
    const wrong = faces.filter(({ id, geometry }) => {
      const rebuilt = topology.geometry(topology.rings(id)!)!
      return (
        setOf(segmentsOf(rebuilt)).join() !== setOf(segmentsOf(geometry)).join() ||
        areaOf(rebuilt) !== absoluteArea(geometry) ||
        !wellFormed(rebuilt)
      )
    })
    expect(wrong.map(f => f.id)).toEqual([])
  })

  it('groups output areas to LSOA as cancelling does', () => {
    const members = new Map<string, Segment[][]>()
    for (const { id, geometry } of faces) {
      const lsoa = lsoaOf.get(id)!
      members.set(lsoa, [...(members.get(lsoa) ?? []), segmentsOf(geometry)])
    }
    const groups = topology.group(id => lsoaOf.get(id))
    expect(groups.size).toBe(639)
    for (const [name, rings] of groups) expect(setOf(segmentsOf(topology.geometry(rings)!))).toEqual(cancelled(members.get(name)!))
  })

  it.each([8, 10, 12, 14, 16])('stays a coverage at zoom %i, with every area', zoom => {
    const generalised = faces.map(({ id }) => ({ id, geometry: topology.geometry(topology.rings(id)!, zoom)! }))
    expect(generalised.filter(({ geometry }) => geometry === null || !wellFormed(geometry)).map(f => f.id)).toEqual([])
    const again = build(generalised)
    expect(again.problems).toEqual([])
    const sides = (t: Topology) => [...t.boundaries()].map(b => [b.left, b.right].sort().join('|')).sort()
    expect(sides(again.topology)).toEqual(sides(topology))
  })
})

/** Outer rings minus holes, whichever way they run. */
function absoluteArea(geometry: Areal): bigint {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
  const absolute = (ring: Position[]): bigint => {
    const area = areaOf({ type: 'Polygon', coordinates: [ring] })
    return area < 0n ? -area : area
  }
  return polygons.reduce((sum, [outer, ...holes]) => sum + absolute(outer!) - holes.reduce((s, hole) => s + absolute(hole), 0n), 0n)
}
