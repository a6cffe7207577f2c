import { UnitAnswer, type UnitEntry } from '../contract/index.ts'
import { shown } from '../features/index.ts'
import { ZongtuError } from '../kernel/index.ts'
import { json } from './answer.ts'
import { MIN_SEQ } from './common-params.ts'
import type { HttpDeps } from './deps.ts'
import { waitForMinSeq } from './fresh.ts'
import { sendJson } from './json.ts'
import { text } from './param.ts'
import { type Route, route } from './route.ts'
import { createUnitTree, type UnitTree } from './unit-tree.ts'

/** GET /api/units: the units without parent, or with `parent` the children of that unit, it and its ancestors (top first). */
export function unitRoutes({ live, store }: Pick<HttpDeps, 'live' | 'store'>): Route[] {
  const tree = createUnitTree(live)
  return [
    route({
      method: 'GET',
      path: '/api/units',
      tag: 'catalog',
      summary: 'Units below a unit, with its own chain 单元',
      query: { parent: text('Id of a unit; without it the units that have no parent.', ['unknown-feature']), min_seq: MIN_SEQ },
      answers: { 200: json(UnitAnswer, 'Children in the order of their codes; ancestors top first.') },
      handle: async ({ ctx, query }) => {
        const levels = live.layers().filter(({ def }) => def.kind === 'unit')
        await waitForMinSeq(
          { live, store },
          query.min_seq,
          levels.map(({ def }) => def.id),
        )
        const id = query.parent
        if (id === undefined) return sendJson(ctx, { parent: null, ancestors: [], units: tree().children(null) })
        const parent = tree().get(id)
        if (!parent) throw new ZongtuError('unknown-feature', `there is no unit ${shown(id)}`)
        sendJson(ctx, { parent, ancestors: ancestorsOf(parent, tree()), units: tree().children(id) })
      },
    }),
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
