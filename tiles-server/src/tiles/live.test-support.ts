import { VectorTile } from '@mapbox/vector-tile'
import { PbfReader } from 'pbf'
import RBush from 'rbush'
import { LayerDef } from '../contract/index.ts'
import { type Bbox, bboxOf, unionBbox } from '../geo/index.ts'
import { ZongtuError } from '../kernel/index.ts'
import type { AppliedBatch, FeatureDiff, Live, LiveFeature, LiveLayer } from '../live/index.ts'

export type Edit = { layer: string } & ({ set: LiveFeature } | { remove: string })

/** A layer kept in plain memory: the same promises as the server's, without a store behind it. */
class MemoryLayer implements LiveLayer {
  readonly features = new Map<string, LiveFeature>()
  readonly #tree = new RBush<LiveFeature>()
  readonly times = null
  seq = 0
  constructor(readonly def: LayerDef) {}

  get size(): number {
    return this.features.size
  }

  get bounds(): Bbox | null {
    return [...this.features.values()].map(f => f.geometry && bboxOf(f.geometry)).reduce(unionBbox, null)
  }

  get(id: string): LiveFeature | undefined {
    return this.features.get(id)
  }

  nearestFirst(): never {
    throw new Error('nothing is near here')
  }

  near(): never {
    throw new Error('no points are located here')
  }

  looksAt(): never {
    throw new Error('no points are located here')
  }

  at(): never {
    throw new Error('no points are located here')
  }

  search([minX, minY, maxX, maxY]: Bbox): LiveFeature[] {
    return this.#tree.search({ minX, minY, maxX, maxY })
  }

  all(): LiveFeature[] {
    return [...this.features.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  }

  after = (id: string): LiveFeature[] => this.all().filter(feature => feature.id > id)

  put(id: string, after: LiveFeature | undefined): FeatureDiff {
    const before = this.features.get(id)
    if (before) this.#tree.remove(before)
    if (after) this.features.set(id, after)
    else this.features.delete(id)
    if (after?.geometry) this.#tree.insert(after)
    return { layer: this.def.id, before, after }
  }
}

/** Layers in plain memory that tell their changes as live does. */
export class MemoryLive implements Pick<Live, 'seq' | 'layer' | 'layers' | 'has' | 'onApplied'> {
  readonly #layers = new Map<string, MemoryLayer>()
  readonly #listeners = new Set<(batch: AppliedBatch) => void>()
  seq = 0

  constructor(defs: readonly LayerDef[]) {
    for (const def of defs) this.#layers.set(def.id, new MemoryLayer(def))
  }

  layer(id: string): MemoryLayer {
    const layer = this.#layers.get(id)
    if (!layer) throw new ZongtuError('unknown-layer', `no layer ${id}`)
    return layer
  }

  has = (id: string): boolean => this.#layers.has(id)
  layers = (): MemoryLayer[] => [...this.#layers.values()]

  onApplied(listener: (batch: AppliedBatch) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  apply(edits: readonly Edit[]): void {
    const seq = ++this.seq
    const first = new Map<string, FeatureDiff>()
    for (const edit of edits) {
      const id = 'set' in edit ? edit.set.id : edit.remove
      this.layer(edit.layer).seq = seq
      const diff = this.layer(edit.layer).put(id, 'set' in edit ? edit.set : undefined)
      const key = `${edit.layer}/${id}`
      first.set(key, { ...diff, before: first.has(key) ? first.get(key)!.before : diff.before })
    }
    const diffs = [...first.values()].filter(diff => diff.before !== diff.after)
    for (const listener of this.#listeners) listener({ seq, changes: [], diffs, reset: [], untold: [] })
  }

  /** Replaces a whole layer. */
  reset(layer: string, features: readonly LiveFeature[]): void {
    const seq = ++this.seq
    const index = this.layer(layer)
    for (const id of [...index.features.keys()]) index.put(id, undefined)
    for (const feature of features) index.put(feature.id, feature)
    for (const listener of this.#listeners) listener({ seq, changes: [], diffs: [], reset: [layer], untold: [] })
  }
}

export function feature(id: string, geometry: LiveFeature['geometry'], properties: LiveFeature['properties'] = {}): LiveFeature {
  const [minX, minY, maxX, maxY] = (geometry && bboxOf(geometry)) ?? [Infinity, Infinity, -Infinity, -Infinity]
  return { id, version: 1, geometry, properties, minX, minY, maxX, maxY }
}

export function layerDef(id: string, geometry: LayerDef['geometry'], more: Partial<LayerDef> = {}): LayerDef {
  return LayerDef.parse({ id, title: { 'zh-CN': id, en: id }, kind: 'dataset', geometry, properties: [], ...more })
}

export interface DecodedFeature {
  readonly layer: string
  readonly id: string
  readonly type: 1 | 2 | 3
  readonly properties: Record<string, string | number | boolean>
  readonly runs: [number, number][][]
}

/** Reads a tile with the decoder that map viewers use, which shares nothing with the encoder under test. */
export function decode(bytes: Uint8Array | undefined): DecodedFeature[] {
  if (!bytes) return []
  const { layers } = new VectorTile(new PbfReader(bytes))
  return Object.entries(layers).flatMap(([layer, content]) =>
    Array.from({ length: content.length }, (_, i) => {
      const { properties, type, ...rest } = read(content.feature(i))
      return { layer, id: String(properties.id), type, properties, ...rest }
    }),
  )
}

const read = (f: ReturnType<VectorTile['layers'][string]['feature']>) => ({
  properties: { ...f.properties } as Record<string, string | number | boolean>,
  type: f.type as 1 | 2 | 3,
  runs: f.loadGeometry().map(run => run.map((p): [number, number] => [p.x, p.y])),
})

const LOW = -64
const HIGH = 4096 + 64

/**
 * What a tile shows, independent of where a ring begins and of the way a cut ring runs along the cut, where it has no area:
 * for lines and areas the edges off the cut and the area.
 */
export function canonical(features: readonly DecodedFeature[]): string[] {
  return features.map(f => JSON.stringify([f.layer, f.id, f.type, Object.entries(f.properties).sort(), shape(f)])).sort()
}

function shape({ type, runs }: DecodedFeature): unknown {
  if (type === 1) return runs.flat().sort()
  const edges = runs.flatMap(run => run.slice(1).map((b, i): [[number, number], [number, number]] => [run[i]!, b]))
  const off = edges.filter(([a, b]) => ![0, 1].some(axis => a[axis] === b[axis] && (a[axis] === LOW || a[axis] === HIGH)))
  const area = type === 3 ? Math.round(runs.reduce((sum, run) => sum + doubleAreaOf(run), 0)) : 0
  return [off.map(([a, b]) => (a < b ? [a, b] : [b, a]).join(';')).sort(), area]
}

export const doubleAreaOf = (run: readonly [number, number][]): number =>
  run.slice(1).reduce((sum, b, i) => sum + (run[i]![0] * b[1] - b[0] * run[i]![1]), 0)
