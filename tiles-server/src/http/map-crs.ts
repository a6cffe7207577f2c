import type { MapCrs } from '../contract/index.ts'
import { readChoice } from './query.ts'

/**
 * `crs`: the coordinate system of the map that tiles are for; `gcj02` is its only value. Without it they are WGS 84, so that each tile has one address.
 * Throws bad-parameter.
 */
export const readMapCrs = (query: ReadonlyMap<string, string>): MapCrs => readChoice<MapCrs>(query, 'crs', ['gcj02'], 'wgs84')

/** The query that leads from a style to its TileJSON, and from there to tiles for the same map. */
export const crsSuffix = (crs: MapCrs): string => (crs === 'wgs84' ? '' : `?crs=${crs}`)
