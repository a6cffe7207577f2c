import { loadCatalog } from '../../../tiles-server/src/catalog/index.ts'
import type { LayerDef } from '../../../tiles-server/src/contract/index.ts'
import { seededRandom } from '../../../tiles-server/src/kernel/index.ts'
import { toFeature } from '../../../tiles-server/src/live/feature.ts'
import type { FeatureDiff, LiveFeature } from '../../../tiles-server/src/live/index.ts'
import { LayerIndex } from '../../../tiles-server/src/live/layer-index.ts'
import { ClusterIndex } from '../../../tiles-server/src/tiles/cluster-index.ts'
import { WGS84 } from '../../../tiles-server/src/tiles/frame.ts'
import { type Spread, spreadOf } from '../figures.ts'

export interface IndexFigures {
  readonly features: number
  readonly moved: Spread
  readonly created: Spread
  readonly deleted: Spread
}

/** What one changed feature costs the live index and the cluster index, at a number of features spread over a degree. */
export const indexRole = () => ({
  measure: async ({ features, changes, seed }: { features: number; changes: number; seed: number }): Promise<IndexFigures> => {
    const def = loadCatalog().layers.find(layer => layer.id === 'incident')!
    const random = seededRandom(seed)
    const make = (n: number, version: number): LiveFeature => incident(def, n, version, random)
    const layer = new LayerIndex(
      def,
      Array.from({ length: features }, (_, n) => make(n, 1)),
    )
    const clusters = new ClusterIndex(layer, WGS84)
    await clusters.filled
    let seq = 0
    const timed = (work: (n: number) => FeatureDiff): Spread => {
      const times: number[] = []
      for (let i = 0; i < changes; i++) {
        const n = Math.floor(random() * features)
        const from = performance.now()
        clusters.apply([work(n)], ++seq)
        times.push(performance.now() - from)
      }
      return spreadOf(times)
    }
    const change = (id: string, after: LiveFeature | undefined): FeatureDiff => {
      const before = layer.get(id)
      if (after) layer.set(after)
      else layer.delete(id)
      return { layer: def.id, before, after }
    }
    return {
      features,
      moved: timed(n => change(idOf(n), make(n, seq + 2))),
      created: timed(n => change(`${idOf(n)}-${seq}`, { ...make(n, 1), id: `${idOf(n)}-${seq}` })),
      deleted: timed(n => change(idOf(n), undefined)),
    }
  },
})
export type IndexRole = ReturnType<typeof indexRole>

const idOf = (n: number): string => `i${n + 1}`

function incident(def: LayerDef, n: number, version: number, random: () => number): LiveFeature {
  const pick = (name: string): string => {
    const codes = def.properties.find(property => property.name === name)!.codes!
    return String(codes[Math.floor(random() * codes.length)]!.value)
  }
  const coordinates = [112 + random(), 28 + random()]
  const properties = { code: String(n), title: 'bench', category: pick('category'), status: pick('status') }
  return toFeature({ id: idOf(n), version, geometry: { type: 'Point', coordinates }, properties })
}
