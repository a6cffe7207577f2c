import type { PropertyDef } from '../../../contract/index.ts'
import { badImport, shown } from '../../shown.ts'
import { IMPORT_LIMITS, type RowProblem } from '../../types.ts'
import type { TextDecoding } from './dbf-encoding.ts'
import type { FileBytes } from './file-bytes.ts'

/** A column of a dBASE table. */
export interface DbfField {
  readonly name: string
  readonly kind: string
  readonly at: number
  readonly length: number
  readonly decimals: number
}

export interface DbfHeader {
  readonly records: number
  readonly headerLength: number
  readonly recordLength: number
  /** Names still as bytes: their encoding is found out later. */
  readonly fields: readonly (Omit<DbfField, 'name'> & { readonly rawName: Buffer })[]
}

const READABLE = new Set(['C', 'N', 'F', 'D', 'L', 'I', '+', 'O'])
export const isReadable = (kind: string): boolean => READABLE.has(kind)

/** Reads a table's header (dBASE III and later). Throws bad-import, rule "dbf". */
export function readDbfHeader(file: FileBytes): DbfHeader {
  const fixed = file.read(32)
  if (fixed === undefined) throw badImport(`the .dbf has ${file.size} bytes, less than its header`, { rule: 'dbf' })
  const [records, headerLength, recordLength] = [fixed.readUInt32LE(4), fixed.readUInt16LE(8), fixed.readUInt16LE(10)]
  const rest = headerLength > 32 ? file.read(headerLength - 32) : undefined
  if (rest === undefined) throw badImport(`the .dbf has a header of ${headerLength} bytes in ${file.size}`, { rule: 'dbf' })
  const fields: DbfHeader['fields'][number][] = []
  let at = 1
  for (let i = 0; i + 32 <= rest.length && rest[i] !== 0x0d; i += 32) {
    const kind = String.fromCharCode(rest[i + 11]!)
    // Character fields of Clipper and FoxPro use the decimals as the length's high byte.
    const length = rest[i + 16]! + (kind === 'C' ? 256 * rest[i + 17]! : 0)
    const name = rest.subarray(i, i + 11)
    const end = name.indexOf(0)
    fields.push({ rawName: Buffer.from(end < 0 ? name : name.subarray(0, end)), kind, at, length, decimals: rest[i + 17]! })
    at += length
  }
  if (at > recordLength) throw badImport(`the fields of the .dbf take ${at} bytes, its records have ${recordLength}`, { rule: 'dbf' })
  if (fields.length > IMPORT_LIMITS.columns) throw badImport(`the .dbf has ${fields.length} columns`, { rule: 'columns' })
  return { records, headerLength, recordLength, fields }
}

/** Columns with their names; one that occurs again gets a number. */
export function namedFields(header: DbfHeader, text: TextDecoding): DbfField[] {
  const taken = new Set<string>()
  return header.fields.map(({ rawName, ...field }, i) => {
    const own = (text.lenient(rawName).trim() || `column_${i + 1}`).replaceAll(/\p{Cc}/gu, '')
    let name = own
    for (let n = 2; taken.has(name); n++) name = `${own}_${n}`
    taken.add(name)
    return { ...field, name }
  })
}

/** Declared types: numbers and logicals; text may turn out to hold times. */
export function declaredTypes(fields: readonly DbfField[]): Map<string, PropertyDef['type']> {
  const typeOf = ({ kind, decimals }: DbfField): PropertyDef['type'] | undefined => {
    if (kind === 'L') return 'boolean'
    if (kind === 'I' || kind === '+' || (kind === 'N' && decimals === 0)) return 'integer'
    return kind === 'N' || kind === 'F' || kind === 'O' ? 'number' : undefined
  }
  return new Map(fields.flatMap(field => (typeOf(field) === undefined ? [] : [[field.name, typeOf(field)!]])))
}

/** The values of one record, or what is wrong with it. Empty fields are absent. */
export function readRecord(record: Buffer, fields: readonly DbfField[], text: TextDecoding): Map<string, unknown> | RowProblem {
  const values = new Map<string, unknown>()
  for (const field of fields) {
    if (!isReadable(field.kind)) continue
    const value = readValue(record.subarray(field.at, field.at + field.length), field, text)
    if (value instanceof Wrong) return { rule: value.rule, value: shown(value.text), detail: `column "${shown(field.name)}" ${value.why}` }
    if (value !== null) values.set(field.name, value)
  }
  return values
}

class Wrong {
  constructor(
    readonly rule: string,
    readonly text: string,
    readonly why: string,
  ) {}
}

type Value = string | number | boolean | null | Wrong

function readValue(bytes: Buffer, { kind, length }: DbfField, text: TextDecoding): Value {
  switch (kind) {
    case 'C':
      return readText(bytes, text)
    case 'N':
    case 'F':
      return readNumber(bytes.toString('latin1'))
    case 'D':
      return readDate(bytes.toString('latin1').trim())
    case 'L':
      return /^[TtYy]/.test(bytes.toString('latin1')) ? true : /^[FfNn]/.test(bytes.toString('latin1')) ? false : null
    case 'O':
      return length === 8 ? bytes.readDoubleLE(0) : null
    default:
      return length === 4 ? bytes.readInt32LE(0) : null
  }
}

/** Padded with blanks, or ended by a zero byte. */
function readText(bytes: Buffer, text: TextDecoding): Value {
  const zero = bytes.indexOf(0)
  let end = zero < 0 ? bytes.length : zero
  while (end > 0 && bytes[end - 1] === 0x20) end--
  if (end === 0) return null
  const value = text.strict(bytes.subarray(0, end), end === bytes.length)
  return value ?? new Wrong('encoding', '', `is not ${text.name} text`)
}

/** Asterisks mark a value that did not fit. Whole numbers beyond 2^53 stay text. */
function readNumber(field: string): Value {
  const digits = field.replaceAll('\0', ' ').trim()
  if (digits === '' || /^\*+$/.test(digits)) return null
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(digits))
    return new Wrong('number', digits, `is "${shown(digits)}", it must be a number`)
  const value = Number(digits)
  if (!Number.isFinite(value)) return new Wrong('number', digits, `is "${shown(digits)}", more than numbers hold`)
  return Number.isInteger(value) && !Number.isSafeInteger(value) && !/[.e]/i.test(digits) ? digits : value
}

function readDate(digits: string): Value {
  if (!/^\d{8}$/.test(digits))
    return digits.replaceAll(/[\0 ]/g, '') === '' ? null : new Wrong('date', digits, `is "${shown(digits)}", not YYYYMMDD`)
  return digits === '00000000' ? null : `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`
}
