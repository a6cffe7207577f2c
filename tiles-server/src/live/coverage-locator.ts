import { CellIndex, type LatticeRing, pointInRings, toLattice } from '../geo/index.ts'
import { buildAside } from './locator-thread.ts'
import type { Outline } from './outline.ts'
import type { LiveFeature } from './types.ts'

/** Changed features are asked one by one until there are so many of them, or this share of all. */
const MANY = 64
const SHARE = 1 / 100

/** The features of a coverage as a locator needs them. */
export interface Coverage {
  all(): Iterable<LiveFeature>
  get(id: string): LiveFeature | undefined
  /** Features whose box meets a lattice point. */
  near(x: number, y: number): Iterable<LiveFeature>
}

/**
 * Which feature of a coverage contains a point, by the half-open rule. A cell index answers; it is built off the request path and swapped in whole.
 * Answers are right at every moment: a feature whose outline changed since is taken out of the index and found by its box, until the index is built anew.
 */
export class CoverageLocator {
  readonly #coverage: Coverage
  #index: CellIndex | undefined
  /** By their number in the index; undefined where the outline is another now. */
  #faces: (LiveFeature | undefined)[] = []
  readonly #numbers = new Map<string, number>()
  /** Features that the index does not know as they are. */
  #changed = new Set<string>()
  #building: Promise<void> | undefined
  #changedMeanwhile = new Set<string>()

  constructor(coverage: Coverage) {
    this.#coverage = coverage
    this.#build()
  }

  /** The feature that contains the point (degrees, WGS 84), if any. */
  find(lon: number, lat: number): LiveFeature | undefined {
    const x = toLattice(lon)
    const y = toLattice(lat)
    if (this.#index) {
      const number = this.#index.find(x, y)
      const face = number < 0 ? undefined : this.#faces[number]
      if (face || this.#changed.size === 0) return face
    }
    for (const feature of this.#coverage.near(x, y)) if (feature.shared && pointInRings(x, y, ringsOf(feature.shared))) return feature
    return undefined
  }

  /** What `find` looks at for a place: edges of a cell, or areas whose box holds it. */
  looksAt(lon: number, lat: number): { readonly edges: number; readonly areas: number } {
    const [x, y] = [toLattice(lon), toLattice(lat)]
    const number = this.#index?.find(x, y) ?? -1
    const edges = this.#index?.tests(x, y) ?? 0
    if (this.#index && (this.#faces[number] || this.#changed.size === 0)) return { edges, areas: 0 }
    return { edges, areas: [...this.#coverage.near(x, y)].length }
  }

  /** Takes note of a feature of the coverage that changed: it is new, gone (`after` undefined), or looks different. */
  changed(id: string, before: LiveFeature | undefined, after: LiveFeature | undefined): void {
    const number = this.#numbers.get(id)
    if (after && before?.shared === after.shared) {
      if (number !== undefined && this.#faces[number]) this.#faces[number] = after
      return
    }
    if (number !== undefined) this.#faces[number] = undefined
    this.#changed.add(id)
    this.#changedMeanwhile.add(id)
    if (this.#changed.size > Math.max(MANY, this.#faces.length * SHARE)) this.#build()
  }

  /** Resolves when the index knows all features, or could not be built. */
  async settled(): Promise<void> {
    while (this.#building) await this.#building
  }

  #build(): void {
    this.#building ??= this.#buildOnce()
      .catch((error: unknown) => process.emitWarning(`a cell index could not be built, boxes answer in its place: ${String(error)}`))
      .finally(() => {
        this.#building = undefined
      })
  }

  async #buildOnce(): Promise<void> {
    const faces = [...this.#coverage.all()]
    this.#changedMeanwhile = new Set()
    const data = await buildAside(faces.map(({ shared }) => shared?.latticeRings() ?? []))
    this.#index = new CellIndex(data)
    this.#changed = this.#changedMeanwhile
    this.#faces = faces.map(({ id }) => (this.#changed.has(id) ? undefined : this.#coverage.get(id)))
    this.#numbers.clear()
    for (const [number, { id }] of faces.entries()) this.#numbers.set(id, number)
  }
}

const known = new WeakMap<Outline, readonly LatticeRing[]>()

function ringsOf(outline: Outline): readonly LatticeRing[] {
  const rings = known.get(outline) ?? outline.latticeRings()
  known.set(outline, rings)
  return rings
}
