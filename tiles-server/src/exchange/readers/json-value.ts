import { shown } from '../shown.ts'
import type { RowProblem, SourceRow } from '../types.ts'

/** Parses one JSON text. The problem names what is wrong; the byte is the text's own place in the source. */
export function parseJsonBytes(bytes: Uint8Array, byte: number): { value: unknown } | { problem: RowProblem } {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return { problem: { rule: 'encoding', value: '', detail: `the text from byte ${byte} is not valid UTF-8` } }
  }
  try {
    return { value: JSON.parse(text) as unknown }
  } catch (error) {
    const reason = (error as Error).message.replace(/, "[\s\S]*$/, '')
    return { problem: { rule: 'json', value: shown(text.trim().slice(0, 60)), detail: `invalid JSON from byte ${byte}: ${reason}` } }
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

const GEOMETRY_TYPES = new Set(['Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon', 'GeometryCollection'])

export const isGeometryLike = (value: unknown): boolean => isObject(value) && GEOMETRY_TYPES.has(value.type as string)

/** A row from a parsed GeoJSON feature (RFC 7946, section 3.2). The geometry is passed on unchecked. */
export function featureRow(row: number, value: unknown): SourceRow {
  if (!isObject(value)) return failed(row, 'feature', value, 'a feature must be a JSON object')
  if (value.type !== 'Feature') return failed(row, 'feature', value.type, 'the member "type" of a feature must be "Feature"')
  if (!('geometry' in value)) return failed(row, 'feature', '', 'a feature must have the member "geometry" (null when it has none)')
  const { properties } = value
  if (properties !== undefined && properties !== null && !isObject(properties)) {
    return failed(row, 'properties', properties, 'the member "properties" must be an object or null')
  }
  const box = badBox(value) ?? badBox(value.geometry)
  if (box !== undefined) return box(row)
  return {
    row,
    ...(value.id === undefined ? {} : { id: value.id }),
    geometry: value.geometry,
    properties: new Map(Object.entries(properties ?? {})),
  }
}

/** A row from a geometry that stands alone. */
export const geometryRow = (row: number, geometry: unknown): SourceRow =>
  badBox(geometry)?.(row) ?? { row, geometry, properties: new Map() }

/** The member "bbox" is never used, but one that is no box tells that the object is not what its writer thought (RFC 7946, section 5). */
function badBox(object: unknown): ((row: number) => SourceRow) | undefined {
  const box = isObject(object) ? object.bbox : undefined
  if (box === undefined || box === null) return undefined
  if (Array.isArray(box) && (box.length === 4 || box.length === 6) && box.every(each => typeof each === 'number')) return undefined
  return row => failed(row, 'bbox', box, 'the member "bbox" must be an array of 4 or 6 numbers')
}

export function failed(row: number, rule: string, value: unknown, detail: string): SourceRow {
  return problemRow(row, { rule, value: value === undefined ? 'absent' : shown(value), detail })
}

export const problemRow = (row: number, problem: RowProblem): SourceRow => ({ row, geometry: null, properties: new Map(), problem })
