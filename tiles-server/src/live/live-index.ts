import { setTimeout as pause } from 'node:timers/promises'
import type { Catalog } from '../catalog/index.ts'
import type { Fix, LayerDef } from '../contract/index.ts'
import type { Bbox } from '../geo/index.ts'
import { type Clock, ZongtuError } from '../kernel/index.ts'
import type { FeedBatch, Row, Store } from '../store/index.ts'
import { toFeature } from './feature.ts'
import { IndicatorLayer } from './indicator.ts'
import type { LayerIndex } from './layer-index.ts'
import { Moved } from './moved.ts'
import { groupOf, Reload } from './reload.ts'
import type { AppliedBatch, FeatureDiff, Indicator, Live, LiveFeature, LiveLayer } from './types.ts'
import type { UnitIndex } from './units.ts'
import { Waiters } from './waiters.ts'

const DEFAULT_WAIT_MS = 30_000
const RETRY_MS = 500
const SILENCE_MS = 20_000
const SLOW_MS = 2_000
const CLOSE_MS = 3_000

/** The in-memory copy of the layers. `load` reads everything; `follow` keeps it current: one batch of the feed after the other. */
export class LiveIndex implements Live {
  readonly #store: Store
  readonly #clock: Clock
  readonly #progress: (text: string) => void
  readonly #defs = new Map<string, LayerDef>()
  readonly #layers = new Map<string, LayerIndex>()
  #units: UnitIndex | null = null
  readonly #indicators = new Map<string, IndicatorLayer>()
  readonly #moved = new Map<string, Moved>()
  readonly #reloads = new Map<string, Reload>()
  readonly #listeners = new Set<(batch: AppliedBatch) => void>()
  readonly #waiters = new Waiters()
  #seq = 0
  #ready = false
  #following: Promise<void> | null = null
  #again = false
  #troubleSince: number | null = null
  #caughtUpAt: number
  #retry: NodeJS.Timeout | undefined
  #closed = false
  #stopListening: () => Promise<void> = () => Promise.resolve()

  constructor(store: Store, catalog: Catalog, clock: Clock, progress: (text: string) => void) {
    this.#store = store
    this.#clock = clock
    this.#caughtUpAt = clock.now()
    this.#progress = progress
    for (const def of catalog.layers) this.#defs.set(def.id, def)
    for (const def of catalog.layers) {
      if (def.kind !== 'indicator') continue
      const tell = (diffs: readonly FeatureDiff[] | 'all'): void => this.#tellOf(def.id, diffs)
      this.#indicators.set(def.id, new IndicatorLayer(def, catalog.layers, tell))
    }
  }

  layer(id: string): LiveLayer {
    const layer = this.#layers.get(id)
    if (!layer) throw new ZongtuError('unknown-layer', `there is no layer "${id}"`)
    return layer
  }

  has(id: string): boolean {
    return this.#layers.has(id)
  }

  layers(): LiveLayer[] {
    return [...this.#defs.keys()].flatMap(id => this.#layers.get(id) ?? [])
  }

  indicator(id: string): Indicator {
    const indicator = this.#indicators.get(id)
    if (!indicator) throw new ZongtuError('unknown-layer', `there is no indicator "${id}"`)
    return indicator
  }

  move(layer: string, fixes: readonly Fix[]): void {
    const index = this.#layers.get(layer)
    if (!index || index.def.time === undefined) return
    const moved = this.#moved.get(layer) ?? new Moved(index.def)
    this.#moved.set(layer, moved)
    const diffs = moved.take(index, fixes)
    if (diffs.length > 0) this.#tellOf(layer, diffs)
  }

  leafAt(lon: number, lat: number): LiveFeature | undefined {
    return this.#units?.leafAt(lon, lat)
  }

  leaves(bbox?: Bbox): LiveFeature[] {
    return this.#units?.leaves(bbox) ?? []
  }

  leafLooksAt(lon: number, lat: number): { readonly edges: number; readonly areas: number } {
    return this.#units?.looksAt(lon, lat) ?? { edges: 0, areas: 0 }
  }

  unitsUpFrom(id: string): { level: string; unit: LiveFeature }[] {
    return this.#units?.upFrom(id) ?? []
  }

  async located(): Promise<void> {
    await this.#units?.located()
    for (const layer of this.#layers.values()) await layer.located()
  }

  get seq(): number {
    return this.#seq
  }

  get ready(): boolean {
    return this.#ready
  }

  get lag(): number {
    const now = this.#clock.now()
    if (this.#troubleSince !== null) return now - this.#troubleSince
    // A drain under way is normal; one that does not end is not.
    const waiting = this.#following === null ? 0 : now - this.#caughtUpAt
    return waiting > SLOW_MS ? waiting : 0
  }

  get loading(): readonly string[] {
    return [...this.#reloads.keys()]
  }

  waitFor(seq: number, layer?: string, timeout = DEFAULT_WAIT_MS): Promise<void> {
    // A layer may become known only with the change that is waited for.
    const isLoading = (): boolean => {
      if (layer === undefined) return this.#reloads.size > 0
      const def = this.#defs.get(layer)
      return def !== undefined && this.#reloads.has(groupOf(def))
    }
    const shown = (): boolean => this.#seq >= seq && !isLoading()
    return this.#waiters.wait(shown, timeout, seq)
  }

  onApplied(listener: (batch: AppliedBatch) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Loads every layer and starts to follow the feed. Resolves when all is shown. */
  async open(): Promise<void> {
    // In this order: a dataset that comes in between is then told by the feed.
    this.#seq = await this.#store.currentSeq()
    this.#learn(await this.#store.datasets())
    for (const group of this.#groups(null)) this.#startReload(group, false)
    this.#stopListening = this.#store.listen(seq => this.#news(seq))
    this.#news()
    await this.#waiters.wait(() => this.#ready, 2 ** 31 - 1, this.#seq)
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#retry)
    await this.#stopListening()
    // A read that hangs in a dead network must not hold the process.
    await Promise.race([this.#following, pause(CLOSE_MS, undefined, { ref: false })])
  }

  /** What is shown already is no news. */
  #news(seq = Infinity): void {
    if (this.#closed || seq <= this.#seq) return
    this.#again = true
    this.#following ??= this.#follow().finally(() => {
      this.#following = null
      if (this.#again) this.#news()
    })
  }

  async #follow(): Promise<void> {
    const started = this.#clock.now()
    try {
      while (this.#again && !this.#closed) {
        this.#again = false
        for (let more = true; more; ) {
          const batch = await this.#read()
          await this.#take(batch)
          more = batch.more
        }
        this.#troubleSince = null
        this.#caughtUpAt = this.#clock.now()
      }
    } catch (error) {
      if (!(error instanceof ZongtuError)) this.#progress(`following the change feed failed: ${String(error)}`)
      this.#troubleSince ??= started
      this.#again = false
      clearTimeout(this.#retry)
      this.#retry = setTimeout(() => this.#news(), RETRY_MS)
    }
  }

  /** A read that does not answer counts as a database that is away: a cut line may stay silent for hours. */
  async #read(): Promise<FeedBatch> {
    const late = new AbortController()
    const silence = pause(SILENCE_MS, undefined, { signal: late.signal }).then(() => {
      throw new ZongtuError('store-unavailable', `the change feed did not answer within ${SILENCE_MS} ms`)
    })
    silence.catch(() => undefined) // awaited in the race only
    try {
      return await Promise.race([this.#store.readFeed(this.#seq, id => this.#defs.get(id)), silence])
    } finally {
      late.abort()
    }
  }

  /** Applies one batch: single changes at once, whole layers by a reload in the background. */
  async #take(batch: FeedBatch): Promise<void> {
    const replaced = batch.changes.filter(change => change.op === 'all')
    const gone = replaced.length > 0 || batch.reset ? this.#learn(await this.#store.datasets()) : []
    for (const group of this.#groups(batch.reset ? null : new Set(replaced.map(change => change.layer))))
      this.#startReload(group, !batch.reset)
    const diffs = batch.reset ? [] : this.#tryRows(batch)
    this.#seq = batch.seq
    const { reset, untold } = this.#swapReady()
    reset.push(...gone)
    if (batch.reset) untold.push(...gone)
    if (batch.changes.length > 0 || reset.length > 0) {
      const applied: AppliedBatch = { seq: batch.seq, changes: batch.changes, diffs, reset, untold }
      for (const listener of this.#listeners) this.#tell(listener, applied)
    }
    this.#waiters.check()
  }

  /** A layer changed without a change of the feed: a batch of its own, at the state that is shown. */
  #tellOf(layer: string, diffs: readonly FeatureDiff[] | 'all'): void {
    const whole = diffs === 'all'
    const applied: AppliedBatch = { seq: this.#seq, changes: [], diffs: whole ? [] : diffs, reset: whole ? [layer] : [], untold: [] }
    for (const listener of this.#listeners) this.#tell(listener, applied)
  }

  /** A batch that cannot be applied, or told, is a defect; its layers are then read anew, so that nothing stale stays. */
  #tryRows(batch: FeedBatch): FeatureDiff[] {
    try {
      return this.#applyRows(batch)
    } catch (error) {
      this.#readAnew(
        batch.changes.map(change => change.layer),
        error,
      )
      return []
    }
  }

  #tell(listener: (batch: AppliedBatch) => void, batch: AppliedBatch): void {
    try {
      listener(batch)
    } catch (error) {
      // A listener that fails on a whole layer would fail on its next reading too.
      this.#readAnew(batch.reset.length > 0 ? [] : batch.changes.map(change => change.layer), error)
    }
  }

  #readAnew(layers: readonly string[], error: unknown): void {
    const { stack = String(error) } = error as Error
    this.#progress(`a change could not be applied, its layers are read anew: ${stack}`)
    for (const group of this.#groups(new Set(layers))) this.#startReload(group, false)
  }

  /** Takes the datasets there are now; answers those that were shown and are gone. Before the `all` change that says so, perhaps. */
  #learn(datasets: readonly LayerDef[]): string[] {
    const there = new Set(datasets.map(def => def.id))
    const gone = [...this.#defs.values()].filter(def => def.kind === 'dataset' && !there.has(def.id)).map(def => def.id)
    for (const id of gone) {
      this.#defs.delete(id)
      this.#reloads.delete(id)
    }
    for (const def of datasets) this.#defs.set(def.id, def)
    return gone.filter(id => this.#layers.delete(id))
  }

  /** The groups of these layers; of all layers for null. */
  #groups(layers: ReadonlySet<string> | null): Set<string> {
    return new Set([...this.#defs.values()].filter(def => layers === null || layers.has(def.id)).map(groupOf))
  }

  #startReload(group: string, told: boolean): void {
    const defs = [...this.#defs.values()].filter(def => groupOf(def) === group)
    // A reading that is begun anew still owes what the one before owed.
    const reload = Reload.of(group, defs, told && this.#reloads.get(group)?.told !== false)
    this.#reloads.set(group, reload)
    reload
      .read(this.#store, (layer, rows) => this.#progress(`loading ${layer}: ${rows} rows`))
      .then(() => this.#news())
      .catch((error: unknown) => {
        if (this.#closed || this.#reloads.get(group) !== reload) return
        if (!(error instanceof ZongtuError)) this.#progress(`loading ${group} failed: ${String(error)}`)
        this.#troubleSince ??= this.#clock.now()
        setTimeout(() => this.#reloads.get(group) === reload && !this.#closed && this.#startReload(group, reload.told), 1_000).unref()
      })
  }

  #applyRows(batch: FeedBatch): FeatureDiff[] {
    const diffs: FeatureDiff[] = []
    const unitChanges: { level: number; id: string; row: Row | undefined }[] = []
    const seen = new Set<string>()
    for (const { layer, id } of batch.changes) {
      const def = this.#defs.get(layer)
      // Rows of a layer that was not known when the batch was read come with its reload.
      if (id === null || !def || !batch.rows.has(layer) || seen.has(`${layer}/${id}`)) continue
      seen.add(`${layer}/${id}`)
      const row = batch.rows.get(layer)?.get(id)
      this.#reloads.get(groupOf(def))?.note(layer, id, row)
      if (def.kind === 'unit') {
        if (this.#units?.isNews(id, row)) unitChanges.push({ level: def.level!, id, row })
        continue
      }
      const diff = this.#applyRow(layer, id, row, batch.seq)
      if (diff) diffs.push(diff)
    }
    if (unitChanges.length > 0) {
      const ofUnits = this.#units!.apply(unitChanges, batch.seq)
      const isUnit = ({ layer }: FeatureDiff): boolean => this.#defs.get(layer)?.kind === 'unit'
      const follow = [...this.#indicators.values()].flatMap(indicator => indicator.follow(ofUnits.filter(isUnit), batch.seq))
      diffs.push(...ofUnits, ...follow)
    }
    return diffs
  }

  #applyRow(layer: string, id: string, row: Row | undefined, seq: number): FeatureDiff | null {
    const index = this.#layers.get(layer)
    if (!index) return null
    index.reached(seq)
    const before = index.get(id)
    if (before?.version === row?.version) return null
    const moved = this.#moved.get(layer)
    if (!row) {
      index.delete(id)
      moved?.forget(id)
    } else index.set(moved ? moved.shown(toFeature(row)) : toFeature(row))
    return { layer, before, after: index.get(id) }
  }

  /** Swaps in the groups that were read completely; answers their layer ids. */
  #swapReady(): { reset: string[]; untold: string[] } {
    const reset: string[] = []
    const untold: string[] = []
    for (const [group, reload] of this.#reloads) {
      if (!reload.isReady(this.#seq)) continue
      const { layers, units }: { layers: LayerIndex[]; units?: UnitIndex } = reload.finish(this.#seq)
      this.#reloads.delete(group)
      if (units) {
        this.#units = units
        for (const indicator of this.#indicators.values()) layers.push(indicator.build(units))
      }
      for (const index of layers) {
        this.#layers.set(index.def.id, index)
        this.#moved.get(index.def.id)?.overlay(index)
        reset.push(index.def.id)
        if (!reload.told) untold.push(index.def.id)
      }
    }
    if (!this.#ready && this.#reloads.size === 0) this.#ready = true
    return { reset, untold }
  }
}
