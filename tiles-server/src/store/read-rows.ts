import type { Knex } from 'knex'
import type { LayerDef } from '../contract/index.ts'
import { bind } from './bind.ts'
import { GeometryPage, PackedRow } from './geometry-page.ts'
import { type LayerSql, layerSql } from './layer-sql.ts'
import type { Row } from './types.ts'
import { wkbReader } from './wkb.ts'

const PAGE_ROWS = 5_000
/** Stored geometry and properties in one page: their text form has to stay far below the longest value PostgreSQL sends (1 GB) and Node's longest string (512 MB). */
const PAGE_BYTES = 16 * 1024 * 1024
/** Rows from which on their geometries stay packed; a page of its own takes more than the geometry of a few. */
const PACK_FROM = 64

interface Page {
  found: number
  rows: [id: string, version: number, isPlaced: boolean, ...values: unknown[]][] | null
  /** Base64: a third more than the bytes, where a bytea in text form is twice as many. */
  wkb: string | null
}

/**
 * Turns a query that yields id, version, geom and the layer's columns, and `before`, the stored bytes ahead of each row, into one that yields a
 * `Page`. One JSON text and one run of WKB for thousands of rows are read about twice as fast as that many rows of the wire protocol.
 */
const paged = (sql: LayerSql, query: string): string => `with page as materialized (${query})
  select count(*)::integer as found,
    json_agg(json_build_array(${['id', 'version', 'geom is not null', ...sql.columns].join(', ')})) filter (where before < ${PAGE_BYTES}) as rows,
    encode(string_agg(ST_AsBinary(geom, 'NDR'), '') filter (where before < ${PAGE_BYTES} and geom is not null), 'base64') as wkb
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
  const read = (after: string): Promise<Page> => {
    const page = knex.raw<{ rows: [Page] }>(query, bind(...sql.bindings, after, ...bindings, pageRows)).then(({ rows }) => rows[0])
    page.catch(() => undefined) // reported where it is awaited, if it still is
    return page
  }
  for (let next: Promise<Page> | undefined = read(''); next; ) {
    const page: Page = await next
    const count = page.rows?.length ?? 0
    // The database makes the next page while this one is used.
    next = count === page.found && count < pageRows ? undefined : read(page.rows!.at(-1)![0])
    if (count > 0) yield rowsOf(def, sql, page)
  }
}

/** One row, locked until the transaction ends. */
export async function lockRow(trx: Knex, def: LayerDef, id: string): Promise<Row | undefined> {
  const sql = layerSql(def)
  const { rows } = await trx.raw<{ rows: Page[] }>(paged(sql, `${select(sql, '0')} and ${sql.idColumn} = ? for update`), [
    ...sql.bindings,
    id,
  ])
  return rowsOf(def, sql, rows[0]!)[0]
}

function rowsOf(def: LayerDef, sql: LayerSql, page: Page): Row[] {
  const records = page.rows ?? []
  const wkb = Buffer.from(page.wkb ?? '', 'base64')
  // All units are looked at when one of them is edited: theirs are decoded once.
  if (records.length < PACK_FROM || def.kind === 'unit') {
    const next = wkbReader(wkb)
    return records.map(
      ([id, version, isPlaced, ...values]): Row => ({
        id,
        version,
        geometry: isPlaced ? next() : null,
        properties: sql.toProperties(values),
      }),
    )
  }
  const geometries = new GeometryPage(wkb, records.filter(([, , isPlaced]) => isPlaced).length)
  let placed = 0
  return records.map(([id, version, isPlaced, ...values]): Row => {
    const properties = sql.toProperties(values)
    return isPlaced ? new PackedRow(id, version, properties, geometries, placed++) : { id, version, geometry: null, properties }
  })
}
