import type { LayerDef, Properties, PropertyDef, PropertyValue } from '../contract/index.ts'
import { instantOf } from '../filter/index.ts'
import { shown, ZongtuError } from '../kernel/index.ts'

/** Longest text of one property, in UTF-16 code units. */
const TEXT_LIMIT = 10_000

/** Text that a database can keep and a page can show: well-formed UTF-16 without NUL. */
export const isPlainText = (text: string): boolean => !/[\0\p{Surrogate}]/u.test(text)

const INT32 = 2 ** 31

/**
 * Properties as they will be stored: only what the layer's schema names, of the schema's types, nulls left out, times as UTC to the millisecond.
 * Throws bad-property (with member `property`) naming the value and the rule.
 */
export function checkProperties(def: LayerDef, input: Readonly<Record<string, unknown>>): Properties {
  const known = new Map(def.properties.map(p => [p.name, p]))
  for (const name of Object.keys(input)) {
    if (!known.has(name))
      throw bad(shown(name), `layer ${def.id} has no property ${shown(name)}; it has ${[...known.keys()].join(', ') || 'none'}`)
  }
  const result: Record<string, PropertyValue> = {}
  for (const property of def.properties) {
    const raw = Object.hasOwn(input, property.name) ? input[property.name] : undefined
    if (raw === undefined || raw === null) {
      if (property.required) throw bad(property.name, `property ${property.name} is required by layer ${def.id}`)
    } else {
      result[property.name] = checkValue(def, property, raw)
    }
  }
  return result
}

function checkValue(def: LayerDef, property: PropertyDef, raw: unknown): PropertyValue {
  const refuse = (rule: string) => bad(property.name, `property ${property.name} is ${shown(raw)}, it must be ${rule}`)
  const value = ofType(def, property, raw, refuse)
  if (property.codes && !property.codes.some(code => code.value === value)) {
    throw refuse(`one of ${property.codes.map(code => String(code.value)).join(', ')}`)
  }
  if (typeof value === 'number') {
    if (property.minimum !== undefined && value < property.minimum) throw refuse(`at least ${property.minimum}`)
    if (property.maximum !== undefined && value > property.maximum) throw refuse(`at most ${property.maximum}`)
  }
  return value
}

function ofType(def: LayerDef, property: PropertyDef, raw: unknown, refuse: (rule: string) => ZongtuError): PropertyValue {
  switch (property.type) {
    case 'string':
      return text(raw, refuse)
    case 'boolean':
      if (typeof raw !== 'boolean') throw refuse('true or false')
      return raw
    case 'number':
      if (typeof raw !== 'number' || !Number.isFinite(raw)) throw refuse('a finite number')
      return raw
    case 'integer':
      return integer(def, raw, refuse)
    case 'datetime':
      return time(raw, refuse)
  }
}

function text(raw: unknown, refuse: (rule: string) => ZongtuError): string {
  if (typeof raw !== 'string') throw refuse('text')
  if (raw.length > TEXT_LIMIT) throw refuse(`at most ${TEXT_LIMIT} characters`)
  if (!isPlainText(raw)) throw refuse('text without NUL and without lone surrogates')
  return raw
}

/** Typed layers keep 32-bit integers, datasets whatever JSON carries exactly. */
function integer(def: LayerDef, raw: unknown, refuse: (rule: string) => ZongtuError): number {
  if (typeof raw !== 'number' || !Number.isSafeInteger(raw)) throw refuse('a whole number')
  if (def.kind === 'typed' && (raw < -INT32 || raw >= INT32)) throw refuse(`between ${-INT32} and ${INT32 - 1}`)
  return raw
}

function time(raw: unknown, refuse: (rule: string) => ZongtuError): string {
  const instant = typeof raw === 'string' && raw.length <= 40 ? instantOf(raw) : undefined
  if (instant === undefined || Number.isNaN(instant)) throw refuse('an RFC 3339 time with offset, such as 2026-05-01T08:00:00+08:00')
  const year = new Date(instant).getUTCFullYear()
  if (year < 1900 || year > 9999) throw refuse('a time of the years 1900 to 9999 (UTC)')
  return new Date(instant).toISOString()
}

const bad = (property: string, detail: string) => new ZongtuError('bad-property', detail, { property })
