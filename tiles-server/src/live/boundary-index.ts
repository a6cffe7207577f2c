import type { LayerDef } from '../contract/index.ts'
import type { Arc, BoundaryLine, Topology, TopologyChange } from '../geo/index.ts'
import { OutlinedFeature } from './feature.ts'
import { LayerIndex } from './layer-index.ts'
import { Outline } from './outline.ts'
import type { FeatureDiff, LiveFeature } from './types.ts'

/** The coarsest level at which the two faces beside a line belong to different units. */
type LevelOf = (line: BoundaryLine) => number

/** The derived layer of boundary lines: each arc once, with the coarsest level it divides. */
export class BoundaryIndex {
  readonly index: LayerIndex
  readonly #topology: Topology
  readonly #levelOf: LevelOf
  /** By level. A line appears with the units it divides. */
  readonly #zooms: readonly (readonly [number, number])[]

  constructor(def: LayerDef, topology: Topology, levelOf: LevelOf, units: readonly LayerDef[]) {
    this.#topology = topology
    this.#levelOf = levelOf
    this.#zooms = units.map(({ minzoom }) => [minzoom, def.maxzoom])
    this.index = new LayerIndex(
      def,
      Array.from(topology.boundaries(), line => this.#feature(line)),
    )
  }

  /** Follows a change of the topology, and of the units that some faces belong to. */
  update({ removed, added, redrawn, before }: TopologyChange, regrouped: Iterable<string>): FeatureDiff[] {
    const arcs = new Set<Arc>(redrawn)
    for (const { arc } of [...removed, ...added]) arcs.add(arc)
    for (const id of regrouped) for (const { arc } of this.#topology.boundariesOf(id)) arcs.add(arc)
    const diffs: FeatureDiff[] = []
    for (const arc of arcs) {
      const old = this.index.get(arc.key)
      const line = this.#topology.boundary(arc)
      const isAsBefore = old !== undefined && line !== undefined && !redrawn.has(arc)
      if (isAsBefore && old.properties.level === this.#levelOf(line)) continue
      if (old && !isAsBefore) old.shared!.freeze(before)
      const now = line && this.#feature(line, isAsBefore ? old.shared : undefined)
      if (now) this.index.set(now)
      else this.index.delete(arc.key)
      if (old || now) diffs.push({ layer: this.index.def.id, before: old, after: now })
    }
    return diffs
  }

  #feature(line: BoundaryLine, shared = new Outline(this.#topology, [[{ arc: line.arc, reversed: false }]], 'line')): LiveFeature {
    const level = this.#levelOf(line)
    return new OutlinedFeature({ id: line.arc.key, version: level + 1, properties: { level } }, shared, this.#zooms[level])
  }
}
