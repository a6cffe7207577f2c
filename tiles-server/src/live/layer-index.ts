import type RBush from 'rbush'
import type { LayerDef } from '../contract/index.ts'
import { type Bbox, fromLattice, packedTree } from '../geo/index.ts'
import { CoverageLocator } from './coverage-locator.ts'
import { FeatureOrder } from './feature-order.ts'
import { type BoxBound, NearestWalk, type TreeNode } from './nearest-walk.ts'
import { type TimeRange, TimeRanger } from './time-range.ts'
import type { LiveFeature, LiveLayer } from './types.ts'

/** One layer in memory: by id, in id order, and in an R-tree that takes single changes. */
export class LayerIndex implements LiveLayer {
  readonly #features = new Map<string, LiveFeature>()
  readonly #order: FeatureOrder
  readonly #tree: RBush<LiveFeature>
  readonly #times: TimeRanger
  #locator: CoverageLocator | undefined
  #seq = 0

  constructor(
    readonly def: LayerDef,
    features: readonly LiveFeature[],
  ) {
    for (const feature of features) this.#features.set(feature.id, feature)
    this.#order = new FeatureOrder(this.#features.values())
    this.#tree = packedTree([...this.#features.values()].filter(isPlaced))
    this.#times = new TimeRanger(() => this.#allTimes())
  }

  get seq(): number {
    return this.#seq
  }

  get size(): number {
    return this.#features.size
  }

  get bounds(): Bbox | null {
    const { minX, minY, maxX, maxY } = this.#tree.toJSON() as { minX: number; minY: number; maxX: number; maxY: number }
    return minX > maxX ? null : [minX, minY, maxX, maxY]
  }

  get times(): TimeRange | null {
    return this.#times.range
  }

  get(id: string): LiveFeature | undefined {
    return this.#features.get(id)
  }

  search([minX, minY, maxX, maxY]: Bbox): LiveFeature[] {
    return this.#tree.search({ minX, minY, maxX, maxY })
  }

  nearestFirst(bound: BoxBound, limit = Infinity): NearestWalk<LiveFeature> {
    return new NearestWalk(this.#tree.toJSON() as TreeNode<LiveFeature>, bound, limit)
  }

  at(lon: number, lat: number): LiveFeature | undefined {
    if (!this.def.coverage) throw new Error(`layer ${this.def.id} is no coverage`)
    // Built when first asked for: most layers never are.
    this.#locator ??= new CoverageLocator({ all: () => this.all(), get: id => this.get(id), near: (x, y) => this.near(x, y) })
    return this.#locator.find(lon, lat)
  }

  looksAt(lon: number, lat: number): { readonly edges: number; readonly areas: number } {
    return this.#locator?.looksAt(lon, lat) ?? { edges: 0, areas: 0 }
  }

  async located(): Promise<void> {
    await this.#locator?.settled()
  }

  near(x: number, y: number): LiveFeature[] {
    return this.search([fromLattice(x - 1), fromLattice(y - 1), fromLattice(x + 1), fromLattice(y + 1)])
  }

  all(): Iterable<LiveFeature> {
    return this.#order.all()
  }

  after(id: string): Iterable<LiveFeature> {
    return this.#order.after(id)
  }

  set(feature: LiveFeature): void {
    const before = this.#features.get(feature.id)
    if (before) this.#unplace(before)
    this.#features.set(feature.id, feature)
    this.#order.set(feature)
    if (isPlaced(feature)) this.#tree.insert(feature)
    this.#times.changed(before && this.#timeOf(before), this.#timeOf(feature))
    this.#locator?.changed(feature.id, before, feature)
  }

  delete(id: string): void {
    const before = this.#features.get(id)
    if (!before) return
    this.#features.delete(id)
    this.#order.delete(id)
    this.#unplace(before)
    this.#times.changed(this.#timeOf(before), undefined)
    this.#locator?.changed(id, before, undefined)
  }

  /** States that every change of the layer up to `seq` is in. */
  reached(seq: number): void {
    this.#seq = seq
  }

  #timeOf({ properties }: LiveFeature): string | undefined {
    const value = this.def.time === undefined ? undefined : properties[this.def.time]
    return typeof value === 'string' ? value : undefined
  }

  *#allTimes(): Iterable<string> {
    if (this.def.time === undefined) return
    for (const feature of this.#features.values()) {
      const time = this.#timeOf(feature)
      if (time !== undefined) yield time
    }
  }

  #unplace(feature: LiveFeature): void {
    if (isPlaced(feature)) this.#tree.remove(feature)
  }
}

const isPlaced = (feature: LiveFeature): boolean => feature.minX <= feature.maxX
