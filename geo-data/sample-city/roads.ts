import type { LineString } from '../../tiles-server/src/geo/index.ts'
import { seededRandom } from '../../tiles-server/src/kernel/index.ts'
import type { Block } from './blocks.ts'
import { lengthOf } from './curves.ts'
import { type Point, positionOfSteps } from './frame.ts'
import type { Land } from './land.ts'
import { NamePool } from './name-pool.ts'
import type { Plan } from './plan.ts'
import { PointIndex } from './point-index.ts'
import { type Chain, chainRoads, type RoadClass } from './road-chains.ts'
import { ORDINALS, ROAD_ROOTS } from './words.ts'

/** A named road or a part of one: between bridges, or a bridge. */
export interface Road {
  readonly name: string | null
  readonly class: RoadClass
  readonly lanes: number
  readonly bridge: boolean
  readonly points: readonly Point[]
  readonly geometry: LineString
}

const LANES: Readonly<Record<RoadClass, readonly [number, number]>> = {
  expressway: [6, 8],
  arterial: [4, 6],
  collector: [2, 4],
  local: [2, 2],
  path: [1, 1],
}

/** The roads of the city as long named lines along block edges; what lies over water is a bridge of its own. */
export function makeRoads(plan: Plan, land: Land, blocks: readonly Block[], riverName: string, seed: number): Road[] {
  const { sub } = land
  const random = seededRandom(seed * 31 + 10)
  const sides = (a: number, b: number): Block[] => [sub.faceLeftOf(a, b), sub.faceLeftOf(b, a)].flatMap(f => (f < 0 ? [] : [blocks[f]!]))
  const isWater = (a: number, b: number): boolean => sides(a, b).every(block => block.kind === 'water')
  const chains = chainRoads(land, (a, b) => sides(a, b).some(block => block.urban && block.kind !== 'water'))
  const named = nameChains(plan, land, chains, riverName, random)
  return named.flatMap(({ chain, name }) => {
    const [few, many] = LANES[chain.class]
    const lanes = random() < 0.5 ? few : many
    return splitAtBanks(chain, isWater).map(({ vertices, bridge }): Road => {
      const coordinates = vertices.map(v => positionOfSteps(sub.vertices.sx[v]!, sub.vertices.sy[v]!))
      return {
        name,
        class: chain.class,
        lanes,
        bridge,
        points: vertices.map(v => sub.vertices.at(v)),
        geometry: { type: 'LineString', coordinates },
      }
    })
  })
}

function splitAtBanks(chain: Chain, isWater: (a: number, b: number) => boolean): { vertices: number[]; bridge: boolean }[] {
  const runs: { vertices: number[]; bridge: boolean }[] = []
  for (let i = 1; i < chain.vertices.length; i++) {
    const [a, b] = [chain.vertices[i - 1]!, chain.vertices[i]!]
    const bridge = isWater(a, b)
    const run = runs.at(-1)
    if (run && run.bridge === bridge) run.vertices.push(b)
    else runs.push({ vertices: [a, b], bridge })
  }
  return runs
}

/** Names: planned ones first; main roads from the pool, with 东西南北 where they are cut into several; side streets after the nearest main road. */
function nameChains(
  plan: Plan,
  land: Land,
  chains: readonly Chain[],
  riverName: string,
  random: () => number,
): { chain: Chain; name: string | null }[] {
  const pool = new NamePool(ROAD_ROOTS, random, true)
  const roots = new PointIndex<string>(800)
  const counts = new Map<string, number>()
  const byLine = new Map<number, string>()
  let route = 0
  const length = new Map(chains.map(chain => [chain, lengthOf(chain.vertices.map(v => land.sub.vertices.at(v)))]))
  const order: readonly RoadClass[] = ['expressway', 'arterial', 'collector', 'local', 'path']
  const sorted = [...chains].sort((a, b) => order.indexOf(a.class) - order.indexOf(b.class) || length.get(b)! - length.get(a)!)
  return sorted.map(chain => {
    const points = chain.vertices.map(v => land.sub.vertices.at(v))
    const middle = points[points.length >> 1]!
    const urban = land.districts.urban(middle)
    const planned = chain.lines.find(line => line.name !== undefined)?.name
    const known = chain.lines.map(line => byLine.get(line.id)).find(name => name !== undefined)
    let name: string | null = null
    if (planned) name = planned
    else if (known) name = known
    else if (chain.lines.filter(line => line.class === 'bank').length > chain.lines.length / 2) name = bankName(land, middle, riverName)
    else if (!urban && chain.class !== 'expressway' && chain.class !== 'arterial')
      name = chain.class === 'path' ? null : `${chain.class === 'collector' ? '县道X' : '乡道Y'}${String(++route).padStart(3, '0')}`
    else if (chain.class === 'local') name = sideStreet(points, roots.nearest(middle, 800)?.value ?? pool.next(), counts)
    else {
      const root = pool.next()
      for (const p of points) roots.add(p, root)
      name =
        root +
        (chain.class === 'expressway'
          ? '快速路'
          : chain.class === 'arterial' && length.get(chain)! > plan.urbanRadius * 0.7
            ? '大道'
            : '路')
    }
    if (name) for (const line of chain.lines) if (line.class !== 'bank' && line.class !== 'local') byLine.set(line.id, name)
    return { chain, name }
  })
}

function bankName({ terrain }: Land, p: Point, riverName: string): string {
  const river = terrain.riverNear(p, 60)
  if (!river) return '环湖路'
  const at = terrain.river.reduce((best, q) =>
    (q[0] - p[0]) ** 2 + (q[1] - p[1]) ** 2 < (best[0] - p[0]) ** 2 + (best[1] - p[1]) ** 2 ? q : best,
  )
  return `${riverName}${p[1] > at[1] ? '北' : '南'}路`
}

function sideStreet(points: readonly Point[], root: string, counts: Map<string, number>): string {
  const a = points[0]!
  const b = points.at(-1)!
  const ending = Math.abs(b[0] - a[0]) > Math.abs(b[1] - a[1]) ? '街' : '巷'
  const key = root + ending
  const n = counts.get(key) ?? 0
  counts.set(key, n + 1)
  return root + (ORDINALS[n] ?? numeral(n + 1)) + ending
}

function numeral(n: number): string {
  const digits = ORDINALS.slice(0, 9)
  const tens = Math.floor(n / 10)
  return `${tens > 1 ? (digits[tens - 1] ?? '') : ''}十${n % 10 ? (digits[(n % 10) - 1] ?? '') : ''}`
}
