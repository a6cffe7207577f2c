import type { Knex } from 'knex'
import { ZongtuError } from '../kernel/index.ts'
import { bind } from './bind.ts'
import { known } from './failures.ts'

/** What happened to the engine beside fixes, after the fix `after` and before the next. */
export interface JournalEntry {
  readonly after: number
  readonly entry: unknown
}

/** Where the engine stands. */
export interface EngineMark {
  /** The last fix that was taken in. */
  readonly cursor: number
  /** The last moment it was told, milliseconds since the Unix epoch. */
  readonly clock: number
  /** Fixes of the log up to this one were there before it ran for the first time, and do not count. */
  readonly began: number
}

export interface EngineRecord {
  /** Null: it never ran on this database. */
  readonly mark: EngineMark | null
  /** State at an earlier place; null without any. */
  readonly snapshot: { readonly cursor: number; readonly parts: ReadonlyMap<string, string> } | null
  /** What came after the snapshot, in order. */
  readonly journal: readonly JournalEntry[]
}

/** What a snapshot is the state after. */
export interface SnapshotPlace {
  readonly cursor: number
  /** Of the journal. */
  readonly entry: number
}

/** What the fence engine keeps. One process at a time runs it: what one writes that no longer may is refused with store-unavailable. */
export interface EngineRows {
  /** Becomes the one that runs; answers the epoch that its writes name. */
  take(): Promise<number>
  load(): Promise<EngineRecord>
  /** In the transaction that keeps what came of it. */
  advance(trx: Knex.Transaction, epoch: number, mark: EngineMark, entries: readonly JournalEntry[]): Promise<void>
  /** Number of the last entry of the journal. */
  lastEntry(): Promise<number>
  /** Replaces the parts that changed, slice by slice, and forgets the journal up to an entry: all or nothing. The state after that entry and the fix `cursor`, both committed. */
  snapshot(epoch: number, at: SnapshotPlace, slices: Iterable<ReadonlyMap<string, string>>): Promise<void>
}

interface MarkRow {
  cursor: number | null
  clock: number
  began: number
  snapshot_cursor: number | null
  snapshot_entry: number
}

export const createEngineRows = (knex: Knex): EngineRows => ({
  async take() {
    const { rows } = await known(
      knex.raw<{ rows: { epoch: number }[] }>(
        'insert into fence_engine (epoch) values (1) on conflict (one) do update set epoch = fence_engine.epoch + 1 returning epoch',
      ),
    )
    return Number(rows[0]!.epoch)
  },

  load: () =>
    known(
      knex.transaction(
        async trx => {
          const { rows: marks } = await trx.raw<{ rows: MarkRow[] }>(
            'select cursor, clock, began, snapshot_cursor, snapshot_entry from fence_engine',
          )
          const [mark] = marks
          if (!mark) return { mark: null, snapshot: null, journal: [] }
          const { rows: parts } = await trx.raw<{ rows: { part: string; data: string }[] }>('select part, data from fence_snapshot')
          const { rows: journal } = await trx.raw<{ rows: { after: number; entry: unknown }[] }>(
            'select after, entry from fence_journal where n > ? order by n',
            [mark.snapshot_entry],
          )
          const at = mark.snapshot_cursor === null ? null : Number(mark.snapshot_cursor)
          return {
            mark: mark.cursor === null ? null : { cursor: Number(mark.cursor), clock: mark.clock, began: Number(mark.began) },
            snapshot: at === null ? null : { cursor: at, parts: new Map(parts.map(({ part, data }) => [part, data])) },
            journal: journal.map(({ after, entry }) => ({ after: Number(after), entry })),
          }
        },
        { isolationLevel: 'repeatable read', readOnly: true },
      ),
    ),

  async advance(trx, epoch, { cursor, clock, began }, entries) {
    await own(trx, 'cursor = ?, clock = ?, began = ?', [cursor, clock, began], epoch)
    if (entries.length === 0) return
    await trx.raw(
      `insert into fence_journal (after, entry) select after, entry from unnest(?::bigint[], ?::jsonb[]) with ordinality as e(after, entry, n) order by n`,
      bind(
        entries.map(({ after }) => after),
        entries.map(({ entry }) => JSON.stringify(entry)),
      ),
    )
  },

  async lastEntry() {
    const { rows } = await known(knex.raw<{ rows: { n: number }[] }>('select coalesce(max(n), 0) as n from fence_journal'))
    return Number(rows[0]!.n)
  },

  snapshot: (epoch, { cursor, entry }, slices) =>
    known(
      knex.transaction(async trx => {
        for (const parts of slices) {
          await trx.raw(
            `insert into fence_snapshot (part, data) select * from unnest(?::text[], ?::text[]) on conflict (part) do update set data = excluded.data`,
            bind([...parts.keys()], [...parts.values()]),
          )
        }
        // At the end: the row is locked from here on, and the engine goes on meanwhile.
        await own(trx, 'snapshot_cursor = ?, snapshot_entry = ?', [cursor, entry], epoch)
        await trx.raw('delete from fence_journal where n <= ?', [entry])
      }),
    ),
})

async function own(trx: Knex.Transaction, set: string, values: readonly unknown[], epoch: number): Promise<void> {
  const { rowCount } = await trx.raw<{ rowCount: number }>(`update fence_engine set ${set} where epoch = ?`, bind(...values, epoch))
  if (rowCount !== 1) throw new ZongtuError('store-unavailable', 'another process runs the fence engine by now')
}
