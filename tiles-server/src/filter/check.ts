import type { LayerDef, PropertyDef } from '../contract/index.ts'
import { ZongtuError } from '../kernel/index.ts'
import { shown } from './problem.ts'
import type { Filter, Literal, Predicate } from './types.ts'

type PropertyType = PropertyDef['type']

const ALLOWED: Record<PropertyType, readonly Literal['type'][]> = {
  string: ['string'],
  integer: ['number'],
  number: ['number'],
  boolean: ['boolean'],
  datetime: ['timestamp', 'date'],
}
const WRITTEN: Record<PropertyType, string> = {
  string: "text in single quotes, like 'A'",
  integer: 'a number',
  number: 'a number',
  boolean: 'TRUE or FALSE',
  datetime: "TIMESTAMP('2026-11-22T08:00:00Z') or DATE('2026-11-22')",
}

/** Checks a filter against a layer's schema; `id` is text. Throws ZongtuError bad-filter: unknown property, value of another type, LIKE on what is not text. */
export function checkFilter(filter: Filter, def: LayerDef): void {
  switch (filter.op) {
    case 'and':
    case 'or':
      for (const arg of filter.args) checkFilter(arg, def)
      return
    case 'not':
      checkFilter(filter.arg, def)
      return
    case 'boolean':
    case 'spatial':
      return
    default:
      checkPredicate(filter, typeOf(filter.property, def))
  }
}

function typeOf(name: string, def: LayerDef): PropertyType {
  if (name === 'id') return 'string'
  const property = def.properties.find(candidate => candidate.name === name)
  if (property !== undefined) return property.type
  const allowed = ['id', ...def.properties.map(candidate => candidate.name).filter(candidate => candidate !== 'id')]
  throw new ZongtuError('bad-filter', `layer ${def.id} has no property ${shown(name)}; it has: ${allowed.join(', ')}`, {
    property: name,
    allowed,
  })
}

function checkPredicate(filter: Predicate, type: PropertyType): void {
  if (filter.op === 'like' && type !== 'string') {
    throw new ZongtuError('bad-filter', `LIKE needs text; property ${shown(filter.property)} is of type ${type}`, {
      property: filter.property,
    })
  }
  for (const literal of literalsOf(filter)) {
    if (ALLOWED[type].includes(literal.type)) continue
    const detail = `property ${shown(filter.property)} is of type ${type}: write ${WRITTEN[type]}, not ${literal.type} ${shown(String(literal.value))}`
    throw new ZongtuError('bad-filter', detail, { property: filter.property })
  }
}

function literalsOf(filter: Predicate): readonly Literal[] {
  switch (filter.op) {
    case 'in':
      return filter.list
    case 'between':
      return [filter.low, filter.high]
    case 'like':
    case 'isNull':
      return []
    default:
      return [filter.value]
  }
}
