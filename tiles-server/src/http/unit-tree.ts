import type { UnitEntry } from '../contract/index.ts'
import type { Live, LiveFeature } from '../live/index.ts'

export interface UnitTree {
  get(id: string): UnitEntry | undefined
  /** Children in the order of their codes; of null: the units without parent. */
  children(parent: string | null): readonly UnitEntry[]
}

/** Answers the tree of the units live shows now; it is built again only after a unit layer has changed. */
export function createUnitTree(live: Live): () => UnitTree {
  let stamp = ''
  let tree: UnitTree = build([])
  return () => {
    const layers = live.layers().filter(layer => layer.def.kind === 'unit')
    const now = layers.map(layer => `${layer.def.id}:${layer.seq}:${layer.size}`).join()
    if (now !== stamp) {
      tree = build(
        layers.flatMap(layer => [...layer.all()].map(feature => ({ feature, level: layer.def.level ?? 0, layer: layer.def.id }))),
      )
      stamp = now
    }
    return tree
  }
}

function build(units: readonly { feature: LiveFeature; level: number; layer: string }[]): UnitTree {
  const childCounts = new Map<string | null, number>()
  for (const { feature } of units) childCounts.set(parentOf(feature), (childCounts.get(parentOf(feature)) ?? 0) + 1)
  const byId = new Map<string, UnitEntry>()
  const byParent = new Map<string | null, UnitEntry[]>()
  for (const { feature, level, layer } of units) {
    const parent = parentOf(feature)
    const { households } = feature.properties
    const entry: UnitEntry = {
      id: feature.id,
      code: String(feature.properties.code ?? ''),
      name: String(feature.properties.name ?? ''),
      level,
      layer,
      parent,
      bbox: feature.geometry === null ? null : [feature.minX, feature.minY, feature.maxX, feature.maxY],
      households: typeof households === 'number' ? households : null,
      childCount: childCounts.get(feature.id) ?? 0,
    }
    byId.set(entry.id, entry)
    const siblings = byParent.get(parent)
    if (siblings) siblings.push(entry)
    else byParent.set(parent, [entry])
  }
  for (const siblings of byParent.values()) siblings.sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0))
  return { get: id => byId.get(id), children: parent => byParent.get(parent) ?? [] }
}

const parentOf = ({ properties }: LiveFeature): string | null => (typeof properties.parent === 'string' ? properties.parent : null)
