import { ALERT_STATUSES, Alert, AlertList, AssignRequest, CloseRequest, DETECT, NoteRequest } from '../contract/index.ts'
import { instantOf } from '../filter/index.ts'
import type { Action } from '../geofence/index.ts'
import { empty, json } from './answer.ts'
import { CURSOR } from './common-params.ts'
import { readCursor, writeCursor } from './cursor.ts'
import type { HttpDeps } from './deps.ts'
import { sendJson } from './json.ts'
import { badParameter, choice, integer, parsed, text, withDefault } from './param.ts'
import { jsonBody } from './request-body.ts'
import { type Call, type Route, route } from './route.ts'
import { sendVersion } from './versioned.ts'

const COLLECTION = '/api/alerts'
const ITEM = '/api/alerts/:alert'

/** Times beyond these select as these do: alerts are of our days, and the database takes no others. */
const [EARLIEST, LATEST] = [Date.parse('1900-01-01T00:00:00Z'), Date.parse('9999-12-31T23:59:59.999Z')]

const moment = (about: string) =>
  parsed(about, { type: 'string', format: 'date-time' }, (value, name) => {
    const at = instantOf(value)
    if (at === undefined)
      throw badParameter(name, `${JSON.stringify(value.slice(0, 60))}, it must be RFC 3339 with offset, such as 2026-05-01T08:00:00Z`)
    return new Date(Math.min(LATEST, Math.max(EARLIEST, at))).toISOString()
  })

const LIST_QUERY = {
  fence: text('Only alerts of this fence.'),
  object: text('Only alerts of this object.'),
  zone: text('Only alerts in the zone with this key.'),
  transition: choice('Only alerts of this transition.', DETECT),
  status: choice('Only alerts with this status.', ALERT_STATUSES),
  severity: choice('Only alerts of this severity.', ['info', 'minor', 'major', 'critical']),
  from: moment('Only alerts of this time (event time) or later.'),
  to: moment('Only alerts of this time or earlier.'),
  withdrawn: choice('Only alerts that were withdrawn, or that stand; both without it.', ['true', 'false']),
  dryRun: withDefault(choice('Alerts of dry runs, real ones, or both.', ['true', 'false', 'any']), 'false'),
  group: choice('Of each situation the newest alert that meets the conditions, with their `count`.', ['situation']),
  limit: withDefault(integer('Most alerts of a page.', 1, 1_000), 100),
  cursor: CURSOR,
}

type Deps = Pick<HttpDeps, 'store' | 'alerts'>

/** Alerts 预警: what fences raised, and what people do about it. */
export const alertRoutes = (deps: Deps): Route[] => [
  route({
    method: 'GET',
    path: COLLECTION,
    tag: 'fences',
    summary: 'Alerts, newest first 预警',
    description: 'By event time. Withdrawn ones are marked and listed too; those of dry runs only when they are asked for.',
    query: LIST_QUERY,
    answers: { 200: json(AlertList, 'A page; it can end before `limit` when it grows large.') },
    errors: ['store-unavailable'],
    handle: call => list(call, deps),
  }),
  route({
    method: 'GET',
    path: ITEM,
    tag: 'fences',
    summary: 'One alert',
    headers: ['If-None-Match'],
    answers: { 200: json(Alert, 'The alert, and what was done about it.'), 304: empty('It is the version the client has.') },
    sends: ['ETag'],
    errors: ['store-unavailable'],
    handle: async ({ ctx, path }) => {
      const alert = await deps.alerts.get(path.alert!)
      sendVersion(ctx, deps.store.databaseId, alert.version, alert)
    },
  }),
  ...(['ack', 'reopen'] as const).map(action =>
    route({
      ...step(action, ABOUT[action].summary, ABOUT[action].description),
      handle: call => act(call, deps, { action }),
    }),
  ),
  route({
    ...step('assign', 'Assign an alert 派发', 'An alert that is open, acknowledged or assigned; to the same again changes nothing.'),
    body: jsonBody(AssignRequest),
    handle: async call => act(call, deps, { action: 'assign', ...(await call.body()) }),
  }),
  route({
    ...step('note', 'Write a note to an alert 备注', 'Whatever its status.'),
    body: jsonBody(NoteRequest),
    handle: async call => act(call, deps, { action: 'note', ...(await call.body()) }),
  }),
  route({
    ...step('close', 'Close an alert 关闭', 'Whatever its status; one that is closed stays as it is.'),
    body: jsonBody(CloseRequest),
    handle: async call => act(call, deps, { action: 'close', ...(await call.body()) }),
  }),
]

const ABOUT = {
  ack: { summary: 'Acknowledge an alert 确认', description: 'One that is open; one that is acknowledged stays as it is.' },
  reopen: {
    summary: 'Open an alert again 重新打开',
    description: 'One that is closed; it is then nobody’s. One that is open stays as it is.',
  },
}

/** What the steps of an alert have in common. */
const step = (name: Action['action'], summary: string, description: string) => ({
  method: 'POST' as const,
  path: `${ITEM}/${name}`,
  tag: 'fences' as const,
  summary,
  description,
  answers: { 200: json(Alert, 'The alert as it is now.') },
  sends: ['ETag', 'Zongtu-Seq'] as const,
  errors: ['alert-status', 'too-large', 'store-unavailable', 'not-caught-up', 'not-shown'] as const,
})

async function list({ ctx, query }: Call<typeof LIST_QUERY>, { alerts }: Deps): Promise<void> {
  const { withdrawn, dryRun, group, cursor, ...same } = query
  const { alerts: page, next } = await alerts.list({
    ...same,
    withdrawn: withdrawn && withdrawn === 'true',
    dryRun: dryRun === 'any' ? undefined : dryRun === 'true',
    bySituation: group === 'situation',
    after: placeOf(readCursor(cursor, COLLECTION)),
  })
  sendJson(ctx, { alerts: page, cursor: next === null ? null : writeCursor(next.join(' '), COLLECTION) } satisfies AlertList)
}

/** Time and id where a page ended. */
function placeOf(text: string | undefined): readonly [string, string] | undefined {
  if (text === undefined) return undefined
  const [, time, id] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) (.+)$/s.exec(text) ?? []
  const at = time === undefined ? undefined : instantOf(time)
  if (at === undefined || at < EARLIEST) throw badParameter('cursor', 'not one that this list gave')
  return [time!, id!]
}

async function act({ ctx, path, actor }: Pick<Call, 'ctx' | 'path' | 'actor'>, { alerts, store }: Deps, action: Action): Promise<void> {
  const { alert, seq } = await alerts.act(path.alert!, action, actor)
  ctx.set('Zongtu-Seq', String(seq))
  sendVersion(ctx, store.databaseId, alert.version, alert)
}
