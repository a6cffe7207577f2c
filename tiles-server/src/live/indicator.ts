import type { LayerDef, Properties } from '../contract/index.ts'
import { OutlinedFeature } from './feature.ts'
import { IndicatorIndex } from './indicator-index.ts'
import type { LayerIndex } from './layer-index.ts'
import type { FeatureDiff, Indicator, LiveFeature } from './types.ts'
import type { UnitIndex } from './units.ts'

/** More new values than this are told as a new layer: every tile of it would be named anyway. */
const MANY = 500
/** More than there are different values: see `versionOf`. */
const VALUES = 128

/**
 * A layer of units of all levels with values that are worked out above live: outlines, names and codes follow the units within the change that changes
 * them, values stay as they were last set. Of a branch one unit is drawn at each zoom: one level below the one that is named there, or the leaf.
 */
export class IndicatorLayer implements Indicator {
  readonly #def: LayerDef
  /** By level, the first zoom at which units of it are drawn. */
  readonly #drawnFrom: readonly number[]
  readonly #tell: (diffs: readonly FeatureDiff[] | 'all') => void
  #values: ReadonlyMap<string, Properties> = new Map()
  #units: UnitIndex | undefined
  #index: IndicatorIndex
  #isAsked = false
  readonly #listeners: (() => void)[] = []

  /** `defs`: of all layers. `tell`: the layer looks different now, and no change of the feed says so. */
  constructor(def: LayerDef, defs: Iterable<LayerDef>, tell: (diffs: readonly FeatureDiff[] | 'all') => void) {
    this.#def = def
    const levels = [...defs].filter(other => other.kind === 'unit').sort((a, b) => a.level! - b.level!)
    this.#drawnFrom = levels.map((_, i) => (i < 2 ? 0 : (levels[i - 1]!.focus?.[0] ?? 0)))
    this.#tell = tell
    this.#index = new IndicatorIndex(def, [], () => this.#asked())
  }

  onAsked(listener: () => void): void {
    if (this.#isAsked) listener()
    else this.#listeners.push(listener)
  }

  set(values: ReadonlyMap<string, Properties>): void {
    const units = this.#units
    const ids = new Set([...this.#values.keys(), ...values.keys()].filter(id => !isSame(this.#values.get(id), values.get(id))))
    this.#values = values
    if (!units || ids.size === 0) return
    if (ids.size <= MANY) {
      this.#tell(this.#refresh(ids, units))
      return
    }
    for (const id of ids) this.#put(id, units)
    this.#tell('all')
  }

  /** All of it anew, of these units. */
  build(units: UnitIndex): LayerIndex {
    this.#units = units
    const features = [...units.ids()].flatMap(id => this.#feature(id, units) ?? [])
    this.#index = new IndicatorIndex(this.#def, features, () => this.#asked())
    return this.#index
  }

  /** Follows units that look different, or belong elsewhere. */
  follow(diffs: readonly FeatureDiff[], seq: number): FeatureDiff[] {
    const units = this.#units!
    const ids = new Set<string>()
    for (const { before, after } of diffs) {
      ids.add((after ?? before)!.id)
      if (before?.properties.parent === after?.properties.parent && before && after) continue
      // Where a unit begins to be drawn hangs on those beside it, where it ends on those below.
      for (const id of [before, after].flatMap(unit => (unit ? parentOf(unit) : []))) {
        ids.add(id)
        for (const beside of units.below(id)) ids.add(beside)
      }
    }
    const told = this.#refresh(ids, units)
    this.#index.reached(seq)
    return told
  }

  #refresh(ids: Iterable<string>, units: UnitIndex): FeatureDiff[] {
    return [...ids].flatMap(id => this.#put(id, units) ?? [])
  }

  #put(id: string, units: UnitIndex): FeatureDiff | undefined {
    const before = this.#index.peek(id)
    const after = this.#feature(id, units)
    if (before === undefined ? after === undefined : after !== undefined && looksAlike(before, after)) return undefined
    if (after) this.#index.set(after)
    else this.#index.delete(id)
    return { layer: this.#def.id, before, after }
  }

  #feature(id: string, units: UnitIndex): LiveFeature | undefined {
    const place = units.place(id)
    const shared = place?.unit.shared
    if (!place || !shared) return undefined
    const { unit, level, from, below } = place
    const values = this.#values.get(id)
    const { code, name, parent } = unit.properties
    const properties = { level, code: code!, name: name!, ...(parent === undefined ? {} : { parent }), ...values }
    const zooms = [this.#drawnFrom[from]!, below === undefined ? this.#def.maxzoom : this.#drawnFrom[below]! - 1] as const
    return new OutlinedFeature({ id, version: this.#versionOf(unit, values), properties }, shared, zooms)
  }

  /** One for each content, also after a restart: values are whole numbers below 127. */
  #versionOf(unit: LiveFeature, values: Properties | undefined): number {
    const measured = this.#def.properties.filter(property => property.breaks)
    return measured.reduce((sum, { name }) => {
      const value = values?.[name]
      return sum * VALUES + (typeof value === 'number' ? value + 1 : 0)
    }, unit.version)
  }

  #asked(): void {
    if (this.#isAsked) return
    this.#isAsked = true
    for (const listener of this.#listeners.splice(0)) listener()
  }
}

const parentOf = ({ properties: { parent } }: LiveFeature): string[] => (typeof parent === 'string' ? [parent] : [])

const isSame = (a: Properties | undefined, b: Properties | undefined): boolean =>
  JSON.stringify(Object.entries(a ?? {})) === JSON.stringify(Object.entries(b ?? {}))

const looksAlike = (a: LiveFeature, b: LiveFeature): boolean =>
  a.shared === b.shared && a.version === b.version && isSame(a.properties, b.properties) && String(a.zooms) === String(b.zooms)
