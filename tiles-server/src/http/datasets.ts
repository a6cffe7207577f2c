import { type DatasetInfo, DatasetPatch, RevertRequest } from '../contract/index.ts'
import type { LiveLayer } from '../live/index.ts'
import { parseAs, readJson } from './body.ts'
import type { HttpDeps } from './deps.ts'
import { sendJson } from './json.ts'
import type { Route } from './route.ts'

const ITEM = '/api/datasets/:layer'

type Deps = Pick<HttpDeps, 'live' | 'store' | 'features'>

/** Datasets and the typed layers: what was imported into them, and the way back. */
export const datasetRoutes = (deps: Deps): Route[] => {
  const { live, features } = deps
  return [
    {
      method: 'GET',
      path: '/api/datasets',
      handle: async ({ ctx }) => {
        const layers = live.layers().filter(({ def }) => def.kind === 'dataset' || def.kind === 'typed')
        sendJson(ctx, { datasets: await describe(deps, layers) })
      },
    },
    {
      method: 'GET',
      path: ITEM,
      handle: async ({ ctx, path }) => {
        const layer = path.layer!
        const versions = await features.datasets.versions(layer)
        const [info] = await describe(deps, [live.layer(layer)])
        sendJson(ctx, { ...info, versions })
      },
    },
    {
      method: 'PATCH',
      path: ITEM,
      handle: async call => {
        const layer = call.path.layer!
        const { seq } = await features.datasets.describe(layer, parseAs(DatasetPatch, await readJson(call)), call.actor)
        const [info] = await describe(deps, [live.layer(layer)])
        call.ctx.set('Zongtu-Seq', String(seq))
        sendJson(call.ctx, info)
      },
    },
    {
      method: 'POST',
      path: `${ITEM}/revert`,
      handle: async call => {
        const { to, force = false } = parseAs(RevertRequest, await readJson(call))
        const result = await features.datasets.goBack(call.path.layer!, to, call.actor, { force })
        call.ctx.set('Zongtu-Seq', String(result.seq))
        sendJson(call.ctx, result)
      },
    },
    {
      method: 'DELETE',
      path: ITEM,
      handle: async ({ ctx, path, actor }) => {
        const { seq } = await features.datasets.remove(path.layer!, actor)
        ctx.set('Zongtu-Seq', String(seq))
        ctx.status = 204
      },
    },
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
