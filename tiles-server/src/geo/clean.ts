import { checkChangeSet } from './change-set.ts'
import type { LatticeMove } from './clean-dirt.ts'
import { bendEdges } from './clean-edges.ts'
import { type Assigned, assignRegions } from './clean-regions.ts'
import { mergeVertices } from './clean-vertices.ts'
import { type Arrangement, arrangeFaces } from './coverage-arrangement.ts'
import { bySize } from './coverage-regions.ts'
import { polygonsOfEdges } from './edge-polygons.ts'
import { fromLattice } from './lattice.ts'
import { faceRings } from './segment-table.ts'
import type { CoverageFace } from './topology-types.ts'
import { type Areal, type GeometryProblem, type Position, ringsOf } from './types.ts'

/** Ids in a text, and in a list: a heap may have thousands over each other. */
const IDS_SHOWN = 5
const IDS_TOLD = 20

export interface CleaningLimits {
  /** Vertices and edges move at most so far, in metres; a few metres at most are meant. */
  readonly snapMetres: number
  /** Gaps and overlaps up to this mean width (2 x area / perimeter), in metres, are closed. */
  readonly maxGapWidthMetres: number
  /** As for gaps, when absent. */
  readonly maxOverlapWidthMetres?: number
}

export interface CleaningProblem extends GeometryProblem {
  readonly ids?: readonly string[]
  readonly area?: number
  readonly width?: number
}

/** What cleaning did, positions in lon/lat, lengths in metres, areas in square metres; the largest first. */
export interface CleanedCoverage {
  /** In the order given; a face that nothing changed is the same object. */
  readonly faces: readonly CoverageFace[]
  /** Vertices that moved, and edges that were bent to a vertex (from = the nearest place on the edge as it was); one for each face concerned. */
  readonly moves: readonly { readonly id: string; readonly from: Position; readonly to: Position; readonly metres: number }[]
  readonly movedVertices: number
  readonly largestMove: number
  readonly filledGaps: readonly { readonly at: Position; readonly area: number; readonly width: number; readonly to: string }[]
  readonly resolvedOverlaps: readonly {
    readonly at: Position
    readonly area: number
    readonly width: number
    readonly ids: readonly string[]
    readonly to: string
  }[]
  /** What was not mended: `overlap` (too wide, or of faces that have nothing else), `gap` between such, `vanished`, `duplicate-id`, `too-complex`. */
  readonly left: readonly CleaningProblem[]
}

/**
 * Makes a coverage of faces that nearly are one (positions on the lattice of 1e-7 degree). Where edges are not shared by two faces, vertices near each other
 * are brought together (clean-vertices.ts) and edges are led through the vertices near them (clean-edges.ts); all is noded (snap-rounding.ts), narrow
 * gaps and overlaps go to a neighbour (clean-regions.ts), and each face becomes the union of its regions. When nothing is left the result is an exact
 * coverage; wider gaps stay. A face that would vanish keeps its geometry and is named in `left`. A clean coverage comes back as it is. The
 * result does not depend on the order of the faces.
 */
export function cleanCoverage(faces: readonly CoverageFace[], limits: CleaningLimits): CleanedCoverage {
  const seen = new Set<string>()
  const twice = faces.find(({ id }) => seen.size === seen.add(id).size)?.id
  if (twice !== undefined)
    return untouched(faces, { rule: 'duplicate-id', detail: `face id "${twice}" occurs more than once`, ids: [twice] })
  const sorted = [...faces].sort((a, b) => (a.id < b.id ? -1 : 1))
  const rings = sorted.map(face => faceRings(face.geometry))
  const merged = mergeVertices(rings, limits.snapMetres)
  const bent = merged && bendEdges(merged.faces, limits.snapMetres)
  const arrangement = bent && arrangeFaces(bent.faces)
  if (!arrangement)
    return untouched(faces, { rule: 'too-complex', detail: 'too many edges or vertices lie near each other to clean this coverage' })
  const { maxGapWidthMetres, maxOverlapWidthMetres = maxGapWidthMetres } = limits
  const assigned = assignRegions(arrangement, { maxGapWidthMetres, maxOverlapWidthMetres })
  const changed = new Set(arrangement.altered)
  rings.forEach((face, f) => {
    if (bent.faces[f] !== face) changed.add(f)
  })
  for (const { cover, to } of assigned.given) for (const face of [...cover, to]) changed.add(face)
  const alive = new Set(Array.from({ length: arrangement.regions.count }, (_, region) => assigned.facesOf(region)).flat())
  const moves = [...merged.moves, ...bent.moves]
  const still = moves.length + assigned.given.length + assigned.left.length === 0 && alive.size === faces.length
  if (still && (changed.size === 0 || checkChangeSet([], faces, { outlineFree: true }).length === 0)) return untouched(faces)
  const gone = sorted.filter((_, f) => !alive.has(f))
  return report(faces, sorted, moves, assigned, gone, dissolved(sorted, arrangement, assigned, changed))
}

const untouched = (faces: readonly CoverageFace[], ...left: CleaningProblem[]): CleanedCoverage => ({
  faces,
  moves: [],
  movedVertices: 0,
  largestMove: 0,
  filledGaps: [],
  resolvedOverlaps: [],
  left,
})

/** The changed faces as unions of their regions; those without any are missing. */
function dissolved(
  faces: readonly CoverageFace[],
  { graph, regions }: Arrangement,
  { facesOf }: Assigned,
  changed: ReadonlySet<number>,
): Map<string, Areal | null> {
  const { xs, ys, from, to } = graph
  const edges = new Map([...changed].map(face => [face, [] as number[]]))
  for (let s = 0; s < graph.count; s++) {
    const [onLeft, onRight] = [facesOf(regions.left[s]!), facesOf(regions.right[s]!)]
    const [a, b] = [from[s]!, to[s]!]
    for (const face of onLeft) if (!onRight.includes(face)) edges.get(face)?.push(xs[a]!, ys[a]!, xs[b]!, ys[b]!)
    for (const face of onRight) if (!onLeft.includes(face)) edges.get(face)?.push(xs[b]!, ys[b]!, xs[a]!, ys[a]!)
  }
  return new Map([...edges].map(([face, list]) => [faces[face]!.id, areaOf(faces[face]!.geometry, polygonsOfEdges(list))]))
}

function areaOf(before: Areal, polygons: Position[][][]): Areal | null {
  if (polygons.length === 0) return null
  return before.type === 'Polygon' && polygons.length === 1
    ? { type: 'Polygon', coordinates: polygons[0]! }
    : { type: 'MultiPolygon', coordinates: polygons }
}

function report(
  faces: readonly CoverageFace[],
  sorted: readonly CoverageFace[],
  moved: readonly LatticeMove[],
  { given, left }: Assigned,
  gone: readonly CoverageFace[],
  made: ReadonlyMap<string, Areal | null>,
): CleanedCoverage {
  const name = (face: number): string => sorted[face]!.id
  const place = ([x, y]: LatticeMove['from']): Position => [fromLattice(x), fromLattice(y)]
  const moves = moved
    .map(({ face, from, to, metres }) => ({ id: name(face), from: place(from), to: place(to), metres }))
    .sort((a, b) => b.metres - a.metres || (a.id < b.id ? -1 : a.id > b.id ? 1 : a.from[0]! - b.from[0]! || a.from[1]! - b.from[1]!))
  const gifts = [...given].sort(bySize)
  return {
    faces: faces.map(face => {
      const geometry = made.get(face.id)
      return geometry ? { id: face.id, geometry } : face
    }),
    moves,
    movedVertices: moves.length,
    largestMove: moves[0]?.metres ?? 0,
    filledGaps: gifts.flatMap(({ at, area, width, cover, to }) => (cover.length === 0 ? [{ at, area, width, to: name(to) }] : [])),
    resolvedOverlaps: gifts.flatMap(({ at, area, width, cover, to }) =>
      cover.length > 0 ? [{ at, area, width, ids: cover.slice(0, IDS_TOLD).map(name), to: name(to) }] : [],
    ),
    left: [
      ...[...left].sort(bySize).map(({ at, area, width, cover }) => leftOver(cover.map(name), { at, area, width })),
      ...gone.map(vanished),
    ],
  }
}

function namesOf(ids: readonly string[]): string {
  const more = ids.length > IDS_SHOWN ? ` and ${ids.length - IDS_SHOWN} more` : ''
  return `${ids
    .slice(0, IDS_SHOWN)
    .map(id => `"${id}"`)
    .join(', ')}${more}`
}

function leftOver(ids: readonly string[], size: { readonly at: Position; readonly area: number; readonly width: number }): CleaningProblem {
  const about = `about ${size.area.toPrecision(3)} m², ${size.width.toPrecision(3)} m wide on average`
  return ids.length === 0
    ? { rule: 'gap', detail: `a gap of ${about}, between overlaps that were left`, ...size }
    : { rule: 'overlap', detail: `features ${namesOf(ids)} overlap: ${about}`, ids: ids.slice(0, IDS_TOLD), ...size }
}

function vanished({ id, geometry }: CoverageFace): CleaningProblem {
  const at = ringsOf(geometry)[0]?.[0]
  return { rule: 'vanished', detail: `nothing would be left of feature "${id}"; it keeps its geometry`, ids: [id], ...(at && { at }) }
}
