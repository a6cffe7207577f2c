import { isGeometryLike } from './json-value.ts'
import type { Cell } from './table.ts'
import { looksLikeWkt } from './wkt.ts'

/** Where a table keeps its geometry. */
export type GeometryColumns =
  | { readonly kind: 'lonlat'; readonly lon: number; readonly lat: number }
  | { readonly kind: 'wkt' | 'geojson'; readonly column: number }

const LON = ['lon', 'lng', 'long', 'longitude', '经度', 'x', 'easting']
const LAT = ['lat', 'latitude', '纬度', 'y', 'northing']
const GEOMETRY = ['wkt', 'geojson', 'geom', 'geometry', 'the_geom', 'shape', 'geom_wkt', 'wkt_geom']
export const GEOMETRY_COLUMN_NAMES = [...LON, ...LAT, ...GEOMETRY]

/**
 * Finds the geometry columns of a header by usual names (any case), earlier names first; whether a column holds well-known text or GeoJSON shows
 * its first cell with content among the sample records. Undefined when there is none.
 */
export function geometryColumns(header: readonly string[], sample: readonly (readonly Cell[])[]): GeometryColumns | undefined {
  const names = header.map(name => name.toLowerCase())
  const first = (wanted: readonly string[]): number => wanted.map(name => names.indexOf(name)).find(i => i >= 0) ?? -1
  for (const column of GEOMETRY.map(name => names.indexOf(name)).filter(i => i >= 0)) {
    const text = sample.map(record => record[column]).find(cell => cell != null && cell.trim() !== '') ?? ''
    if (looksLikeWkt(text)) return { kind: 'wkt', column }
    if (readGeoJson(text) !== undefined) return { kind: 'geojson', column }
  }
  const [lon, lat] = [first(LON), first(LAT)]
  return lon >= 0 && lat >= 0 ? { kind: 'lonlat', lon, lat } : undefined
}

/** A GeoJSON geometry from its text; undefined when it is none. Its positions are not checked. */
export function readGeoJson(text: string): unknown {
  if (!text.trimStart().startsWith('{')) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return isGeometryLike(value) ? value : undefined
  } catch {
    return undefined
  }
}
