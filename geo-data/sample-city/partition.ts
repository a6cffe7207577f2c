import type { Random } from '../../tiles-server/src/kernel/index.ts'
import { distance } from './curves.ts'
import type { Point } from './frame.ts'
import { Heap } from './heap.ts'
import { shuffle } from './streamlines.ts'

/** Things to group: where they are and what they border on, with a cost factor for crossing each border (1 = free). */
export interface Graph {
  readonly centres: readonly Point[]
  readonly neighbours: readonly ReadonlyMap<number, number>[]
}

/** Groups the nodes of a connected graph into k contiguous parts of about equal count; returns the part of each node. */
export function partition(graph: Graph, k: number, random: Random): Int32Array {
  let seeds = shuffle([...graph.centres.keys()], random).slice(0, k)
  let best: Int32Array = new Int32Array(graph.centres.length)
  let bestScore = Infinity
  for (let round = 0; round < 14; round++) {
    const parts = grow(graph, seeds)
    for (let pass = 0; pass < 6; pass++) if (!improve(graph, parts, k)) break
    const score = unevenness(parts, k)
    if (score < bestScore) {
      bestScore = score
      best = parts
    }
    seeds = medoids(graph, parts, k)
  }
  return best
}

/** The smallest part grows next, by the cheapest node on its border. */
function grow(graph: Graph, seeds: readonly number[]): Int32Array {
  const parts = new Int32Array(graph.centres.length).fill(-1)
  const borders = seeds.map(() => new Heap<number>())
  const turns = new Heap<number>()
  const sizes = seeds.map(() => 0)
  const take = (node: number, part: number): void => {
    parts[node] = part
    turns.push(++sizes[part]!, part)
    for (const [to, cost] of graph.neighbours[node]!)
      if (parts[to] === -1) borders[part]!.push(distance(graph.centres[to]!, graph.centres[seeds[part]!]!) * cost, to)
  }
  for (const [part, node] of seeds.entries()) take(node, part)
  for (let turn = turns.pop(); turn; turn = turns.pop()) {
    const border = borders[turn.value]!
    let next = border.pop()
    while (next && parts[next.value] !== -1) next = border.pop()
    if (next) take(next.value, turn.value)
  }
  return parts
}

/** Moves border nodes to a smaller neighbouring part, or to a nearer one of no greater size, where the part they leave stays whole. */
function improve(graph: Graph, parts: Int32Array, k: number): boolean {
  const sizes = new Array<number>(k).fill(0)
  for (const p of parts) sizes[p]!++
  const centres = centresOf(graph, parts, k)
  let moved = false
  for (let node = 0; node < parts.length; node++) {
    const own = parts[node]!
    let best = own
    let gain = 0
    for (const [to, cost] of graph.neighbours[node]!) {
      const other = parts[to]!
      if (other === own || sizes[other]! + 1 > sizes[own]!) continue
      const spread = distance(graph.centres[node]!, centres[own]!) + 1
      const nearer = 1 - (distance(graph.centres[node]!, centres[other]!) * cost) / spread
      const value = (sizes[own]! - sizes[other]! - 1) * 0.4 + nearer
      if (value > gain + 1e-9) {
        gain = value
        best = other
      }
    }
    if (best === own || gain < 0.15 || !staysWhole(graph, parts, node)) continue
    parts[node] = best
    sizes[own]!--
    sizes[best]!++
    moved = true
  }
  return moved
}

/** True when the part of a node is still connected without it. */
function staysWhole(graph: Graph, parts: Int32Array, node: number): boolean {
  const part = parts[node]!
  const mates = [...graph.neighbours[node]!.keys()].filter(to => parts[to] === part)
  if (mates.length === 0) return false
  const reached = new Set([mates[0]!])
  const queue = [mates[0]!]
  for (let v = queue.pop(); v !== undefined; v = queue.pop())
    for (const to of graph.neighbours[v]!.keys()) {
      if (to === node || parts[to] !== part || reached.has(to)) continue
      reached.add(to)
      queue.push(to)
    }
  return mates.every(v => reached.has(v))
}

function centresOf(graph: Graph, parts: Int32Array, k: number): Point[] {
  const sums = Array.from({ length: k }, () => [0, 0, 0] as [number, number, number])
  parts.forEach((p, node) => {
    const sum = sums[p]!
    sum[0] += graph.centres[node]![0]
    sum[1] += graph.centres[node]![1]
    sum[2]++
  })
  return sums.map(([x, y, n]): Point => [x / (n || 1), y / (n || 1)])
}

function medoids(graph: Graph, parts: Int32Array, k: number): number[] {
  const centres = centresOf(graph, parts, k)
  const best = new Array<number>(k).fill(-1)
  parts.forEach((p, node) => {
    const d = distance(graph.centres[node]!, centres[p]!)
    if (best[p]! < 0 || d < distance(graph.centres[best[p]!]!, centres[p]!)) best[p] = node
  })
  return best
}

function unevenness(parts: Int32Array, k: number): number {
  const sizes = new Array<number>(k).fill(0)
  for (const p of parts) sizes[p]!++
  const mean = parts.length / k
  return sizes.reduce((sum, s) => sum + (s - mean) ** 2, 0)
}
