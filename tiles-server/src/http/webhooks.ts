import { DeliveryList, Redelivered, Webhook, WebhookInput, WebhookList, WebhookWithSecret } from '../contract/index.ts'
import { empty, json } from './answer.ts'
import { CURSOR } from './common-params.ts'
import { requiredVersions, versionTag } from './conditional.ts'
import { readCursor, writeCursor } from './cursor.ts'
import type { HttpDeps } from './deps.ts'
import { sendJson } from './json.ts'
import { badParameter, choice, integer, withDefault } from './param.ts'
import { jsonBody } from './request-body.ts'
import { type Call, type Route, route } from './route.ts'

const COLLECTION = '/api/webhooks'
const ITEM = '/api/webhooks/:webhook'
const BODY = jsonBody(WebhookInput)
const QUERY = {
  status: choice('Only those that stand so.', ['pending', 'delivered', 'dead']),
  limit: withDefault(integer('Most deliveries of a page.', 1, 1_000), 100),
  cursor: CURSOR,
}
const ERRORS = ['store-unavailable'] as const
const CHANGES = [...ERRORS, 'version-required', 'stale-version'] as const

type Deps = Pick<HttpDeps, 'store' | 'webhooks'>

/** Webhooks 推送: other systems that are told of alerts. */
export const webhookRoutes = (deps: Deps): Route[] => [...collectionRoutes(deps), ...itemRoutes(deps), ...deliveryRoutes(deps)]

const collectionRoutes = ({ store, webhooks }: Deps): Route[] => [
  route({
    method: 'GET',
    path: COLLECTION,
    tag: 'webhooks',
    summary: 'Webhooks 推送',
    answers: { 200: json(WebhookList, 'In the order in which they were made.') },
    errors: ERRORS,
    handle: async ({ ctx }) => sendJson(ctx, { webhooks: await webhooks.list() }),
  }),
  route({
    method: 'POST',
    path: COLLECTION,
    tag: 'webhooks',
    summary: 'Add a webhook',
    description:
      'Events are sent by POST and signed as Standard Webhooks has it: HMAC-SHA256 over `webhook-id.webhook-timestamp.body`, in `webhook-signature`. They come at ' +
      'least once, those of one fence and object in order; the id of an event stays the same. What is not answered with 2xx within ten seconds is sent again, ' +
      'later and later, 14 times in all.',
    body: BODY,
    answers: { 201: json(WebhookWithSecret, 'With its secret, which is not told again.') },
    sends: ['ETag', 'Location'],
    errors: [...ERRORS, 'too-large'],
    handle: async call => {
      const made = await webhooks.create(await call.body())
      call.ctx.status = 201
      call.ctx.set('Location', `${COLLECTION}/${made.id}`)
      tag(call, store, made.version)
      sendJson(call.ctx, made)
    },
  }),
]

const itemRoutes = ({ store, webhooks }: Deps): Route[] => [
  route({
    method: 'GET',
    path: ITEM,
    tag: 'webhooks',
    summary: 'One webhook',
    answers: { 200: json(Webhook, 'How it is set, and how many of its events wait or were given up.') },
    errors: ERRORS,
    handle: async call => {
      const found = await webhooks.get(call.path.webhook!)
      // How many wait changes without a version: no ETag stands for that, the version is in the body.
      sendJson(call.ctx, found)
    },
  }),
  route({
    method: 'PUT',
    path: ITEM,
    tag: 'webhooks',
    summary: 'Set a webhook anew, pause it or let it go on',
    description: 'If-Match takes the `version` of the body as a tag, as POST and PUT answer it in ETag.',
    headers: ['If-Match'],
    body: BODY,
    answers: { 200: json(Webhook, 'How it is set now.') },
    sends: ['ETag'],
    errors: CHANGES,
    handle: async call => {
      const ifMatch = requiredVersions(call.ctx.get('If-Match'), store.databaseId)
      const saved = await webhooks.replace(call.path.webhook!, await call.body(), ifMatch)
      tag(call, store, saved.version)
      sendJson(call.ctx, saved)
    },
  }),
  route({
    method: 'DELETE',
    path: ITEM,
    tag: 'webhooks',
    summary: 'Remove a webhook, and what was still to be sent to it',
    headers: ['If-Match'],
    answers: { 204: empty('It is gone.') },
    errors: CHANGES,
    handle: async ({ ctx, path }) => {
      await webhooks.remove(path.webhook!, requiredVersions(ctx.get('If-Match'), store.databaseId))
      ctx.status = 204
    },
  }),
  route({
    method: 'POST',
    path: `${ITEM}/rotate`,
    tag: 'webhooks',
    summary: 'A new secret for a webhook',
    description: 'For a day events are signed with the one before, too.',
    answers: { 200: json(WebhookWithSecret, 'With the new secret, which is not told again.') },
    sends: ['ETag'],
    errors: [...ERRORS, 'stale-version'],
    handle: async call => {
      const made = await webhooks.rotate(call.path.webhook!)
      tag(call, store, made.version)
      sendJson(call.ctx, made)
    },
  }),
]

const deliveryRoutes = ({ webhooks }: Deps): Route[] => [
  route({
    method: 'POST',
    path: `${ITEM}/ping`,
    tag: 'webhooks',
    summary: 'Send an event without meaning, to see whether it arrives',
    answers: { 202: json(Redelivered, 'It is on its way; its delivery tells what became of it.') },
    errors: ERRORS,
    handle: async ({ ctx, path }) => {
      await webhooks.ping(path.webhook!)
      ctx.status = 202
      sendJson(ctx, { deliveries: 1 })
    },
  }),
  route({
    method: 'GET',
    path: `${ITEM}/deliveries`,
    tag: 'webhooks',
    summary: 'What became of the events of a webhook, a page at a time',
    query: QUERY,
    answers: { 200: json(DeliveryList, 'Newest first.') },
    errors: ERRORS,
    handle: async ({ ctx, path, query: { status, limit, cursor } }) => {
      const of = `webhook ${path.webhook!}`.slice(0, 64)
      const before = readCursor(cursor, of)
      if (before !== undefined && !/^\d{1,18}$/.test(before)) throw badParameter('cursor', 'none that this webhook gave')
      const { deliveries, next } = await webhooks.deliveries(path.webhook!, {
        limit,
        ...(status && { status }),
        ...(before !== undefined && { before }),
      })
      sendJson(ctx, { deliveries, cursor: next === null ? null : writeCursor(next, of) })
    },
  }),
  route({
    method: 'POST',
    path: `${ITEM}/redeliver`,
    tag: 'webhooks',
    summary: 'Send again all events of a webhook that were given up',
    answers: { 202: json(Redelivered, 'How many.') },
    errors: ERRORS,
    handle: async ({ ctx, path }) => {
      ctx.status = 202
      sendJson(ctx, { deliveries: await webhooks.redeliver(path.webhook!, 'dead') })
    },
  }),
  route({
    method: 'POST',
    path: `${ITEM}/deliveries/:delivery/redeliver`,
    tag: 'webhooks',
    summary: 'Send an event again, whatever became of it',
    answers: { 202: json(Redelivered, 'One.') },
    errors: [...ERRORS, 'not-found'],
    handle: async ({ ctx, path }) => {
      ctx.status = 202
      sendJson(ctx, { deliveries: await webhooks.redeliver(path.webhook!, { id: path.delivery! }) })
    },
  }),
]

const tag = ({ ctx }: Pick<Call, 'ctx'>, store: Deps['store'], version: number): void =>
  ctx.set('ETag', `"${versionTag(store.databaseId, version)}"`)
