import type { LayerDef, PropertyValue } from '../contract/index.ts'
import type { LiveFeature } from '../live/index.ts'

/** A tile feature's attributes as name, value, name, value, ...; null values are left out. */
export type Tags = (string | number | boolean)[]

const DEFAULT_FROM = 12

/** The attributes a layer's tiles carry at a zoom, in the schema's order. */
export const carriedAt = (def: LayerDef, zoom: number): string[] =>
  def.properties.filter(property => property.name !== 'id' && (property.tileFrom ?? DEFAULT_FROM) <= zoom).map(property => property.name)

/** `id` first, then the named attributes. An attribute that is itself called `id` gives way to the feature's id. */
export function tagsOf(feature: LiveFeature, names: readonly string[]): Tags {
  const tags: Tags = ['id', feature.id]
  for (const name of names) {
    const value = attributeOf(feature, name)
    if (value !== null) tags.push(name, value)
  }
  return tags
}

export const attributeOf = (feature: LiveFeature, name: string): PropertyValue =>
  Object.hasOwn(feature.properties, name) ? (feature.properties[name] ?? null) : null

/** Names of the attributes whose values differ. */
export function changedAttributes(before: LiveFeature, after: LiveFeature): Set<string> {
  const changed = new Set<string>()
  if (before.properties === after.properties) return changed
  for (const name of [...Object.keys(before.properties), ...Object.keys(after.properties)]) {
    if (attributeOf(before, name) !== attributeOf(after, name)) changed.add(name)
  }
  return changed
}
