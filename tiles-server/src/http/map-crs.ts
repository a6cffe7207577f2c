import type { MapCrs } from '../contract/index.ts'

/** The query that leads from a style to its TileJSON, and from there to tiles for the same map. */
export const crsSuffix = (crs: MapCrs | undefined): string => (crs === undefined || crs === 'wgs84' ? '' : `?crs=${crs}`)
