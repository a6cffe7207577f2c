import type { LayerDef } from '../contract/index.ts'
import type { Bbox } from '../geo/index.ts'
import { LayerIndex } from './layer-index.ts'
import type { BoxBound, NearestWalk } from './nearest-walk.ts'
import type { LiveFeature } from './types.ts'

/** A layer that says when someone reads its features: what nobody asks for need not be worked out. */
export class IndicatorIndex extends LayerIndex {
  readonly #asked: () => void

  constructor(def: LayerDef, features: readonly LiveFeature[], asked: () => void) {
    super(def, features)
    this.#asked = asked
  }

  /** Without being asked. */
  peek(id: string): LiveFeature | undefined {
    return super.get(id)
  }

  override get(id: string): LiveFeature | undefined {
    this.#asked()
    return super.get(id)
  }

  override search(bbox: Bbox): LiveFeature[] {
    this.#asked()
    return super.search(bbox)
  }

  override nearestFirst(bound: BoxBound, limit?: number): NearestWalk<LiveFeature> {
    this.#asked()
    return super.nearestFirst(bound, limit)
  }

  override all(): Iterable<LiveFeature> {
    this.#asked()
    return super.all()
  }

  override after(id: string): Iterable<LiveFeature> {
    this.#asked()
    return super.after(id)
  }
}
