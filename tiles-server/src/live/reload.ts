import { setImmediate as nextTurn } from 'node:timers/promises'
import type { LayerDef } from '../contract/index.ts'
import type { Row, Store } from '../store/index.ts'
import { coverageIndex } from './dataset.ts'
import { toFeature } from './feature.ts'
import { LayerIndex } from './layer-index.ts'
import type { LiveFeature } from './types.ts'
import { UnitIndex } from './units.ts'

/** Layers that must be read together: all unit levels are one group, since outlines of higher levels follow from the leaves. */
const UNITS = 'units'
export const groupOf = (def: LayerDef): string => (['unit', 'derived', 'indicator'].includes(def.kind) ? UNITS : def.id)

type Progress = (layer: string, rows: number) => void

/**
 * Reads one group in the background while the feed goes on. The index is built here too, off the feed's path; changes that arrive meanwhile
 * are kept and applied on top when it is swapped in.
 */
export abstract class Reload {
  readonly #meanwhile = new Map<string, Map<string, Row | undefined>>()
  /** State that the read rows may already show: the swap waits until the feed has reached it. Infinity while reading. */
  #reaches = Infinity

  /** `told`: an `all` change of the feed asked for it. */
  constructor(
    readonly group: string,
    readonly defs: readonly LayerDef[],
    readonly told: boolean,
  ) {}

  static of(group: string, defs: readonly LayerDef[], told: boolean): Reload {
    return group === UNITS ? new UnitReload(group, defs, told) : new LayerReload(group, defs, told)
  }

  async read(store: Store, progress: Progress): Promise<void> {
    await this.load(store, progress)
    this.#reaches = await store.currentSeq()
  }

  note(layer: string, id: string, row: Row | undefined): void {
    const changes = this.#meanwhile.get(layer)
    if (changes) changes.set(id, row)
    else this.#meanwhile.set(layer, new Map([[id, row]]))
  }

  isReady(cursor: number): boolean {
    return cursor >= this.#reaches
  }

  /** Changes of the meantime; a row that was read later than its change is the newer one (compare versions). */
  protected changesOf(layer: string): ReadonlyMap<string, Row | undefined> {
    return this.#meanwhile.get(layer) ?? new Map()
  }

  protected abstract load(store: Store, progress: Progress): Promise<void>

  /** The indexes as of `seq`; for units also what keeps them current. */
  abstract finish(seq: number): { layers: LayerIndex[]; units?: UnitIndex }
}

/** Pages of rows, each in a turn of the event loop of its own. */
async function* pages(store: Store, def: LayerDef, progress: Progress): AsyncIterable<Row[]> {
  let rows = 0
  for await (const page of store.scan(def)) {
    rows += page.length
    progress(def.id, rows)
    yield page
    await nextTurn()
  }
}

class LayerReload extends Reload {
  #index: LayerIndex | undefined

  protected async load(store: Store, progress: Progress): Promise<void> {
    const def = this.defs[0]!
    if (def.coverage) {
      const rows: Row[] = []
      for await (const page of pages(store, def, progress)) for (const row of page) rows.push(row)
      this.#index = coverageIndex(def, rows)
      return
    }
    const features: LiveFeature[] = []
    for await (const page of pages(store, def, progress)) for (const row of page) features.push(toFeature(row))
    this.#index = new LayerIndex(def, features)
  }

  finish(seq: number): { layers: LayerIndex[] } {
    const index = this.#index!
    for (const [id, row] of this.changesOf(index.def.id)) {
      if (row === undefined) index.delete(id)
      else if ((index.get(id)?.version ?? 0) < row.version) index.set(toFeature(row))
    }
    index.reached(seq)
    return { layers: [index] }
  }
}

class UnitReload extends Reload {
  readonly #rows = new Map<string, Map<string, Row>>()
  #units: UnitIndex | undefined

  protected async load(store: Store, progress: Progress): Promise<void> {
    for (const def of this.defs.filter(def => def.kind === 'unit')) {
      const rows = new Map<string, Row>()
      for await (const page of pages(store, def, progress)) for (const row of page) rows.set(row.id, row)
      this.#rows.set(def.id, rows)
    }
    this.#update()
    this.#units = await UnitIndex.build(this.defs, this.#rows)
  }

  finish(seq: number): { layers: LayerIndex[]; units: UnitIndex } {
    // Pages are read at different states: what changed since makes rows fit each other that did not, so all is derived from them anew.
    if (this.#update()) this.#units = undefined
    const units = this.#units ?? UnitIndex.buildNow(this.defs, this.#rows)
    for (const index of units.layers.values()) index.reached(seq)
    return { layers: [...units.layers.values()], units }
  }

  /** Takes over the changes of the meantime; answers whether any of them was news. */
  #update(): boolean {
    let isChanged = false
    for (const [layer, rows] of this.#rows) {
      for (const [id, row] of this.changesOf(layer)) {
        if (row === undefined) isChanged = rows.delete(id) || isChanged
        else if ((rows.get(id)?.version ?? 0) < row.version) {
          rows.set(id, row)
          isChanged = true
        }
      }
    }
    return isChanged
  }
}
