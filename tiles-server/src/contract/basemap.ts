/** Coordinate systems a map is drawn in: WGS 84, or the shifted one that basemaps of Chinese publishers use. */
export type MapCrs = 'wgs84' | 'gcj02'
