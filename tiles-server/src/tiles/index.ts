export { createTiles, type TileAnswer, type TileRequest, type Tiles, type TilesOptions } from './service.ts'
export type { TileJson } from './tile-json.ts'
