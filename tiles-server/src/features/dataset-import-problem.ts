import type { GeometryProblem, Position } from '../geo/index.ts'
import { shown, type ZongtuError } from '../kernel/index.ts'

/** A row as a source has it: unchecked. `row` is its 1-based number in the source. */
export interface ImportRow {
  readonly row: number
  readonly id: string
  readonly geometry: unknown
  readonly properties: Readonly<Record<string, unknown>>
}

/** Why a row was refused: the rule, the wrong value, an explanation, and the place when the geometry is at fault. */
export interface ImportProblem {
  readonly row: number
  readonly id: string
  readonly rule: string
  readonly value: string
  readonly detail: string
  readonly at?: Position
}

/** The refusal of one row as a line of the report. */
export function problemOf(row: ImportRow, error: ZongtuError): ImportProblem {
  const { property, problems } = error.extra as { property?: string; problems?: readonly GeometryProblem[] }
  const common = { row: row.row, id: row.id }
  if (property !== undefined) {
    const value = property === 'id' ? row.id : Object.hasOwn(row.properties, property) ? row.properties[property] : undefined
    return { ...common, rule: `property ${property}`, value: value === undefined ? 'absent' : shown(value), detail: error.detail }
  }
  const [problem] = problems ?? []
  if (problem === undefined) return { ...common, rule: 'geometry', value: typeOf(row.geometry), detail: error.detail }
  const place = problem.at ?? positionOfPoint(row.geometry)
  return {
    ...common,
    rule: problem.rule,
    value: place === undefined ? typeOf(row.geometry) : JSON.stringify(place),
    detail: `${problem.detail}${metresHint(problem.rule, row.geometry)}`,
    ...(problem.at === undefined ? {} : { at: problem.at }),
  }
}

function typeOf(geometry: unknown): string {
  const type = typeof geometry === 'object' && geometry !== null ? (geometry as { type?: unknown }).type : geometry
  return type === undefined ? 'absent' : shown(type)
}

function positionOfPoint(geometry: unknown): Position | undefined {
  const { type, coordinates } = geometry as { type?: unknown; coordinates?: unknown }
  return type === 'Point' && Array.isArray(coordinates) ? (coordinates as Position) : undefined
}

/** Numbers far beyond any degree are probably metres. */
function metresHint(rule: string, geometry: unknown): string {
  const [x, y] = rule === 'range' ? firstPosition((geometry as { coordinates?: unknown }).coordinates) : [0, 0]
  return Math.abs(x) > 360 || Math.abs(y) > 360 ? '; these look like metres: name the coordinate system with crs' : ''
}

function firstPosition(value: unknown): [number, number] {
  if (!Array.isArray(value)) return [0, 0]
  const [x, y] = value as unknown[]
  return typeof x === 'number' && typeof y === 'number' ? [x, y] : firstPosition(x)
}
