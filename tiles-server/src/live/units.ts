import { setImmediate as nextTurn } from 'node:timers/promises'
import type { LayerDef } from '../contract/index.ts'
import { type Arc, ArcGroups, type ArcRings, type Bbox, buildTopology, isAreal, type Topology, type TopologyChange } from '../geo/index.ts'
import type { Row } from '../store/index.ts'
import { BoundaryIndex } from './boundary-index.ts'
import { type Coverage, CoverageLocator } from './coverage-locator.ts'
import { OutlinedFeature, toFeature } from './feature.ts'
import { LayerIndex } from './layer-index.ts'
import { Outline } from './outline.ts'
import type { FeatureDiff, LiveFeature } from './types.ts'
import { LEVELS, type UnitChange, UnitTree } from './unit-tree.ts'

interface Level {
  readonly index: LayerIndex
  /** Outlines of the units above leaves. */
  readonly groups: ArcGroups
}

type RowsByLayer = ReadonlyMap<string, ReadonlyMap<string, Row>>

const unitsOf = (defs: readonly LayerDef[]): LayerDef[] => defs.filter(def => def.kind === 'unit').sort((a, b) => a.level! - b.level!)

/**
 * The units of all levels. Only leaves are stored with geometry; every higher level and the boundary lines are derived here from the one
 * topology of the leaves, so nesting cannot break and neighbours share their arcs. A write to leaves re-versions their ancestors (features/),
 * so that a derived outline never changes under an old version. A change costs what it touches, not the size of the city.
 */
export class UnitIndex {
  readonly #tree = new UnitTree()
  readonly #topology: Topology
  readonly #levels = new Map<number, Level>()
  #boundary!: BoundaryIndex
  #locator!: CoverageLocator
  readonly layers = new Map<string, LayerIndex>()

  private constructor(defs: readonly LayerDef[], rows: RowsByLayer) {
    for (const { id: layer, level } of unitsOf(defs)) {
      for (const [id, row] of rows.get(layer) ?? []) this.#tree.set({ level: level!, id, row })
    }
    const leaves = Array.from(this.#tree.units(), ([id]) => id).filter(id => this.#tree.isLeaf(id))
    this.#topology = buildTopology(leaves.map(id => this.#face(id))).topology
  }

  /**
   * `defs`: the unit layers and the derived boundary layer. Other work may take its turn between the steps: of a city that is loading, whose
   * database is waited for meanwhile, and of a server that answers from the index before this one.
   */
  static async build(defs: readonly LayerDef[], rows: RowsByLayer): Promise<UnitIndex> {
    const units = new UnitIndex(defs, rows)
    for (const step of units.#steps(defs)) {
      step()
      await nextTurn()
    }
    return units
  }

  /** The same in one turn: nothing may change meanwhile. */
  static buildNow(defs: readonly LayerDef[], rows: RowsByLayer): UnitIndex {
    const units = new UnitIndex(defs, rows)
    for (const step of units.#steps(defs)) step()
    return units
  }

  *#steps(defs: readonly LayerDef[]): Iterable<() => void> {
    for (const def of unitsOf(defs)) yield () => this.#fill(def)
    const derived = defs.find(def => def.kind === 'derived')!
    yield () => {
      this.#boundary = new BoundaryIndex(derived, this.#topology, ({ left, right }) => this.#coarsestDifference(left, right), unitsOf(defs))
      this.layers.set(derived.id, this.#boundary.index)
      this.#locator = new CoverageLocator(this.#leaves())
    }
  }

  #fill(def: LayerDef): void {
    const level = def.level!
    const groups = new ArcGroups(this.#topology, leaf => this.#above(leaf, level))
    const own = Array.from(this.#tree.units()).filter(([, unit]) => unit.level === level)
    const features = own.map(([id]) => this.#feature(id, this.#ringsOf(id, groups), undefined, NOTHING))
    const index = new LayerIndex(def, features)
    this.#levels.set(level, { index, groups })
    this.layers.set(def.id, index)
  }

  /** The leaf that contains the point (degrees, WGS 84). */
  leafAt(lon: number, lat: number): LiveFeature | undefined {
    return this.#locator.find(lon, lat)
  }

  /** The leaves whose box meets one in degrees, or all. */
  leaves(bbox?: Bbox): LiveFeature[] {
    const units = [...this.#levels.values()].flatMap(({ index }) => (bbox ? index.search(bbox) : [...index.all()]))
    return units.filter(({ id }) => this.#tree.isLeaf(id))
  }

  looksAt(lon: number, lat: number): { readonly edges: number; readonly areas: number } {
    return this.#locator.looksAt(lon, lat)
  }

  located(): Promise<void> {
    return this.#locator.settled()
  }

  /** A unit and those above it, finest first. */
  upFrom(id: string): { level: string; unit: LiveFeature }[] {
    return this.#tree
      .chain(id)
      .flatMap((at, level) => {
        const { index } = this.#levels.get(level)!
        const unit = at === undefined ? undefined : index.get(at)
        return unit ? [{ level: index.def.id, unit }] : []
      })
      .reverse()
  }

  /** Of all units, those without an area too. */
  ids(): Iterable<string> {
    return Array.from(this.#tree.units(), ([id]) => id)
  }

  /** The units right below one. */
  below(id: string): Iterable<string> {
    return this.#tree.below(id)
  }

  /**
   * Where a unit stands: its feature and level; the coarsest level among it and those it shares its parent with (0 without one), and among
   * those below it (undefined for a leaf).
   */
  place(id: string): { unit: LiveFeature; level: number; from: number; below: number | undefined } | undefined {
    const level = this.#tree.get(id)?.level
    const unit = level === undefined ? undefined : this.#levels.get(level)?.index.get(id)
    if (level === undefined || !unit) return undefined
    const { parent } = unit.properties
    const from = typeof parent === 'string' ? (this.#tree.coarsestBelow(parent) ?? level) : 0
    return { unit, level, from, below: this.#tree.isLeaf(id) ? undefined : this.#tree.coarsestBelow(id) }
  }

  #leaves(): Coverage {
    const { levels, tree } = { levels: this.#levels, tree: this.#tree }
    return {
      *all() {
        for (const { index } of levels.values()) for (const unit of index.all()) if (tree.isLeaf(unit.id)) yield unit
      },
      get: id => levels.get(tree.get(id)?.level ?? -1)?.index.get(id),
      *near(x, y) {
        for (const { index } of levels.values()) for (const unit of index.near(x, y)) if (tree.isLeaf(unit.id)) yield unit
      },
    }
  }

  /** Whether the change (row undefined = gone) says anything new. */
  isNews(id: string, row: Row | undefined): boolean {
    return this.#tree.get(id)?.row.version !== row?.version
  }

  /** Applies changed rows of any level and derives what follows; unchanged features keep their identity. */
  apply(changes: readonly UnitChange[], seq: number): FeatureDiff[] {
    const wereLeaves = changes.map(({ id }) => id).filter(id => this.#tree.isLeaf(id))
    const levelsBefore = new Map(changes.map(({ id, level }) => [id, this.#tree.get(id)?.level ?? level]))
    const moved = changes.filter(({ id, row }) => this.#tree.get(id)?.row.properties.parent !== row?.properties.parent).map(({ id }) => id)
    for (const change of changes) this.#tree.set(change)
    const put = changes.map(({ id }) => id).filter(id => this.#tree.isLeaf(id))
    const gone = wereLeaves.filter(id => !this.#tree.isLeaf(id))
    const change = this.#topology.replace(
      gone,
      put.map(id => this.#face(id)),
    )
    const regrouped = new Set(moved.flatMap(id => this.#tree.leavesUnder(id)))
    const named = new Set(changes.map(({ id }) => id))
    const diffs: FeatureDiff[] = []
    for (const [level, { index, groups }] of this.#levels) {
      const touched = groups.update(change, regrouped)
      for (const id of named) if (levelsBefore.get(id) === level || this.#tree.get(id)?.level === level) touched.add(id)
      for (const id of change.faces) if (this.#tree.get(id)?.level === level) touched.add(id)
      for (const id of this.#beside(change.redrawn, level)) touched.add(id)
      for (const id of touched) {
        const diff = this.#refresh(index, groups, level, id, change)
        if (diff) diffs.push(diff)
      }
    }
    diffs.push(...this.#boundary.update(change, regrouped))
    for (const index of this.layers.values()) index.reached(seq)
    this.#tellLocator(diffs, new Set(wereLeaves))
    return diffs
  }

  #tellLocator(diffs: readonly FeatureDiff[], wereLeaves: ReadonlySet<string>): void {
    for (const { before, after } of diffs) {
      const { id } = (after ?? before)!
      if (this.#tree.isLeaf(id)) this.#locator.changed(id, before, after)
      else if (wereLeaves.has(id)) this.#locator.changed(id, before, undefined)
    }
  }

  /** Makes the feature of a unit anew unless all it shows is as it was. */
  #refresh(index: LayerIndex, groups: ArcGroups, level: number, id: string, change: TopologyChange): FeatureDiff | null {
    const before = index.get(id)
    const isHere = this.#tree.get(id)?.level === level
    const after = isHere ? this.#feature(id, this.#ringsOf(id, groups), before, change.redrawn) : undefined
    if (before === after) return null
    if (before?.shared && before.shared !== after?.shared) before.shared.freeze(change.before)
    if (after) index.set(after)
    else index.delete(id)
    return { layer: index.def.id, before, after }
  }

  /** The feature of a unit: the one there is when neither its row nor its outline changed. */
  #feature(id: string, rings: ArcRings | undefined, before: LiveFeature | undefined, redrawn: ReadonlySet<Arc>): LiveFeature {
    const row = this.#tree.summed(id)
    if (!rings) return before?.version === row.version && !before.shared ? before : toFeature({ ...row, geometry: null })
    const isCalm = before?.shared?.holds(rings, redrawn) ?? false
    if (isCalm && before!.version === row.version) return before!
    const outline = isCalm ? before!.shared! : new Outline(this.#topology, rings)
    return row.geometry ? toFeature(row, outline) : new OutlinedFeature(row, outline)
  }

  #ringsOf(id: string, groups: ArcGroups): ArcRings | undefined {
    return this.#tree.isLeaf(id) ? this.#topology.rings(id) : groups.rings(id)
  }

  #face(id: string) {
    const { geometry } = this.#tree.get(id)!.row
    if (!geometry || !isAreal(geometry)) throw new Error(`unit ${id} is no leaf`)
    return { id, geometry }
  }

  /** The unit of a level that a leaf belongs to, itself left out. */
  #above(leaf: string, level: number): string | undefined {
    const id = this.#tree.chain(leaf)[level]
    return id === leaf ? undefined : id
  }

  /** The units of a level on either side of arcs. */
  *#beside(arcs: Iterable<Arc>, level: number): Iterable<string> {
    for (const arc of arcs) {
      const { left, right, extra } = this.#topology.boundary(arc)!
      for (const face of [left, right, ...extra.map(side => side.face)]) {
        const id = face === null ? undefined : this.#tree.chain(face)[level]
        if (id !== undefined) yield id
      }
    }
  }

  #coarsestDifference(left: string | null, right: string | null): number {
    const [a, b] = [left, right].map(face => (face === null ? [] : this.#tree.chain(face)))
    for (let level = 0; level < LEVELS; level++) if (a![level] !== b![level]) return level
    return LEVELS - 1
  }
}

const NOTHING: ReadonlySet<Arc> = new Set()
