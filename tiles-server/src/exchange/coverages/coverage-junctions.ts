import { type Areal, type CoverageFace, fromLattice, metresToLine, ringsOf, type Topology, toLattice } from '../../geo/index.ts'
import type { ImportWarning } from '../types.ts'

type LatticePoint = readonly [x: number, y: number]

/** Vertices of a face's noded rings that the face itself does not have: `t-junction`, with how far its edge moves. */
export function mendedJunctions(topology: Topology, faces: readonly CoverageFace[]): ImportWarning[] {
  const warnings: ImportWarning[] = []
  for (const { id, geometry } of faces) {
    const own = vertexKeys(geometry)
    const told = new Set<string>()
    for (const ring of topology.rings(id) ?? []) {
      const points = ring.flatMap(({ arc, reversed }) => withoutLast(arc.points, reversed))
      const given = points.map(([x, y]) => own.has(`${x},${y}`))
      if (given.every(isOwn => isOwn)) continue
      for (const [i, [x, y]] of points.entries()) {
        if (given[i] || told.has(`${x},${y}`)) continue
        told.add(`${x},${y}`)
        const { metres } = metresToLine(x, y, ...nearestOwn(points, given, i, -1), ...nearestOwn(points, given, i, 1))
        warnings.push({
          rule: 't-junction',
          detail: `a vertex of a neighbour was put into an edge of feature "${id}", which moves the edge by ${lengthOf(metres)}`,
          at: [fromLattice(x), fromLattice(y)],
          ids: [id],
        })
      }
    }
  }
  return warnings
}

const lengthOf = (metres: number): string => (metres < 0.0005 ? 'nothing' : `${(metres * 1000).toFixed(0)} mm`)

function withoutLast(points: Int32Array, reversed: boolean): LatticePoint[] {
  const list = Array.from({ length: points.length >> 1 }, (_, i): LatticePoint => [points[2 * i]!, points[2 * i + 1]!])
  return (reversed ? list.reverse() : list).slice(0, -1)
}

function nearestOwn(points: readonly LatticePoint[], given: readonly boolean[], from: number, step: 1 | -1): LatticePoint {
  const n = points.length
  for (let k = 1; k < n; k++) {
    const i = (((from + step * k) % n) + n) % n
    if (given[i]) return points[i]!
  }
  return points[from]!
}

function vertexKeys(geometry: Areal): Set<string> {
  const keys = new Set<string>()
  for (const ring of ringsOf(geometry)) for (const [x, y] of ring) keys.add(`${toLattice(x!)},${toLattice(y!)}`)
  return keys
}
