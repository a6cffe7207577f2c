import { claimsOf, ringsAround } from './arc-claims.ts'
import { ArcMap } from './arc-map.ts'
import { fromLattice } from './lattice.ts'
import type { NestedPolygon } from './ring-nesting.ts'
import { FULL_PRECISION_ZOOM } from './simplify.ts'
import { assemblePolygons, nestArcRings } from './topology-geometry.ts'
import type { Arc, ArcRings, BoundaryLine, CoverageFace, Topology } from './topology-types.ts'
import type { GeometryProblem } from './types.ts'

/**
 * The topology of a coverage. T-junctions are noded (noding.ts says what is noded and what is reported) and arcs cut at junctions. Problems are reported,
 * not thrown, and the topology is still usable for drawing: those of noding, `duplicate-id` and `empty`.
 */
export function buildTopology(faces: Iterable<CoverageFace>): { topology: Topology; problems: GeometryProblem[] } {
  const { single, problems } = eachOnce(faces)
  const map = new ArcMap()
  const change = map.replace([], single)
  return { topology: topologyOf(map), problems: [...problems, ...change.problems] }
}

function eachOnce(faces: Iterable<CoverageFace>): { single: CoverageFace[]; problems: GeometryProblem[] } {
  const single = new Map<string, CoverageFace>()
  const problems: GeometryProblem[] = []
  for (const face of faces) {
    if (single.has(face.id)) problems.push({ rule: 'duplicate-id', detail: `face id "${face.id}" occurs more than once` })
    else single.set(face.id, face)
  }
  return { single: [...single.values()], problems }
}

function topologyOf(map: ArcMap): Topology {
  const nested = new WeakMap<ArcRings, NestedPolygon[]>()
  const nestedOf = (rings: ArcRings): NestedPolygon[] => {
    const known = nested.get(rings)
    if (known) return known
    const made = nestArcRings(rings)
    nested.set(rings, made)
    return made
  }
  const line = (arc: Arc, zoom = FULL_PRECISION_ZOOM): Float64Array =>
    zoom < FULL_PRECISION_ZOOM ? drawnAt(arc, map.zooms(arc), zoom) : Float64Array.from(arc.points, fromLattice)
  return {
    get bbox() {
      return map.bbox
    },
    rings: id => map.rings(id),
    faceIds: () => map.faceIds(),
    boundaries: () => map.lines(),
    boundary: arc => map.line(arc),
    boundariesOf: id => map.linesOf(id),
    group: groupOf => groupRings(map.lines(), map.faceIds(), groupOf),
    zooms: arc => map.zooms(arc),
    line,
    geometry: (rings, zoom) => assemblePolygons(rings, nestedOf(rings), arc => line(arc, zoom)),
    replace: (gone, put) => map.replace(gone, eachOnce(put).single),
  }
}

function drawnAt({ points }: Arc, zooms: Uint8Array, zoom: number): Float64Array {
  const out: number[] = []
  for (let i = 0; i < zooms.length; i++) if (zooms[i]! <= zoom) out.push(fromLattice(points[2 * i]!), fromLattice(points[2 * i + 1]!))
  return Float64Array.from(out)
}

/** Rings of each group: arcs that have the group on one side only. */
function groupRings(
  lines: Iterable<BoundaryLine>,
  ids: Iterable<string>,
  groupOf: (faceId: string) => string | undefined,
): Map<string, ArcRings> {
  const names = new Map<string, string | undefined>()
  const groups = new Map<string, { arc: Arc; onLeft: boolean }[]>()
  for (const id of ids) {
    const name = groupOf(id)
    names.set(id, name)
    if (name !== undefined) groups.set(name, [])
  }
  for (const line of lines) {
    for (const { name, onLeft } of claimsOf(line, face => names.get(face))) groups.get(name)!.push({ arc: line.arc, onLeft })
  }
  return new Map(Array.from(groups, ([name, arcs]) => [name, ringsAround(arcs)]))
}
