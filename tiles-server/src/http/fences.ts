import { DETECT, Fence, FenceInput, FenceList, FenceSaved, FenceTemplates, FenceVersions } from '../contract/index.ts'
import { TEMPLATES } from '../geofence/index.ts'
import { empty, json } from './answer.ts'
import { CURSOR } from './common-params.ts'
import { requiredVersions } from './conditional.ts'
import { readCursor, writeCursor } from './cursor.ts'
import type { HttpDeps } from './deps.ts'
import { sendJson } from './json.ts'
import { badParameter, choice, integer, withDefault } from './param.ts'
import { jsonBody } from './request-body.ts'
import { type Call, type Route, route } from './route.ts'
import { sendVersion } from './versioned.ts'

const COLLECTION = '/api/fences'
const ITEM = '/api/fences/:fence'
const LIMIT = withDefault(integer('Most fences of a page.', 1, 1_000), 100)
const VERSION_LIMIT = withDefault(integer('Most versions of a page.', 1, 1_000), 100)
const LIST_QUERY = {
  enabled: choice('Only fences that are switched on, or off.', ['true', 'false']),
  detect: choice('Only fences that detect this.', DETECT),
  limit: LIMIT,
  cursor: CURSOR,
}
const VERSIONS_QUERY = { limit: VERSION_LIMIT, cursor: CURSOR }
const BODY = jsonBody(FenceInput)

const WRITES = ['store-unavailable', 'not-caught-up', 'not-shown'] as const
/** What a rule can be refused with. */
export const RULES = ['bad-fence', 'bad-geometry', 'bad-filter', 'unknown-layer', 'unknown-feature'] as const
const CHANGES = [...WRITES, 'version-required', 'stale-version'] as const

type Deps = Pick<HttpDeps, 'store' | 'fences'>

/** Fences 电子围栏: rules on which objects, in which zones, when. */
export const fenceRoutes = ({ store, fences }: Deps): Route[] => [
  route({
    method: 'GET',
    path: COLLECTION,
    tag: 'fences',
    summary: 'Fences, a page at a time 围栏',
    description: 'In the order in which they were made. A page can end before `limit` when it grows large.',
    query: LIST_QUERY,
    answers: { 200: json(FenceList, 'A page.') },
    errors: ['store-unavailable'],
    handle: async ({ ctx, query: { enabled, detect, limit, cursor } }) => {
      const after = readCursor(cursor, COLLECTION)
      const { fences: page, next } = await fences.list({
        limit,
        ...(enabled && { enabled: enabled === 'true' }),
        ...(detect && { detect }),
        ...(after !== undefined && { after }),
      })
      sendJson(ctx, { fences: page, cursor: next === null ? null : writeCursor(next, COLLECTION) } satisfies FenceList)
    },
  }),
  route({
    method: 'POST',
    path: COLLECTION,
    tag: 'fences',
    summary: 'Add a fence',
    description:
      'What contradicts itself is refused; what cannot fire as things are, a filter that matches nothing for one, is saved and said in `warnings`.',
    body: BODY,
    answers: { 201: json(FenceSaved, 'The fence as it is kept, all defaults filled in.') },
    sends: ['ETag', 'Location', 'Zongtu-Seq'],
    errors: [...WRITES, ...RULES],
    handle: async call => {
      const { fence, seq } = await fences.create(await call.body(), call.actor)
      call.ctx.status = 201
      call.ctx.set('Location', `${COLLECTION}/${fence.id}`)
      sendWritten(call, store, fence, seq)
    },
  }),
  route({
    method: 'GET',
    path: ITEM,
    tag: 'fences',
    summary: 'One fence',
    headers: ['If-None-Match'],
    answers: { 200: json(Fence, 'The fence as it is now.'), 304: empty('It is the version the client has.') },
    sends: ['ETag'],
    errors: ['store-unavailable'],
    handle: async ({ ctx, path }) => {
      const fence = await fences.get(path.fence!)
      sendVersion(ctx, store.databaseId, fence.version, fence)
    },
  }),
  route({
    method: 'PUT',
    path: ITEM,
    tag: 'fences',
    summary: 'Replace a fence by its next version',
    description: 'What GET answered may be sent back; read-only members are ignored. A rule that says the same makes no new version.',
    headers: ['If-Match'],
    body: BODY,
    answers: { 200: json(FenceSaved, 'The fence as it is kept.') },
    sends: ['ETag', 'Zongtu-Seq'],
    errors: [...CHANGES, ...RULES],
    handle: async call => {
      const ifMatch = requiredVersions(call.ctx.get('If-Match'), store.databaseId)
      const { fence, seq } = await fences.replace(call.path.fence!, await call.body(), { actor: call.actor, ifMatch })
      sendWritten(call, store, fence, seq)
    },
  }),
  route({
    method: 'DELETE',
    path: ITEM,
    tag: 'fences',
    summary: 'Remove a fence',
    description: 'Its versions and its alerts stay.',
    headers: ['If-Match'],
    answers: { 204: empty('It is gone.') },
    sends: ['Zongtu-Seq'],
    errors: CHANGES,
    handle: async ({ ctx, path, actor }) => {
      const ifMatch = requiredVersions(ctx.get('If-Match'), store.databaseId)
      const { seq } = await fences.remove(path.fence!, { actor, ifMatch })
      ctx.set('Zongtu-Seq', String(seq))
      ctx.status = 204
    },
  }),
  route({
    method: 'GET',
    path: `${ITEM}/versions`,
    tag: 'fences',
    summary: 'What a fence said, version by version',
    description: 'Also of a fence that was removed.',
    query: VERSIONS_QUERY,
    answers: { 200: json(FenceVersions, 'A page, newest first.') },
    errors: ['store-unavailable'],
    handle: versions(fences),
  }),
  route({
    method: 'GET',
    path: '/api/fence-templates',
    tag: 'fences',
    summary: 'Fences to begin with 模板',
    answers: { 200: json(FenceTemplates, 'All of them.') },
    handle: ({ ctx }) => sendJson(ctx, { templates: TEMPLATES }),
  }),
]

const versions =
  (fences: Deps['fences']) =>
  async ({ ctx, path, query }: Call<typeof VERSIONS_QUERY>): Promise<void> => {
    const id = path.fence!
    const cursorOf = `${COLLECTION}/versions`
    const text = readCursor(query.cursor, cursorOf)
    if (text !== undefined && !/^\d{1,9}$/.test(text)) throw badParameter('cursor', 'not one that this list gave')
    const { next, ...page } = await fences.versions(id, { limit: query.limit, ...(text !== undefined && { before: Number(text) }) })
    sendJson(ctx, { ...page, cursor: next === null ? null : writeCursor(String(next), cursorOf) } satisfies FenceVersions)
  }

function sendWritten({ ctx }: Pick<Call, 'ctx'>, { databaseId }: Deps['store'], fence: FenceSaved, seq: number): void {
  ctx.set('Zongtu-Seq', String(seq))
  sendVersion(ctx, databaseId, fence.version, fence)
}
