import type { LayerDef, PropertyDef } from '../../contract/index.ts'
import type { Geometry } from '../../geo/index.ts'
import type { Crs } from '../crs/crs.ts'
import { epsgDefinition } from '../crs/crs-definitions.ts'
import { columnNames } from './export-columns.ts'
import { epsgOf } from './export-shape.ts'
import type { SqlValue } from './export-sqlite.ts'

/** OGC 12-128r17 (GeoPackage 1.3), tables of its annex C. */
const CORE = `
pragma journal_mode = off; pragma synchronous = off; pragma locking_mode = exclusive; pragma cache_size = -16000;
pragma application_id = 0x47504B47; pragma user_version = 10300;
begin;
create table gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
create table gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
  srs_id INTEGER, CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
create table gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL, CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name), CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
`
const TYPES: Readonly<Record<PropertyDef['type'], string>> = {
  string: 'TEXT',
  integer: 'INTEGER',
  number: 'REAL',
  boolean: 'BOOLEAN',
  datetime: 'DATETIME',
}

/** A statement and the rows of values it runs for. */
export interface Statement {
  readonly sql: string
  readonly rows?: readonly (readonly SqlValue[])[]
}

/** The tables of a GeoPackage with one layer, still without features. A transaction stays open. */
export function geoPackageTables(def: LayerDef, crs: Crs, type: Geometry['type'] | undefined): Statement[] {
  const table = tableName(def.id)
  const geometry = type?.toUpperCase() ?? 'GEOMETRY'
  const columns = columnNames(def.properties, ['fid', 'geom', 'id']).map((name, i) => `${quoted(name)} ${TYPES[def.properties[i]!.type]}`)
  const all = ['fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL', `geom ${geometry}`, 'id TEXT NOT NULL UNIQUE', ...columns]
  return [
    { sql: CORE },
    { sql: 'insert into gpkg_spatial_ref_sys values (?, ?, ?, ?, ?, ?)', rows: systems(crs) },
    {
      sql: `insert into gpkg_contents (table_name, data_type, identifier, srs_id) values (?, 'features', ?, ?)`,
      rows: [[table, def.title['zh-CN'] || def.id, srsId(crs)]],
    },
    { sql: 'insert into gpkg_geometry_columns values (?, ?, ?, ?, 0, 0)', rows: [[table, 'geom', geometry, srsId(crs)]] },
    { sql: `create table ${quoted(table)} (${all.join(', ')})` },
  ]
}

/** One feature: geometry, id, and the attributes in the order of the schema. */
export const insertFeature = ({ id, properties }: LayerDef): string =>
  `insert into ${quoted(tableName(id))} values (null, ?, ?${', ?'.repeat(properties.length)})`

/** Completes the file, with the bounds of all geometry. */
export const finishGeoPackage = (bounds: readonly number[] | null): Statement[] => [
  ...(bounds === null ? [] : [{ sql: 'update gpkg_contents set min_x = ?, min_y = ?, max_x = ?, max_y = ?', rows: [bounds] }]),
  { sql: 'commit' },
]

/** The three that every GeoPackage has, and the one in use. */
function systems(crs: Crs): SqlValue[][] {
  const undefinedSystems: SqlValue[][] = [
    ['Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined cartesian coordinate reference system'],
    ['Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'],
  ]
  const code = epsgOf(crs)
  const used: SqlValue[] =
    code === undefined ? [crs.name, srsId(crs), 'NONE', srsId(crs), 'undefined', crs.title] : epsgSystem(code, crs.title)
  return [...undefinedSystems, epsgSystem(4326, 'WGS 84'), ...(code === 4326 ? [] : [used])]
}

/** The shift to WGS 84 is no part of a system's definition, and the shipped ones are partly wrong (crs/crs-helmert.ts). */
const withoutShift = (wkt: string | null | undefined): string | undefined => wkt?.replaceAll(/,TOWGS84\[[^\]]*\]/g, '')

const epsgSystem = (code: number, title: string): SqlValue[] => [
  title,
  code,
  'EPSG',
  code,
  withoutShift(epsgDefinition(code)?.wkt) ?? 'undefined',
  null,
]

/** EPSG codes stand for themselves; GCJ-02 and BD-09 have none. */
export const srsId = (crs: Crs): number => epsgOf(crs) ?? (crs.name === 'GCJ-02' ? 990_002 : 990_009)

/** Layer ids are names of tables, except where SQLite or GeoPackage have names of their own. */
const tableName = (id: string): string => (/^(sqlite|gpkg|rtree)_/.test(id) ? `layer_${id}` : id)

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
