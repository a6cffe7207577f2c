import type { LayerDef, VersionAbout } from '../contract/index.ts'
import { type Clock, createIds, ZongtuError } from '../kernel/index.ts'
import type { Live } from '../live/index.ts'
import { type NewRow, placedProperty, type Store } from '../store/index.ts'
import { type ImportProblem, type ImportRow, problemOf } from './dataset-import-problem.ts'
import { checkFeatureGeometry } from './geometry.ts'
import { checkId } from './id.ts'
import { placeByLive, withoutPlaced } from './placing.ts'
import { checkProperties } from './properties.ts'

/** An import under way. Its rows wait outside the feed; nobody sees any of them before `commit`. */
export interface DatasetImport {
  /** Checks rows against the layer's rules without staging any; answers the refused ones. */
  check(rows: readonly ImportRow[]): ImportProblem[]
  /** Checks rows against the layer's rules and stages the good ones; answers the refused ones. */
  add(rows: readonly ImportRow[]): Promise<ImportProblem[]>
  /**
   * Makes the staged rows current in one transaction, one `all` change, as a new version of the layer; resolves when live shows them.
   * `about` says what was imported. Throws duplicate-id, store-unavailable.
   */
  commit(about?: VersionAbout): Promise<{ stored: number; removed: number; seq: number; version: number }>
  /** Forgets the staged rows. */
  discard(): Promise<void>
}

export interface DatasetImporter {
  /**
   * Starts an import into a typed or dataset layer; for a dataset, `def` becomes its definition. `replace` takes away every other feature of
   * the layer, `upsert` keeps them. Throws unit-layer, read-only-layer.
   */
  beginImport(def: LayerDef, mode: 'replace' | 'upsert', actor: string): Promise<DatasetImport>
  /** Resolves when live shows everything committed so far, so that a plan made on live does not overlook another process's import. */
  settled(): Promise<void>
}

/** A large layer takes its time to load; the import is committed by then. */
export const SHOWN_WITHIN_MS = 30 * 60_000

export function createDatasetImporter({ store, live, clock }: { store: Store; live: Live; clock: Clock }): DatasetImporter {
  const nextId = createIds(clock)
  return {
    settled: async () => live.waitFor(await store.currentSeq()),
    async beginImport(def, mode, actor) {
      refuseOtherKinds(def)
      const importId = nextId()
      let staged = 0
      // Rows are placed by live, which is not behind this mark; if units change meanwhile the commit places them anew.
      const placedAt = placedProperty(def) ? await store.placing.mark() : undefined
      if (placedAt !== undefined) await live.waitFor(await store.currentSeq())
      // Also clears what imports of processes that died left behind.
      await store.staging.discard(importId)
      return {
        check(rows) {
          const problems: ImportProblem[] = []
          for (const row of rows) checked(def, row, problems)
          return problems
        },
        async add(rows) {
          const problems: ImportProblem[] = []
          const good = rows.flatMap(row => checked(def, row, problems))
          if (good.length > 0) {
            await store.staging.add(
              importId,
              good.map(row => ({ ...placeByLive(live, def, row), row: row.row })),
            )
          }
          staged += good.length
          return problems
        },
        async commit(about = {}) {
          const [twice] = await store.staging.duplicates(importId, 1)
          if (twice !== undefined) {
            throw new ZongtuError('duplicate-id', `the id "${twice.id}" occurs in rows ${twice.rows.slice(0, 5).join(', ')}`, {
              rows: twice.rows,
            })
          }
          const { result, seq } = await store.write(actor, tx => store.staging.promote(tx, def, importId, mode, staged, about, placedAt))
          await live.waitFor(seq, def.id, SHOWN_WITHIN_MS)
          return { ...result, version: result.version!, seq }
        },
        discard: () => store.staging.discard(importId),
      }
    },
  }
}

/** Throws unit-layer, read-only-layer for what is no dataset and no typed layer. */
export function refuseOtherKinds(def: LayerDef): void {
  if (def.kind === 'unit')
    throw new ZongtuError('unit-layer', `layer ${def.id} holds governance units: they are changed as a set, not imported`)
  if (def.kind === 'derived' || def.kind === 'indicator')
    throw new ZongtuError('read-only-layer', `layer ${def.id} is derived from other layers and cannot be written`)
}

function checked(def: LayerDef, row: ImportRow, problems: ImportProblem[]): (NewRow & { row: number })[] {
  try {
    const id = checkId(row.id)
    return [
      {
        row: row.row,
        id,
        geometry: checkFeatureGeometry(def, row.geometry),
        properties: checkProperties(def, withoutPlaced(def, row.properties)),
      },
    ]
  } catch (error) {
    if (!(error instanceof ZongtuError)) throw error
    problems.push(problemOf(row, error))
    return []
  }
}
