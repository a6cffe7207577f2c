import { cutArcs } from './arc-cutting.ts'
import { createGeneraliser, type SidedArc } from './arc-generalising.ts'
import { createArcInterner } from './arc-interning.ts'
import { type DirectedArc, type HalfArc, stitchRings } from './arc-stitching.ts'
import { fromLattice } from './lattice.ts'
import { nodeRings } from './noding.ts'
import { type NestedPolygon, nestRings } from './ring-nesting.ts'
import { type FaceRings, faceRings, OUTSIDE, type SegmentTable } from './segment-table.ts'
import { FULL_PRECISION_ZOOM } from './simplify.ts'
import type { Arc, ArcRings, BoundaryLine, CoverageFace, Topology, TopologyFactory } from './topology-types.ts'
import type { Bbox, GeometryProblem, LatticeRing, MultiPolygon, Polygon, Position } from './types.ts'

/** An arc of one topology, its end vertices and the faces on its sides. */
interface PlacedArc extends SidedArc {
  readonly start: number
  readonly end: number
  readonly extra: readonly { readonly face: number; readonly onLeft: boolean }[]
}

/** What all topologies of one factory share: equal arcs, and equal lines at a zoom, are the same objects. */
interface Shared {
  readonly intern: (points: Int32Array) => Arc
  readonly line: (arc: Arc, zoom: number, kept: Uint32Array | undefined) => Float64Array
}

/**
 * Makes topologies of coverages. T-junctions are noded (noding.ts says what is noded and what is reported); arcs are cut at junctions and interned, so that
 * a change of one face leaves the arcs it does not touch identical (`===`). Besides the problems of noding, reports `duplicate-id` and `empty`.
 */
export function createTopologyFactory(): TopologyFactory {
  const { intern } = createArcInterner()
  const shared: Shared = { intern, line: createLineCache() }
  return {
    build(faces: Iterable<CoverageFace>) {
      const { ids, rings, problems } = readFaces(faces)
      const noded = nodeRings(rings)
      return { topology: createTopology(ids, noded.table, shared), problems: [...problems, ...noded.problems] }
    },
  }
}

function readFaces(faces: Iterable<CoverageFace>): { ids: string[]; rings: FaceRings[]; problems: GeometryProblem[] } {
  const ids: string[] = []
  const rings: FaceRings[] = []
  const problems: GeometryProblem[] = []
  const seen = new Set<string>()
  for (const { id, geometry } of faces) {
    if (seen.has(id)) {
      problems.push({ rule: 'duplicate-id', detail: `face id "${id}" occurs more than once` })
      continue
    }
    seen.add(id)
    const shape = faceRings(geometry)
    if (shape.rings.length === 0) problems.push({ rule: 'empty', detail: `face "${id}" has no area on the lattice of 1e-7 degree` })
    ids.push(id)
    rings.push(shape)
  }
  return { ids, rings, problems }
}

/** Lines by arc and zoom; a line that did not change keeps its object even when a newer topology computes it again. */
function createLineCache(): Shared['line'] {
  const lines = new WeakMap<Arc, Map<number, { kept: Uint32Array | undefined; line: Float64Array }>>()
  return (arc, zoom, kept) => {
    const byZoom = cached(lines, arc, () => new Map<number, { kept: Uint32Array | undefined; line: Float64Array }>())
    const known = byZoom.get(zoom)
    if (known && sameVertices(known.kept, kept)) return known.line
    const line = toDegrees(arc.points, kept)
    byZoom.set(zoom, { kept, line })
    return line
  }
}

/** The value kept under `key`, made on first use. */
function cached<K, V>(store: { get(key: K): V | undefined; set(key: K, value: V): unknown }, key: K, make: () => V): V {
  const known = store.get(key)
  if (known !== undefined) return known
  const made = make()
  store.set(key, made)
  return made
}

const sameVertices = (a: Uint32Array | undefined, b: Uint32Array | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && a.length === b.length && a.every((value, i) => value === b[i]))

function toDegrees(points: Int32Array, kept: Uint32Array | undefined): Float64Array {
  const count = kept ? kept.length : points.length >> 1
  const line = new Float64Array(count * 2)
  for (let i = 0; i < count; i++) {
    const at = (kept ? kept[i]! : i) * 2
    line[2 * i] = fromLattice(points[at]!)
    line[2 * i + 1] = fromLattice(points[at + 1]!)
  }
  return line
}

function placeArcs(table: SegmentTable, shared: Shared): PlacedArc[] {
  return cutArcs(table).map(({ vertices, left, right, extra }) => {
    const points = new Int32Array(vertices.length * 2)
    vertices.forEach((v, i) => {
      points[2 * i] = table.xs[v]!
      points[2 * i + 1] = table.ys[v]!
    })
    return { arc: shared.intern(points), left, right, extra, start: vertices[0]!, end: vertices[vertices.length - 1]! }
  })
}

function bboxOfTable({ xs, ys, vertices }: SegmentTable): Bbox | null {
  if (vertices === 0) return null
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let v = 0; v < vertices; v++) {
    west = Math.min(west, xs[v]!)
    east = Math.max(east, xs[v]!)
    south = Math.min(south, ys[v]!)
    north = Math.max(north, ys[v]!)
  }
  return [fromLattice(west), fromLattice(south), fromLattice(east), fromLattice(north)]
}

function createTopology(ids: readonly string[], table: SegmentTable, shared: Shared): Topology {
  const arcs = placeArcs(table, shared)
  const numbers = new Map(arcs.map(({ arc }, i) => [arc, i]))
  const idOf = (face: number): string | null => (face === OUTSIDE ? null : ids[face]!)
  const group = (groupOf: (faceId: string) => string | undefined) => groupRings(arcs, ids, groupOf)
  const faces = group(id => id)
  const generalised = createGeneraliser(arcs)
  const keptAt = new Map<number, Uint32Array>()
  const plans = new WeakMap<ArcRings, NestedPolygon[]>()

  const line = (arc: Arc, zoom = FULL_PRECISION_ZOOM): Float64Array => {
    const number = numbers.get(arc)
    if (zoom >= FULL_PRECISION_ZOOM || number === undefined || arc.points.length <= 4)
      return shared.line(arc, FULL_PRECISION_ZOOM, undefined)
    return shared.line(
      arc,
      zoom,
      cached(keptAt, number * FULL_PRECISION_ZOOM + zoom, () => generalised(number, zoom)),
    )
  }
  const planOf = (rings: ArcRings): NestedPolygon[] => cached(plans, rings, () => nestRings(rings.map(ringPoints)))
  return {
    bbox: bboxOfTable(table),
    rings: faceId => faces.get(faceId),
    faceIds: () => ids,
    *boundaries(): Iterable<BoundaryLine> {
      for (const { arc, left, right } of arcs) yield { arc, left: idOf(left), right: idOf(right) }
    },
    group,
    line,
    geometry: (rings, zoom) => assemble(rings, planOf(rings), arc => line(arc, zoom)),
  }
}

/** Rings of each group: arcs that have the group on one side only. */
function groupRings(
  arcs: readonly PlacedArc[],
  ids: readonly string[],
  groupOf: (faceId: string) => string | undefined,
): Map<string, ArcRings> {
  const groups = ids.map(groupOf)
  const halves = new Map<string, HalfArc[]>()
  for (const name of groups) if (name !== undefined) halves.set(name, [])
  const nameOf = (face: number): string | undefined => (face === OUTSIDE ? undefined : groups[face])
  for (const placed of arcs) {
    const { arc, start, end } = placed
    for (const [name, onLeft] of claims(placed, nameOf)) {
      halves.get(name)!.push(onLeft ? { arc, reversed: false, start, end } : { arc, reversed: true, start: end, end: start })
    }
  }
  return new Map([...halves].map(([name, list]) => [name, stitchRings(list)]))
}

/** Groups that an arc bounds, with the side they are on. In overlapping input a group may claim an arc several times: an odd count bounds. */
function claims({ left, right, extra }: PlacedArc, nameOf: (face: number) => string | undefined): [string, boolean][] {
  const l = nameOf(left)
  const r = nameOf(right)
  const found: [string, boolean][] = []
  if (extra.length === 0) {
    if (l === r) return found
    if (l !== undefined) found.push([l, true])
    if (r !== undefined) found.push([r, false])
    return found
  }
  const odd = new Map<string, boolean>()
  for (const [face, onLeft] of [[left, true] as const, [right, false] as const, ...extra.map(e => [e.face, e.onLeft] as const)]) {
    const name = nameOf(face)
    if (name === undefined) continue
    if (odd.has(name)) odd.delete(name)
    else odd.set(name, onLeft)
  }
  return [...odd]
}

function ringPoints(ring: readonly DirectedArc[]): LatticeRing {
  const length = ring.reduce((n, { arc }) => n + arc.points.length - 2, 0)
  const out = new Int32Array(length)
  let at = 0
  for (const { arc, reversed } of ring) at = appendLine(out, at, arc.points, reversed)
  return out
}

/** Copies a line but for its last vertex; answers the next free place. */
function appendLine(out: Int32Array, at: number, points: Int32Array, reversed: boolean): number {
  const n = points.length >> 1
  let next = at
  for (let i = 0; i < n - 1; i++) {
    const from = (reversed ? n - 1 - i : i) * 2
    out[next++] = points[from]!
    out[next++] = points[from + 1]!
  }
  return next
}

/** Polygons whose rings start at their lowest vertex, in ascending order: the same outline gives the same text, however it was cut to arcs. */
function assemble(rings: ArcRings, plan: readonly NestedPolygon[], line: (arc: Arc) => Float64Array): Polygon | MultiPolygon | null {
  const closed = ({ ring, turn }: NestedPolygon['outer']): Position[] => closedRing(rings[ring]!, turn, line)
  const polygons = plan.map(({ outer, holes }) => [closed(outer), ...holes.map(closed).sort(byFirst)]).sort((a, b) => byFirst(a[0]!, b[0]!))
  if (polygons.length === 0) return null
  return polygons.length === 1 ? { type: 'Polygon', coordinates: polygons[0]! } : { type: 'MultiPolygon', coordinates: polygons }
}

const comparePositions = (a: Position, b: Position): number => a[0]! - b[0]! || a[1]! - b[1]!

const byFirst = (a: Position[], b: Position[]): number => comparePositions(a[0]!, b[0]!) || comparePositions(a[1]!, b[1]!)

function closedRing(ring: ArcRings[number], turn: boolean, line: (arc: Arc) => Float64Array): Position[] {
  const positions: Position[] = []
  for (const { arc, reversed } of ring) {
    const xy = line(arc)
    const n = xy.length >> 1
    for (let i = 0; i < n - 1; i++) {
      const from = (reversed ? n - 1 - i : i) * 2
      positions.push([xy[from]!, xy[from + 1]!])
    }
  }
  if (turn) positions.reverse()
  let lowest = 0
  for (let i = 1; i < positions.length; i++) if (comparePositions(positions[i]!, positions[lowest]!) < 0) lowest = i
  const out = [...positions.slice(lowest), ...positions.slice(0, lowest)]
  out.push([...out[0]!])
  return out
}
