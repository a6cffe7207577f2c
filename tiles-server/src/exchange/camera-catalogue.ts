import { decodeDeviceId } from '../contract/index.ts'
import { shown } from './shown.ts'
import type { ImportOptions, Reader, RowProblem, SourceRow } from './types.ts'

/**
 * Cameras as a GB/T 28181 catalogue lists them (GB/T 28181-2022, annex A, itemType; the 2016 edition has fewer of the fields): a source with a column
 * `DeviceID`, names in any case. Its rows are turned into those of layer camera. Columns that `map` renames are left to it, other columns stay as they are.
 * Ids are checked here and not by the layer, whose `code` may be of another numbering.
 */
const RENAMED: Readonly<Record<string, string>> = {
  deviceid: 'code',
  name: 'name',
  status: 'status',
  horizontalfieldangle: 'fov',
  verticalfieldangle: 'vfov',
  maxviewdistance: 'range',
}

type Values = Readonly<Record<string, string | number>>

const STATUSES: Readonly<Record<string, string>> = { ON: 'online', OFF: 'offline' }

/** Kinds of camera: dome, half dome, bullet, remote-controlled ones, channels of multi-lens devices; 5 to 7 came with the 2022 edition. */
const PTZ_TYPES: Readonly<Record<string, Values>> = {
  0: {},
  1: { kind: 'ptz', ptz_type: 'dome' },
  2: { kind: 'fixed', ptz_type: 'half_dome' },
  3: { kind: 'fixed', ptz_type: 'fixed_bullet' },
  4: { kind: 'ptz', ptz_type: 'ptz_bullet' },
  5: { kind: 'ptz', ptz_type: 'ptz_half_dome' },
  6: { kind: 'fixed', ptz_type: 'panorama' },
  7: { kind: 'fixed', ptz_type: 'split' },
}

/** The optical axis: east, west, south, north, south-east, north-east, south-west, north-west. An eighth of the circle each: off by 22.5 at most. */
const DIRECTIONS: Readonly<Record<string, Values>> = Object.fromEntries(
  [90, 270, 180, 0, 135, 45, 225, 315].map((azimuth, i) => [i + 1, { azimuth, azimuth_uncertainty: 22.5 }]),
)
/** Written by devices that do not tell. */
const UNTOLD: Readonly<Record<string, Values>> = { 0: {} }

const CODED: Readonly<Record<string, { readonly values: Readonly<Record<string, Values>>; readonly rule: string }>> = {
  ptztype: { values: PTZ_TYPES, rule: 'it must be 1 to 7 (GB/T 28181-2022, PTZType)' },
  directiontype: { values: { ...UNTOLD, ...DIRECTIONS }, rule: 'it must be 1 to 8 (GB/T 28181-2022, DirectionType)' },
}

/** The reader of a source whose catalogue rows become cameras; rows without a DeviceID pass as they are. */
export function catalogueReader(reader: Reader, map: ReadonlyMap<string, string>): Reader {
  async function* rows(): AsyncGenerator<SourceRow[]> {
    for await (const batch of reader.rows()) yield batch.map(row => cameraRow(row, reader.textual, map))
  }
  return { textual: reader.textual, rows, info: () => reader.info() }
}

/** The id column of the source as it is called after the renames. */
export function catalogueId({ id, map }: ImportOptions): string | undefined {
  return id?.toLowerCase() === 'deviceid' && map?.has(id) !== true ? 'code' : id
}

function cameraRow(row: SourceRow, textual: boolean, map: ReadonlyMap<string, string>): SourceRow {
  if (row.problem !== undefined) return row
  const fields = withInfo(row.properties)
  const id = [...fields].find(([name]) => name.toLowerCase() === 'deviceid')?.[1]
  if (id === undefined) return row
  const problem = idProblem(id)
  if (problem) return { ...row, problem }
  const told = (value: string | number): string | number => (textual ? String(value) : value)
  const properties = new Map<string, unknown>()
  const coded = new Map<string, unknown>()
  for (const [name, value] of fields) {
    const field = map.has(name) ? '' : name.toLowerCase()
    const code = CODED[field]
    if (!code) {
      properties.set(RENAMED[field] ?? name, plainValue(field, value, textual))
      continue
    }
    if (isBlank(value)) continue
    const values = code.values[String(value).trim()]
    if (!values) return { ...row, problem: { rule: name, value: shown(value), detail: `${name} is ${shown(value)}, ${code.rule}` } }
    for (const [property, known] of Object.entries(values)) coded.set(property, told(known))
  }
  // What the source says itself goes before what its codes stand for.
  for (const [property, value] of coded) if (isBlank(properties.get(property))) properties.set(property, value)
  return { ...row, id: row.id ?? (id as string).trim(), geometry: row.geometry ?? positionOf(properties), properties }
}

const isBlank = (value: unknown): boolean => value === undefined || value === null || value === ''

/** Numbers that come as text in a source of typed values (a catalogue's XML made into JSON) are read. */
function plainValue(field: string, value: unknown, textual: boolean): unknown {
  if (field === 'status' && typeof value === 'string') return STATUSES[value.trim().toUpperCase()] ?? value
  if (field === 'deviceid') return String(value).trim()
  const isNumber = typeof value === 'string' && !textual && RENAMED[field] !== 'name' && RENAMED[field] !== undefined
  return isNumber && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value
}

/** The fields of an item, those of its `Info` among them. */
function withInfo(properties: ReadonlyMap<string, unknown>): ReadonlyMap<string, unknown> {
  const info = properties.get('Info')
  if (typeof info !== 'object' || info === null || Array.isArray(info)) return properties
  const fields = new Map(properties)
  fields.delete('Info')
  for (const [name, value] of Object.entries(info)) if (!fields.has(name)) fields.set(name, value)
  return fields
}

function idProblem(id: unknown): RowProblem | undefined {
  if (typeof id !== 'string') {
    return {
      rule: 'device-id',
      value: shown(id),
      detail: `DeviceID is ${shown(id)}, it must be text: a number of 20 digits loses some of them`,
    }
  }
  const decoded = decodeDeviceId(id.trim())
  return 'problem' in decoded
    ? { rule: `device-id ${decoded.problem.rule}`, value: shown(id), detail: `DeviceID ${shown(id)}: ${decoded.problem.detail}` }
    : undefined
}

/** The position of an item without a geometry of its own; it is taken out of the attributes. */
function positionOf(properties: Map<string, unknown>): unknown {
  const [lon, lat] = ['Longitude', 'Latitude'].map(name => properties.get(name))
  if (isBlank(lon) || isBlank(lat)) return null
  for (const name of ['Longitude', 'Latitude']) properties.delete(name)
  return { type: 'Point', coordinates: [Number(lon), Number(lat)] }
}
