import type { Geometry, GeometryProblem, Position } from './types.ts'

/** A geometry with more positions, or collections nested deeper, is refused before anything is computed on it. */
export const MAX_POSITIONS = 1_000_000
export const MAX_DEPTH = 8
const MAX_PROBLEMS = 100

/** How deep `coordinates` nests: 1 = a position. */
const DEPTHS: Readonly<Record<string, number>> = { Point: 1, MultiPoint: 2, LineString: 2, MultiLineString: 3, Polygon: 3, MultiPolygon: 4 }

/** Collects what is wrong, and stops counting at a bound. */
export interface Findings {
  readonly problems: GeometryProblem[]
  readonly add: (rule: string, detail: string, at?: Position) => void
}

export function newFindings(): Findings {
  const problems: GeometryProblem[] = []
  return {
    problems,
    add(rule, detail, at) {
      if (problems.length < MAX_PROBLEMS) problems.push(at ? { rule, detail, at } : { rule, detail })
    },
  }
}

/** A value as it appears in a message: short, whatever it is and however deep. */
export function shown(value: unknown): string {
  if (Array.isArray(value))
    return value.length <= 4 && !value.some(v => typeof v === 'object') ? `[${value.map(shown).join(',')}]` : `an array of ${value.length}`
  if (typeof value === 'object' && value !== null) return 'an object'
  const text = typeof value === 'string' ? JSON.stringify(value.slice(0, 61)) : String(value)
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}

/** True when `value` has the outer form of a GeoJSON geometry (RFC 7946): type, nesting of arrays, finite numbers in range, size. */
export function hasShape(value: unknown, findings: Findings): value is Geometry {
  const before = findings.problems.length
  checkGeometryShape(value, 'geometry', 0, { left: MAX_POSITIONS, findings })
  return findings.problems.length === before
}

interface Walk {
  left: number
  readonly findings: Findings
}

function checkGeometryShape(value: unknown, path: string, depth: number, walk: Walk): void {
  const { add } = walk.findings
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    add('type', `${path} must be a GeoJSON geometry object, not ${shown(value)}`)
    return
  }
  const { type, coordinates, geometries } = value as Record<string, unknown>
  if (type === 'GeometryCollection') {
    if (!Array.isArray(geometries)) {
      add('coordinates', `${path}.geometries must be an array, not ${shown(geometries)}`)
      return
    }
    if (geometries.length === 0) {
      add('coordinates', `${path}.geometries must not be empty: a feature without geometry has null`)
      return
    }
    if (depth >= MAX_DEPTH) {
      add('too-deep', `${path}: collections may nest at most ${MAX_DEPTH} deep`)
      return
    }
    if (geometries.length > walk.left) {
      tooLarge(walk)
      return
    }
    walk.left -= geometries.length
    for (const [i, part] of geometries.entries()) {
      if (walk.left < 0) return
      checkGeometryShape(part, `${path}.geometries[${i}]`, depth + 1, walk)
    }
    return
  }
  const nesting = typeof type === 'string' && Object.hasOwn(DEPTHS, type) ? DEPTHS[type]! : undefined
  if (nesting === undefined) {
    add('type', `${path}.type must be a GeoJSON geometry type, not ${shown(type)}`)
    return
  }
  checkArray(coordinates, `${path}.coordinates`, nesting, walk)
  if (walk.left >= 0) checkLengths(type as string, coordinates, path, walk)
}

function tooLarge(walk: Walk): void {
  if (walk.left >= 0) walk.findings.add('too-large', `a geometry may have at most ${MAX_POSITIONS} positions`)
  walk.left = -1
}

function checkArray(value: unknown, path: string, nesting: number, walk: Walk): void {
  if (!Array.isArray(value)) {
    walk.findings.add('coordinates', `${path} must be an array, not ${shown(value)}`)
    return
  }
  if (nesting === 1) {
    checkPosition(value, path, walk)
    return
  }
  if (value.length === 0) {
    walk.findings.add('coordinates', `${path} must not be empty`)
    return
  }
  if (nesting === 2 && value.length > walk.left) {
    tooLarge(walk)
    return
  }
  for (let i = 0; i < value.length && walk.left >= 0; i++) {
    if (walk.findings.problems.length >= MAX_PROBLEMS) return
    checkArray(value[i], `${path}[${i}]`, nesting - 1, walk)
  }
}

function checkPosition(value: readonly unknown[], path: string, walk: Walk): void {
  const { add } = walk.findings
  if (walk.left-- <= 0) {
    walk.left = 0
    tooLarge(walk)
    return
  }
  if (value.length < 2 || value.length > 4) {
    add('coordinates', `${path} must be [longitude, latitude], not ${shown(value)}`)
    return
  }
  for (const number of value) {
    if (typeof number === 'number' && Number.isFinite(number)) continue
    add('coordinates', `${path} must hold finite numbers, not ${shown(number)}`)
    return
  }
  const [lon, lat] = value as Position
  if (Math.abs(lon!) <= 180 && Math.abs(lat!) <= 90) return
  const swapped = Math.abs(lon!) <= 90 && Math.abs(lat!) > 90 && Math.abs(lat!) <= 180
  const wrong = Math.abs(lon!) > 180 ? `longitude ${lon} is outside -180..180` : `latitude ${lat} is outside -90..90`
  add('range', `${path}: ${wrong}${swapped ? '; longitude and latitude look swapped' : ''}`, [lon!, lat!])
}

function checkLengths(type: string, coordinates: unknown, path: string, walk: Walk): void {
  const lines = type === 'LineString' ? [coordinates] : type === 'MultiLineString' ? coordinates : undefined
  if (!Array.isArray(lines)) return
  for (const line of lines) {
    if (Array.isArray(line) && line.length === 1)
      walk.findings.add('line-length', `${path}: a line needs at least 2 positions, not 1`, line[0] as Position)
  }
}
