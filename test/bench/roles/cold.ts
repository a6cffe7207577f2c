import { gzipSync } from 'node:zlib'
import { loadCatalog } from '../../../tiles-server/src/catalog/index.ts'
import { defaults } from '../../../tiles-server/src/config.ts'
import { systemClock } from '../../../tiles-server/src/kernel/index.ts'
import { openLive } from '../../../tiles-server/src/live/index.ts'
import { openStore } from '../../../tiles-server/src/store/index.ts'
import type { CityStore } from '../city.ts'
import { type CityTile, cityTiles } from '../city-tiles.ts'
import { type Spread, spreadOf } from '../figures.ts'
import { postgisTiles, type Variant } from './postgis-tile.ts'
import { rawTiles } from './raw-tile.ts'

/** One pass over all tiles. */
export interface Pass {
  readonly seconds: number
  readonly bytes: number
  readonly tile: Spread
}

export interface ColdFigures {
  readonly tiles: number
  readonly byLayer: Readonly<Record<string, number>>
  /** After load: each feature is generalised for a zoom when the first tile needs it. */
  readonly first: Pass
  /** The same tiles again: generalised geometry is there. */
  readonly steady: Pass
  readonly baseline: Readonly<Record<Variant, Pass>>
  readonly postgis: string
  /** Largest tile, compressed, bytes. */
  readonly largestGzip: number
  readonly thinned: number
  /** Tiles with something in them on one side only (a corner that only touches). */
  readonly differ: number
}

/** Tiles of the city's grids and cameras, in this process on one thread; the same on one connection of PostGIS. */
export const coldRole = () => ({
  run: async ({ store: at, seed }: { store: CityStore; seed: number }): Promise<ColdFigures> => {
    const store = await openStore({ ...defaults, ...at }, () => undefined)
    const catalog = loadCatalog()
    const layers = catalog.layers.filter(def => def.kind === 'unit' || def.kind === 'derived' || def.id === 'camera')
    const live = await openLive(store, { ...catalog, layers }, systemClock, () => undefined)
    const postgis = await postgisTiles(at.databaseUrl!)
    try {
      await postgis.prepare()
      const all = cityTiles({ grid: live.layer('grid'), camera: live.layer('camera') }, seed)
      // Warms PostgreSQL's caches, and tells which tiles have something in them.
      const sizes: number[] = []
      for (const tile of all) sizes.push((await postgis.make('mercator', tile)).length)
      const tiles = all.filter((_, i) => sizes[i]! > 0)
      for (const tile of tiles) await postgis.make('tables', tile)
      const make = rawTiles(live)
      globalThis.gc?.()
      const first = pass(tiles, tile => make(tile).bytes.length)
      const steady = pass(tiles, tile => make(tile).bytes.length)
      const made = tiles.map(make)
      return {
        tiles: tiles.length,
        byLayer: Object.fromEntries(['grid', 'camera'].map(id => [id, tiles.filter(({ layer }) => layer === id).length])),
        first,
        steady,
        baseline: {
          tables: await passOf(tiles, tile => postgis.make('tables', tile)),
          mercator: await passOf(tiles, tile => postgis.make('mercator', tile)),
        },
        postgis: postgis.version,
        largestGzip: Math.max(...made.map(({ bytes }) => gzipSync(bytes).length)),
        thinned: made.filter(({ thinned }) => thinned).length,
        differ: made.filter(({ bytes }) => bytes.length === 0).length,
      }
    } finally {
      await postgis.close()
      await live.close()
      await store.close()
    }
  },
})
export type ColdRole = ReturnType<typeof coldRole>

function pass(tiles: readonly CityTile[], make: (tile: CityTile) => number): Pass {
  const times = new Array<number>(tiles.length)
  let bytes = 0
  const from = performance.now()
  for (let i = 0; i < tiles.length; i++) {
    const start = performance.now()
    bytes += make(tiles[i]!)
    times[i] = performance.now() - start
  }
  return { seconds: (performance.now() - from) / 1000, bytes, tile: spreadOf(times) }
}

async function passOf(tiles: readonly CityTile[], make: (tile: CityTile) => Promise<Uint8Array>): Promise<Pass> {
  const times: number[] = []
  let bytes = 0
  const from = performance.now()
  for (const tile of tiles) {
    const start = performance.now()
    bytes += (await make(tile)).length
    times.push(performance.now() - start)
  }
  return { seconds: (performance.now() - from) / 1000, bytes, tile: spreadOf(times) }
}
