import type { AppliedBatch, Live } from '../../live/index.ts'
import { type createFenceRows, LOGGED, type StoredFence } from '../../store/index.ts'
import type { FenceChanges } from '../engine/epochs.ts'
import type { CompiledFence } from '../engine/types.ts'
import { compileFence, saysSame } from '../fences/compile.ts'
import { touchedFences } from '../fences/touched.ts'

const PAGE = 500

/** What of the fences, and of the layers they refer to, the engine has not been told yet. */
export class FenceSet {
  readonly #rows: ReturnType<typeof createFenceRows>
  readonly #live: Pick<Live, 'has' | 'layer'>
  #known = new Map<string, StoredFence>()
  #isNew = true
  readonly #ids = new Set<string>()

  constructor(rows: ReturnType<typeof createFenceRows>, live: Pick<Live, 'has' | 'layer'>) {
    this.#rows = rows
    this.#live = live
  }

  get isDirty(): boolean {
    return this.#isNew || this.#ids.size > 0
  }

  /** Takes note of a change of the layers, or of fences. */
  note(batch: AppliedBatch): void {
    for (const { layer, id } of batch.changes) if (layer === LOGGED.fence && id !== null) this.#ids.add(id)
    // A gap in the feed: fences may have changed unseen.
    if (batch.untold.length > 0) this.#isNew = true
    const rules = Array.from(this.#known.values(), ({ id, rule }) => [id, rule] as const)
    for (const id of touchedFences(rules, batch, this.#live).keys()) this.#ids.add(id)
  }

  /** What the engine's fences have to be changed by. Throws store-unavailable; what was noted is then still to be done. */
  async changes(current: ReadonlyMap<string, CompiledFence>): Promise<FenceChanges> {
    const isNew = this.#isNew
    const noted = [...this.#ids]
    const ids = isNew ? null : noted
    // Before they are read: what is noted meanwhile may be newer than what is read.
    this.#isNew = false
    this.#ids.clear()
    const found = await (ids ? this.#some(ids) : this.#all()).catch((error: unknown) => {
      this.#isNew ||= isNew
      for (const id of noted) this.#ids.add(id)
      throw error
    })
    if (!ids) this.#known = new Map()
    const remove: string[] = []
    const put: CompiledFence[] = []
    for (const id of ids ?? current.keys()) {
      if (found.has(id)) continue
      this.#known.delete(id)
      if (current.has(id)) remove.push(id)
    }
    for (const [id, fence] of found) {
      this.#known.set(id, fence)
      const known = current.get(id)
      // One that was never on has nothing to end.
      if (!fence.rule.enabled && !known?.enabled) continue
      const rule = compileFence(fence, this.#live)
      if (!saysSame(known, rule)) put.push(rule)
    }
    return { put, remove }
  }

  async #some(ids: readonly string[]): Promise<Map<string, StoredFence>> {
    const found = new Map<string, StoredFence>()
    for (const id of ids) {
      const fence = await this.#rows.get(id)
      if (fence && fence.removedAt === null) found.set(id, fence)
    }
    return found
  }

  async #all(): Promise<Map<string, StoredFence>> {
    const found = new Map<string, StoredFence>()
    for (let after: string | undefined; ; ) {
      const { rows, more } = await this.#rows.list({ limit: PAGE, ...(after !== undefined && { after }) })
      for (const fence of rows) found.set(fence.id, fence)
      after = rows.at(-1)?.id
      if (!more || after === undefined) return found
    }
  }
}
