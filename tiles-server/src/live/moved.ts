import type { Fix, LayerDef, Properties } from '../contract/index.ts'
import type { Geometry } from '../geo/index.ts'
import type { LayerIndex } from './layer-index.ts'
import type { FeatureDiff, LiveFeature } from './types.ts'

/** What a fix says beside place and time; where it says nothing, nothing is known. */
const TOLD = ['heading', 'speed'] as const

/** A feature at the place of its newest fix. Its version stays the row's, for that is what a write replaces. */
class MovedFeature implements LiveFeature {
  readonly id: string
  readonly version: number
  readonly properties: Properties
  readonly fix: number
  readonly minX: number
  readonly minY: number
  readonly maxX: number
  readonly maxY: number

  constructor(
    /** As its row has it. */
    readonly row: LiveFeature,
    def: LayerDef,
    fix: Fix,
  ) {
    this.id = row.id
    this.version = row.version
    this.fix = fix.seq
    this.minX = this.maxX = fix.lon
    this.minY = this.maxY = fix.lat
    this.properties = propertiesOf(row, def, fix)
  }

  get geometry(): Geometry {
    return { type: 'Point', coordinates: [this.minX, this.minY] }
  }
}

function propertiesOf({ properties }: LiveFeature, def: LayerDef, fix: Fix): Properties {
  const told = def.properties.filter(({ name }) => TOLD.some(each => each === name)).map(({ name }) => name as (typeof TOLD)[number])
  const kept = Object.entries(properties).filter(([name]) => !told.some(each => each === name))
  const known = told.flatMap((name): [string, number][] => (fix[name] === null ? [] : [[name, fix[name]]]))
  return { ...Object.fromEntries([...kept, ...known]), [def.time!]: new Date(fix.time).toISOString() }
}

/** The newest fixes of a layer's features. */
export class Moved {
  readonly #def: LayerDef
  readonly #fixes = new Map<string, Fix>()

  constructor(def: LayerDef) {
    this.#def = def
  }

  /** Takes what is newer; answers what looks different by it. */
  take(index: LayerIndex, fixes: readonly Fix[]): FeatureDiff[] {
    const ids = new Set<string>()
    for (const fix of fixes) {
      const known = this.#fixes.get(fix.object)
      if (index.get(fix.object) === undefined || (known && known.time >= fix.time)) continue
      this.#fixes.set(fix.object, fix)
      ids.add(fix.object)
    }
    return [...ids].flatMap(id => this.#refresh(index, id) ?? [])
  }

  /** The feature of a row as it is to be shown. */
  shown(feature: LiveFeature): LiveFeature {
    const fix = this.#fixes.get(feature.id)
    if (!fix) return feature
    const time = feature.properties[this.#def.time!]
    const isNewer = typeof time !== 'string' || fix.time > Date.parse(time)
    return isNewer ? new MovedFeature(feature, this.#def, fix) : feature
  }

  /** The row is gone; its fix goes with it. */
  forget(id: string): void {
    this.#fixes.delete(id)
  }

  /** An index that was read anew, of rows alone. */
  overlay(index: LayerIndex): void {
    for (const id of [...this.#fixes.keys()]) {
      if (index.get(id) === undefined) this.forget(id)
      else this.#refresh(index, id)
    }
  }

  #refresh(index: LayerIndex, id: string): FeatureDiff | undefined {
    const before = index.get(id)!
    const after = this.shown(before instanceof MovedFeature ? before.row : before)
    if (before.fix === after.fix) return undefined
    index.set(after)
    return { layer: this.#def.id, before, after }
  }
}
