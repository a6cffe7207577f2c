import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomCoverage } from '../../../test/support/random-coverage.ts'
import { type Random, seededRandom } from '../kernel/index.ts'
import { ArcGroups } from './arc-groups.ts'
import { buildTopology } from './topology.ts'
import type { ArcRings, BoundaryLine, CoverageFace, Topology } from './topology-types.ts'
import type { Position } from './types.ts'

type Faces = Map<string, CoverageFace>

const lineText = ({ arc, left, right }: BoundaryLine): string => `${arc.points.join()} ${left} ${right}`
const ringText = (rings: ArcRings | undefined): unknown =>
  rings?.map(ring => ring.map(({ arc, reversed }) => [arc.points.join(), reversed]))

/** All that a topology says, as plain data. */
const picture = (topology: Topology) => ({
  bbox: topology.bbox,
  lines: [...topology.boundaries()].map(lineText).sort(),
  zooms: [...topology.boundaries()].map(({ arc }) => `${arc.points.join()}: ${topology.zooms(arc).join()}`).sort(),
  rings: [...topology.faceIds()].sort().map(id => [id, ringText(topology.rings(id))]),
  around: [...topology.faceIds()].sort().map(id => [id, [...topology.boundariesOf(id)].map(lineText).sort()]),
})

const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)]!

/** Moves one vertex in every face that has it. */
function moved(faces: Faces, random: Random): CoverageFace[] {
  const rings = (face: CoverageFace): Position[][] => (face.geometry.coordinates as Position[][][]).flat()
  const [x, y] = pick(random, pick(random, rings(pick(random, [...faces.values()])))) as [number, number]
  const to = [x + Math.round((random() - 0.5) * 2_000) / 1e7, y + Math.round((random() - 0.5) * 2_000) / 1e7]
  return [...faces.values()].flatMap(face => {
    if (!rings(face).some(ring => ring.some(p => p[0] === x && p[1] === y))) return []
    const coordinates = (face.geometry.coordinates as Position[][][]).map(polygon =>
      polygon.map(ring => ring.map(p => (p[0] === x && p[1] === y ? to : p))),
    )
    return [{ id: face.id, geometry: { type: 'MultiPolygon', coordinates } }]
  })
}

/** A random step: faces that go (and may come back), or a vertex that moves. */
function step(faces: Faces, away: Faces, random: Random): { gone: string[]; put: CoverageFace[] } {
  const roll = random()
  if (roll < 0.2 && faces.size > 3) return { gone: [pick(random, [...faces.keys()])], put: [] }
  if (roll < 0.5 && away.size > 0) return { gone: [], put: [pick(random, [...away.values()])] }
  if (roll < 0.6) return { gone: [], put: [pick(random, [...faces.values()])] }
  return { gone: [], put: moved(faces, random) }
}

describe('replacing faces of a topology', () => {
  it('gives what building the whole coverage gives, and tells what changed', () => {
    fc.assert(
      fc.property(fc.integer(), seed => {
        const random = seededRandom(seed)
        const faces: Faces = new Map(
          randomCoverage(random, { columns: 6, rows: 5, faces: 16, size: 20_000 }).faces.map(face => [face.id, face]),
        )
        const away: Faces = new Map()
        const { topology } = buildTopology(faces.values())
        const groupOf = (id: string): string | undefined => (id === 'f0' ? undefined : `g${(Number(id.slice(1)) + shift) % 3}`)
        let shift = 0
        const groups = new ArcGroups(topology, groupOf)
        for (let i = 0; i < 6; i++) {
          const { gone, put } = step(faces, away, random)
          for (const id of gone) {
            away.set(id, faces.get(id)!)
            faces.delete(id)
          }
          for (const face of put) {
            faces.set(face.id, face)
            away.delete(face.id)
          }
          const before = new Map([...topology.boundaries()].map(line => [lineText(line), { line, zooms: topology.zooms(line.arc) }]))
          const change = topology.replace(gone, put)
          const scratch = buildTopology(faces.values()).topology
          expect(picture(topology)).toEqual(picture(scratch))

          const now = new Map([...topology.boundaries()].map(line => [lineText(line), line]))
          expect([...change.removed].map(lineText).sort()).toEqual([...before.keys()].filter(key => !now.has(key)).sort())
          expect([...change.added].map(lineText).sort()).toEqual([...now.keys()].filter(key => !before.has(key)).sort())
          for (const [key, { line, zooms }] of before) {
            const isDrawnAnew = !now.has(key) || topology.zooms(line.arc).join() !== zooms.join()
            const sameArc = [...now.values()].some(other => other.arc === line.arc) && topology.zooms(line.arc).join() === zooms.join()
            if (sameArc) expect(change.before.has(line.arc)).toBe(false)
            else expect([isDrawnAnew, change.before.get(line.arc)?.join()]).toEqual([true, zooms.join()])
          }

          if (random() < 0.3) shift++
          groups.update(change, topology.faceIds())
          const merged = scratch.group(groupOf)
          for (const name of ['g0', 'g1', 'g2']) expect(ringText(groups.rings(name))).toEqual(ringText(merged.get(name)))
        }
      }),
      { numRuns: 60 },
    )
  })
})
