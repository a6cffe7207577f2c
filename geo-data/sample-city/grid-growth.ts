import type { Random } from '../../tiles-server/src/kernel/index.ts'
import type { Block } from './blocks.ts'
import { distance } from './curves.ts'
import type { Point } from './frame.ts'
import { Heap } from './heap.ts'

/** Cost of reaching over a border: arterials, banks and rivers part grids. */
const borderCost = (rank: number): number => (rank >= 7 ? 700 : rank === 4 ? 900 : 0)

/** Grows one group from each natural village over the country around it. Returns the village of each block, -1 where none reaches. */
export function growVillages(blocks: readonly Block[], villages: readonly Point[], alive: ReadonlySet<number>): Int32Array {
  const owner = new Int32Array(blocks.length).fill(-1)
  const heap = new Heap<{ face: number; village: number }>()
  const starts = new Map<number, { face: number; distance: number }>()
  for (const block of blocks) {
    if (!alive.has(block.village)) continue
    const d = distance(block.inner, villages[block.village]!)
    if (d < (starts.get(block.village)?.distance ?? Infinity)) starts.set(block.village, { face: block.face, distance: d })
  }
  for (const [village, start] of starts) heap.push(-1, { face: start.face, village })
  for (let entry = heap.pop(); entry; entry = heap.pop()) {
    const { face, village } = entry.value
    if (owner[face] !== -1) continue
    owner[face] = village
    for (const [to, side] of blocks[face]!.neighbours) {
      const next = blocks[to]!
      if (owner[to] !== -1 || next.urban || side.length < 12) continue
      const own = next.village === village ? 0.2 : 1
      const cost = distance(next.inner, villages[village]!) * own + borderCost(side.rank)
      heap.push(Math.max(entry.key, cost), { face: to, village })
    }
  }
  return owner
}

interface Cluster {
  weight: number
  area: number
  faces: number[]
  sides: Map<number, { length: number; soft: number }>
}

/** Limits of an urban grid: expected households and square metres. */
export interface UrbanLimits {
  readonly households: number
  readonly area: number
  readonly target: number
}

/**
 * Merges urban blocks into grids, the smallest first, each with the neighbour it shares most border with that is no arterial and no bank,
 * as long as the limits hold, until the target count is reached.
 */
export function mergeUrban(blocks: readonly Block[], weight: readonly number[], limits: UrbanLimits, random: Random): number[][] {
  const clusters = new Map<number, Cluster>()
  for (const block of blocks) if (block.urban) clusters.set(block.face, newCluster(blocks, block, weight[block.face]!))
  const heap = new Heap<number>()
  const size = (c: Cluster): number => c.weight / limits.households + (0.6 * c.area) / limits.area
  for (const [id, c] of clusters) heap.push(size(c) * (0.8 + 0.4 * random()), id)
  const current = new Map<number, number>([...clusters].map(([id, c]) => [id, c.faces.length]))
  for (let entry = heap.pop(); entry && clusters.size > limits.target; entry = heap.pop()) {
    const cluster = clusters.get(entry.value)
    if (!cluster || current.get(entry.value) !== cluster.faces.length || entry.key < size(cluster) * 0.79) continue
    const partner = bestPartner(clusters, cluster, limits)
    if (partner < 0) continue
    join(clusters, partner, entry.value)
    const joined = clusters.get(partner)!
    current.set(partner, joined.faces.length)
    heap.push(size(joined) * (0.8 + 0.4 * random()), partner)
  }
  return [...clusters.values()].map(c => c.faces)
}

function newCluster(blocks: readonly Block[], block: Block, weight: number): Cluster {
  const sides: Cluster['sides'] = new Map()
  for (const [to, side] of block.neighbours) {
    if (!blocks[to]!.urban || side.length < 12) continue
    sides.set(to, { length: side.length, soft: side.length * (side.rank >= 7 ? 0.08 : side.rank === 4 ? 0.15 : 1) })
  }
  return { weight, area: block.area, faces: [block.face], sides }
}

function bestPartner(clusters: ReadonlyMap<number, Cluster>, cluster: Cluster, limits: UrbanLimits): number {
  let best = -1
  let bestScore = 0
  for (const [to, side] of cluster.sides) {
    const other = clusters.get(to)!
    if (other.weight + cluster.weight > limits.households) continue
    const area = other.area + cluster.area
    if (area > limits.area && other.faces.length > 1) continue
    const score = side.soft / Math.sqrt(area)
    if (score <= bestScore) continue
    bestScore = score
    best = to
  }
  return best
}

function join(clusters: Map<number, Cluster>, into: number, from: number): void {
  const a = clusters.get(into)!
  const b = clusters.get(from)!
  a.weight += b.weight
  a.area += b.area
  a.faces.push(...b.faces)
  a.sides.delete(from)
  clusters.delete(from)
  for (const [to, side] of b.sides) {
    if (to === into) continue
    const other = clusters.get(to)!
    other.sides.delete(from)
    const known = a.sides.get(to) ?? { length: 0, soft: 0 }
    const sum = { length: known.length + side.length, soft: known.soft + side.soft }
    a.sides.set(to, sum)
    other.sides.set(into, sum)
  }
}
