import type { Knex } from 'knex'
import type { LayerDef } from '../contract/index.ts'
import type { Bbox } from '../geo/index.ts'
import { bind } from './bind.ts'
import { quoted } from './layer-sql.ts'
import { holdUnits, placedProperty, unitsMark } from './placed.ts'
import type { PlacedPoint, PlacingStore } from './types.ts'

/** Points read, and rows written, by one statement. */
const PAGE = 10_000
/** More changed rows than these are told as a change of the whole layer. */
const MANY = 20_000

export const createPlacing = (knex: Knex): PlacingStore => ({
  mark: () => unitsMark(knex),
  hold: holdUnits,

  async *pointsIn({ trx }, def, boxes) {
    const [table, column] = [quoted(def.id), quoted(placedProperty(def)!.name)]
    for (let after = ''; ; ) {
      const { rows } = await trx.raw<{ rows: PlacedPoint[] }>(
        `select t.id, ST_X(t.geom) as lon, ST_Y(t.geom) as lat, t.${column} as code from ${table} t
         where t.id > ? and GeometryType(t.geom) = 'POINT' and exists (
           select 1 from unnest(?::float8[], ?::float8[], ?::float8[], ?::float8[]) as b(west, south, east, north)
           where t.geom && ST_MakeEnvelope(b.west, b.south, b.east, b.north, 4326))
         order by t.id limit ${PAGE}`,
        bind(after, ...[0, 1, 2, 3].map(side => boxes.map(box => box[side]!))),
      )
      if (rows.length > 0) yield rows
      if (rows.length < PAGE) return
      after = rows.at(-1)!.id
    }
  },

  async place(tx, def, points) {
    for (let from = 0; from < points.length; from += PAGE) {
      const page = points.slice(from, from + PAGE)
      const there = await setCodes(tx.trx, def, page)
      if (points.length > MANY) continue
      for (const { id, lon, lat } of page) if (there.has(id)) tx.change(def.id, id, 'update', pointBox(lon, lat), pointBox(lon, lat))
    }
    if (points.length > MANY) tx.changeAll(def.id)
  },
})

/** Answers the ids of those that are still there. */
async function setCodes(knex: Knex, def: LayerDef, points: readonly PlacedPoint[]): Promise<ReadonlySet<string>> {
  const { rows } = await knex.raw<{ rows: { id: string }[] }>(
    `update ${quoted(def.id)} t set ${quoted(placedProperty(def)!.name)} = p.code, version = nextval('row_version'), updated_at = now()
     from unnest(?::text[], ?::text[]) as p(id, code) where t.id = p.id returning t.id`,
    bind(
      points.map(({ id }) => id),
      points.map(({ code }) => code),
    ),
  )
  return new Set(rows.map(({ id }) => id))
}

const pointBox = (lon: number, lat: number): Bbox => [lon, lat, lon, lat]
