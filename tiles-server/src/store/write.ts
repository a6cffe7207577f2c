import type { Knex } from 'knex'
import type { ChangeOp } from '../contract/index.ts'
import type { Bbox } from '../geo/index.ts'
import { bind } from './bind.ts'
import { storeError } from './failures.ts'
import type { WriteTransaction } from './types.ts'

/** Advisory locks of the database. Feed: held from the append of change rows to the commit. Units: one change of units at a time. */
export const FEED_LOCK = 7_305_001
export const UNIT_LOCK = 7_305_002
export const CHANNEL = 'zongtu_change'

interface PendingChange {
  readonly layer: string
  readonly id: string | null
  readonly op: ChangeOp
  readonly before: Bbox | null
  readonly after: Bbox | null
  readonly version?: number | undefined
}

/**
 * Runs `work` and, as the transaction's last step, takes the feed's lock, appends the change rows and commits. Since the lock is
 * held until the commit is visible, sequence order is commit order and no reader can see seq n+1 before n.
 */
export async function writeTransaction<T>(
  knex: Knex,
  actor: string,
  work: (tx: WriteTransaction) => Promise<T>,
): Promise<{ result: T; seq: number | null }> {
  try {
    return await knex.transaction(async trx => {
      const changes: PendingChange[] = []
      const result = await work({
        trx,
        actor,
        change: (layer, id, op, before, after) => changes.push({ layer, id, op, before, after }),
        changeAll: (layer, version) => changes.push({ layer, id: null, op: 'all', before: null, after: null, version }),
      })
      return { result, seq: changes.length === 0 ? null : await appendChanges(trx, actor, changes) }
    })
  } catch (error) {
    throw storeError(error)
  }
}

async function appendChanges(trx: Knex.Transaction, actor: string, changes: readonly PendingChange[]): Promise<number> {
  // One statement: whoever has the lock keeps all other writers waiting.
  const { rows } = await trx.raw<{ rows: [{ seqs: number[] }] }>(
    `with turn as materialized (select pg_advisory_xact_lock(?)), appended as (
       insert into change (layer, feature_id, op, old_bbox, new_bbox, actor)
       select layer, id, op, old_bbox::float8[], new_bbox::float8[], ?
       from turn cross join unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[]) with ordinality as c(layer, id, op, old_bbox, new_bbox, n)
       order by n returning seq
     )
     select json_agg(seq order by seq) as seqs, pg_notify(?, max(seq)::text) from appended`,
    bind(
      FEED_LOCK,
      actor,
      changes.map(c => c.layer),
      changes.map(c => c.id),
      changes.map(c => c.op),
      changes.map(c => box(c.before)),
      changes.map(c => box(c.after)),
      CHANNEL,
    ),
  )
  const { seqs } = rows[0]
  if (seqs.length !== changes.length) throw new Error(`appended ${seqs.length} of ${changes.length} changes`)
  for (const [i, { layer, version }] of changes.entries()) {
    if (version !== undefined) await trx.raw('update layer_version set seq = ? where layer = ? and version = ?', [seqs[i]!, layer, version])
  }
  return seqs.at(-1)!
}

const box = (bbox: Bbox | null): string | null => (bbox === null ? null : `{${bbox.join(',')}}`)
