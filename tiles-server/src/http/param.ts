import { shown } from '../features/index.ts'
import type { Bbox } from '../geo/index.ts'
import { type ErrorCode, ZongtuError } from '../kernel/index.ts'

/** JSON Schema 2020-12, as OpenAPI 3.1 takes it. */
export type JsonSchema = Readonly<Record<string, unknown>>

/**
 * A query parameter: one declaration reads it and is told in the API's description. `schema` is that of its value; lists are written with commas,
 * of a `repeated` one each value may be given by itself.
 */
export interface Param<T> {
  readonly about: string
  readonly schema: JsonSchema
  readonly required?: boolean
  readonly repeated?: boolean
  /** What it can be refused with beyond bad-parameter, here or by what it asks for. */
  readonly errors?: readonly ErrorCode[]
  /** `given`: the decoded values, in order; none when it is absent. Throws bad-parameter, naming it. */
  read(given: readonly string[], name: string): T
}

/** Query parameters of a route by name. */
export type Params = Readonly<Record<string, Param<unknown>>>
/** What is read of them. */
export type Values<Q extends Params> = { readonly [Name in keyof Q]: Q[Name] extends Param<infer T> ? T : never }

export const badParameter = (name: string, problem: string): ZongtuError =>
  new ZongtuError('bad-parameter', `${name} is ${problem}`, { parameter: name })

type Read<T> = (text: string, name: string) => T

const single = <T>(about: string, schema: JsonSchema, read: Read<T>, errors?: readonly ErrorCode[]): Param<T | undefined> => ({
  about,
  schema,
  ...(errors && { errors }),
  read: ([text], name) => (text === undefined ? undefined : read(text, name)),
})

/** The parameter with what stands for it when it is absent. */
export const withDefault = <T extends string | number | boolean>(param: Param<T | undefined>, value: T): Param<T> => ({
  ...param,
  schema: { ...param.schema, default: value },
  read: (given, name) => param.read(given, name) ?? value,
})

/** The parameter, refused when it is absent or empty. `rule` ends the sentence "NAME is absent, it must ...". */
export const required = (param: Param<string | undefined>, rule: string): Param<string> => ({
  ...param,
  required: true,
  read(given, name) {
    const value = param.read(given, name)
    if (value === undefined || value === '') throw badParameter(name, `absent, it must ${rule}`)
    return value
  },
})

/** Text as it is; what it must be is checked where it is used. */
export const text = (about: string, errors?: readonly ErrorCode[]): Param<string | undefined> =>
  single(about, { type: 'string' }, value => value, errors)

/** What `read` makes of a text. It throws bad-parameter. */
export const parsed = <T>(about: string, schema: JsonSchema, read: Read<T>): Param<T | undefined> => single(about, schema, read)

/** Texts, each given by itself. */
export const texts = (about: string): Param<readonly string[]> => ({
  about,
  schema: { type: 'array', items: { type: 'string' } },
  repeated: true,
  read: given => given,
})

/** Texts in one value, divided by commas. */
export const list = (about: string, most: number, errors?: readonly ErrorCode[]): Param<readonly string[] | undefined> =>
  single(
    about,
    { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: most },
    (value, name) => {
      const items = value.split(',')
      if (items.length > most) throw badParameter(name, `a list of ${items.length}, at most ${most} are taken`)
      return items
    },
    errors,
  )

/** A whole number in [min, max]. */
export const integer = (about: string, min: number, max: number, errors?: readonly ErrorCode[]): Param<number | undefined> =>
  single(
    about,
    { type: 'integer', minimum: min, maximum: max },
    (value, name) => {
      const number = /^\d{1,16}$/.test(value) ? Number(value) : Number.NaN
      if (!(number >= min && number <= max)) throw badParameter(name, `${shown(value)}, it must be a whole number from ${min} to ${max}`)
      return number
    },
    errors,
  )

/** One of a few words. */
export const choice = <const T extends string>(about: string, choices: readonly T[]): Param<T | undefined> =>
  single(about, { type: 'string', enum: choices }, (value, name) => {
    const found = choices.find(candidate => candidate === value)
    if (found === undefined) throw badParameter(name, `${shown(value)}, it must be ${choices.join(' or ')}`)
    return found
  })

/** `true` or `false`; false when absent. */
export const flag = (about: string): Param<boolean> => ({
  about,
  schema: { type: 'boolean', default: false },
  read: (given, name) => FLAG.read(given, name) === 'true',
})
const FLAG = choice('', ['true', 'false'])

/** `west,south,east,north` in degrees, west <= east, within [-180, 180] and [-90, 90]. */
export const box = (about: string): Param<Bbox | undefined> =>
  single(about, { type: 'array', items: { type: 'number' }, minItems: 4, maxItems: 4 }, readBox)

function readBox(value: string, name: string): Bbox {
  const numbers = value.split(',').map(part => (/^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(part) ? Number(part) : Number.NaN))
  if (numbers.length !== 4 || !numbers.every(Number.isFinite)) {
    throw badParameter(name, `${shown(value)}, it must be four numbers: west,south,east,north`)
  }
  const [west, south, east, north] = numbers as [number, number, number, number]
  if (west < -180 || east > 180 || south < -90 || north > 90) {
    throw badParameter(name, `${shown(value)}, it must lie within -180,-90,180,90`)
  }
  if (west > east || south > north) throw badParameter(name, `${shown(value)}, west must not exceed east, nor south north`)
  return [west, south, east, north]
}
