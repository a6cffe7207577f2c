/** What thinning needs to know of a tile feature. All of it follows from what the tile shows, so equal tiles are thinned alike. */
export interface Ranked {
  /** Larger stays longer: members of a cluster, or extent in tile units. */
  readonly importance: number
  /** Feature id; its hash decides among equals. */
  readonly key: string
}

/**
 * Keeps at most `budget` features of a tile's layers. Layers with few features keep all of theirs; what is left is shared evenly.
 * Within a layer the most important stay, equals by a hash of the id (spread over the tile, not the first ones). Order is kept.
 */
export function thin<F extends Ranked>(layers: readonly (readonly F[])[], budget: number): { layers: F[][]; thinned: boolean } {
  const total = layers.reduce((sum, features) => sum + features.length, 0)
  if (total <= budget) return { layers: layers.map(features => [...features]), thinned: false }
  const quota = shares(
    layers.map(features => features.length),
    budget,
  )
  return { layers: layers.map((features, i) => mostImportant(features, quota[i]!)), thinned: true }
}

/** Divides the budget so that no share exceeds its count and unequal shares only come from small counts. */
function shares(counts: readonly number[], budget: number): number[] {
  const order = counts.map((_, i) => i).sort((a, b) => counts[a]! - counts[b]! || a - b)
  const out = new Array<number>(counts.length).fill(0)
  let left = budget
  order.forEach((i, rank) => {
    out[i] = Math.min(counts[i]!, Math.floor(left / (order.length - rank)))
    left -= out[i]
  })
  return out
}

function mostImportant<F extends Ranked>(features: readonly F[], quota: number): F[] {
  if (features.length <= quota) return [...features]
  const ranked = features.map((feature, at) => ({ at, importance: feature.importance, hash: hashOf(feature.key) }))
  ranked.sort((a, b) => b.importance - a.importance || a.hash - b.hash || a.at - b.at)
  const stay = ranked.slice(0, quota).sort((a, b) => a.at - b.at)
  return stay.map(({ at }) => features[at]!)
}

/** FNV-1a (Fowler, Noll, Vo), 32 bits, over code units. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}
