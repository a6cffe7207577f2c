import type { Knex } from 'knex'
import type { ChangeEvent, ChangeOp, LayerDef } from '../contract/index.ts'
import { type Bbox, unionBbox } from '../geo/index.ts'
import { layerSql } from './layer-sql.ts'
import { readPages } from './read-rows.ts'
import type { FeedBatch, Row } from './types.ts'

const BATCH = 5_000

interface ChangeRecord {
  seq: number
  layer: string
  feature_id: string | null
  op: ChangeOp
  old_bbox: Bbox | null
  new_bbox: Bbox | null
}

/**
 * Changes after `cursor` and the rows they name. One repeatable-read snapshot: the rows are exactly as of the answered `seq` when the whole
 * backlog fits the batch; a longer backlog is read in pieces, whose rows may be newer than their piece's seq but never older.
 */
export async function readFeed(knex: Knex, cursor: number, layerOf: (id: string) => LayerDef | undefined): Promise<FeedBatch> {
  const named = (records: readonly ChangeRecord[]): [LayerDef, string[]][] =>
    [...idsByLayer(records)].flatMap(([layer, ids]): [LayerDef, string[]][] => {
      const def = layerOf(layer)
      return def && def.kind !== 'derived' && def.kind !== 'indicator' ? [[def, ids]] : []
    })
  const only = await readChanges(knex, cursor)
  // One statement is a snapshot too: most often there is nothing new, or what is new has no rows here.
  if (only.reset || named(only.records).length === 0) return batchOf(only, cursor)
  return knex.transaction(
    async trx => {
      const found = await readChanges(trx, cursor)
      const rows = new Map<string, Map<string, Row>>()
      if (!found.reset) for (const [def, ids] of named(found.records)) rows.set(def.id, await readRows(trx, def, ids))
      return batchOf(found, cursor, rows)
    },
    { isolationLevel: 'repeatable read', readOnly: true },
  )
}

interface Found {
  readonly records: readonly ChangeRecord[]
  readonly last: number
  /** Behind the pruned log, or ahead of it: a backup was restored or a failover lost commits. */
  readonly reset: boolean
}

async function readChanges(knex: Knex, cursor: number): Promise<Found> {
  const { rows } = await knex.raw<{ rows: [{ pruned: number; last: number; records: ChangeRecord[] }] }>(
    `select pruned_through as pruned, greatest((select coalesce(max(seq), 0) from change), pruned_through) as last,
       (select coalesce(json_agg(c order by c.seq), '[]'::json)
        from (select seq, layer, feature_id, op, old_bbox, new_bbox from change where seq > ? order by seq limit ?) c) as records
     from feed`,
    [cursor, BATCH],
  )
  const { pruned, last, records } = rows[0]
  return { records, last, reset: cursor < pruned || cursor > last }
}

const batchOf = ({ records, last, reset }: Found, cursor: number, rows = new Map<string, Map<string, Row>>()): FeedBatch =>
  reset
    ? { changes: [], rows: new Map(), seq: last, more: false, reset: true }
    : { changes: records.map(toEvent), rows, seq: records.at(-1)?.seq ?? cursor, more: records.length === BATCH, reset: false }

const toEvent = (record: ChangeRecord): ChangeEvent => ({
  seq: record.seq,
  layer: record.layer,
  op: record.op,
  id: record.feature_id,
  bbox: unionBbox(record.old_bbox, record.new_bbox),
})

function idsByLayer(records: readonly ChangeRecord[]): Map<string, string[]> {
  const sets = new Map<string, Set<string>>()
  for (const { layer, feature_id: id } of records) {
    if (id === null) continue
    const set = sets.get(layer)
    if (set) set.add(id)
    else sets.set(layer, new Set([id]))
  }
  return new Map([...sets].map(([layer, ids]) => [layer, [...ids]]))
}

async function readRows(knex: Knex, def: LayerDef, ids: readonly string[]): Promise<Map<string, Row>> {
  const rows = new Map<string, Row>()
  for await (const page of readPages(knex, def, `${layerSql(def).idColumn} = any(?::text[])`, [ids])) {
    for (const row of page) rows.set(row.id, row)
  }
  return rows
}

/** The newest committed sequence number, also when the log was pruned empty. */
export async function lastSeq(knex: Knex): Promise<number> {
  const { rows } = await knex.raw<{ rows: { seq: number }[] }>(
    'select greatest((select coalesce(max(seq), 0) from change), (select pruned_through from feed)) as seq',
  )
  return rows[0]!.seq
}

/** Forgets changes older than `days` or beyond the newest `keep`; cursors behind the horizon get `reset`. */
export async function pruneFeed(knex: Knex, { days, keep }: { days: number; keep: number }): Promise<void> {
  await knex.transaction(async trx => {
    const { rows } = await trx.raw<{ rows: { seq: number | null }[] }>(
      `select greatest((select max(seq) from change where at < now() - make_interval(days => ?)), (select max(seq) - ? from change)) as seq`,
      [days, keep],
    )
    const through = rows[0]!.seq
    if (through === null || through <= 0) return
    await trx.raw('delete from change where seq <= ?', [through])
    await trx.raw('update feed set pruned_through = greatest(pruned_through, ?)', [through])
  })
}
