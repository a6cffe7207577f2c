export type { Encoding } from './cache.ts'
export { createTiles, type TileAnswer, type TileHandle, type TileRequest, type Tiles, type TilesOptions } from './service.ts'
export type { TileJson } from './tile-json.ts'
