import type { ThemeDef } from '../../../../tiles-server/src/contract/index.ts'
import type { LayerInfo } from '../../api/queries.ts'

/** So many imported data sets are shown without being asked for; a city that has hundreds chooses. */
const SHOWN = 12

/** The theme as it was designed, with the imported data sets above it. */
export function withImported(theme: ThemeDef, layers: readonly LayerInfo[]): ThemeDef {
  const known = new Set(theme.layers.map(entry => entry.layer))
  const imported = layers.filter(layer => layer.kind === 'dataset' && !known.has(layer.id))
  return { ...theme, layers: [...theme.layers, ...imported.map(({ id }) => ({ layer: id, visible: imported.length <= SHOWN }))] }
}
