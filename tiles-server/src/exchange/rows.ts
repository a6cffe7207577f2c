import type { Join } from './join.ts'
import { badImport, shown } from './shown.ts'
import type { ImportOptions, ImportReport, ImportWarning, SourceRow } from './types.ts'

/** Where feature ids come from. */
export type IdChoice = ImportReport['id']

/** A source row after join and renames. */
export interface NamedRow {
  readonly row: number
  /** The id's value in the source; undefined when ids are row numbers or the row has none. */
  readonly idValue: unknown
  readonly geometry: unknown
  readonly properties: ReadonlyMap<string, unknown>
  readonly warning?: ImportWarning
}

/** What to do about the id of a source, known from its first readable row. Throws bad-import when the id column does not exist. */
export function chooseId(options: ImportOptions, first: SourceRow | undefined): IdChoice {
  if (options.id !== undefined) return { choice: 'column', column: options.id }
  return { choice: first?.id === undefined ? 'row-number' : 'feature-id' }
}

/**
 * Joins and renames rows. An attribute called `id` cannot stay (features have one of their own): it is dropped when it is the id column,
 * else it becomes `id_`.
 */
export function rowNamer(options: ImportOptions, id: IdChoice, join: Join | undefined): (row: SourceRow) => NamedRow {
  const map = options.map ?? new Map<string, string>()
  const names = new Map<string, string | null>()
  const nameOf = (name: string): string | null => {
    const known = names.get(name)
    if (known !== undefined) return known
    const target = map.get(name) ?? name
    const safe = target !== 'id' ? checkName(target) : id.column === name || id.column === 'id' ? null : 'id_'
    names.set(name, safe)
    return safe
  }
  return row => {
    const joined = join?.apply(row)
    const source = joined?.row ?? row
    const properties = new Map<string, unknown>()
    for (const [name, value] of source.properties) {
      const target = nameOf(name)
      if (target === null) continue
      if (properties.has(target))
        throw badImport(`two attributes are both called "${shown(target)}" after the renames of map`, { rule: 'map' })
      properties.set(target, value)
    }
    const idValue =
      id.choice === 'feature-id'
        ? row.id
        : id.column === undefined
          ? undefined
          : (source.properties.get(id.column) ?? properties.get(id.column))
    return { row: row.row, idValue, geometry: source.geometry, properties, ...(joined?.warning && { warning: joined.warning }) }
  }
}

function checkName(name: string): string {
  if (name.length > 128 || name === '' || /[\p{Cc}\p{Surrogate}]/u.test(name)) {
    throw badImport(`the attribute name "${shown(name)}" must have 1 to 128 printable characters; rename it by map`, {
      rule: 'attribute-name',
    })
  }
  if (name === '__proto__') throw badImport('an attribute cannot be called "__proto__"; rename it by map', { rule: 'attribute-name' })
  return name
}

/** The feature id of a row, or undefined when the row must be refused for it. */
export function featureId(choice: IdChoice, sourceName: string, row: NamedRow): string | undefined {
  if (choice.choice === 'row-number') return `${idPrefix(sourceName)}:${row.row}`
  const value = row.idValue
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim()
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined
}

const idPrefix = (name: string): string => name.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}]/gu, '').slice(0, 100) || 'row'
