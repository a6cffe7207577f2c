import type { DatasetPatch, LayerDef, LayerVersion } from '../contract/index.ts'
import { shown, ZongtuError } from '../kernel/index.ts'
import type { Live } from '../live/index.ts'
import type { Store } from '../store/index.ts'
import { refuseOtherKinds, SHOWN_WITHIN_MS } from './dataset-import.ts'

/** What imports made, afterwards: versions, the way back, names, the end. Every write resolves when live shows it. */
export interface Datasets {
  /** Versions of a dataset or typed layer, newest first. Throws unknown-layer, unit-layer, read-only-layer, store-unavailable. */
  versions(layer: string): Promise<LayerVersion[]>
  /**
   * Brings the rows that versions after `to` touched back to what they were at version `to` (0 = before the first import), and a dataset's
   * definition with them; that is a new version, so it can be undone too. Rows that no import touched keep their edits.
   * Throws as versions, bad-property (no such version), version-gone and, unless `force`, edited-since (`count`, `ids`).
   */
  goBack(
    layer: string,
    to: number,
    actor: string,
    options?: { force?: boolean },
  ): Promise<{ version: number; stored: number; removed: number; seq: number }>
  /** Removes a dataset with everything it was. Throws unknown-layer, unit-layer, read-only-layer (also for typed layers). */
  remove(layer: string, actor: string): Promise<{ removed: number; seq: number }>
  /** Changes title, source and licence of a dataset. Throws as remove. */
  describe(layer: string, patch: DatasetPatch, actor: string): Promise<{ def: LayerDef; seq: number }>
}

export function createDatasets({ store, live }: { readonly store: Store; readonly live: Live }): Datasets {
  const known = (layer: string): LayerDef => {
    const { def } = live.layer(layer)
    refuseOtherKinds(def)
    return def
  }
  const dataset = (layer: string): LayerDef => {
    const def = known(layer)
    if (def.kind === 'dataset') return def
    throw new ZongtuError('read-only-layer', `layer ${shown(layer)} is built in; only datasets can be named anew or removed`)
  }
  return {
    versions: async layer => store.versions.list(known(layer).id),

    async goBack(layer, to, actor, { force = false } = {}) {
      const def = known(layer)
      const { result, seq } = await store.write(actor, tx => store.versions.goBack(tx, def, to, force))
      await live.waitFor(seq, def.id, SHOWN_WITHIN_MS)
      return { ...result, seq }
    },

    async remove(layer, actor) {
      const { id } = dataset(layer)
      const { result, seq } = await store.write(actor, tx => store.versions.remove(tx, id))
      await live.waitFor(seq, id)
      return { ...result, seq }
    },

    async describe(layer, patch, actor) {
      const { id } = dataset(layer)
      const { result, seq } = await store.write(actor, tx => store.versions.describe(tx, id, def => patched(def, patch)))
      await live.waitFor(seq, id, SHOWN_WITHIN_MS)
      return { def: result, seq }
    },
  }
}

function patched({ source: before, ...def }: LayerDef, patch: DatasetPatch): LayerDef {
  const title = patch.title ?? def.title
  const name = patch.source ?? before?.name ?? title.en
  const licence = patch.licence === undefined ? before?.licence : (patch.licence ?? undefined)
  const isNamed = before !== undefined || patch.source !== undefined || licence !== undefined
  return { ...def, title, ...(isNamed && { source: { name, ...(licence !== undefined && { licence }) } }) }
}
