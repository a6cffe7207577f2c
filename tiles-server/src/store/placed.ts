import type { Knex } from 'knex'
import type { LayerDef, PropertyDef } from '../contract/index.ts'
import { type Areal, createLocator } from '../geo/index.ts'
import { bind } from './bind.ts'
import type { PlacedPoint, WriteTransaction } from './types.ts'
import { readWkb } from './wkb.ts'
import { UNIT_LOCK } from './write.ts'

/** Points of one statement. */
const PAGE = 10_000

const LEAVES = 'valid_to is null and recorded_to is null and geom is not null'

/** The property of a layer that names the leaf unit of a feature; undefined for layers whose features are not placed. */
export const placedProperty = (def: LayerDef): PropertyDef | undefined => def.properties.find(({ placed }) => placed)

/** Until the transaction ends no unit changes; others may hold them too. Taken before any layer or row is locked. */
export async function holdUnits({ trx }: WriteTransaction): Promise<void> {
  await trx.raw('select pg_advisory_xact_lock_shared(?)', [UNIT_LOCK])
}

/** Tells states of the units apart: the newest change set. */
export async function unitsMark(knex: Knex): Promise<number> {
  const { rows } = await knex.raw<{ rows: { newest: number }[] }>('select coalesce(max(id), 0)::int as newest from change_set')
  return rows[0]!.newest
}

/**
 * Gives the staged rows of a placed layer the code of the leaf unit that contains them, as the units are in this transaction, which holds them.
 * With `placedAt`, the mark of the units they were placed by before, only if units changed since.
 */
export async function placeStaged({ trx }: WriteTransaction, def: LayerDef, importId: string, placedAt?: number): Promise<void> {
  if (placedAt !== undefined && placedAt === (await unitsMark(trx))) return
  const locate = await locatorOf(trx)
  const { name } = placedProperty(def)!
  for (let after = 0; ; ) {
    const { rows } = await trx.raw<{ rows: { row: number; lon: number; lat: number; code: string | null }[] }>(
      `select row, ST_X(geom) as lon, ST_Y(geom) as lat, properties ->> ? as code from staging
       where import_id = ? and row > ? and GeometryType(geom) = 'POINT' order by row limit ${PAGE}`,
      [name, importId, after],
    )
    const moved = rows.map(point => ({ ...point, now: locate(point.lon, point.lat) })).filter(({ code, now }) => code !== now)
    await trx.raw(
      `update staging s set properties = jsonb_strip_nulls(s.properties || jsonb_build_object(?::text, m.code))
       from unnest(?::int[], ?::text[]) as m(row, code) where s.import_id = ? and s.row = m.row`,
      bind(
        name,
        moved.map(({ row }) => row),
        moved.map(({ now }) => now),
        importId,
      ),
    )
    if (rows.length < PAGE) return
    after = rows.at(-1)!.row
  }
}

/** Answers the code of the leaf unit that contains a point, as the database has the units now. */
async function locatorOf(knex: Knex): Promise<(lon: number, lat: number) => string | null> {
  const { rows } = await knex.raw<{ rows: { code: string; geom: Buffer }[] }>(
    `select code, ST_AsBinary(geom) as geom from unit_version where ${LEAVES}`,
  )
  return createLocator(rows.map(({ code, geom }) => ({ id: code, geometry: readWkb(geom) as Areal }))).locate
}

/** Places every feature of a table's point layer anew, outside the change log: for a migration, before anybody reads. */
export async function placeTable(knex: Knex, table: string, column: string): Promise<void> {
  const locate = await locatorOf(knex)
  for (let after = ''; ; ) {
    const { rows } = await knex.raw<{ rows: PlacedPoint[] }>(
      `select id, ST_X(geom) as lon, ST_Y(geom) as lat, ${column} as code from ${table} where id > ? and GeometryType(geom) = 'POINT' order by id limit ${PAGE}`,
      [after],
    )
    const moved = rows.map(point => ({ ...point, now: locate(point.lon, point.lat) })).filter(({ code, now }) => code !== now)
    await knex.raw(
      `update ${table} t set ${column} = p.code, version = nextval('row_version') from unnest(?::text[], ?::text[]) as p(id, code) where t.id = p.id`,
      bind(
        moved.map(({ id }) => id),
        moved.map(({ now }) => now),
      ),
    )
    if (rows.length < PAGE) return
    after = rows.at(-1)!.id
  }
}
