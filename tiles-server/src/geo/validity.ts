import { type Findings, hasShape, newFindings } from './geometry-shape.ts'
import { orient } from './orient.ts'
import { findCrossings } from './ring-crossings.ts'
import { sideOf } from './ring-nesting.ts'
import type { Geometry, GeometryProblem, Position } from './types.ts'

const MAX_CROSSINGS = 20
/** Comparisons allowed to find out which ring lies in which. */
const NESTING_BUDGET = 100_000_000

/**
 * What is wrong with a GeoJSON geometry (positions in degrees, WGS 84); an empty list when it may be stored.
 * Rules: `type`, `coordinates`, `range`, `too-large`, `too-deep`, `line-length`, `ring-length`, `ring-closed`, `zero-area`, `crossing`, `overlap`,
 * `hole-outside`, `nested`, `too-complex`. Touching at a vertex is accepted, winding order is not judged. Exact for all doubles. Bounded: a million positions.
 */
export function checkGeometry(geometry: unknown): GeometryProblem[] {
  const findings = newFindings()
  if (hasShape(geometry, findings)) checkAreas(geometry, findings)
  return findings.problems
}

function checkAreas(geometry: Geometry, findings: Findings): void {
  if (geometry.type === 'GeometryCollection') for (const part of geometry.geometries) checkAreas(part, findings)
  else if (geometry.type === 'Polygon') checkPolygons([geometry.coordinates], findings)
  else if (geometry.type === 'MultiPolygon') checkPolygons(geometry.coordinates, findings)
}

/** A ring without its closing position and without repeats, and where it belongs. */
interface Ring {
  readonly flat: Float64Array
  readonly polygon: number
  readonly hole: boolean
  readonly box: readonly [number, number, number, number]
}

function checkPolygons(polygons: readonly (readonly Position[][])[], findings: Findings): void {
  const rings: Ring[] = []
  polygons.forEach((polygon, p) => {
    polygon.forEach((positions, r) => {
      const name = `${polygons.length > 1 ? `polygon ${p + 1}, ` : ''}${r === 0 ? 'outer ring' : `hole ${r}`}`
      const flat = checkRing(positions, name, findings)
      if (flat) rings.push({ flat, polygon: p, hole: r > 0, box: boxOf(flat) })
    })
  })
  if (findings.problems.length > 0) return
  const crossings = findCrossings(
    rings.map(r => r.flat),
    MAX_CROSSINGS,
  )
  if (!crossings) {
    findings.add('too-complex', 'too many long edges lie over each other to check them for crossings')
    return
  }
  for (const { kind, at } of crossings) findings.add(kind, kind === 'crossing' ? 'edges cross' : 'edges run along each other', at)
  if (crossings.length === 0 && rings.length > 1) checkNesting(rings, findings)
}

function checkRing(positions: readonly Position[], name: string, { add }: Findings): Float64Array | undefined {
  const first = positions[0]
  if (!first || positions.length < 4) {
    add('ring-length', `${name} needs at least 4 positions, not ${positions.length}`, first)
    return undefined
  }
  const last = positions[positions.length - 1]!
  if (first[0] !== last[0] || first[1] !== last[1]) {
    add('ring-closed', `${name} must end at its first position [${first[0]},${first[1]}], not at [${last[0]},${last[1]}]`, last)
    return undefined
  }
  const flat = withoutRepeats(positions)
  if (isFlat(flat)) {
    add('zero-area', `${name} has no area: all its positions lie on one line`, first)
    return undefined
  }
  return flat
}

function withoutRepeats(positions: readonly Position[]): Float64Array {
  const flat = new Float64Array(positions.length * 2)
  let n = 0
  for (const [x, y] of positions) {
    if (n > 0 && flat[n - 2] === x && flat[n - 1] === y) continue
    flat[n++] = x!
    flat[n++] = y!
  }
  while (n > 2 && flat[0] === flat[n - 2] && flat[1] === flat[n - 1]) n -= 2
  return flat.subarray(0, n)
}

function isFlat(flat: Float64Array): boolean {
  for (let i = 4; i < flat.length; i += 2) if (orient(flat[0]!, flat[1]!, flat[2]!, flat[3]!, flat[i]!, flat[i + 1]!) !== 0) return false
  return true
}

function boxOf(flat: Float64Array): [number, number, number, number] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let i = 0; i < flat.length; i += 2) {
    west = Math.min(west, flat[i]!)
    east = Math.max(east, flat[i]!)
    south = Math.min(south, flat[i + 1]!)
    north = Math.max(north, flat[i + 1]!)
  }
  return [west, south, east, north]
}

/** Holes lie in their own outer ring and in no other hole of it; no polygon lies inside another one, unless in a hole of it. */
function checkNesting(rings: readonly Ring[], findings: Findings): void {
  const order = [...rings].sort((a, b) => a.box[0] - b.box[0])
  let budget = NESTING_BUDGET
  for (const inner of rings) {
    const around: Ring[] = []
    for (const outer of order) {
      if (outer.box[0] > inner.box[0]) break
      budget--
      if (outer === inner || outer.box[1] > inner.box[1] || outer.box[2] < inner.box[2] || outer.box[3] < inner.box[3]) continue
      budget -= outer.flat.length
      if (budget < 0) {
        findings.add('too-complex', 'too many rings lie over each other to check their nesting')
        return
      }
      if (lies(inner, outer)) around.push(outer)
    }
    judgeNesting(inner, around, findings)
  }
}

function judgeNesting(ring: Ring, around: readonly Ring[], { add }: Findings): void {
  const at: Position = [ring.flat[0]!, ring.flat[1]!]
  if (ring.hole && !around.some(o => o.polygon === ring.polygon && !o.hole)) add('hole-outside', 'a hole lies outside its outer ring', at)
  const holes = new Set(around.filter(o => o.hole).map(o => o.polygon))
  if (ring.hole && holes.has(ring.polygon)) add('nested', 'a hole lies inside another hole of its polygon', at)
  const covering = around.some(o => !o.hole && !holes.has(o.polygon) && o.polygon !== ring.polygon)
  if (covering) add('nested', 'a polygon lies inside another polygon of the same geometry', at)
}

/** Rings that do not cross: a vertex or edge midpoint that is not on the other's line decides. */
function lies({ flat: inner }: Ring, { flat: outer }: Ring): boolean {
  const n = inner.length
  for (let i = 0; i < n; i += 2) {
    const j = (i + 2) % n
    const side = sideOf(inner[i]!, inner[i + 1]!, outer) || sideOf((inner[i]! + inner[j]!) / 2, (inner[i + 1]! + inner[j + 1]!) / 2, outer)
    if (side !== 0) return side > 0
  }
  return false
}
