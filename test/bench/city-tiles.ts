import { type TileId, tileBounds, tilesCovering } from '../../tiles-server/src/geo/index.ts'
import { type Random, seededRandom } from '../../tiles-server/src/kernel/index.ts'
import type { LiveLayer } from '../../tiles-server/src/live/index.ts'

/** Tile units around a tile that lines and areas reach in from, as the server cuts them. */
export const BUFFER = 64

/** One tile of one layer. */
export interface CityTile {
  readonly layer: 'grid' | 'camera'
  readonly tile: TileId
}

/** The zooms that are measured, both ends included: cameras from where they are drawn one by one. */
const ZOOMS = { grid: [8, 16], camera: [15, 16] } as const

/** Every tile that a feature's box meets, in a random order that the seed decides. Looks at boxes only: nothing is generalised for it. */
export function cityTiles(layers: Readonly<Record<CityTile['layer'], Pick<LiveLayer, 'bounds' | 'search'>>>, seed: number): CityTile[] {
  const tiles = (Object.keys(ZOOMS) as CityTile['layer'][]).flatMap(layer => {
    const { bounds } = layers[layer]
    const [from, to] = ZOOMS[layer]
    return Array.from({ length: to - from + 1 }, (_, i) => from + i).flatMap(zoom =>
      [...tilesCovering(zoom, bounds!)]
        .filter(tile => layers[layer].search(tileBounds(...tile, layer === 'grid' ? BUFFER : 0)).length > 0)
        .map((tile): CityTile => ({ layer, tile })),
    )
  })
  return shuffled(tiles, seededRandom(seed))
}

export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const list = [...items]
  for (let i = list.length - 1; i > 0; i--) {
    const k = Math.floor(random() * (i + 1))
    ;[list[i], list[k]] = [list[k]!, list[i]!]
  }
  return list
}
