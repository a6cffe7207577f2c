import { closeSync, openSync, writeSync } from 'node:fs'
import sqlite, { type Database, type JSValue, type Statement } from 'node-sqlite3-wasm'
import type { PropertyDef } from '../../../contract/index.ts'
import { badImport, shown } from '../../shown.ts'
import type { SourceRow } from '../../types.ts'
import { failed } from '../json-value.ts'
import { BlobProblem, readGeoPackageGeometry } from './gpkg-geometry.ts'
import type { Container, ContainerInfo, SourceEntry } from './job.ts'

type Row = Readonly<Record<string, JSValue>>

interface FeatureTable extends SourceEntry {
  readonly column: string
  readonly crs?: string
}

interface Column {
  readonly name: string
  readonly type: string
}

const CATALOG = ['gpkg_contents', 'gpkg_geometry_columns', 'gpkg_spatial_ref_sys']
const FEATURE_TABLES = `select c.table_name as name, g.column_name as geom, g.geometry_type_name as kind,
    s.organization as organization, s.organization_coordsys_id as code, s.definition as definition
  from gpkg_contents c join gpkg_geometry_columns g on lower(g.table_name) = lower(c.table_name)
  left join gpkg_spatial_ref_sys s on s.srs_id = g.srs_id
  where c.data_type = 'features' order by c.rowid`

/** The feature tables of a GeoPackage (OGC 12-128r18); `count`: with their numbers of rows. The file is ours to change. Throws whatever SQLite does. */
export function openGeoPackage(path: string, count: boolean): Container {
  leaveWal(path)
  const db = new sqlite.Database(path, { readOnly: true })
  try {
    db.exec('pragma trusted_schema = off; pragma cell_size_check = on')
    const stored = storedTables(db)
    const missing = CATALOG.find(name => !stored.has(name))
    if (missing !== undefined) throw badImport(`the SQLite file is no GeoPackage: it has no table ${missing}`, { rule: 'format' })
    const entries = all(db, FEATURE_TABLES).flatMap(row => featureTable(db, row, stored, count) ?? [])
    return readTables(db, entries)
  } catch (error) {
    db.close()
    throw error
  }
}

/** Write-ahead logging needs a second file that nobody sent; without one the file reads as any other (SQLite file format, section 1.3.3). */
function leaveWal(path: string): void {
  const file = openSync(path, 'r+')
  try {
    writeSync(file, Buffer.from([1, 1]), 0, 2, 18)
  } finally {
    closeSync(file)
  }
}

const all = (db: Database, sql: string): Row[] => db.all(sql) as Row[]

/** Tables with pages of their own: a view could compute without end. */
const storedTables = (db: Database): Set<string> =>
  new Set(all(db, "select lower(name) as name from sqlite_master where type = 'table' and rootpage > 0").map(row => String(row.name)))

function featureTable(db: Database, row: Row, stored: ReadonlySet<string>, count: boolean): FeatureTable | undefined {
  const name = String(row.name)
  if (!stored.has(name.toLowerCase())) return undefined
  const crs = crsOf(row)
  const geometry = KINDS[String(row.kind).toUpperCase()]
  const rows = count ? Number(all(db, `select count(*) as n from ${quoted(name)}`)[0]?.n) : undefined
  return { name, column: String(row.geom), ...(crs && { crs }), ...(geometry && { geometry }), ...(rows !== undefined && { rows }) }
}

const KINDS: Readonly<Record<string, string>> = {
  POINT: 'Point',
  LINESTRING: 'LineString',
  POLYGON: 'Polygon',
  MULTIPOINT: 'MultiPoint',
  MULTILINESTRING: 'MultiLineString',
  MULTIPOLYGON: 'MultiPolygon',
}

function crsOf({ organization, code, definition }: Row): string | undefined {
  if (String(organization).toUpperCase() === 'EPSG' && Number(code) > 0) return `EPSG:${Number(code)}`
  return typeof definition === 'string' && /^\w+\s*\[/.test(definition) ? definition : undefined
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

function readTables(db: Database, entries: readonly FeatureTable[]): Container {
  let info: ContainerInfo | undefined
  let open: Statement | undefined
  return {
    entries,
    *rows(entry) {
      const table = entries.find(known => known.name === entry.name)!
      const { columns, warnings } = attributes(db, table)
      if (table.crs === undefined)
        warnings.push({
          rule: 'crs',
          detail: `table ${shown(table.name)} names no coordinate system; WGS 84 is assumed unless crs is given`,
        })
      open = db.prepare(`select ${[table.column, ...columns.map(column => column.name)].map(quoted).join(', ')} from ${quoted(table.name)}`)
      let row = 0
      for (const record of open.iterate()) yield featureOf(++row, record as Row, table.column, columns)
      info = { encoding: 'utf-8', ...(table.crs && { crs: table.crs }), types: declaredTypes(columns), warnings }
    },
    info: () => info!,
    close() {
      open?.finalize()
      db.close()
    },
  }
}

function attributes(db: Database, table: FeatureTable): { columns: Column[]; warnings: ContainerInfo['warnings'][number][] } {
  const columns = all(db, `pragma table_info(${quoted(table.name)})`).map(({ name, type }) => ({
    name: String(name),
    type: String(type).toUpperCase(),
  }))
  const own = columns.filter(column => column.name.toLowerCase() !== table.column.toLowerCase())
  if (own.length === columns.length)
    throw badImport(`table ${shown(table.name)} has no column "${shown(table.column)}"`, { rule: 'format' })
  const blobs = own.filter(column => column.type.startsWith('BLOB'))
  const warnings = blobs.map(({ name }) => ({
    rule: 'blob',
    detail: `column "${shown(name)}" holds bytes, which are not read; it was left out`,
  }))
  return { columns: own.filter(column => !blobs.includes(column)), warnings }
}

function featureOf(row: number, record: Row, geometryColumn: string, columns: readonly Column[]): SourceRow {
  const blob = record[geometryColumn]
  const properties = new Map(columns.flatMap(({ name, type }) => (record[name] == null ? [] : [[name, attributeOf(record[name], type)]])))
  if (blob == null) return { row, geometry: null, properties }
  if (!(blob instanceof Uint8Array)) return failed(row, 'geometry', blob, `column "${shown(geometryColumn)}" holds no geometry`)
  try {
    return { row, geometry: readGeoPackageGeometry(blob), properties }
  } catch (error) {
    if (error instanceof BlobProblem)
      return failed(row, 'geometry', '', `the geometry in column "${shown(geometryColumn)}" cannot be read: ${error.message}`)
    throw error
  }
}

/** Whole numbers beyond 2^53 stay text. */
function attributeOf(value: JSValue, type: string): unknown {
  if (type === 'BOOLEAN' && (value === 0 || value === 1)) return value === 1
  if (typeof value === 'bigint') return String(value)
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  return typeof value === 'number' && !Number.isFinite(value) ? null : value
}

function declaredTypes(columns: readonly Column[]): Map<string, PropertyDef['type']> {
  const typeOf = (type: string): PropertyDef['type'] | undefined => {
    if (type === 'BOOLEAN') return 'boolean'
    if (/^(TINY|SMALL|MEDIUM)?INT(EGER)?$/.test(type)) return 'integer'
    if (/^(FLOAT|DOUBLE|REAL)$/.test(type)) return 'number'
    if (type === 'DATETIME') return 'datetime'
    return /^(TEXT|VARCHAR|DATE)\b/.test(type) ? 'string' : undefined
  }
  return new Map(columns.flatMap(({ name, type }) => (typeOf(type) === undefined ? [] : [[name, typeOf(type)!]])))
}
