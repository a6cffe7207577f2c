import type { Geometry, MultiPolygon, Polygon, Position } from 'geojson'

export type { Geometry, LineString, MultiPolygon, Point, Polygon, Position } from 'geojson'

/** West, south, east, north in degrees, EPSG:4326. */
export type Bbox = readonly [west: number, south: number, east: number, north: number]

export type Areal = Polygon | MultiPolygon

/** A closed ring of integer lattice coordinates (1e-7 degree), flat: x0, y0, x1, y1, ..., first vertex not repeated. */
export type LatticeRing = Int32Array

/** What a rule found wrong, and where (lon, lat in degrees). */
export interface GeometryProblem {
  readonly rule: string
  readonly detail: string
  readonly at?: Position
}

/** The rings of an areal geometry as one list; even-odd over all of them decides what is inside. */
export const ringsOf = (geometry: Areal): Position[][] => (geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat())

export const isAreal = (geometry: Geometry): geometry is Areal => geometry.type === 'Polygon' || geometry.type === 'MultiPolygon'
