import type { Knex } from 'knex'
import type { LayerDef } from '../contract/index.ts'
import { bind } from './bind.ts'
import { quoted } from './layer-sql.ts'

const SAMPLE = 1_000
/** Row header, keys, times and their share of the indexes. */
const ROW_OVERHEAD = 160

/** About how many bytes the rows of datasets and typed layers take: a table's own size, or a sample's mean times the dataset's rows. */
export async function layerSizes(knex: Knex, layers: readonly { def: LayerDef; rows: number }[]): Promise<Map<string, number>> {
  const sizes = new Map<string, number>()
  const typed = layers.filter(({ def }) => def.kind === 'typed').map(({ def }) => def.id)
  const tables = await knex.raw<{ rows: { id: string; bytes: number }[] }>(
    'select t.id, pg_total_relation_size(t.name::regclass) as bytes from unnest(?::text[], ?::text[]) as t(id, name)',
    bind(typed, typed.map(quoted)),
  )
  for (const { id, bytes } of tables.rows) sizes.set(id, bytes)
  const datasets = layers.filter(({ def }) => def.kind === 'dataset')
  const means = await knex.raw<{ rows: { id: string; bytes: number | null }[] }>(
    `select d.id, (
       select avg(coalesce(pg_column_size(geom), 0) + pg_column_size(properties))::float8
       from (select geom, properties from feature where layer = d.id limit ${SAMPLE}) s
     ) as bytes from unnest(?::text[]) as d(id)`,
    bind(datasets.map(({ def }) => def.id)),
  )
  const mean = new Map(means.rows.map(row => [row.id, row.bytes ?? 0]))
  for (const { def, rows } of datasets) sizes.set(def.id, Math.round(rows * ((mean.get(def.id) ?? 0) + ROW_OVERHEAD)))
  return sizes
}
