import type { LayerInfo } from '../../../api/queries.ts'
import type { Narrowing } from '../../../state/asked.ts'

/** Layers that can be asked: all but those that are derived from others. */
export const askable = (defs: Iterable<LayerInfo>): LayerInfo[] =>
  [...defs].filter(def => def.kind !== 'derived' && def.kind !== 'indicator')

/**
 * The layers an area query asks: those chosen, in the order they are offered; else the visible ones of what moves, of zones and of imported data. The ground
 * (buildings, roads, units) is asked only when it is chosen: there is always some.
 */
export function askedLayers(
  defs: readonly LayerInfo[],
  visible: Readonly<Record<string, boolean>>,
  chosen: readonly string[] | null,
): LayerInfo[] {
  if (chosen) return defs.filter(def => chosen.includes(def.id))
  const isOfInterest = (def: LayerInfo): boolean =>
    def.kind === 'dataset' || (def.kind === 'typed' && (def.geometry === 'point' || def.id === 'zone'))
  return defs.filter(def => (visible[def.id] ?? false) && isOfInterest(def))
}

/** The chosen codes of a layer as CQL2 text: any of the codes of a property, for all properties; null where nothing is chosen. */
export function filterOf(narrowing: Narrowing, layer: string): string | null {
  const parts = Object.entries(narrowing[layer] ?? {})
    .filter(([, values]) => values.length > 0)
    .map(([name, values]) => `${name} IN (${values.map(value => `'${value.replaceAll("'", "''")}'`).join(', ')})`)
  return parts.length > 0 ? parts.join(' AND ') : null
}

/** Another choice with the code of a layer's property taken in or out. */
export function toggled(narrowing: Narrowing, layer: string, name: string, value: string): Narrowing {
  const properties = narrowing[layer] ?? {}
  const values = properties[name] ?? []
  const next = values.includes(value) ? values.filter(other => other !== value) : [...values, value]
  const { [name]: _, ...others } = properties
  const kept = next.length > 0 ? { ...others, [name]: next } : others
  const { [layer]: __, ...rest } = narrowing
  return Object.keys(kept).length > 0 ? { ...rest, [layer]: kept } : rest
}
