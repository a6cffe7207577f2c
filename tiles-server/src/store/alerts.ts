import type { Knex } from 'knex'
import type { AlertStatus } from '../contract/index.ts'
import { findAlerts, listAlerts } from './alert-list.ts'
import type { AlertChanges, AlertQuery, LockedAlert, NewAlert, NewAlertEvent, StoredAlert } from './alert-types.ts'
import { bind } from './bind.ts'
import { known } from './failures.ts'
import { LOGGED } from './logged.ts'
import type { WriteTransaction } from './types.ts'

/** Rows of alerts. Every write appends its change, `alert`, the id and its place, to the change log. */
export interface AlertRows {
  /**
   * What is raised is kept once by its id; one that was withdrawn stands again, with what is said of it now. What is updated says something else under the
   * same id. An id that is withdrawn too is withdrawn in the end. Answers the ids that are otherwise now; changes come in the order given.
   */
  save(tx: WriteTransaction, changes: AlertChanges): Promise<Record<keyof AlertChanges, string[]>>
  /** The alert, locked until the transaction ends. */
  lock(tx: WriteTransaction, id: string): Promise<LockedAlert | undefined>
  /** Gives a locked alert a status and an assignee, and appends the event to its history. */
  edit(
    tx: WriteTransaction,
    before: LockedAlert,
    after: { status: AlertStatus; assignee: string | null },
    event: NewAlertEvent,
  ): Promise<void>
  /** Throws store-unavailable, as all that reads. */
  get(id: string): Promise<StoredAlert | undefined>
  /** Those there are, in no particular order. */
  some(ids: readonly string[]): Promise<StoredAlert[]>
  list(query: AlertQuery): Promise<{ alerts: StoredAlert[]; more: boolean }>
}

export const createAlertRows = (knex: Knex): AlertRows => ({
  async save(tx, { raised: given, updated, withdrawn }) {
    const first = new Map(given.toReversed().map(alert => [alert.id, alert]))
    const raised = given.filter(alert => first.get(alert.id) === alert)
    const created = new Set(await insert(tx, raised))
    const known = raised.filter(({ id }) => !created.has(id))
    return {
      raised: [...created, ...(await rewrite(tx, known, 'raised', 'a.withdrawn'))],
      updated: await rewrite(tx, updated, 'update', `${values('a')} is distinct from ${values('r')}`),
      withdrawn: await withdraw(tx, withdrawn),
    }
  },

  async lock({ trx }, id) {
    const { rows } = await trx.raw<{ rows: LockedAlert[] }>('select id, version, status, assignee from alert where id = ? for update', [id])
    if (rows[0] === undefined) return undefined
    const events = await trx.raw<{ rows: { n: number }[] }>('select count(*)::integer as n from alert_event where alert = ?', [id])
    return { ...rows[0], events: events.rows[0]!.n }
  },

  async edit(tx, { id, version }, { status, assignee }, event) {
    const changed = await changedRows(
      tx,
      [id],
      'wanted as (select id as wanted from alert where id = ? and version = ?)',
      [id, version],
      'status = ?, assignee = ?',
      [status, assignee],
    )
    if (changed.length !== 1) throw new Error(`alert ${id} is no longer version ${version}`)
    await appendEvents(tx, [{ id, ...event }])
  },

  get: async id => (await known(findAlerts(knex, [id])))[0],
  some: ids => known(findAlerts(knex, ids)),
  list: query => known(listAlerts(knex, query)),
})

/** Columns of an alert as `NewAlert` names them. */
const COLUMNS = `id, fence, "fenceVersion", object, zone, "zoneName", transition, situation, "time", "decidedAt", late, initial, reason, "dryRun",
  severity, lon, lat, evidence, fixes`
const RECORD = `as r(id text, fence text, "fenceVersion" integer, object text, zone text, "zoneName" text, transition text, situation text,
  "time" timestamptz, "decidedAt" timestamptz, late boolean, initial boolean, reason text, "dryRun" boolean, severity text, lon float8, lat float8,
  evidence jsonb, fixes jsonb)`

/** Ids that are new; that they were raised is the first event of their history. */
async function insert(tx: WriteTransaction, raised: readonly NewAlert[]): Promise<string[]> {
  if (raised.length === 0) return []
  const { rows } = await tx.trx.raw<{ rows: { id: string }[] }>(
    `with created as (
       insert into alert (id, fence, fence_version, object, zone, zone_name, transition, situation, "time", decided_at, late, initial, reason, dry_run,
         severity, lon, lat, evidence, fixes)
       select ${COLUMNS} from jsonb_to_recordset(?::jsonb) ${RECORD} order by id
       on conflict (id) do nothing returning id, decided_at
     ), told as (
       insert into alert_event (alert, n, at, actor, action) select id, 1, decided_at, ?, 'raised' from created
     )
     select id from created`,
    [JSON.stringify(raised), tx.actor],
  )
  const ids = new Set(rows.map(row => row.id))
  const created = raised.filter(({ id }) => ids.has(id))
  for (const { id, lon, lat } of created) tx.change(LOGGED.alert, id, 'create', null, boxOf({ lon, lat }))
  return created.map(({ id }) => id)
}

/** What can be said otherwise under the same id. */
const CONTENT = ['late', 'initial', 'reason', 'severity', 'lon', 'lat', 'evidence', 'fixes'] as const
const values = (table: 'a' | 'r'): string => `(${CONTENT.map(column => `${table}.${column}`).join(', ')})`

/** Says of alerts that are kept what is said of them now, where `condition` on the kept one (a) and the given one (r) holds. */
async function rewrite(
  tx: WriteTransaction,
  alerts: readonly NewAlert[],
  action: 'raised' | 'update',
  condition: string,
): Promise<string[]> {
  if (alerts.length === 0) return []
  const ids = await changedRows(
    tx,
    alerts.map(({ id }) => id),
    `wanted as (select a.id as wanted, r.* from alert a join jsonb_to_recordset(?::jsonb) ${RECORD} on r.id = a.id where ${condition}
       order by a.id for update of a)`,
    [JSON.stringify(alerts)],
    `decided_at = "decidedAt", ${action === 'raised' ? 'withdrawn = false,' : ''} ${CONTENT.map(column => `${column} = wanted.${column}`).join(', ')}`,
  )
  const at = new Map(alerts.map(({ id, decidedAt }) => [id, decidedAt]))
  await appendEvents(
    tx,
    ids.map(id => ({ id, action, at: at.get(id)! })),
  )
  return ids
}

async function withdraw(tx: WriteTransaction, withdrawn: AlertChanges['withdrawn']): Promise<string[]> {
  if (withdrawn.length === 0) return []
  const at = new Map(withdrawn.map(each => [each.id, each.at]))
  const ids = await changedRows(
    tx,
    [...at.keys()],
    'wanted as (select id as wanted from alert where not withdrawn and id = any(?::text[]) order by id for update)',
    [[...at.keys()]],
    'withdrawn = true',
  )
  await appendEvents(
    tx,
    ids.map(id => ({ id, action: 'withdraw', at: at.get(id)! })),
  )
  return ids
}

/** Changes the rows that a table expression `wanted` chose, always in one order, so that no two writers wait for each other; answers their ids. */
async function changedRows(
  tx: WriteTransaction,
  ids: readonly string[],
  wanted: string,
  bindings: readonly unknown[],
  set: string,
  values: readonly unknown[] = [],
): Promise<string[]> {
  const { rows } = await tx.trx.raw<{ rows: { id: string; lon: number | null; lat: number | null }[] }>(
    `with ${wanted} update alert set version = version + 1, ${set} from wanted where alert.id = wanted.wanted
     returning alert.id, alert.lon, alert.lat`,
    bind(...bindings, ...values),
  )
  const found = new Map(rows.map(row => [row.id, row]))
  const changed = [...new Set(ids)].flatMap(id => found.get(id) ?? [])
  for (const row of changed) tx.change(LOGGED.alert, row.id, 'update', boxOf(row), boxOf(row))
  return changed.map(row => row.id)
}

const boxOf = ({ lon, lat }: { lon: number | null; lat: number | null }) =>
  lon === null || lat === null ? null : ([lon, lat, lon, lat] as const)

async function appendEvents({ trx, actor }: WriteTransaction, events: readonly (NewAlertEvent & { readonly id: string })[]): Promise<void> {
  if (events.length === 0) return
  await trx.raw(
    `insert into alert_event (alert, n, at, actor, action, note, assignee)
     select r.id, 1 + (select coalesce(max(n), 0) from alert_event e where e.alert = r.id), coalesce(r.at, clock_timestamp()), ?, r.action, r.note, r."to"
     from jsonb_to_recordset(?::jsonb) as r(id text, action text, at timestamptz, note text, "to" text)`,
    [actor, JSON.stringify(events)],
  )
}

export type { AlertQuery, LockedAlert, NewAlert, StoredAlert } from './alert-types.ts'
