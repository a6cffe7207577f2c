import { type PlanarFaces, type PlanarGraph, planarFaces } from './planar-faces.ts'
import { type FaceRings, OUTSIDE, type SegmentTable, segmentTable } from './segment-table.ts'
import { snapRound } from './snap-rounding.ts'

/** Numbers kept for regions that several faces cover, in all; a coverage that needs more is heaped, not dirty. */
const COVER_BUDGET = 5_000_000

/** All edges of a coverage, noded, and the regions between them: 0 is the unbounded one. */
export interface Arrangement {
  readonly graph: PlanarGraph
  readonly regions: PlanarFaces
  /** The faces that cover a region, as ascending indexes; none for a gap. */
  readonly coverOf: (region: number) => readonly number[]
  /** The faces whose rings were given further vertices, or run along an edge more than once. */
  readonly altered: ReadonlySet<number>
}

/** Nodes the faces' rings on the lattice (snap-rounding.ts) and finds which faces cover what, by even-odd in each face. Undefined: too much work. */
export function arrangeFaces(faces: readonly FaceRings[]): Arrangement | undefined {
  const rounded = snapRound(faces.flatMap(face => face.rings))
  if (!rounded) return undefined
  const altered = new Set<number>()
  let at = 0
  const nodedFaces = faces.map(({ rings }, index) => ({
    rings: rings.map(ring => {
      const made = rounded[at++]!
      if (made.length !== ring.length) altered.add(index)
      return made
    }),
  }))
  const table = segmentTable(nodedFaces)
  const { graph, owners } = boundingSegments(table, altered)
  const regions = planarFaces(graph)
  const coverOf = coverings(regions, owners)
  return coverOf && { graph, regions, coverOf, altered }
}

/** The segments that bound a face, each with the faces it bounds: those that run along it an odd number of times. */
function boundingSegments(table: SegmentTable, altered: Set<number>): { graph: PlanarGraph; owners: (readonly number[])[] } {
  const extra = new Map<number, number[]>()
  for (const { segment, face } of table.doubled) extra.set(segment, [...(extra.get(segment) ?? []), face])
  const owners: (readonly number[])[] = []
  const kept: number[] = []
  for (let s = 0; s < table.count; s++) {
    const odd = oddOnes([table.left[s]!, table.right[s]!, ...(extra.get(s) ?? [])], altered)
    if (odd.length === 0) continue
    kept.push(s)
    owners.push(odd)
  }
  const { vertices, xs, ys } = table
  const from = Int32Array.from(kept, s => table.from[s]!)
  const to = Int32Array.from(kept, s => table.to[s]!)
  return { graph: { vertices, xs, ys, count: kept.length, from, to }, owners }
}

function oddOnes(faces: readonly number[], repeated: Set<number>): readonly number[] {
  if (faces.length === 2 && faces[0] !== faces[1]) {
    const [a, b] = [Math.min(faces[0]!, faces[1]!), Math.max(faces[0]!, faces[1]!)]
    return a === OUTSIDE ? [b] : [a, b]
  }
  const [odd, seen] = [new Set<number>(), new Set<number>()]
  for (const face of faces) {
    if (face === OUTSIDE) continue
    if (seen.has(face)) repeated.add(face)
    seen.add(face)
    if (!odd.delete(face)) odd.add(face)
  }
  return [...odd].sort((a, b) => a - b)
}

/** From the unbounded region inwards: crossing a segment enters or leaves the faces it bounds. */
function coverings({ count, left, right }: PlanarFaces, owners: readonly (readonly number[])[]): Arrangement['coverOf'] | undefined {
  const { starts, segments } = segmentsOfRegions(count, left, right)
  const covers: (readonly number[] | undefined)[] = new Array<undefined>(count).fill(undefined)
  const known = new Map<string, readonly number[]>()
  let size = 0
  covers[0] = []
  const queue = [0]
  for (let region = queue.pop(); region !== undefined; region = queue.pop()) {
    for (let i = starts[region]!; i < starts[region + 1]!; i++) {
      const s = segments[i]!
      const other = left[s] === region ? right[s]! : left[s]!
      if (covers[other] !== undefined) continue
      const cover = toggled(covers[region]!, owners[s]!)
      const key = cover.join()
      const same = known.get(key)
      if (!same) known.set(key, cover)
      size += same ? 0 : cover.length
      if (size > COVER_BUDGET) return undefined
      covers[other] = same ?? cover
      queue.push(other)
    }
  }
  return region => covers[region]!
}

function toggled(cover: readonly number[], faces: readonly number[]): readonly number[] {
  const out = new Set(cover)
  for (const face of faces) if (!out.delete(face)) out.add(face)
  return [...out].sort((a, b) => a - b)
}

/** The segments around each region, as runs of one list. */
export function segmentsOfRegions(count: number, left: Int32Array, right: Int32Array): { starts: Uint32Array; segments: Uint32Array } {
  const starts = new Uint32Array(count + 1)
  for (let s = 0; s < left.length; s++) {
    starts[left[s]! + 1]!++
    starts[right[s]! + 1]!++
  }
  for (let i = 1; i <= count; i++) starts[i]! += starts[i - 1]!
  const next = starts.slice()
  const segments = new Uint32Array(2 * left.length)
  for (let s = 0; s < left.length; s++) {
    segments[next[left[s]!]!++] = s
    segments[next[right[s]!]!++] = s
  }
  return { starts, segments }
}
