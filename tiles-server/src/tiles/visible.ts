import type { LayerDef } from '../contract/index.ts'
import type { LiveFeature } from '../live/index.ts'
import { attributeOf } from './attributes.ts'

/**
 * Whether a feature is drawn at a zoom its layer is drawn at. A derived boundary line of level L appears with the unit layer of that level
 * (its minzoom in `defs`); every other feature appears with its layer.
 */
export function isShown(feature: LiveFeature, def: LayerDef, zoom: number, defs: readonly LayerDef[]): boolean {
  if (def.kind !== 'derived') return true
  const level = attributeOf(feature, 'level')
  const unit = typeof level === 'number' ? defs.find(candidate => candidate.kind === 'unit' && candidate.level === level) : undefined
  return unit === undefined || zoom >= unit.minzoom
}
