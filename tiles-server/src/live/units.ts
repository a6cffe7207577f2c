import type { LayerDef } from '../contract/index.ts'
import type { Arc, ArcRings, CoverageFace, Topology, TopologyFactory } from '../geo/index.ts'
import { createTopologyFactory, isAreal } from '../geo/index.ts'
import type { Row } from '../store/index.ts'
import { toFeature } from './feature.ts'
import { LayerIndex } from './layer-index.ts'
import type { FeatureDiff, LiveFeature } from './types.ts'

const LEVELS = 5
const SUMMED = ['households', 'population'] as const
const OUTSIDE: readonly string[] = []
const ZOOMS = Array.from({ length: 17 }, (_, zoom) => zoom)

interface Unit {
  readonly row: Row
  readonly level: number
}

/** What one derivation of all levels looks like, by layer id. */
type Picture = Map<string, Map<string, LiveFeature>>

/**
 * The units of all levels. Only leaves are stored with geometry; every higher level and the boundary lines are derived here from the one
 * topology of the leaves, so nesting cannot break and neighbours share their arcs. A write to leaves re-versions their ancestors (features/),
 * so that a derived outline never changes under an old version.
 */
export class UnitIndex {
  readonly #units = new Map<string, Unit>()
  readonly #factory: TopologyFactory = createTopologyFactory()
  readonly #defs: readonly LayerDef[]
  readonly #boundary: LayerDef
  readonly layers = new Map<string, LayerIndex>()

  /** `defs`: the unit layers and the derived boundary layer; `rows` by layer and id. */
  constructor(defs: readonly LayerDef[], rows: ReadonlyMap<string, ReadonlyMap<string, Row>>, seq: number) {
    this.#defs = defs.filter(def => def.kind === 'unit').sort((a, b) => a.level! - b.level!)
    this.#boundary = defs.find(def => def.kind === 'derived')!
    for (const def of this.#defs) for (const row of rows.get(def.id)?.values() ?? []) this.#units.set(row.id, { row, level: def.level! })
    const picture = this.#derive(new Map())
    for (const def of [...this.#defs, this.#boundary]) this.layers.set(def.id, new LayerIndex(def, [...picture.get(def.id)!.values()], seq))
  }

  /** Whether the change (row undefined = gone) says anything new. */
  isNews(id: string, row: Row | undefined): boolean {
    return this.#units.get(id)?.row.version !== row?.version
  }

  /** Applies changed rows of any level and derives everything anew; unchanged features keep their identity. */
  apply(changes: readonly { level: number; id: string; row: Row | undefined }[], seq: number): FeatureDiff[] {
    for (const { level, id, row } of changes) {
      if (row) this.#units.set(id, { row, level })
      else this.#units.delete(id)
    }
    const picture = this.#derive(this.layers)
    const diffs: FeatureDiff[] = []
    for (const [layer, index] of this.layers) {
      const now = picture.get(layer)!
      for (const before of [...index.all()]) {
        if (now.has(before.id)) continue
        index.delete(before.id)
        diffs.push({ layer, before, after: undefined })
      }
      for (const after of now.values()) {
        const before = index.get(after.id)
        if (before === after) continue
        index.set(after)
        diffs.push({ layer, before, after })
      }
      index.reached(seq)
    }
    return diffs
  }

  #derive(previous: ReadonlyMap<string, LayerIndex>): Picture {
    const leaves: CoverageFace[] = []
    for (const [id, { row }] of this.#units) {
      if (row.geometry && isAreal(row.geometry)) leaves.push({ id, geometry: row.geometry })
    }
    const { topology } = this.#factory.build(leaves)
    const chains = new Map(leaves.map(leaf => [leaf.id, this.#chain(leaf.id)]))
    const restless = this.#restlessArcs(topology, previous)
    const picture: Picture = new Map()
    for (const def of this.#defs) {
      const sums = this.#sums(chains, def.level!)
      const groups = topology.group(leaf => chains.get(leaf)?.[def.level!])
      const features = new Map<string, LiveFeature>()
      for (const [id, { row, level }] of this.#units) {
        if (level !== def.level) continue
        const whole = row.geometry ? row : { ...row, properties: { ...row.properties, ...sums.get(id) } }
        features.set(id, keepOrMake(previous.get(def.id)?.get(id), whole, topology, groups.get(id), restless))
      }
      picture.set(def.id, features)
    }
    picture.set(this.#boundary.id, boundaryLines(topology, chains, previous.get(this.#boundary.id), restless))
    return picture
  }

  /**
   * Arcs that are new or that generalise differently than before. How an arc may be simplified depends on the arcs of its own two faces, so only
   * the arcs of faces with a changed outline can be among them.
   */
  #restlessArcs(topology: Topology, previous: ReadonlyMap<string, LayerIndex>): Set<Arc> {
    const restless = new Set<Arc>()
    for (const id of topology.faceIds()) {
      const before = previous.get(this.#defs[this.#units.get(id)!.level]!.id)?.get(id)?.shared
      const rings = topology.rings(id)!
      if (!before || sameRings(before.rings, rings)) continue
      for (const { arc } of rings.flat()) {
        if (ZOOMS.some(zoom => before.topology.line(arc, zoom) !== topology.line(arc, zoom))) restless.add(arc)
      }
    }
    return restless
  }

  /** What the leaves under each unit of a level add up to; a sum that not every leaf knows is left out. */
  #sums(chains: ReadonlyMap<string, readonly string[]>, level: number): Map<string, Record<string, number>> {
    const sums = new Map<string, Record<string, number>>()
    for (const [leaf, chain] of chains) {
      const id = chain[level]
      if (id === undefined) continue
      const own = this.#units.get(leaf)!.row.properties
      const sum = sums.get(id) ?? Object.fromEntries(SUMMED.map(name => [name, 0]))
      for (const name of SUMMED) {
        const value = own[name]
        if (typeof value !== 'number') delete sum[name]
        else if (name in sum) sum[name]! += value
      }
      sums.set(id, sum)
    }
    return sums
  }

  /** Unit ids from the city down to the unit itself, by level. */
  #chain(id: string): readonly string[] {
    const chain: string[] = new Array<string>(LEVELS)
    for (let at: string | undefined = id; at !== undefined; ) {
      const unit: Unit | undefined = this.#units.get(at)
      if (!unit || chain[unit.level] !== undefined) break
      chain[unit.level] = at
      at = unit.row.properties.parent as string | undefined
    }
    return chain
  }
}

/** The previous feature when neither its row nor its arcs nor their generalised forms changed (it only learns the new topology), else a new one. */
function keepOrMake(
  previous: LiveFeature | undefined,
  row: Row,
  topology: Topology,
  rings: ArcRings | undefined,
  restless: ReadonlySet<Arc>,
): LiveFeature {
  const isCalm = !rings?.some(ring => ring.some(({ arc }) => restless.has(arc)))
  if (isCalm && previous?.version === row.version && sameRings(previous.shared?.rings, rings)) {
    if (previous.shared) (previous.shared as { topology: Topology }).topology = topology
    return previous
  }
  if (!rings) return toFeature({ ...row, geometry: null })
  const geometry = row.geometry ?? topology.geometry(rings)
  return toFeature({ ...row, geometry }, { topology, rings })
}

function sameRings(a: ArcRings | undefined, b: ArcRings | undefined): boolean {
  if (!a || !b || a.length !== b.length) return a === b
  return a.every((ring, i) => {
    const other = b[i]!
    return ring.length === other.length && ring.every((step, j) => step.arc === other[j]!.arc && step.reversed === other[j]!.reversed)
  })
}

function boundaryLines(
  topology: Topology,
  chains: ReadonlyMap<string, readonly string[]>,
  previous: LayerIndex | undefined,
  restless: ReadonlySet<Arc>,
): Map<string, LiveFeature> {
  const lines = new Map<string, LiveFeature>()
  for (const { arc, left, right } of topology.boundaries()) {
    const level = coarsestDifference(chainOf(chains, left), chainOf(chains, right))
    const before = previous?.get(arc.key)
    if (before && !restless.has(arc) && before.properties.level === level && before.shared?.rings[0]?.[0]?.arc === arc) {
      ;(before.shared as { topology: Topology }).topology = topology
      lines.set(arc.key, before)
    } else {
      lines.set(arc.key, boundaryLine(topology, arc, level))
    }
  }
  return lines
}

const chainOf = (chains: ReadonlyMap<string, readonly string[]>, face: string | null): readonly string[] =>
  face === null ? OUTSIDE : (chains.get(face) ?? OUTSIDE)

function coarsestDifference(left: readonly string[], right: readonly string[]): number {
  for (let level = 0; level < LEVELS; level++) if (left[level] !== right[level]) return level
  return LEVELS - 1
}

function boundaryLine(topology: Topology, arc: Arc, level: number): LiveFeature {
  const flat = topology.line(arc)
  const coordinates = Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i]!, flat[2 * i + 1]!])
  const row: Row = { id: arc.key, version: level + 1, geometry: { type: 'LineString', coordinates }, properties: { level } }
  return toFeature(row, { topology, rings: [[{ arc, reversed: false }]] })
}
