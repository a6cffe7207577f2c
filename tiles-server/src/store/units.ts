import type { Properties } from '../contract/index.ts'
import { type Areal, type Bbox, bboxOf } from '../geo/index.ts'
import { bind } from './bind.ts'
import type { UnitRow, UnitStore } from './types.ts'
import { readWkb, writeWkb } from './wkb.ts'
import { UNIT_LOCK } from './write.ts'

/** Layer ids by level. */
const UNIT_LAYERS = ['city', 'county', 'street', 'community', 'grid'] as const

const CURRENT = 'valid_to is null and recorded_to is null'

interface UnitRecord {
  unit_id: string
  version: number
  level: number
  parent_id: string | null
  code: string
  name: string
  properties: Properties
  geom: Buffer | null
}

const toUnit = (record: UnitRecord): UnitRow & { version: number } => ({
  id: record.unit_id,
  version: record.version,
  level: record.level,
  parent: record.parent_id,
  code: record.code,
  name: record.name,
  properties: record.properties,
  geometry: record.geom === null ? null : (readWkb(record.geom) as Areal),
})

const boxOf = (unit: { geometry: Areal | null }): Bbox | null => (unit.geometry === null ? null : bboxOf(unit.geometry))

export const units: UnitStore = {
  async lock(tx) {
    await tx.trx.raw('select pg_advisory_xact_lock(?)', [UNIT_LOCK])
  },

  async current(tx, where = {}) {
    const conditions = [CURRENT]
    const bindings: unknown[] = []
    for (const [column, values] of [
      ['unit_id', where.ids] as const,
      ['code', where.codes] as const,
      ['parent_id', where.parents] as const,
    ]) {
      if (!values) continue
      conditions.push(`${column} = any(?::text[])`)
      bindings.push(values)
    }
    if (where.bbox) {
      conditions.push('geom && ST_MakeEnvelope(?, ?, ?, ?, 4326)')
      bindings.push(...where.bbox)
    }
    const { rows } = await tx.trx.raw<{ rows: UnitRecord[] }>(
      `select unit_id, version, level, parent_id, code, name, properties, ST_AsBinary(geom) as geom from unit_version
       where ${conditions.join(' and ')} order by unit_id`,
      bind(...bindings),
    )
    return rows.map(toUnit)
  },

  async retire(tx, changeSet, ids) {
    const gone = await close(tx, changeSet, ids)
    if (gone.length !== ids.length) throw new Error(`retired ${gone.length} of ${ids.length} units in change set ${changeSet}`)
    for (const unit of gone) tx.change(UNIT_LAYERS[unit.level]!, unit.id, 'delete', boxOf(unit), null)
  },

  async put(tx, changeSet, list, bulk) {
    const before = new Map(
      (bulk
        ? []
        : await close(
            tx,
            changeSet,
            list.map(unit => unit.id),
          )
      ).map(unit => [unit.id, unit]),
    )
    for (let from = 0; from < list.length; from += 2_000) await open(tx, changeSet, list.slice(from, from + 2_000))
    if (bulk) {
      for (const level of new Set(list.map(unit => unit.level))) tx.changeAll(UNIT_LAYERS[level]!)
      return
    }
    for (const unit of list) {
      const old = before.get(unit.id)
      tx.change(UNIT_LAYERS[unit.level]!, unit.id, old ? 'update' : 'create', old ? boxOf(old) : null, boxOf(unit))
    }
  },

  async changeSet(tx, kind, note, actor) {
    const { rows } = await tx.trx.raw<{ rows: { id: number }[] }>(
      `insert into change_set (kind, note, actor, at)
       values (?, ?, ?, greatest(clock_timestamp(), (select max(at) + interval '1 microsecond' from change_set))) returning id`,
      [kind, note, actor],
    )
    return rows[0]!.id
  },
}

type Tx = Parameters<UnitStore['lock']>[0]

async function close(tx: Tx, changeSet: number, ids: readonly string[]): Promise<(UnitRow & { version: number })[]> {
  if (ids.length === 0) return []
  const { rows } = await tx.trx.raw<{ rows: UnitRecord[] }>(
    `update unit_version set valid_to = (select at from change_set where id = ?) where ${CURRENT} and unit_id = any(?::text[])
     returning unit_id, version, level, parent_id, code, name, properties, ST_AsBinary(geom) as geom`,
    bind(changeSet, ids),
  )
  return rows.map(toUnit)
}

async function open(tx: Tx, changeSet: number, list: readonly UnitRow[]): Promise<void> {
  const result = await tx.trx.raw<{ rowCount: number }>(
    `insert into unit_version (unit_id, level, parent_id, code, name, properties, geom, change_set, valid_from)
     select u.id, u.level, u.parent, u.code, u.name, u.p::jsonb, ST_GeomFromWKB(u.g, 4326), s.id, s.at
     from change_set s, unnest(?::text[], ?::int[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bytea[]) as u(id, level, parent, code, name, p, g) where s.id = ?`,
    bind(
      list.map(u => u.id),
      list.map(u => u.level),
      list.map(u => u.parent),
      list.map(u => u.code),
      list.map(u => u.name),
      list.map(u => JSON.stringify(u.properties)),
      list.map(u => (u.geometry === null ? null : writeWkb(u.geometry))),
      changeSet,
    ),
  )
  if (result.rowCount !== list.length) throw new Error(`wrote ${result.rowCount} of ${list.length} units`)
}
