import type { LayerDef, ThemeDef } from '../contract/index.ts'
import { ZongtuError } from '../kernel/index.ts'
import type { Live } from '../live/index.ts'

/** What a tileset draws: first stage of the pipeline. */
export interface Plan {
  readonly tileset: string
  /** Layers that exist, in drawing order. */
  readonly layers: readonly LayerDef[]
  /** Every layer the tileset names, also those of a theme that do not exist yet. */
  readonly names: ReadonlySet<string>
  /** Layers drawn at a zoom: within their zooms, and of several unit levels only those whose focus holds the zoom. */
  at(zoom: number): readonly LayerDef[]
  /** True when the layer's names come along as points: in a tileset of several unit levels, each name once. */
  labelled(def: LayerDef): boolean
  /** Whether a layer is drawn at a zoom. */
  draws(layer: string, zoom: number): boolean
  /** The zooms [from, to] at which a layer of this plan is drawn; from > to when never. */
  zoomsOf(def: LayerDef): readonly [from: number, to: number]
}

const MAX_LAYERS = 32

/**
 * Reads a tileset's name: a layer id, a theme id, or layer ids joined by commas (at most 32, none twice).
 * Throws ZongtuError unknown-layer, or bad-parameter for too many or repeated ids.
 */
export function planTileset(tileset: string, live: Pick<Live, 'layer' | 'has'>, themes: readonly ThemeDef[]): Plan {
  const theme = live.has(tileset) ? undefined : themes.find(candidate => candidate.id === tileset)
  // Indicators lie over the map when they are switched on; each is a tileset of its own, so that no tile carries what hardly anyone sees.
  const isDrawn = (id: string): boolean => !live.has(id) || live.layer(id).def.kind !== 'indicator'
  const names = theme ? theme.layers.map(entry => entry.layer).filter(isDrawn) : layerIds(tileset, live)
  const layers = names.filter(id => live.has(id)).map(id => live.layer(id).def)
  const severalLevels = layers.filter(def => def.kind === 'unit').length > 1
  const zoomsOf = (def: LayerDef): [number, number] => {
    const focus = severalLevels && def.kind === 'unit' ? def.focus : undefined
    return [Math.max(def.minzoom, focus?.[0] ?? 0), Math.min(def.maxzoom, focus?.[1] ?? def.maxzoom)]
  }
  const at = (zoom: number): LayerDef[] => layers.filter(def => zoomsOf(def)[0] <= zoom && zoom <= zoomsOf(def)[1])
  const draws = (layer: string, zoom: number): boolean => at(zoom).some(def => def.id === layer)
  const labelled = (def: LayerDef): boolean => severalLevels && def.kind === 'unit'
  return { tileset, layers, names: new Set(names), at, labelled, draws, zoomsOf }
}

function layerIds(tileset: string, live: Pick<Live, 'has'>): string[] {
  const ids = tileset.split(',', MAX_LAYERS + 1)
  if (ids.length > MAX_LAYERS) throw new ZongtuError('bad-parameter', `a tileset joins at most ${MAX_LAYERS} layers; this one has more`)
  const twice = ids.find((id, i) => ids.indexOf(id) !== i)
  if (twice !== undefined) throw new ZongtuError('bad-parameter', `the tileset names layer ${JSON.stringify(twice.slice(0, 80))} twice`)
  const unknown = ids.find(id => !live.has(id))
  if (unknown !== undefined) throw new ZongtuError('unknown-layer', `no layer or theme is called ${JSON.stringify(unknown.slice(0, 80))}`)
  return ids
}
