import type { LayerDef } from '../contract/index.ts'
import { bboxOf } from '../geo/index.ts'
import { ZongtuError } from '../kernel/index.ts'
import { bind } from './bind.ts'
import { lockLayer } from './layer-lock.ts'
import { layerSql, quoted } from './layer-sql.ts'
import { lockRow } from './read-rows.ts'
import type { NewRow, RowStore } from './types.ts'
import { writeWkb } from './wkb.ts'

const bbox = (row: NewRow) => (row.geometry === null ? null : bboxOf(row.geometry))

/** Column assignments of a row: SQL expressions with one placeholder each, and their values. */
function assignments(def: LayerDef, row: NewRow): { columns: string[]; expressions: string[]; values: unknown[] } {
  const geometry = row.geometry === null ? null : writeWkb(row.geometry)
  const own =
    def.kind === 'typed'
      ? def.properties.map(p => ({ column: quoted(p.name), expression: '?', value: row.properties[p.name] ?? null }))
      : [{ column: 'properties', expression: '?::jsonb', value: JSON.stringify(row.properties) }]
  return {
    columns: ['geom', ...own.map(c => c.column)],
    expressions: ['ST_GeomFromWKB(?, 4326)', ...own.map(c => c.expression)],
    values: [geometry, ...own.map(c => c.value)],
  }
}

const keyOf = (def: LayerDef, id: string) =>
  def.kind === 'dataset' ? { columns: ['layer', 'id'], values: [def.id, id] } : { columns: ['id'], values: [id] }

export const rows: RowStore = {
  async lock(tx, def, id) {
    await lockLayer(tx, def.id, 'shared')
    return lockRow(tx.trx, def, id)
  },

  async insert(tx, def, row) {
    await lockLayer(tx, def.id, 'shared')
    const key = keyOf(def, row.id)
    const set = assignments(def, row)
    const columns = [...key.columns, ...set.columns]
    const { rows } = await tx.trx.raw<{ rows: { version: number }[] }>(
      `insert into ${layerSql(def).table} (${columns.join(', ')}) values (${[...key.columns.map(() => '?'), ...set.expressions].join(', ')})
       on conflict (${key.columns.join(', ')}) do nothing returning version`,
      bind(...key.values, ...set.values),
    )
    if (rows.length === 0) throw new ZongtuError('duplicate-id', `layer ${def.id} already has a feature with id "${row.id}"`)
    tx.change(def.id, row.id, 'create', null, bbox(row))
    return { ...row, version: rows[0]!.version }
  },

  async update(tx, def, before, row) {
    const key = keyOf(def, row.id)
    const set = assignments(def, row)
    const { rows } = await tx.trx.raw<{ rows: { version: number }[] }>(
      `update ${layerSql(def).table} set version = nextval('row_version'), updated_at = now(),
       ${set.columns.map((column, i) => `${column} = ${set.expressions[i]}`).join(', ')}
       where ${key.columns.map(column => `${column} = ?`).join(' and ')} and version = ? returning version`,
      bind(...set.values, ...key.values, before.version),
    )
    if (rows.length !== 1)
      throw new ZongtuError('stale-version', `feature "${row.id}" of layer ${def.id} is no longer version ${before.version}`)
    tx.change(def.id, row.id, 'update', bbox(before), bbox(row))
    return { ...row, version: rows[0]!.version }
  },

  async remove(tx, def, before) {
    const key = keyOf(def, before.id)
    const { rows } = await tx.trx.raw<{ rows: unknown[] }>(
      `delete from ${layerSql(def).table} where ${key.columns.map(column => `${column} = ?`).join(' and ')} and version = ? returning 1`,
      bind(...key.values, before.version),
    )
    if (rows.length !== 1)
      throw new ZongtuError('stale-version', `feature "${before.id}" of layer ${def.id} is no longer version ${before.version}`)
    tx.change(def.id, before.id, 'delete', bbox(before), null)
  },
}
