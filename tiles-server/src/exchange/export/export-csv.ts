import type { PropertyDef, PropertyValue } from '../../contract/index.ts'
import type { Geometry } from '../../geo/index.ts'
import type { LiveFeature } from '../../live/index.ts'
import { columnNames } from './export-columns.ts'
import { textEncoder } from './export-encoding.ts'
import { inPieces } from './export-pieces.ts'
import type { ExportJob } from './export-types.ts'
import { writeWkt } from './export-wkt.ts'

/**
 * Delimited text (RFC 4180, CRLF): `id`, the attributes in the order of the layer's schema, then `lon` and `lat` of point layers, `wkt` of others.
 * So that types survive, text is quoted and nothing else is: numbers, true and false and times stand bare, no value is an empty cell, empty text
 * is `""`. A text that begins with = + - or @ is written as it is, for it must read back the same; a spreadsheet may take it for a formula.
 * Nothing in such a file tells its coordinate system.
 */
export function writeCsv(job: ExportJob): AsyncIterable<Uint8Array> {
  return inPieces(records(job), textEncoder(job.encoding), job.signal)
}

function* records({ def, features, convert }: ExportJob): Generator<string> {
  const isPoints = def.geometry === 'point'
  const shapeColumns = isPoints ? ['lon', 'lat'] : ['wkt']
  const names = columnNames(def.properties, ['id', ...shapeColumns])
  yield `${['id', ...names, ...shapeColumns].map(headerCell).join(',')}\r\n`
  const shape = isPoints ? pointCells : wktCell
  for (const feature of features) yield record(feature, def.properties, feature.geometry && convert(feature.geometry), shape)
}

function record(
  { id, properties }: LiveFeature,
  defs: readonly PropertyDef[],
  geometry: Geometry | null,
  shape: (geometry: Geometry | null) => string,
): string {
  let line = quoted(id)
  for (const { name, type } of defs) line += `,${cell(properties[name], type)}`
  return `${line},${shape(geometry)}\r\n`
}

function cell(value: PropertyValue | undefined, type: PropertyDef['type']): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' && type !== 'datetime' ? quoted(value) : String(value)
}

const pointCells = (geometry: Geometry | null): string =>
  geometry?.type === 'Point' ? `${geometry.coordinates[0]},${geometry.coordinates[1]}` : ','
const wktCell = (geometry: Geometry | null): string => (geometry === null ? '' : quoted(writeWkt(geometry)))

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`
const headerCell = (name: string): string => (/^[\p{L}\p{N}_-]+$/u.test(name) ? name : quoted(name))
