import type { Geometry } from '../../../geo/index.ts'
import { polygonsOfRings, type Xy } from './rings.ts'

/** What is wrong with one shape; the others can be read. */
export class ShapeProblem extends Error {}

const KINDS = { 1: 'Point', 3: 'LineString', 5: 'Polygon', 8: 'MultiPoint' } as const

/** The GeoJSON type of a Shapefile's shape type, with or without Z and M; undefined for null shapes and multipatches. */
export const shapeKind = (type: number): (typeof KINDS)[keyof typeof KINDS] | undefined =>
  type > 0 && type < 30 ? KINDS[(type % 10) as keyof typeof KINDS] : undefined

/**
 * The geometry of one record's content, little-endian (ESRI, "Shapefile Technical Description", 1998); Z and M are dropped. Null for a null
 * shape, and for a shape without positions. Throws ShapeProblem. (shpjs gives holes to outer rings by bounding box alone and answers one
 * broken record with none at all.)
 */
export function readShape(content: Buffer): Geometry | null {
  if (content.length < 4) throw new ShapeProblem(`the record has ${content.length} bytes`)
  const type = content.readInt32LE(0)
  if (type === 0) return null
  switch (shapeKind(type)) {
    case 'Point':
      return readPoint(content)
    case 'MultiPoint':
      return readMultiPoint(content)
    case 'LineString':
      return linesOf(readParts(content))
    case 'Polygon':
      return areaOf(readParts(content))
    default:
      throw new ShapeProblem(`the shape type ${type} is none of point, line, polygon and multipoint`)
  }
}

function readPoint(content: Buffer): Geometry | null {
  need(content, 20)
  const coordinates = positionAt(content, 4)
  return Number.isNaN(coordinates[0]) && Number.isNaN(coordinates[1]) ? null : { type: 'Point', coordinates }
}

function readMultiPoint(content: Buffer): Geometry | null {
  need(content, 40)
  const coordinates = positionsAt(content, 40, content.readInt32LE(36))
  return coordinates.length === 0 ? null : { type: 'MultiPoint', coordinates }
}

/** Box, number of parts, number of points, index of each part's first point, points. */
function readParts(content: Buffer): Xy[][] {
  need(content, 44)
  const [parts, points] = [content.readInt32LE(36), content.readInt32LE(40)]
  if (parts < 0 || parts * 4 > content.length) throw new ShapeProblem(`it claims ${parts} parts`)
  need(content, 44 + 4 * parts)
  const positions = positionsAt(content, 44 + 4 * parts, points)
  const starts = Array.from({ length: parts }, (_, i) => content.readInt32LE(44 + 4 * i))
  return starts.flatMap((start, i) => {
    const end = starts[i + 1] ?? points
    if (start < 0 || end < start || end > points) throw new ShapeProblem(`part ${i + 1} goes from point ${start} to ${end} of ${points}`)
    return end === start ? [] : [positions.slice(start, end)]
  })
}

function linesOf(parts: Xy[][]): Geometry | null {
  if (parts.length === 0) return null
  return parts.length === 1 ? { type: 'LineString', coordinates: parts[0]! } : { type: 'MultiLineString', coordinates: parts }
}

function areaOf(rings: Xy[][]): Geometry | null {
  if (rings.length === 0) return null
  const polygons = polygonsOfRings(rings)
  return polygons.length === 1 ? { type: 'Polygon', coordinates: polygons[0]! } : { type: 'MultiPolygon', coordinates: polygons }
}

function positionsAt(content: Buffer, from: number, count: number): Xy[] {
  if (count < 0 || from + 16 * count > content.length) throw new ShapeProblem(`it claims ${count} points in ${content.length} bytes`)
  return Array.from({ length: count }, (_, i) => positionAt(content, from + 16 * i))
}

const positionAt = (content: Buffer, at: number): Xy => [content.readDoubleLE(at), content.readDoubleLE(at + 8)]

function need(content: Buffer, bytes: number): void {
  if (content.length < bytes) throw new ShapeProblem(`the record has ${content.length} bytes, it needs ${bytes}`)
}
