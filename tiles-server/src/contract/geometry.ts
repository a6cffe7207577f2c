import type { Geometry } from 'geojson'
import { z } from 'zod'

const position = { type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 4 }
const listOf = (items: object, minItems: number) => ({ type: 'array', items, minItems })
const line = listOf(position, 2)
const polygon = listOf(listOf(position, 4), 1)

const shape = (type: Geometry['type'], member: string, schema: object) => ({
  type: 'object',
  properties: { type: { type: 'string', const: type }, [member]: schema },
  required: ['type', member],
})

/** GeoJSON geometry; its rules are checked by geo/, this only asks for the outer shape. Positions are [lon, lat], WGS 84. */
export const GeometryShape = z
  .custom<Geometry>(value => typeof value === 'object' && value !== null && 'type' in value, {
    error: 'geometry must be a GeoJSON geometry object',
  })
  .meta({
    id: 'Geometry',
    description: 'GeoJSON geometry (RFC 7946); positions are [lon, lat], WGS 84.',
    oneOf: [
      shape('Point', 'coordinates', position),
      shape('MultiPoint', 'coordinates', listOf(position, 0)),
      shape('LineString', 'coordinates', line),
      shape('MultiLineString', 'coordinates', listOf(line, 0)),
      shape('Polygon', 'coordinates', polygon),
      shape('MultiPolygon', 'coordinates', listOf(polygon, 0)),
      shape('GeometryCollection', 'geometries', listOf({ $ref: '#/$defs/Geometry' }, 0)),
    ],
  })
