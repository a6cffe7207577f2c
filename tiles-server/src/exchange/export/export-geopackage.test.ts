import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sqlite, { type Database, type JSValue } from 'node-sqlite3-wasm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LayerDef } from '../../contract/index.ts'
import type { LiveFeature } from '../../live/index.ts'
import { readGeoPackageGeometry } from '../readers/parse/gpkg-geometry.ts'
import { createExports } from './export.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zt-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const text = (value: string) => ({ 'zh-CN': value, en: value })
const property = (name: string, type: LayerDef['properties'][number]['type']) => ({ name, title: text(name), type })
const layer = (id: string, properties: LayerDef['properties'] = []) =>
  LayerDef.parse({ id, title: text('图层'), kind: 'dataset', geometry: 'mixed', properties })
const feature = (id: string, geometry: LiveFeature['geometry'], properties: LiveFeature['properties'] = {}) =>
  ({ id, version: 1, geometry, properties, minX: 0, minY: 0, maxX: 0, maxY: 0 }) satisfies LiveFeature

async function open(def: LayerDef, features: readonly LiveFeature[], crs?: string): Promise<Database> {
  const exports = createExports()
  const ended = new AbortController()
  const { pieces, bytes } = await exports.write(exports.plan(def, { format: 'geopackage', crs }), features, ended.signal)
  const parts: Uint8Array[] = []
  for await (const piece of pieces) parts.push(piece)
  ended.abort()
  const whole = Buffer.concat(parts)
  expect(whole.length).toBe(bytes)
  const path = join(folder, `${def.id}.gpkg`)
  writeFileSync(path, whole)
  return new sqlite.Database(path, { readOnly: true })
}

const rows = (db: Database, sql: string) => db.all(sql).map(row => Object.values(row) as JSValue[])

describe('a GeoPackage', () => {
  it('is one by its marks and tables, with values of the declared types', async () => {
    const def = layer('things', [
      property('s', 'string'),
      property('i', 'integer'),
      property('n', 'number'),
      property('b', 'boolean'),
      property('t', 'datetime'),
      property('FID', 'string'),
    ])
    const db = await open(def, [
      feature('a', { type: 'Point', coordinates: [114, 22] }, { s: '"\'', i: 2 ** 53 - 1, n: 2, b: true, t: '2026-01-01T00:00:00.000Z' }),
      feature(
        'b',
        {
          type: 'LineString',
          coordinates: [
            [113, 23],
            [115, 21.5],
          ],
        },
        { s: '', b: false, FID: 'x' },
      ),
      feature('c', null),
    ])
    expect(rows(db, 'pragma application_id')).toEqual([[0x47504b47]])
    expect(rows(db, 'pragma user_version')).toEqual([[10300]])
    expect(rows(db, 'pragma integrity_check')).toEqual([['ok']])
    expect(rows(db, 'pragma foreign_key_check')).toEqual([])
    expect(rows(db, 'select srs_id, organization, organization_coordsys_id from gpkg_spatial_ref_sys order by srs_id')).toEqual([
      [-1, 'NONE', -1],
      [0, 'NONE', 0],
      [4326, 'EPSG', 4326],
    ])
    const contents = 'select table_name, data_type, identifier, min_x, min_y, max_x, max_y, srs_id from gpkg_contents'
    expect(rows(db, contents)).toEqual([['things', 'features', '图层', 113, 21.5, 115, 23, 4326]])
    expect(rows(db, 'select * from gpkg_geometry_columns')).toEqual([['things', 'geom', 'GEOMETRY', 4326, 0, 0]])
    expect(rows(db, "select name, type, pk from pragma_table_info('things')")).toEqual([
      ['fid', 'INTEGER', 1],
      ['geom', 'GEOMETRY', 0],
      ['id', 'TEXT', 0],
      ['s', 'TEXT', 0],
      ['i', 'INTEGER', 0],
      ['n', 'REAL', 0],
      ['b', 'BOOLEAN', 0],
      ['t', 'DATETIME', 0],
      ['FID_', 'TEXT', 0],
    ])
    expect(rows(db, 'select fid, id, s, i, n, typeof(n), b, t, FID_ from things order by fid')).toEqual([
      [1, 'a', '"\'', 2 ** 53 - 1, 2, 'real', 1, '2026-01-01T00:00:00.000Z', null],
      [2, 'b', '', null, null, 'null', 0, null, 'x'],
      [3, 'c', null, null, null, 'null', null, null, null],
    ])
    const blobs = rows(db, 'select geom from things order by fid').map(([blob]) => blob as Uint8Array | null)
    expect(blobs.map(blob => blob && readGeoPackageGeometry(blob))).toEqual([
      { type: 'Point', coordinates: [114, 22] },
      {
        type: 'LineString',
        coordinates: [
          [113, 23],
          [115, 21.5],
        ],
      },
      null,
    ])
    const envelope = new DataView(blobs[1]!.buffer, blobs[1]!.byteOffset + 8, 32)
    expect([0, 8, 16, 24].map(at => envelope.getFloat64(at, true))).toEqual([113, 115, 21.5, 23])
    db.close()
  })

  it('names its coordinate system, or that there is no name for it', async () => {
    for (const [crs, id, organization] of [
      ['EPSG:4547', 4547, 'EPSG'],
      ['gcj02', 990_002, 'NONE'],
    ] as const) {
      const db = await open(layer('placed'), [feature('a', { type: 'Point', coordinates: [114, 22] })], crs)
      expect(rows(db, 'select srs_id, organization from gpkg_spatial_ref_sys where srs_id not in (-1, 0, 4326)')).toEqual([
        [id, organization],
      ])
      expect(rows(db, 'select c.srs_id, g.srs_id as own, geometry_type_name from gpkg_contents c, gpkg_geometry_columns g')).toEqual([
        [id, id, 'POINT'],
      ])
      const [[blob]] = rows(db, 'select geom from placed') as [[Uint8Array]]
      expect(new DataView(blob.buffer, blob.byteOffset).getInt32(4, true)).toBe(id)
      db.close()
    }
  })

  it('may be empty, and keeps away from names that are taken', async () => {
    const db = await open(layer('gpkg_contents'), [])
    expect(rows(db, 'select table_name, min_x from gpkg_contents')).toEqual([['layer_gpkg_contents', null]])
    expect(rows(db, 'select count(*) from layer_gpkg_contents')).toEqual([[0]])
    db.close()
  })
})
