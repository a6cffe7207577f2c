import { badImport, shown } from '../shown.ts'
import type { Reader, SourceRow } from '../types.ts'
import { GEOMETRY_COLUMN_NAMES, type GeometryColumns, geometryColumns, readGeoJson } from './columns.ts'
import { failed, problemRow } from './json-value.ts'
import type { Cell, Table } from './table.ts'
import { readWkt } from './wkt.ts'

const NUMBER = /^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i

/**
 * Reads features from a table: a position from lon/lat columns or a geometry from a WKT or GeoJSON column (found by their usual names,
 * after the renames of `map`), every other column an attribute of text; empty cells are absent.
 */
export async function tableReader(table: Table, format: 'csv' | 'xlsx', map: ReadonlyMap<string, string>): Promise<Reader> {
  const columns = await findColumns(table, map)
  const srids: Srids = { first: undefined }
  async function* rows(): AsyncGenerator<SourceRow[]> {
    let row = 0
    for await (const records of table.records()) yield records.map(cells => recordRow(++row, cells, table.header, columns, srids))
  }
  return {
    textual: true,
    rows,
    info: () => ({
      format,
      encoding: table.encoding,
      ...(table.delimiter === undefined ? {} : { delimiter: table.delimiter }),
      types: table.types(),
      ...(srids.first === undefined ? {} : { crs: `EPSG:${srids.first}` }),
      warnings: table.encoding === 'gb18030' ? [{ rule: 'encoding', detail: 'the text is not UTF-8 and was read as GB18030' }] : [],
    }),
  }
}

/** The SRID that well-known texts name; one file has one. */
interface Srids {
  first: number | undefined
}

async function findColumns(table: Table, map: ReadonlyMap<string, string>): Promise<GeometryColumns> {
  let sample: Cell[][] = []
  for await (const records of table.records()) {
    sample = records
    break
  }
  const columns = geometryColumns(
    table.header.map(name => map.get(name) ?? name),
    sample,
  )
  if (columns !== undefined) return columns
  throw badImport(
    `no geometry columns among ${shown(table.header.join(', '))}: looked for ${GEOMETRY_COLUMN_NAMES.join(', ')}; name them by map, like map=X=lon`,
    { rule: 'geometry-columns', columns: table.header },
  )
}

function recordRow(row: number, cells: readonly Cell[], header: readonly string[], columns: GeometryColumns, srids: Srids): SourceRow {
  if (cells.length !== header.length) {
    return failed(row, 'columns', `${cells.length} cells`, `the row has ${cells.length} cells, the header ${header.length}`)
  }
  const geometry = geometryOf(cells, header, columns, srids)
  if ('problem' in geometry) return problemRow(row, geometry.problem)
  const properties = new Map<string, unknown>()
  for (const [i, name] of header.entries()) {
    const used = columns.kind === 'lonlat' ? i === columns.lon || i === columns.lat : i === columns.column
    if (!used && cells[i] != null) properties.set(name, cells[i])
  }
  return { row, geometry: geometry.value, properties }
}

type Read = { value: unknown } | { problem: NonNullable<SourceRow['problem']> }

function geometryOf(cells: readonly Cell[], header: readonly string[], columns: GeometryColumns, srids: Srids): Read {
  if (columns.kind !== 'lonlat') {
    const [text, name] = [cells[columns.column] ?? '', header[columns.column]!]
    return columns.kind === 'wkt' ? wktOf(text, name, srids) : geoJsonOf(text, name)
  }
  const [lon, lat] = [cells[columns.lon] ?? '', cells[columns.lat] ?? '']
  if (lon.trim() === '' && lat.trim() === '') return { value: null }
  for (const i of [columns.lon, columns.lat]) {
    if (NUMBER.test(cells[i] ?? '')) continue
    return {
      problem: {
        rule: 'number',
        value: shown(cells[i] ?? ''),
        detail: `column "${header[i]}" is "${shown(cells[i] ?? '')}", it must be a decimal number`,
      },
    }
  }
  return { value: { type: 'Point', coordinates: [Number(lon), Number(lat)] } }
}

function wktOf(text: string, name: string, srids: Srids): Read {
  if (text.trim() === '') return { value: null }
  const read = readWkt(text)
  if ('problem' in read) return { problem: { rule: 'wkt', value: shown(text), detail: `column "${name}": ${read.problem}` } }
  srids.first ??= read.srid
  if (read.srid !== undefined && read.srid !== srids.first) {
    return {
      problem: {
        rule: 'srid',
        value: String(read.srid),
        detail: `column "${name}": SRID ${read.srid} after SRID ${srids.first}; one file has one`,
      },
    }
  }
  return { value: read.geometry }
}

function geoJsonOf(text: string, name: string): Read {
  if (text.trim() === '') return { value: null }
  const value = readGeoJson(text)
  return value === undefined
    ? { problem: { rule: 'geojson', value: shown(text), detail: `column "${name}": not a GeoJSON geometry` } }
    : { value }
}
