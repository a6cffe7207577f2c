import type { Knex } from 'knex'
import type { LayerDef } from '../contract/index.ts'
import { bind } from './bind.ts'
import { type LayerSql, layerSql } from './layer-sql.ts'
import type { Row } from './types.ts'
import { wkbReader } from './wkb.ts'

const PAGE_ROWS = 5_000
/** Stored geometry and properties in one page: their text form has to stay far below the longest value PostgreSQL sends (1 GB) and Node's longest string (512 MB). */
const PAGE_BYTES = 16 * 1024 * 1024

interface Page {
  found: number
  rows: [id: string, version: number, isPlaced: boolean, ...values: unknown[]][] | null
  wkb: Buffer | null
}

/**
 * Turns a query that yields id, version, geom and the layer's columns, and `before`, the stored bytes ahead of each row, into one that yields a
 * `Page`. One JSON text and one run of WKB for thousands of rows are read about twice as fast as that many rows of the wire protocol.
 */
const paged = (sql: LayerSql, query: string): string => `with page as materialized (${query})
  select count(*)::integer as found,
    json_agg(json_build_array(${['id', 'version', 'geom is not null', ...sql.columns].join(', ')})) filter (where before < ${PAGE_BYTES}) as rows,
    string_agg(ST_AsBinary(geom, 'NDR'), '') filter (where before < ${PAGE_BYTES} and geom is not null) as wkb
  from page`

const select = (sql: LayerSql, before: string): string =>
  `select ${[`${sql.idColumn} as id`, 'version', 'geom', ...sql.columns, `${before} as before`].join(', ')} from ${sql.table} where ${sql.where}`

/** All current rows of a layer that meet `condition`, in ascending id (code unit order), in pages. */
export async function* readPages(
  knex: Knex,
  def: LayerDef,
  condition = 'true',
  bindings: readonly unknown[] = [],
  pageRows = PAGE_ROWS,
): AsyncIterable<Row[]> {
  const sql = layerSql(def)
  const large = ['geom', ...sql.columns.filter(column => column === 'properties')]
  const bytes = large.map(column => `coalesce(pg_column_size(${column}), 0)`).join(' + ')
  const before = `sum(${bytes}) over (order by ${sql.idColumn}) - (${bytes})`
  const query = paged(sql, `${select(sql, before)} and ${sql.idColumn} > ? and ${condition} order by ${sql.idColumn} limit ?`)
  for (let after = ''; ; ) {
    const { rows } = await knex.raw<{ rows: Page[] }>(query, bind(...sql.bindings, after, ...bindings, pageRows))
    const page = rowsOf(sql, rows[0]!)
    if (page.length > 0) yield page
    if (page.length === rows[0]!.found && page.length < pageRows) return
    after = page.at(-1)!.id
  }
}

/** One row, locked until the transaction ends. */
export async function lockRow(trx: Knex, def: LayerDef, id: string): Promise<Row | undefined> {
  const sql = layerSql(def)
  const { rows } = await trx.raw<{ rows: Page[] }>(paged(sql, `${select(sql, '0')} and ${sql.idColumn} = ? for update`), [
    ...sql.bindings,
    id,
  ])
  return rowsOf(sql, rows[0]!)[0]
}

function rowsOf(sql: LayerSql, page: Page): Row[] {
  const next = wkbReader(page.wkb ?? Buffer.alloc(0))
  return (page.rows ?? []).map(
    ([id, version, isPlaced, ...values]): Row => ({
      id,
      version,
      geometry: isPlaced ? next() : null,
      properties: sql.toProperties(values),
    }),
  )
}
