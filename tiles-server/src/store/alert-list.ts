import type { Knex } from 'knex'
import type { AlertQuery, StoredAlert } from './alert-types.ts'
import { bind } from './bind.ts'

/** A page ends at about as many characters of fixes and history. */
const PAGE_CHARACTERS = 20_000_000

/** Equality conditions by the member of the query they come from. */
const COLUMNS = {
  fence: 'fence',
  object: 'object',
  zone: 'zone',
  transition: 'transition',
  status: 'status',
  severity: 'severity',
  withdrawn: 'withdrawn',
  dryRun: 'dry_run',
} as const

interface Condition {
  readonly sql: string
  readonly values: readonly unknown[]
}

/** The conditions of a query on a table of alerts named `t`. */
function conditionOf(query: AlertQuery, t: string): Condition {
  const parts: string[] = ['true']
  const values: unknown[] = []
  const add = (sql: string, value: unknown): void => {
    if (value === undefined) return
    parts.push(sql)
    values.push(value)
  }
  for (const [member, column] of Object.entries(COLUMNS)) add(`${t}.${column} = ?`, query[member as keyof typeof COLUMNS])
  add(`${t}."time" >= ?::timestamptz`, query.from)
  add(`${t}."time" <= ?::timestamptz`, query.to)
  return { sql: parts.join(' and '), values }
}

const HISTORY = `(select coalesce(json_agg(json_build_object('at', e.at, 'actor', e.actor, 'action', e.action, 'note', e.note, 'to', e.assignee)
  order by e.n), '[]'::json) from alert_event e where e.alert = a.id)`

const ALERT = `a.id, a.version, a.fence, a.fence_version as "fenceVersion", v.name as "fenceName", v.message as template, v.time_zone as "timeZone",
  a.object, a.zone, a.zone_name as "zoneName", a.transition, a.situation, a."time", a.decided_at as "decidedAt", a.late, a.initial, a.reason,
  a.withdrawn, a.dry_run as "dryRun", a.severity, a.lon, a.lat, a.evidence, a.fixes, a.status, a.assignee, ${HISTORY} as history`
const WITH_FENCE = 'join fence_version v on v.fence = a.fence and v.version = a.fence_version'

/** Alerts by their ids, in no particular order. */
export async function findAlerts(knex: Knex, ids: readonly string[]): Promise<StoredAlert[]> {
  const { rows } = await knex.raw<{ rows: StoredAlert[] }>(
    `select ${ALERT}, null as count from alert a ${WITH_FENCE} where a.id = any(?::text[])`,
    bind(ids),
  )
  return rows.map(told)
}

/** Alerts that meet the conditions, newest first; a page can end before its limit. */
export async function listAlerts(knex: Knex, query: AlertQuery): Promise<{ alerts: StoredAlert[]; more: boolean }> {
  const chosen = chosenBy(query)
  const order = '"time" desc, id desc'
  const { rows } = await knex.raw<{ rows: (StoredAlert & { before: number; found: number })[] }>(
    `with chosen as materialized (${chosen.sql}),
       found as (select ${ALERT}, a.count from chosen a ${WITH_FENCE}),
       sized as (select *, (sum(length(fixes::text) + length(history::text)) over (order by ${order})
         - length(fixes::text) - length(history::text))::float8 as before, count(*) over ()::integer as found from found)
     select * from sized where before < ${PAGE_CHARACTERS} order by ${order} limit ${query.limit}`,
    bind(...chosen.values),
  )
  return { alerts: rows.map(told), more: rows.length < (rows[0]?.found ?? 0) }
}

/** The newest alerts that are asked for, one more than the page may have. */
function chosenBy(query: AlertQuery): Condition {
  const own = conditionOf(query, 'a')
  const after: Condition = query.after
    ? { sql: '(a."time", a.id) < (?::timestamptz, ?)', values: query.after }
    : { sql: 'true', values: [] }
  const newest = `order by a."time" desc, a.id desc limit ${query.limit + 1}`
  if (!query.bySituation) {
    return {
      sql: `select a.*, null::integer as count from alert a where ${own.sql} and ${after.sql} ${newest}`,
      values: [...own.values, ...after.values],
    }
  }
  const other = conditionOf(query, 'b')
  const same = `from alert b where b.situation = a.situation and ${other.sql}`
  return {
    sql: `select a.*, (select count(*)::integer ${same}) as count from alert a where ${own.sql} and ${after.sql}
      and not exists (select 1 ${same} and (b."time", b.id) > (a."time", a.id)) ${newest}`,
    values: [...other.values, ...own.values, ...after.values, ...other.values],
  }
}

type History = readonly { [Member in 'at' | 'actor' | 'action' | 'note' | 'to']: string | null }[]

/** A row as it is told: what a step of the history does not have is absent. */
function told({ history, before: _, found: _1, ...alert }: StoredAlert & { before?: number; found?: number }): StoredAlert {
  const steps = (history as unknown as History).map(({ at, note, to, ...step }) => ({
    at: new Date(at!).toISOString(),
    ...step,
    ...(note !== null && { note }),
    ...(to !== null && { to }),
  }))
  return { ...alert, history: steps as unknown as StoredAlert['history'] }
}
