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
  return knex.transaction(
    async trx => {
      const horizon = await trx.raw<{ rows: { pruned_through: number }[] }>('select pruned_through from feed')
      const last = await lastSeq(trx)
      // Behind the pruned log, or ahead of it: a backup was restored or a failover lost commits.
      if (cursor < horizon.rows[0]!.pruned_through || cursor > last) return { changes: [], rows: new Map(), seq: last, reset: true }
      const { rows: records } = await trx.raw<{ rows: ChangeRecord[] }>(
        'select seq, layer, feature_id, op, old_bbox, new_bbox from change where seq > ? order by seq limit ?',
        [cursor, BATCH],
      )
      const rows = new Map<string, Map<string, Row>>()
      for (const [layer, ids] of idsByLayer(records)) {
        const def = layerOf(layer)
        if (def && def.kind !== 'derived' && def.kind !== 'indicator') rows.set(layer, await readRows(trx, def, ids))
      }
      return { changes: records.map(toEvent), rows, seq: records.at(-1)?.seq ?? cursor, reset: false }
    },
    { isolationLevel: 'repeatable read', readOnly: true },
  )
}

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
