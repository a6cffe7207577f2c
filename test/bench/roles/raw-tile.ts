import { readSelection } from '../../../tiles-server/src/filter/index.ts'
import type { Live } from '../../../tiles-server/src/live/index.ts'
import { encodeTile } from '../../../tiles-server/src/tiles/encode.ts'
import { WGS84 } from '../../../tiles-server/src/tiles/frame.ts'
import { collectTile, FEATURE_BUDGET } from '../../../tiles-server/src/tiles/make.ts'
import { planTileset } from '../../../tiles-server/src/tiles/plan.ts'
import { thin } from '../../../tiles-server/src/tiles/thin.ts'
import type { CityTile } from '../city-tiles.ts'

/** Makes a tile the way the server does up to its uncompressed bytes: select, generalise, cut, thin, encode; no cache, no compression. */
export function rawTiles(live: Live): (tile: CityTile) => { bytes: Uint8Array; thinned: boolean } {
  const plans = { grid: planTileset('grid', live, []), camera: planTileset('camera', live, []) }
  const selection = readSelection({}, [])
  const clusters = (): never => {
    throw new Error('clustered tiles are not measured here')
  }
  return ({ layer, tile }) => {
    const layers = collectTile(plans[layer], { live, selection, frame: WGS84, clusters }, tile)
    const kept = thin(
      layers.map(({ features }) => features),
      FEATURE_BUDGET,
    )
    return { bytes: encodeTile(layers.map(({ name }, i) => ({ name, features: kept.layers[i]! }))), thinned: kept.thinned }
  }
}
