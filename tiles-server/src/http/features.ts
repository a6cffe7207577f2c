import { FeatureCollectionOutput, FeatureInput, FeatureOutput } from '../contract/index.ts'
import { selectFeatures, shown, type Written } from '../features/index.ts'
import { ZongtuError } from '../kernel/index.ts'
import type { LiveFeature } from '../live/index.ts'
import { empty, geoJson } from './answer.ts'
import { BBOX, CONDITIONS, CURSOR, MIN_SEQ } from './common-params.ts'
import { isUnchanged, requiredVersions, versionTag } from './conditional.ts'
import { conditions } from './conditions.ts'
import { readCursor, writeCursor } from './cursor.ts'
import type { HttpDeps } from './deps.ts'
import { waitForMinSeq } from './fresh.ts'
import { sendJson } from './json.ts'
import { integer, withDefault } from './param.ts'
import { featureBody } from './request-body.ts'
import { type Call, type Route, route } from './route.ts'

const COLLECTION = '/api/layers/:layer/features'
const ITEM = '/api/layers/:layer/features/:id'
const DEFAULT_LIMIT = 100
const LIMIT = 10_000
/** A page ends at about this many characters; escapes make six of one at most, and V8 makes no string beyond 536 million. */
const CHARACTERS = 80_000_000
const GEOJSON = 'application/geo+json'

const LIST_QUERY = {
  bbox: BBOX,
  ...CONDITIONS,
  limit: withDefault(integer('Most features of a page.', 1, LIMIT), DEFAULT_LIMIT),
  cursor: CURSOR,
  min_seq: MIN_SEQ,
}
const ITEM_QUERY = { min_seq: MIN_SEQ }
const BODY = featureBody(FeatureInput)

/** What a write of a feature can be refused with. */
const WRITES = ['unit-layer', 'read-only-layer', 'bad-property', 'store-unavailable', 'not-caught-up', 'not-shown'] as const
const CHANGES = [...WRITES, 'version-required', 'stale-version'] as const

type Deps = Pick<HttpDeps, 'live' | 'store' | 'features'>

export const featureRoutes = ({ live, store, features }: Deps): Route[] => [
  route({
    method: 'GET',
    path: COLLECTION,
    tag: 'features',
    summary: 'Features of a layer, a page at a time 要素',
    description: 'In the order of their ids. A page can end before `limit` when it grows large; the last has a cursor of null.',
    query: LIST_QUERY,
    answers: { 200: geoJson(FeatureCollectionOutput, 'A page.') },
    sends: ['Zongtu-Seq'],
    handle: call => list(call, { live, store }),
  }),
  route({
    method: 'GET',
    path: ITEM,
    tag: 'features',
    summary: 'One feature',
    query: ITEM_QUERY,
    headers: ['If-None-Match'],
    answers: { 200: geoJson(FeatureOutput, 'The feature.'), 304: empty('It is the version the client has.') },
    sends: ['ETag'],
    handle: call => one(call, { live, store }),
  }),
  route({
    method: 'POST',
    path: COLLECTION,
    tag: 'features',
    summary: 'Add a feature',
    body: BODY,
    answers: { 201: geoJson(FeatureOutput, 'The feature as it is kept, with its id.') },
    sends: ['ETag', 'Location', 'Zongtu-Seq'],
    errors: [...WRITES, 'duplicate-id'],
    handle: async call => {
      const layer = call.path.layer!
      const written = await features.create(layer, await call.body(), { actor: call.actor })
      call.ctx.status = 201
      call.ctx.set('Location', `/api/layers/${layer}/features/${encodeURIComponent(written.id)}`)
      sendWritten(call, store, written)
    },
  }),
  route({
    method: 'PUT',
    path: ITEM,
    tag: 'features',
    summary: 'Replace a feature',
    description: 'What GET answered may be sent back; read-only members are ignored.',
    headers: ['If-Match'],
    body: BODY,
    answers: { 200: geoJson(FeatureOutput, 'The feature as it is kept.') },
    sends: ['ETag', 'Zongtu-Seq'],
    errors: CHANGES,
    handle: async call => {
      const ifMatch = requiredVersions(call.ctx.get('If-Match'), store.databaseId)
      const { layer, id } = call.path as { layer: string; id: string }
      sendWritten(call, store, await features.replace(layer, id, await call.body(), { actor: call.actor, ifMatch }))
    },
  }),
  route({
    method: 'DELETE',
    path: ITEM,
    tag: 'features',
    summary: 'Remove a feature',
    headers: ['If-Match'],
    answers: { 204: empty('It is gone.') },
    sends: ['Zongtu-Seq'],
    errors: CHANGES,
    handle: async call => {
      const ifMatch = requiredVersions(call.ctx.get('If-Match'), store.databaseId)
      const { layer, id } = call.path as { layer: string; id: string }
      const { seq } = await features.remove(layer, id, { actor: call.actor, ifMatch })
      call.ctx.set('Zongtu-Seq', String(seq))
      call.ctx.status = 204
    },
  }),
]

async function list({ ctx, path, query }: Call<typeof LIST_QUERY>, { live, store }: Pick<Deps, 'live' | 'store'>): Promise<void> {
  const id = path.layer!
  const { bbox, limit } = query
  const after = readCursor(query.cursor, id)
  await waitForMinSeq({ live, store }, query.min_seq, [id])
  const layer = live.layer(id)
  const { features, next } = selectFeatures(layer, {
    limit,
    characters: CHARACTERS,
    ...conditions(layer, query),
    ...(bbox && { bbox }),
    ...(after !== undefined && { after }),
  })
  const body: FeatureCollectionOutput = {
    type: 'FeatureCollection',
    features: features.map(output),
    cursor: next === null ? null : writeCursor(next, id),
  }
  ctx.set('Zongtu-Seq', String(layer.seq))
  sendJson(ctx, body, GEOJSON)
}

async function one({ ctx, path, query }: Call<typeof ITEM_QUERY>, { live, store }: Pick<Deps, 'live' | 'store'>): Promise<void> {
  const { layer, id } = path as { layer: string; id: string }
  await waitForMinSeq({ live, store }, query.min_seq, [layer])
  const feature = live.layer(layer).get(id)
  if (!feature) throw new ZongtuError('unknown-feature', `layer ${layer} has no feature ${shown(id)}`)
  const tag = versionTag(store.databaseId, feature.version, feature.fix)
  setTag(ctx, tag)
  if (isUnchanged(ctx.get('If-None-Match'), tag)) {
    ctx.set('Cache-Control', 'private, no-cache')
    ctx.status = 304
    return
  }
  sendJson(ctx, output(feature), GEOJSON)
}

function sendWritten({ ctx }: Pick<Call, 'ctx'>, { databaseId }: Deps['store'], { seq, ...feature }: Written): void {
  setTag(ctx, versionTag(databaseId, feature.version))
  ctx.set('Zongtu-Seq', String(seq))
  sendJson(ctx, feature, GEOJSON)
}

/** The ETag is strong, so the bytes behind it must not vary: single features are never compressed. */
function setTag(ctx: Call['ctx'], tag: string): void {
  ctx.set('ETag', `"${tag}"`)
  ctx.compress = false
}

const output = ({ id, version, geometry, properties }: LiveFeature): FeatureOutput => ({
  type: 'Feature',
  id,
  version,
  geometry,
  properties,
})
