import type { LineString, MultiPolygon, Point, Polygon } from '../../tiles-server/src/geo/index.ts'

export type CitySize = 'S' | 'M' | 'L'

export interface CityOptions {
  readonly size: CitySize
  /** Same size and seed give the same city. Default 20. */
  readonly seed?: number
  /** Milliseconds since the Unix epoch: the end of the year of incidents and the moment of the latest patrol fixes. */
  readonly now: number
  /** Years of incidents; default 1. */
  readonly years?: number
  /** Told each stage of the making. */
  readonly progress?: (step: string) => void
}

type PropertyValue = string | number | boolean | null

/** One governance unit; only grids (level 4) carry geometry, higher levels are the union of their children. */
export interface CityUnit {
  readonly id: string
  /** 0 city, 1 county, 2 street, 3 community, 4 grid. */
  readonly level: 0 | 1 | 2 | 3 | 4
  readonly parent: string | null
  readonly code: string
  readonly name: string
  readonly geometry: Polygon | MultiPolygon | null
  readonly properties: Readonly<Record<string, PropertyValue>>
}

export interface CityFeature<G = Polygon | MultiPolygon | LineString | Point> {
  readonly id: string
  readonly geometry: G
  readonly properties: Readonly<Record<string, PropertyValue>>
}

export type CityLayer = 'block' | 'building' | 'road' | 'water' | 'park' | 'zone' | 'camera' | 'patrol' | 'incident'

/** A whole city as plain data, EPSG:4326 degrees on the 1e-7 lattice. */
export interface City {
  readonly units: readonly CityUnit[]
  readonly layers: Readonly<Record<CityLayer, readonly CityFeature[]>>
}
