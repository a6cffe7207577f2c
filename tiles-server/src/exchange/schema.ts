import type { PropertyDef } from '../contract/index.ts'
import { instantOf } from '../filter/index.ts'
import { ZongtuError } from '../kernel/index.ts'
import { IMPORT_LIMITS } from './types.ts'

type PropertyType = PropertyDef['type']

const INTEGER = /^-?(0|[1-9]\d{0,15})$/
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d{1,3})?$/i

/** What the values of one attribute have been so far. */
interface Seen {
  types: Set<PropertyType>
  nested: boolean
}

/** Infers the schema of a new dataset from all values of its source. */
export class SchemaInference {
  private readonly seen = new Map<string, Seen>()
  /** `textual`: values are cells of a table, whose types must be read from the text. */
  constructor(private readonly textual: (name: string) => boolean) {}

  /** Throws bad-import when there are more attributes than a layer may have. */
  add(name: string, value: unknown): void {
    let entry = this.seen.get(name)
    if (entry === undefined) {
      if (this.seen.size >= IMPORT_LIMITS.columns) {
        throw new ZongtuError('bad-import', `more than ${IMPORT_LIMITS.columns} different attributes; the next is "${name.slice(0, 60)}"`, {
          rule: 'columns',
        })
      }
      entry = { types: new Set(), nested: false }
      this.seen.set(name, entry)
    }
    if (value === null || value === undefined) return
    const isText = this.textual(name)
    if (isText && value === '') return // in a column of numbers it stands for none
    if (typeof value === 'object') entry.nested = true
    entry.types.add(isText ? typeOfText(value as string) : typeOfValue(value))
  }

  /**
   * Attributes in order of first appearance. One type for all values, integers widen to numbers, everything else becomes text. A type that the
   * source declares holds where the values are of it.
   */
  properties(declared: ReadonlyMap<string, PropertyType> = new Map()): PropertyDef[] {
    return [...this.seen].map(([name, { types }]) => ({
      name,
      title: { 'zh-CN': name, en: name },
      type: typeFor(declared.get(name), types),
    }))
  }

  /** Attributes that held objects or arrays; they are kept as JSON text. */
  nested(): string[] {
    return [...this.seen].filter(([, { nested }]) => nested).map(([name]) => name)
  }
}

function typeFor(declared: PropertyType | undefined, types: ReadonlySet<PropertyType>): PropertyType {
  const isOf = (type: PropertyType): boolean => declared === 'string' || type === declared || (declared === 'number' && type === 'integer')
  return declared !== undefined && [...types].every(isOf) ? declared : unite(types)
}

function unite(types: ReadonlySet<PropertyType>): PropertyType {
  if (types.size === 1) return [...types][0]!
  return types.size === 2 && types.has('integer') && types.has('number') ? 'number' : 'string'
}

/** Leading zeros make a code, not a number. */
function typeOfText(text: string): PropertyType {
  if (INTEGER.test(text) && Number.isSafeInteger(Number(text)) && text !== '-0') return 'integer'
  if (NUMBER.test(text) && Number.isFinite(Number(text))) return 'number'
  if (text === 'true' || text === 'false') return 'boolean'
  return typeOfString(text)
}

function typeOfValue(value: unknown): PropertyType {
  if (typeof value === 'boolean') return 'boolean'
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 'integer' : 'number'
  return typeof value === 'string' ? typeOfString(value) : 'string'
}

/** A time of the years that stores keep. */
function typeOfString(text: string): PropertyType {
  const instant = text.length <= 40 ? instantOf(text) : undefined
  const year = instant === undefined ? 0 : new Date(instant).getUTCFullYear()
  return year >= 1900 && year <= 9999 ? 'datetime' : 'string'
}

/**
 * A source value in the type of its property, where that loses nothing: cells of text are read as numbers and booleans, and datasets keep mixed
 * or nested values as text. Anything else is passed on as it is, for the check against the schema to refuse.
 */
export function coerce(value: unknown, type: PropertyType, textual: boolean, dataset: boolean): unknown {
  if (value === null || value === undefined) return null
  if (type === 'string') {
    if (!dataset || typeof value === 'string') return value
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : JSON.stringify(value)
  }
  if (!textual || typeof value !== 'string') return value
  const text = value.trim()
  if (text === '') return null
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : value
  if (type === 'datetime') return text
  return /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : value
}
