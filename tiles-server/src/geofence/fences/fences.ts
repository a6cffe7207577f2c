import { isDeepStrictEqual } from 'node:util'
import type { Detect, Fence, FenceInput, FenceRule, FenceSaved, FenceVersions, FenceWarning } from '../../contract/index.ts'
import { shown } from '../../features/index.ts'
import { type Clock, createIds, ZongtuError } from '../../kernel/index.ts'
import type { Live } from '../../live/index.ts'
import { createFenceRows, LOGGED, type Store, type StoredFence } from '../../store/index.ts'
import { checkedRule } from './checked.ts'
import { warningsOf } from './warnings.ts'

interface WriteOptions {
  readonly actor: string
  /** Versions of which the current one must be one; `*` = any. */
  readonly ifMatch: '*' | readonly string[]
}

/** A fence as written, with the sequence number of its change. */
interface Written {
  readonly fence: FenceSaved
  readonly seq: number
}

/** Most fences that are read at a time. */
const AT_ONCE = 1_000

/** Rules that are watched for. What they say is kept by version, and versions stay when a fence goes. All throw store-unavailable. */
export interface Fences {
  /** Throws what a rule is refused with: bad-fence, bad-property, bad-geometry, bad-filter, unknown-layer, unknown-feature; and not-shown. */
  create(input: FenceInput, actor: string): Promise<Written>
  /** The next version; a rule that says the same is none. Throws as create, and unknown-fence, stale-version. */
  replace(id: string, input: FenceInput, options: WriteOptions): Promise<Written>
  /** Throws unknown-fence, stale-version, not-shown. */
  remove(id: string, options: WriteOptions): Promise<{ seq: number }>
  /** Throws unknown-fence. */
  get(id: string): Promise<Fence>
  /** Fences by id after `after`; `next` is the last id of the page, null on the last page. */
  list(where: { enabled?: boolean; detect?: Detect; after?: string; limit: number }): Promise<{ fences: Fence[]; next: string | null }>
  /** Newest first, those before a version; also of a fence that was removed. Throws unknown-fence. */
  versions(id: string, where: { before?: number; limit: number }): Promise<Omit<FenceVersions, 'cursor'> & { readonly next: number | null }>
  /** All that were not removed, also disabled ones: what an engine begins with. */
  all(): Promise<Fence[]>
  /** Tells ids of fences, written by any process, that are new, otherwise or gone; `null` for a gap in the change feed, after which any can be. */
  onChange(listener: (ids: readonly string[] | null) => void): () => void
}

type LiveLayers = Pick<Live, 'has' | 'layer' | 'onApplied' | 'waitFor'>

export function createFences({ store, live, clock }: { readonly store: Store; readonly live: LiveLayers; readonly clock: Clock }): Fences {
  const rows = createFenceRows(store.knex)
  const nextId = createIds(clock)

  const checked = (input: FenceInput): { rule: FenceRule; warnings: FenceWarning[] } => {
    const rule = checkedRule(input, live)
    return { rule, warnings: warningsOf(rule, live) }
  }
  const list: Fences['list'] = async where => {
    const page = await rows.list(where)
    return { fences: page.rows.map(fenceOf), next: page.more ? page.rows.at(-1)!.id : null }
  }

  return {
    async create(input, actor) {
      const { rule, warnings } = checked(input)
      const { result, seq } = await store.write(actor, tx => rows.insert(tx, nextId(), rule))
      await live.waitFor(seq)
      return { fence: { ...fenceOf(result), warnings }, seq }
    },

    async replace(id, input, { actor, ifMatch }) {
      const { rule, warnings } = checked(input)
      const { result, seq } = await store.write(actor, async tx => {
        const before = matching(id, await rows.lock(tx, id), ifMatch)
        return isDeepStrictEqual(before.rule, rule) ? before : rows.save(tx, before, rule)
      })
      await live.waitFor(seq)
      return { fence: { ...fenceOf(result), warnings }, seq }
    },

    async remove(id, { actor, ifMatch }) {
      const { seq } = await store.write(actor, async tx => rows.remove(tx, matching(id, await rows.lock(tx, id), ifMatch)))
      await live.waitFor(seq)
      return { seq }
    },

    get: async id => fenceOf(present(id, await rows.get(id))),
    list,

    async versions(id, where) {
      const fence = await rows.get(id)
      if (fence === undefined) throw unknown(id)
      const page = await rows.versions(id, where)
      return {
        id,
        removedAt: fence.removedAt,
        removedBy: fence.removedBy,
        versions: page.rows.map(({ rule, ...version }) => ({ ...rule, ...version })),
        next: page.more ? page.rows.at(-1)!.version : null,
      }
    },

    async all() {
      const fences: Fence[] = []
      for (let after: string | null = ''; after !== null; ) {
        const page: Awaited<ReturnType<Fences['list']>> = await list({ after, limit: AT_ONCE })
        fences.push(...page.fences)
        after = page.next
      }
      return fences
    },

    onChange: listener =>
      live.onApplied(({ changes, untold }) => {
        if (untold.length > 0) listener(null)
        const ids = changes.flatMap(({ layer, id }) => (layer === LOGGED.fence && id !== null ? [id] : []))
        if (ids.length > 0) listener([...new Set(ids)])
      }),
  }
}

const fenceOf = ({ id, version, rule, createdAt, createdBy, updatedAt, updatedBy }: StoredFence): Fence => ({
  id,
  version,
  ...rule,
  createdAt,
  createdBy,
  updatedAt,
  updatedBy,
})

const unknown = (id: string): ZongtuError => new ZongtuError('unknown-fence', `there is no fence ${shown(id)}`)

function present(id: string, fence: StoredFence | undefined): StoredFence {
  if (fence === undefined || fence.removedAt !== null) throw unknown(id)
  return fence
}

function matching(id: string, found: StoredFence | undefined, ifMatch: WriteOptions['ifMatch']): StoredFence {
  const fence = present(id, found)
  if (ifMatch === '*' || ifMatch.includes(String(fence.version))) return fence
  throw new ZongtuError('stale-version', `fence ${shown(id)} is version ${fence.version}, not ${ifMatch.join(' or ')}`, {
    version: fence.version,
  })
}
