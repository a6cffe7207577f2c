import type { Knex } from 'knex'
import type { Detect, FenceRule } from '../contract/index.ts'
import { bind } from './bind.ts'
import { known } from './failures.ts'
import { LOGGED } from './logged.ts'
import type { WriteTransaction } from './types.ts'

/** A page of rules ends at about as many characters. */
const PAGE_CHARACTERS = 20_000_000

/** A fence as it is now. Times RFC 3339. */
export interface StoredFence {
  readonly id: string
  readonly version: number
  readonly rule: FenceRule
  readonly createdAt: string
  readonly createdBy: string
  readonly updatedAt: string
  readonly updatedBy: string
  readonly removedAt: string | null
  readonly removedBy: string | null
}

/** What a fence said at one version. */
export interface FenceVersionRow {
  readonly version: number
  readonly rule: FenceRule
  readonly at: string
  readonly actor: string
}

export interface FencePage<T> {
  readonly rows: T[]
  /** More follow. */
  readonly more: boolean
}

/** Rows of fences. Every write appends its change, `fence` and the id, to the change log. */
export interface FenceRows {
  insert(tx: WriteTransaction, id: string, rule: FenceRule): Promise<StoredFence>
  /** The fence, locked until the transaction ends; removed ones too. */
  lock(tx: WriteTransaction, id: string): Promise<StoredFence | undefined>
  /** Makes the rule the next version of a locked fence. */
  save(tx: WriteTransaction, before: StoredFence, rule: FenceRule): Promise<StoredFence>
  /** Marks a locked fence as removed; its versions stay. */
  remove(tx: WriteTransaction, before: StoredFence): Promise<void>
  /** Removed ones too. Throws store-unavailable, as all that reads. */
  get(id: string): Promise<StoredFence | undefined>
  /** Fences that were not removed, by id, after `after`. */
  list(where: { enabled?: boolean; detect?: Detect; after?: string; limit: number }): Promise<FencePage<StoredFence>>
  /** Versions of a fence before `before`, newest first. */
  versions(id: string, where: { before?: number; limit: number }): Promise<FencePage<FenceVersionRow>>
}

const FENCE = `f.id, f.version, v.rule, f.created_at as "createdAt", f.created_by as "createdBy", v.at as "updatedAt", v.actor as "updatedBy",
  f.removed_at as "removedAt", f.removed_by as "removedBy"`
const CURRENT = 'fence f join fence_version v on v.fence = f.id and v.version = f.version'

export const createFenceRows = (knex: Knex): FenceRows => ({
  async insert(tx, id, rule) {
    await tx.trx.raw('insert into fence (id, version, created_by) values (?, 1, ?)', [id, tx.actor])
    await insertVersion(tx, id, 1, rule)
    tx.change(LOGGED.fence, id, 'create', null, null)
    return (await find(tx.trx, id))!
  },

  async lock(tx, id) {
    await tx.trx.raw('select 1 from fence where id = ? for update', [id])
    return find(tx.trx, id)
  },

  async save(tx, before, rule) {
    const version = before.version + 1
    await insertVersion(tx, before.id, version, rule)
    await update(tx, before, 'version = ?', version)
    tx.change(LOGGED.fence, before.id, 'update', null, null)
    return (await find(tx.trx, before.id))!
  },

  async remove(tx, before) {
    await update(tx, before, 'removed_at = clock_timestamp(), removed_by = ?', tx.actor)
    tx.change(LOGGED.fence, before.id, 'delete', null, null)
  },

  get: id => known(find(knex, id)),

  list: ({ enabled = null, detect = null, after = '', limit }) =>
    known(
      page<StoredFence>(
        knex,
        `select ${FENCE}, f.id as key from ${CURRENT} where f.removed_at is null and f.id > ?
         and (?::boolean is null or v.enabled = ?) and (?::text is null or ? = any(v.detect)) order by f.id limit ?`,
        'key',
        bind(after, enabled, enabled, detect, detect, limit + 1),
        limit,
      ),
    ),

  versions: (id, { before = null, limit }) =>
    known(
      page<FenceVersionRow>(
        knex,
        `select version, rule, at, actor, -version as key from fence_version where fence = ? and (?::integer is null or version < ?)
         order by version desc limit ?`,
        'key',
        bind(id, before, before, limit + 1),
        limit,
      ),
    ),
})

async function find(knex: Knex, id: string): Promise<StoredFence | undefined> {
  const { rows } = await knex.raw<{ rows: StoredFence[] }>(`select ${FENCE} from ${CURRENT} where f.id = ?`, [id])
  return rows[0]
}

async function insertVersion({ trx, actor }: WriteTransaction, id: string, version: number, rule: FenceRule): Promise<void> {
  await trx.raw(
    `insert into fence_version (fence, version, enabled, detect, name, message, time_zone, rule, actor)
     values (?, ?, ?, ?::text[], ?, ?::jsonb, ?, ?::jsonb, ?)`,
    bind(
      id,
      version,
      rule.enabled,
      rule.detect,
      rule.name,
      rule.message === undefined ? null : JSON.stringify(rule.message),
      rule.schedule?.timeZone ?? null,
      JSON.stringify(rule),
      actor,
    ),
  )
}

async function update({ trx }: WriteTransaction, before: StoredFence, set: string, value: string | number): Promise<void> {
  const { rowCount } = await trx.raw<{ rowCount: number }>(
    `update fence set ${set} where id = ? and version = ? and removed_at is null`,
    bind(value, before.id, before.version),
  )
  if (rowCount !== 1) throw new Error(`fence ${before.id} is no longer what was locked`)
}

/** Rows of a query, which asks for one more than the page may have, up to a size; at least one. */
async function page<T>(knex: Knex, query: string, key: string, bindings: Knex.RawBinding[], limit: number): Promise<FencePage<T>> {
  const { rows } = await knex.raw<{ rows: (T & { key: unknown; before: number; found: number })[] }>(
    `with found as materialized (${query}), sized as (
       select *, (sum(length(rule::text)) over (order by ${key}) - length(rule::text))::float8 as before, count(*) over ()::integer as found from found)
     select * from sized where before < ${PAGE_CHARACTERS} order by ${key} limit ${limit}`,
    bindings,
  )
  const found = rows[0]?.found ?? 0
  return { rows: rows.map(({ key: _, before: _1, found: _2, ...row }) => row as unknown as T), more: rows.length < found }
}
