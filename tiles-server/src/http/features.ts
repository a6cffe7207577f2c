import type { FeatureCollectionOutput, FeatureOutput } from '../contract/index.ts'
import { selectFeatures, shown, type Written } from '../features/index.ts'
import { ZongtuError } from '../kernel/index.ts'
import type { LiveFeature } from '../live/index.ts'
import { readJson } from './body.ts'
import { isUnchanged, requiredVersions, versionTag } from './conditional.ts'
import { conditions } from './conditions.ts'
import { readCursor, writeCursor } from './cursor.ts'
import type { HttpDeps } from './deps.ts'
import { waitForMinSeq } from './fresh.ts'
import { sendJson } from './json.ts'
import { readBbox, readInteger } from './query.ts'
import type { Call, Route } from './route.ts'

const COLLECTION = '/api/layers/:layer/features'
const ITEM = '/api/layers/:layer/features/:id'
const DEFAULT_LIMIT = 100
const LIMIT = 10_000
/** A page ends at about this many characters; escapes make six of one at most, and V8 makes no string beyond 536 million. */
const CHARACTERS = 80_000_000
const GEOJSON = 'application/geo+json'

type Deps = Pick<HttpDeps, 'live' | 'store' | 'features'>

export const featureRoutes = ({ live, store, features }: Deps): Route[] => [
  {
    method: 'GET',
    path: COLLECTION,
    query: ['bbox', 'filter', 'datetime', 'limit', 'cursor', 'min_seq'],
    handle: call => list(call, { live, store }),
  },
  { method: 'GET', path: ITEM, query: ['min_seq'], handle: call => one(call, { live, store }) },
  {
    method: 'POST',
    path: COLLECTION,
    handle: async call => {
      const layer = call.path.layer!
      const written = await features.create(layer, await readJson(call), { actor: call.actor })
      call.ctx.status = 201
      call.ctx.set('Location', `/api/layers/${layer}/features/${encodeURIComponent(written.id)}`)
      sendWritten(call, store, written)
    },
  },
  {
    method: 'PUT',
    path: ITEM,
    handle: async call => {
      const ifMatch = requiredVersions(call.ctx.get('If-Match'), store.databaseId)
      const { layer, id } = call.path as { layer: string; id: string }
      sendWritten(call, store, await features.replace(layer, id, await readJson(call), { actor: call.actor, ifMatch }))
    },
  },
  {
    method: 'DELETE',
    path: ITEM,
    handle: async call => {
      const ifMatch = requiredVersions(call.ctx.get('If-Match'), store.databaseId)
      const { layer, id } = call.path as { layer: string; id: string }
      const { seq } = await features.remove(layer, id, { actor: call.actor, ifMatch })
      call.ctx.set('Zongtu-Seq', String(seq))
      call.ctx.status = 204
    },
  },
]

async function list({ ctx, path, query }: Call, { live, store }: Pick<Deps, 'live' | 'store'>): Promise<void> {
  const id = path.layer!
  const bbox = readBbox(query)
  const limit = readInteger(query, 'limit', 1, LIMIT) ?? DEFAULT_LIMIT
  const after = readCursor(query.get('cursor'), id)
  await waitForMinSeq({ live, store }, query, [id])
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

async function one({ ctx, path, query }: Call, { live, store }: Pick<Deps, 'live' | 'store'>): Promise<void> {
  const { layer, id } = path as { layer: string; id: string }
  await waitForMinSeq({ live, store }, query, [layer])
  const feature = live.layer(layer).get(id)
  if (!feature) throw new ZongtuError('unknown-feature', `layer ${layer} has no feature ${shown(id)}`)
  const tag = versionTag(store.databaseId, feature.version)
  setTag(ctx, tag)
  if (isUnchanged(ctx.get('If-None-Match'), tag)) {
    ctx.set('Cache-Control', 'private, no-cache')
    ctx.status = 304
    return
  }
  sendJson(ctx, output(feature), GEOJSON)
}

function sendWritten({ ctx }: Call, { databaseId }: Deps['store'], { seq, ...feature }: Written): void {
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
