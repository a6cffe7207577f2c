import { evenOddPolygons } from './even-odd.ts'
import { type Findings, MAX_DEPTH, MAX_POSITIONS, newFindings } from './geometry-shape.ts'
import { type Nested, readCoordinates, unwound } from './repair-positions.ts'
import { tidyRing, withoutCopies } from './repair-rings.ts'
import { latticeRing } from './ring.ts'
import type { GeometryProblem, Position } from './types.ts'
import { checkGeometry } from './validity.ts'

/** What was changed, under the rule that the geometry broke or the name of the repair, and where (lon, lat in degrees). */
export type GeometryFix = GeometryProblem

export interface Repaired {
  readonly geometry: unknown
  readonly fixes: readonly GeometryFix[]
}

/** What even-odd over all rings can settle. */
const BY_EVEN_ODD = new Set(['crossing', 'overlap', 'hole-outside', 'nested'])

/**
 * A GeoJSON geometry (positions in degrees, WGS 84) with those faults mended that have one obvious reading; the very same value and no fixes when it is
 * valid, or when it would not be valid afterwards: all or nothing. Never throws, whatever it is given.
 *
 * Fixes, by rule: `number-text` (texts that are plain numbers), `longitude-turn` (all longitudes one turn beyond +-180), `ring-closed` (where nothing crosses then),
 * `repeated-position`, `spike`, `too-few-positions` (a line of one position, or a ring of fewer than three corners, left out where others remain; a polygon
 * whose outer ring has too few but that has holes is not touched), `duplicate-hole`, `duplicate-polygon`, and `crossing`, `overlap`, `hole-outside`,
 * `nested`: what lies inside an odd number of all rings of the geometry, built anew on the lattice of 1e-7 degree. So a part that two polygons of
 * a MultiPolygon both cover becomes a hole. Winding order is neither judged nor changed. Nothing is invented: no position for null or NaN.
 */
export function repairGeometry(geometry: unknown): Repaired {
  if (checkGeometry(geometry).length === 0) return { geometry, fixes: [] }
  return mended(geometry, mend, repaired => checkGeometry(repaired).length === 0)
}

/**
 * Only the fix `number-text`, for positions that are still in another coordinate system: a caller that converts positions does this first, because texts
 * would pass its conversion as they are.
 */
export const repairNumbers = (geometry: unknown): Repaired =>
  mended(
    geometry,
    (part, findings) => {
      const { type, coordinates } = part
      const read = readCoordinates(type, coordinates, findings)
      return read === undefined ? undefined : { ...part, coordinates: read }
    },
    () => true,
  )

type Part = Readonly<Record<string, unknown>>

function mended(
  geometry: unknown,
  mendPart: (part: Part, findings: Findings) => unknown,
  isGood: (geometry: unknown) => boolean,
): Repaired {
  const findings = newFindings()
  const repaired = eachPart(geometry, mendPart, findings, { left: MAX_POSITIONS }, 0)
  return repaired !== undefined && findings.problems.length > 0 && isGood(repaired)
    ? { geometry: repaired, fixes: findings.problems }
    : { geometry, fixes: [] }
}

/** Goes into collections; undefined as soon as one part cannot be mended. */
function eachPart(
  geometry: unknown,
  mendPart: (part: Part, findings: Findings) => unknown,
  findings: Findings,
  walk: { left: number },
  depth: number,
): unknown {
  if (typeof geometry !== 'object' || geometry === null || Array.isArray(geometry)) return undefined
  const part = geometry as Part
  if (part.type !== 'GeometryCollection') return mendPart(part, findings)
  const { geometries } = part
  if (!Array.isArray(geometries) || depth >= MAX_DEPTH) return undefined
  walk.left -= geometries.length
  if (walk.left < 0) return undefined
  const parts: unknown[] = []
  for (const inner of geometries as unknown[]) {
    const made = eachPart(inner, mendPart, findings, walk, depth + 1)
    if (made === undefined) return undefined
    parts.push(made)
  }
  return { type: 'GeometryCollection', geometries: parts }
}

function mend(part: Part, findings: Findings): unknown {
  if (checkGeometry(part).length === 0) return part
  const { type } = part
  const read = readCoordinates(type, part.coordinates, findings)
  if (read === undefined) return undefined
  const coordinates = unwound(read, findings)
  if (type === 'MultiLineString') return withParts(type, longLines(coordinates as Position[][], findings))
  if (type === 'Polygon') return mendAreas(type, [coordinates as Position[][]], findings)
  if (type === 'MultiPolygon') return mendAreas(type, coordinates as Position[][][], findings)
  return { type, coordinates }
}

const withParts = (type: string, coordinates: Nested[]): unknown => (coordinates.length === 0 ? undefined : { type, coordinates })

const longLines = (lines: readonly Position[][], { add }: Findings): Position[][] =>
  lines.filter((line, i) => {
    if (line.length < 2) add('too-few-positions', `line ${i + 1} of ${line.length} positions was left out`, line[0])
    return line.length >= 2
  })

function mendAreas(type: 'Polygon' | 'MultiPolygon', polygons: readonly Position[][][], findings: Findings): unknown {
  const tidied: Position[][][] = []
  for (const [p, polygon] of polygons.entries()) {
    const rings = tidyPolygon(polygon, polygons.length > 1 ? `polygon ${p + 1}, ` : '', findings)
    if (rings === undefined) return undefined
    if (rings.length > 0) tidied.push(rings)
  }
  if (tidied.length === 0) return undefined
  const areas = withoutCopies(tidied, findings)
  const made = type === 'Polygon' ? { type, coordinates: areas[0]! } : { type, coordinates: areas }
  const problems = checkGeometry(made)
  if (problems.length === 0) return made
  // Whether an open ring that crosses something once it is closed ends where its list ends is not obvious.
  const wasOpen = findings.problems.some(({ rule }) => rule === 'ring-closed')
  return !wasOpen && problems.every(({ rule }) => BY_EVEN_ODD.has(rule)) ? settled(type, areas, problems, findings) : undefined
}

/** The polygon's rings, tidied; none when nothing of it is an area; undefined when its holes have no outer ring. */
function tidyPolygon(polygon: readonly Position[][], name: string, findings: Findings): Position[][] | undefined {
  const rings = polygon.map((ring, r) => {
    const own = `${name}${r === 0 ? 'the outer ring' : `hole ${r}`}`
    const tidied = tidyRing(ring, own, findings)
    if (!tidied)
      findings.add('too-few-positions', `${own} of ${ring.length} positions has fewer than three corners and was left out`, ring[0])
    return tidied
  })
  const usable = rings.filter(ring => ring !== undefined)
  return rings[0] === undefined && usable.length > 0 ? undefined : usable
}

const TOLD: Readonly<Record<string, string>> = {
  crossing: 'edges cross',
  overlap: 'edges run along each other',
  'hole-outside': 'a hole lies outside its outer ring',
  nested: 'rings lie inside each other that should not',
}

function settled(type: string, areas: readonly Position[][][], problems: readonly GeometryProblem[], { add }: Findings): unknown {
  const rings = areas.flat().flatMap(ring => latticeRing(ring) ?? [])
  const polygons = evenOddPolygons(rings)
  if (polygons === undefined || polygons.length === 0) return undefined
  for (const rule of new Set(problems.map(problem => problem.rule))) {
    const places = problems.filter(problem => problem.rule === rule)
    const where = places.length === 1 ? '' : ` (${places.length} places)`
    add(
      rule,
      `${TOLD[rule]}${where}: the area was built anew from what lies inside an odd number of rings, on the lattice of 1e-7 degree`,
      places[0]!.at,
    )
  }
  return type === 'Polygon' && polygons.length === 1 ? { type, coordinates: polygons[0]! } : { type: 'MultiPolygon', coordinates: polygons }
}
