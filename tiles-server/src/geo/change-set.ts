import { type Coverage, checkPlanar, middleOf, vertexAt } from './coverage-planarity.ts'
import { type Findings, newFindings } from './geometry-shape.ts'
import { orient } from './orient.ts'
import { pointInRings, ringArea2Exact } from './ring.ts'
import { segmentGrid } from './segment-grid.ts'
import { type FaceRings, faceRings, OUTSIDE, type SegmentTable, segmentTable } from './segment-table.ts'
import type { CoverageFace } from './topology-types.ts'
import type { GeometryProblem } from './types.ts'

/**
 * Whether `added` may take the place of `removed` in a coverage. Exact, in lattice integers (positions are rounded to 1e-7 degree):
 * the added faces lie side by side (coverage-planarity.ts) and their outline is the outline of the removed faces, segment for segment,
 * so that the unchanged faces around them fit without being looked at. `outlineFree`: nothing is there yet, any outline will do.
 *
 * Rules: `duplicate-id`, `empty`, `overlap`, `crossing`, `t-junction` (also: a vertex put on, or taken from, an edge of an unchanged
 * neighbour), `gap`, `area`, `too-complex`. Faces may touch themselves and each other at vertices.
 */
export function checkChangeSet(
  removed: readonly CoverageFace[],
  added: readonly CoverageFace[],
  options: { readonly outlineFree: boolean },
): GeometryProblem[] {
  const findings = newFindings()
  const coverage = read(added, findings)
  checkPlanar(coverage, findings)
  if (!options.outlineFree) compareOutlines(read(removed, newFindings()), coverage, findings)
  return findings.problems
}

function read(list: readonly CoverageFace[], { add }: Findings): Coverage {
  const ids = list.map(face => face.id)
  const faces = list.map(face => faceRings(face.geometry))
  const seen = new Set<string>()
  for (const [i, id] of ids.entries()) {
    if (seen.has(id)) add('duplicate-id', `face id "${id}" occurs more than once`)
    seen.add(id)
    if (faces[i]!.rings.length === 0) add('empty', `face "${id}" has no area on the lattice of 1e-7 degree`)
  }
  return { ids, faces, table: segmentTable(faces) }
}

/** Segments with a face on one side only, directed with the face on the left, as lattice coordinates. */
interface Outline {
  readonly table: SegmentTable
  readonly segments: readonly number[]
  readonly keys: ReadonlyMap<string, number>
}

function outlineOf(table: SegmentTable): Outline {
  const segments: number[] = []
  const keys = new Map<string, number>()
  for (let s = 0; s < table.count; s++) {
    if ((table.left[s] === OUTSIDE) === (table.right[s] === OUTSIDE)) continue
    const [a, b] = table.left[s] !== OUTSIDE ? [table.from[s]!, table.to[s]!] : [table.to[s]!, table.from[s]!]
    segments.push(s)
    keys.set(`${table.xs[a]} ${table.ys[a]} ${table.xs[b]} ${table.ys[b]}`, s)
  }
  return { table, segments, keys }
}

function compareOutlines(before: Coverage, after: Coverage, findings: Findings): void {
  const old = outlineOf(before.table)
  const now = outlineOf(after.table)
  const lost = [...old.keys].flatMap(([key, s]) => (now.keys.has(key) ? [] : [s]))
  const gained = [...now.keys].flatMap(([key, s]) => (old.keys.has(key) ? [] : [s]))
  if (lost.length + gained.length === 0) {
    if (areaOf(before.faces) !== areaOf(after.faces)) findings.add('area', 'the areas of the added and the removed faces differ')
    return
  }
  const joined = new Set([...verticesOn(after.table, gained, before.table, lost), ...verticesOn(before.table, lost, after.table, gained)])
  for (const at of joined) {
    findings.add(
      't-junction',
      'a vertex was put on, or taken from, an edge that an unchanged neighbour shares',
      JSON.parse(at) as [number, number],
    )
  }
  if (joined.size === 0) nameDifferences(before, after, lost, gained, findings)
}

const areaOf = (faces: readonly FaceRings[]): bigint =>
  faces.reduce((sum, face) => face.rings.reduce((n, ring) => n + ringArea2Exact(ring), sum), 0n)

/** Places (as JSON text) where an end of one of `segments` lies on one of `others`, or within a lattice step of it, without being an end there. */
function verticesOn(table: SegmentTable, segments: readonly number[], other: SegmentTable, others: readonly number[]): Set<string> {
  const end = (ends: Int32Array, values: Int32Array) => Float64Array.from(others, s => values[ends[s]!]!)
  const [ax, ay, bx, by] = [end(other.from, other.xs), end(other.from, other.ys), end(other.to, other.xs), end(other.to, other.ys)]
  const grid = segmentGrid({ count: others.length, ax, ay, bx, by }, 1)
  const places = new Set<string>()
  for (const v of new Set(segments.flatMap(s => [table.from[s]!, table.to[s]!]))) {
    const [x, y] = [table.xs[v]!, table.ys[v]!]
    for (const i of grid.around(x, y)) {
      const [dx, dy] = [bx[i]! - ax[i]!, by[i]! - ay[i]!]
      const along = (x - ax[i]!) * dx + (y - ay[i]!) * dy
      const squared = dx * dx + dy * dy
      if (along <= 0 || along >= squared || (x === ax[i] && y === ay[i]) || (x === bx[i] && y === by[i])) continue
      if (Math.abs(orient(ax[i]!, ay[i]!, bx[i]!, by[i]!, x, y)) <= Math.sqrt(squared)) places.add(JSON.stringify(vertexAt(table, v)))
    }
  }
  return places
}

/** A new outline edge inside the old area leaves a gap, one outside it overlaps a neighbour; an old edge that the new area does not cover was not reached. */
function nameDifferences(before: Coverage, after: Coverage, lost: readonly number[], gained: readonly number[], { add }: Findings): void {
  const covers = ({ faces }: Coverage, x: number, y: number): boolean => faces.some(face => pointInRings(x, y, face.rings))
  const middle = ({ xs, ys, from, to }: SegmentTable, s: number): [number, number] => [
    (xs[from[s]!]! + xs[to[s]!]!) / 2,
    (ys[from[s]!]! + ys[to[s]!]!) / 2,
  ]
  for (const s of gained.slice(0, 50)) {
    const inside = covers(before, ...middle(after.table, s))
    const [rule, detail] = inside
      ? ['gap', 'the added faces leave a part of the removed area uncovered']
      : ['overlap', 'the added faces reach beyond the removed area, over a neighbour or the outside']
    add(rule, detail, middleOf(after.table, s))
  }
  for (const s of lost.slice(0, 50)) {
    if (covers(after, ...middle(before.table, s))) continue
    add('gap', 'the added faces do not reach an edge of the removed area', middleOf(before.table, s))
  }
}
