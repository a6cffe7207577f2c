import { DatasetHistory, DatasetInfo, DatasetList, DatasetPatch, RevertRequest, RevertResult } from '../contract/index.ts'
import type { LiveLayer } from '../live/index.ts'
import { empty, json } from './answer.ts'
import type { HttpDeps } from './deps.ts'
import { sendJson } from './json.ts'
import { jsonBody } from './request-body.ts'
import { type Route, route } from './route.ts'

const ITEM = '/api/datasets/:layer'

/** What a change of a dataset can be refused with. */
const WRITES = ['unit-layer', 'read-only-layer', 'store-unavailable', 'not-caught-up', 'not-shown'] as const

type Deps = Pick<HttpDeps, 'live' | 'store' | 'features'>

/** Datasets and the typed layers: what was imported into them, and the way back. */
export const datasetRoutes = (deps: Deps): Route[] => {
  const { live, features } = deps
  return [
    route({
      method: 'GET',
      path: '/api/datasets',
      tag: 'datasets',
      summary: 'Data sets and the typed layers 数据集',
      answers: { 200: json(DatasetList, 'With what they hold and where it came from.') },
      errors: ['store-unavailable'],
      handle: async ({ ctx }) => {
        const layers = live.layers().filter(({ def }) => def.kind === 'dataset' || def.kind === 'typed')
        sendJson(ctx, { datasets: await describe(deps, layers) })
      },
    }),
    route({
      method: 'GET',
      path: ITEM,
      tag: 'datasets',
      summary: 'One data set and its versions',
      answers: { 200: json(DatasetHistory, 'Versions newest first.') },
      errors: ['unit-layer', 'read-only-layer', 'store-unavailable'],
      handle: async ({ ctx, path }) => {
        const layer = path.layer!
        const versions = await features.datasets.versions(layer)
        const [info] = await describe(deps, [live.layer(layer)])
        sendJson(ctx, { ...info, versions })
      },
    }),
    route({
      method: 'PATCH',
      path: ITEM,
      tag: 'datasets',
      summary: 'Name a data set, its source and licence anew',
      body: jsonBody(DatasetPatch),
      answers: { 200: json(DatasetInfo, 'The data set.') },
      sends: ['Zongtu-Seq'],
      errors: WRITES,
      handle: async call => {
        const layer = call.path.layer!
        const { seq } = await features.datasets.describe(layer, await call.body(), call.actor)
        const [info] = await describe(deps, [live.layer(layer)])
        call.ctx.set('Zongtu-Seq', String(seq))
        sendJson(call.ctx, info)
      },
    }),
    route({
      method: 'POST',
      path: `${ITEM}/revert`,
      tag: 'datasets',
      summary: 'Go back to an earlier version',
      description: 'That is a new version, so it can be undone too.',
      body: jsonBody(RevertRequest),
      answers: { 200: json(RevertResult, 'What it did.') },
      sends: ['Zongtu-Seq'],
      errors: [...WRITES, 'version-gone', 'edited-since'],
      handle: async call => {
        const { to, force = false } = await call.body()
        const result = await features.datasets.goBack(call.path.layer!, to, call.actor, { force })
        call.ctx.set('Zongtu-Seq', String(result.seq))
        sendJson(call.ctx, result)
      },
    }),
    route({
      method: 'DELETE',
      path: ITEM,
      tag: 'datasets',
      summary: 'Remove a data set with all it was',
      answers: { 204: empty('It is gone.') },
      sends: ['Zongtu-Seq'],
      errors: WRITES,
      handle: async ({ ctx, path, actor }) => {
        const { seq } = await features.datasets.remove(path.layer!, actor)
        ctx.set('Zongtu-Seq', String(seq))
        ctx.status = 204
      },
    }),
  ]
}

async function describe({ store }: Deps, layers: readonly LiveLayer[]): Promise<DatasetInfo[]> {
  const sized = layers.map(({ def, size }) => ({ def, rows: size }))
  const versions = await store.versions.newest()
  const sizes = await store.sizes(sized)
  return sized.map(({ def, rows }) => ({
    id: def.id,
    title: def.title,
    kind: def.kind as DatasetInfo['kind'],
    geometry: def.geometry,
    coverage: def.coverage,
    rows,
    bytes: sizes.get(def.id) ?? null,
    source: def.source?.name ?? null,
    licence: def.source?.licence ?? null,
    version: versions.get(def.id)?.version ?? 0,
    importedAt: versions.get(def.id)?.importedAt ?? null,
  }))
}
