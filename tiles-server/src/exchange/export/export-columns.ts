import type { PropertyDef } from '../../contract/index.ts'

/**
 * Names of a layer's attributes as columns of a table, in their order: distinct from each other and from those `taken`, whatever the case
 * (SQLite and GDAL compare so). A name that is taken gets `_` behind it.
 */
export function columnNames(properties: readonly PropertyDef[], taken: readonly string[]): string[] {
  const used = new Set(taken.map(name => name.toLowerCase()))
  return properties.map(({ name }) => {
    let free = name
    while (used.has(free.toLowerCase())) free += '_'
    used.add(free.toLowerCase())
    return free
  })
}
