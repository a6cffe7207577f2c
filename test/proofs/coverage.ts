import type { MultiPolygon, Polygon } from 'geojson'
import { buildTopology, createLocator } from '../../tiles-server/src/geo/index.ts'
import { seededRandom } from '../../tiles-server/src/kernel/index.ts'
import { bounds, bucketFaces, isInside, type Ring, ringsOf } from './exact.ts'

export interface Face {
  readonly id: string
  readonly geometry: Polygon | MultiPolygon
}

export interface CoverageFigures {
  readonly faces: number
  readonly randomInner: number
  readonly randomOuter: number
  readonly vertices: number
  readonly midpoints: number
  /** Midpoints that lie exactly on their edge. */
  readonly exactMidpoints: number
  /** Vertices and midpoints on the outer rim, and how many of them belong to a face. */
  readonly rim: number
  readonly rimOwned: number
  readonly pointsPerSecond: number
}

/**
 * Every point of a coverage is in exactly one face: random points, every vertex, every edge midpoint; on the rim and outside of it in one
 * exactly when the merged outline contains the point by the same rule. The answers of `locate` are judged by `exact.ts`; the outline is the one
 * the topology merges. Throws at the first point that is wrong.
 */
export function proveCoverage(
  faces: readonly Face[],
  randomPoints: number,
  seed: number,
  locate: (lon: number, lat: number) => string | null = createLocator(faces).locate,
): CoverageFigures {
  const { near, judged } = bucketFaces(faces)
  const outline = outlineOf(faces)
  let located = 0
  let spent = 0

  /** Answers whether the point is inside, after checking that locator, faces and outline agree on it. */
  const judge = (what: string, x: number, y: number): boolean => {
    const owners = near(x, y).filter(face => isInside(x, y, face.rings))
    const inOutline = isInside(x, y, outline)
    const from = performance.now()
    const answer = locate(x / 1e7, y / 1e7)
    spent += performance.now() - from
    located++
    const expected = inOutline ? 1 : 0
    if (owners.length !== expected || answer !== (owners[0]?.id ?? null)) {
      const names = owners.map(face => face.id).join(', ') || 'none'
      throw new Error(`${what} (${x}, ${y}) x 1e-7 degree: faces that contain it: ${names}; outline: ${inOutline}; locate: ${answer}`)
    }
    return inOutline
  }

  const { randomInner, randomOuter } = throwPoints(outline, randomPoints, seed, judge)
  const rimEdges = rimOf(judged.flatMap(face => face.rings))
  const counts = { vertices: 0, midpoints: 0, exactMidpoints: 0, rim: 0, rimOwned: 0 }
  const edges = new Set<string>()
  const vertices = new Set<string>()
  // A midpoint between lattice steps is rounded, as every point is: within a step of the rim it may then fall outside.
  const tally = (onRim: boolean, inside: boolean, exact: boolean) => {
    if (!onRim && !inside && exact) throw new Error('an inner vertex or midpoint is outside of the outline')
    if (onRim) counts.rim++
    if (onRim && inside) counts.rimOwned++
  }
  for (const face of judged) {
    for (const [a, b] of face.rings.flatMap(edgesOf)) {
      const vertex = vertexKey(a)
      if (!vertices.has(vertex)) {
        vertices.add(vertex)
        counts.vertices++
        tally(rimEdges.vertices.has(vertex), judge('vertex', a[0], a[1]), true)
      }
      const [ab, ba] = [edgeKey(a, b), edgeKey(b, a)]
      const edge = [ab, ba].sort().join(' ')
      if (edges.has(edge)) continue
      edges.add(edge)
      const [x, y] = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
      const exact = Number.isInteger(x) && Number.isInteger(y)
      counts.midpoints++
      if (exact) counts.exactMidpoints++
      tally(rimEdges.edges.has(ab) || rimEdges.edges.has(ba), judge('midpoint', Math.round(x), Math.round(y)), exact)
    }
  }
  return { faces: faces.length, randomInner, randomOuter, ...counts, pointsPerSecond: Math.round((located / spent) * 1000) }
}

/** Uniform points over the outline's box until `wanted` of them are inside. */
function throwPoints(outline: readonly Ring[], wanted: number, seed: number, judge: (what: string, x: number, y: number) => boolean) {
  const random = seededRandom(seed)
  const [west, south, east, north] = bounds(outline)
  let randomInner = 0
  let randomOuter = 0
  while (randomInner < wanted) {
    const x = Math.floor(west + random() * (east - west))
    const y = Math.floor(south + random() * (north - south))
    if (judge('random point', x, y)) randomInner++
    else randomOuter++
  }
  return { randomInner, randomOuter }
}

function outlineOf(faces: readonly Face[]): Ring[] {
  const { topology, problems } = buildTopology(faces)
  if (problems.length > 0) throw new Error(`the faces are no coverage: ${problems[0]!.detail}`)
  const merged = topology.group(() => 'all').get('all')
  const geometry = merged && topology.geometry(merged)
  if (!geometry) throw new Error('the coverage has no outline')
  return ringsOf(geometry)
}

type Point = Ring[number]
const edgesOf = (ring: Ring): [Point, Point][] => ring.map((a, i) => [a, ring[(i + 1) % ring.length]!])
const vertexKey = (a: Point): string => a.join()
const edgeKey = (a: Point, b: Point): string => `${vertexKey(a)} ${vertexKey(b)}`

/** Directed edges without their reverse, and their vertices: the rim of a noded coverage. */
function rimOf(rings: readonly Ring[]): { edges: Set<string>; vertices: Set<string> } {
  const all = new Set(rings.flatMap(ring => edgesOf(ring).map(([a, b]) => edgeKey(a, b))))
  const edges = new Set<string>()
  const vertices = new Set<string>()
  for (const [a, b] of rings.flatMap(edgesOf)) {
    if (all.has(edgeKey(b, a))) continue
    edges.add(edgeKey(a, b))
    vertices.add(vertexKey(a)).add(vertexKey(b))
  }
  return { edges, vertices }
}
