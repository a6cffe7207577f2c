import { type Random, seededRandom } from '../../tiles-server/src/kernel/index.ts'
import type { Block } from './blocks.ts'
import { distance } from './curves.ts'
import type { Grid, Households } from './grids.ts'
import { NamePool, villageNames } from './name-pool.ts'
import { geometryOf, outlineOf } from './outlines.ts'
import { type Graph, partition } from './partition.ts'
import type { Plan } from './plan.ts'
import type { Subdivision } from './subdivision.ts'
import type { CityUnit } from './types.ts'
import { COUNTY_ROOTS, PLACE_ROOTS, STREET_ROOTS, TOWN_ROOTS } from './words.ts'

export interface UnitTree {
  readonly units: readonly CityUnit[]
  /** Unit of each grid and of its community, by index of the grid. */
  readonly gridUnits: readonly CityUnit[]
  readonly communityOfGrid: Int32Array
  readonly communities: readonly CityUnit[]
}

const GRIDS_A_COMMUNITY = 9.6
const COMMUNITIES_A_STREET = 9

/** The five levels over the grids: each level groups the one below into contiguous parts; codes and names run with the tree. */
export function makeUnits(plan: Plan, sub: Subdivision, blocks: readonly Block[], households: Households, seed: number): UnitTree {
  const random = seededRandom(seed * 31 + 9)
  const { grids } = households
  const gridGraph = graphOfGrids(blocks, households)
  const communityOf = group(gridGraph, Math.round(grids.length / GRIDS_A_COMMUNITY), random)
  const communityGraph = contract(gridGraph, communityOf)
  const streetOf = group(communityGraph, Math.max(plan.counties, Math.round(communityGraph.centres.length / COMMUNITIES_A_STREET)), random)
  const streetGraph = contract(communityGraph, streetOf)
  const countyOf = group(streetGraph, Math.min(plan.counties, Math.max(2, Math.floor(streetGraph.centres.length / 2))), random)
  return nameTree(sub, grids, { communityOf, streetOf, countyOf }, random)
}

/** Parts numbered by the distance of their centre from the city's, so that codes begin in the old town. */
function group(graph: Graph, k: number, random: Random): Int32Array {
  const parts = partition(graph, k, random)
  const centres = contract(graph, parts).centres
  const order = [...centres.keys()].sort((a, b) => distance(centres[a]!, [0, 0]) - distance(centres[b]!, [0, 0]) || a - b)
  const rank = new Map(order.map((part, i) => [part, i]))
  return parts.map(p => rank.get(p)!)
}

function graphOfGrids(blocks: readonly Block[], { grids, gridOfBlock }: Households): Graph {
  const neighbours = grids.map(() => new Map<number, number>())
  for (const block of blocks) {
    const own = gridOfBlock[block.face]!
    for (const [to, side] of block.neighbours) {
      const other = gridOfBlock[to]!
      if (other === own || side.length < 5) continue
      const mixed = grids[own]!.urban === grids[other]!.urban ? 1 : 1.7
      const cost = mixed * (side.rank >= 8 ? 1.9 : side.rank === 7 ? 1.3 : side.rank === 4 ? 1.8 : 1)
      neighbours[own]!.set(other, Math.min(cost, neighbours[own]!.get(other) ?? Infinity))
    }
  }
  return { centres: grids.map(g => g.centre), neighbours }
}

function contract(graph: Graph, parts: Int32Array): Graph {
  const k = parts.reduce((a, b) => Math.max(a, b), 0) + 1
  const sums = Array.from({ length: k }, () => ({ x: 0, y: 0, n: 0 }))
  const neighbours = sums.map(() => new Map<number, number>())
  parts.forEach((part, node) => {
    const sum = sums[part]!
    sum.x += graph.centres[node]![0]
    sum.y += graph.centres[node]![1]
    sum.n++
    for (const [to, cost] of graph.neighbours[node]!) {
      const other = parts[to]!
      if (other !== part) neighbours[part]!.set(other, Math.min(cost, neighbours[part]!.get(other) ?? Infinity))
    }
  })
  return { centres: sums.map(s => [s.x / s.n, s.y / s.n] as const), neighbours }
}

interface Grouping {
  readonly communityOf: Int32Array
  readonly streetOf: Int32Array
  readonly countyOf: Int32Array
}

function nameTree(sub: Subdivision, grids: readonly Grid[], { communityOf, streetOf, countyOf }: Grouping, random: Random): UnitTree {
  const units: CityUnit[] = []
  const add = (unit: Omit<CityUnit, 'id'>): CityUnit => {
    const made = { id: `u${units.length + 1}`, ...unit }
    units.push(made)
    return made
  }
  const pools = {
    street: new NamePool(STREET_ROOTS, random),
    town: new NamePool(TOWN_ROOTS, random),
    place: new NamePool(PLACE_ROOTS, random),
    village: villageNames(random),
  }
  const gridUnits = new Array<CityUnit>(grids.length)
  const communities = new Array<CityUnit>(communityOf.reduce((a, b) => Math.max(a, b), 0) + 1)
  const urbanShare = (members: readonly number[]): number => members.filter(g => grids[g]!.urban).length / members.length
  const city = add({ level: 0, parent: null, code: '990000000000', name: '示范市', geometry: null, properties: {} })
  const all = [...grids.keys()]
  for (const [c, inCounty] of groupBy(all, g => countyOf[streetOf[communityOf[g]!]!]!)) {
    const countyCode = `9901${two(c + 1)}`
    const county = add({
      level: 1,
      parent: city.id,
      code: `${countyCode}000000`,
      name: COUNTY_ROOTS[c]! + (urbanShare(inCounty) > 0.45 ? '区' : '县'),
      geometry: null,
      properties: {},
    })
    let [urbanStreets, towns] = [0, 0]
    for (const [, inStreet] of groupBy(inCounty, g => streetOf[communityOf[g]!]!)) {
      const urban = urbanShare(inStreet) > 0.5
      const streetCode = countyCode + three(urban ? ++urbanStreets : 100 + towns++)
      const street = add({
        level: 2,
        parent: county.id,
        code: `${streetCode}000`,
        name: urban ? `${pools.street.next()}街道` : pools.town.next() + (random() < 0.8 ? '镇' : '乡'),
        geometry: null,
        properties: {},
      })
      let [quarters, villages] = [0, 0]
      for (const [m, inCommunity] of groupBy(inStreet, g => communityOf[g]!)) {
        const built = urbanShare(inCommunity) > 0.5
        const code = streetCode + three(built ? ++quarters : 200 + villages++)
        const name = built ? `${pools.place.next()}社区` : `${pools.village.next()}村`
        const community = add({ level: 3, parent: street.id, code, name, geometry: null, properties: {} })
        communities[m] = community
        const byPlace = [...inCommunity].sort((a, b) => grids[b]!.centre[1] - grids[a]!.centre[1] || a - b)
        byPlace.forEach((g, i) => {
          const grid = grids[g]!
          const population = Math.round(grid.households * (2.45 + 0.7 * random()))
          gridUnits[g] = add({
            level: 4,
            parent: community.id,
            code: code + three(i + 1),
            name: `${name}第${i + 1}网格`,
            geometry: geometryOf(sub, outlineOf(sub, grid.faces)),
            properties: { households: grid.households, population, area_type: grid.urban ? 'urban' : 'rural' },
          })
        })
      }
    }
  }
  return { units, gridUnits, communityOfGrid: communityOf, communities }
}

function groupBy(items: readonly number[], key: (item: number) => number): [number, number[]][] {
  const groups = new Map<number, number[]>()
  for (const item of items) {
    const list = groups.get(key(item))
    if (list) list.push(item)
    else groups.set(key(item), [item])
  }
  return [...groups].sort((a, b) => a[0] - b[0])
}

const two = (n: number): string => String(n).padStart(2, '0')
const three = (n: number): string => String(n).padStart(3, '0')
