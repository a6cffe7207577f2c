import { shown } from '../features/index.ts'
import { ZongtuError } from '../kernel/index.ts'
import type { HttpDeps } from './deps.ts'
import { waitForMinSeq } from './fresh.ts'
import { sendJson } from './json.ts'
import type { Route } from './route.ts'
import { createUnitTree, type UnitEntry, type UnitTree } from './unit-tree.ts'

/** GET /api/units: the units without parent, or with `parent` the children of that unit, it and its ancestors (top first). */
export function unitRoutes({ live, store }: Pick<HttpDeps, 'live' | 'store'>): Route[] {
  const tree = createUnitTree(live)
  return [
    {
      method: 'GET',
      path: '/api/units',
      query: ['parent', 'min_seq'],
      handle: async ({ ctx, query }) => {
        const levels = live.layers().filter(({ def }) => def.kind === 'unit')
        await waitForMinSeq(
          { live, store },
          query,
          levels.map(({ def }) => def.id),
        )
        const id = query.get('parent')
        if (id === undefined) return sendJson(ctx, { parent: null, ancestors: [], units: tree().children(null) })
        const parent = tree().get(id)
        if (!parent) throw new ZongtuError('unknown-feature', `there is no unit ${shown(id)}`)
        sendJson(ctx, { parent, ancestors: ancestorsOf(parent, tree()), units: tree().children(id) })
      },
    },
  ]
}

function ancestorsOf(unit: UnitEntry, tree: UnitTree): UnitEntry[] {
  const chain: UnitEntry[] = []
  let next = unit.parent
  while (next !== null && chain.length < 10) {
    const found = tree.get(next)
    if (!found) break
    chain.unshift(found)
    next = found.parent
  }
  return chain
}
