import { seededRandom } from '../../tiles-server/src/kernel/index.ts'
import type { Block } from './blocks.ts'
import type { Building } from './buildings.ts'
import type { Point } from './frame.ts'
import { growVillages, mergeUrban } from './grid-growth.ts'
import type { Plan } from './plan.ts'
import { share } from './shares.ts'

export interface Grid {
  readonly faces: readonly number[]
  readonly urban: boolean
  readonly households: number
  readonly area: number
  readonly centre: Point
}

export interface Households {
  readonly grids: readonly Grid[]
  /** Index of the grid of each block. */
  readonly gridOfBlock: Int32Array
  readonly ofBuilding: readonly number[]
  readonly ofBlock: readonly number[]
}

const URBAN_MOST = 300
const FEWEST_HOUSES = 8

/** Blocks into grids within the household rule, and households into the buildings. Grids' sums, blocks' sums and buildings' sums agree. */
export function makeGrids(
  plan: Plan,
  blocks: readonly Block[],
  buildings: readonly Building[],
  villages: readonly Point[],
  seed: number,
): Households {
  const random = seededRandom(seed * 31 + 8)
  const rural = ruralGroups(blocks, buildings, villages)
  const ruralHouseholds = rural.map(() => 84 + Math.floor(random() * 35))
  const left = plan.households - ruralHouseholds.reduce((a, b) => a + b, 0)
  const weight = urbanWeights(blocks, buildings, left)
  const limits = { households: URBAN_MOST * 1.04, area: 420_000, target: plan.grids - rural.length }
  const urban = mergeUrban(blocks, weight, limits, random)
  const groups = [...urban, ...rural]
  const gridOfBlock = new Int32Array(blocks.length).fill(-1)
  groups.forEach((faces, g) => {
    for (const face of faces) gridOfBlock[face] = g
  })
  adopt(blocks, gridOfBlock, groups)
  const expected = urban.map(faces => faces.reduce((sum, face) => sum + weight[face]!, 0))
  const caps = urban.map(() => Math.floor(URBAN_MOST * (0.78 + 0.21 * random())))
  const households = [...share(left, expected, caps), ...ruralHouseholds]
  const grids = groups.map((faces, g) => gridOf(blocks, faces, g < urban.length, households[g]!))
  return { grids, gridOfBlock, ...spread(grids, blocks.length, buildings, gridOfBlock) }
}

function gridOf(blocks: readonly Block[], faces: readonly number[], urban: boolean, households: number): Grid {
  let area = 0
  let x = 0
  let y = 0
  for (const face of faces) {
    const block = blocks[face]!
    area += block.area
    x += block.inner[0] * block.area
    y += block.inner[1] * block.area
  }
  return { faces, urban, households, area, centre: [x / area, y / area] }
}

/** Villages with too few houses give way to their neighbours. */
function ruralGroups(blocks: readonly Block[], buildings: readonly Building[], villages: readonly Point[]): number[][] {
  const alive = new Set(villages.keys())
  for (;;) {
    const owner = growVillages(blocks, villages, alive)
    const houses = new Map<number, number>()
    for (const b of buildings) if (b.kind === 'house') houses.set(owner[b.block]!, (houses.get(owner[b.block]!) ?? 0) + 1)
    const poor = [...alive].filter(v => (houses.get(v) ?? 0) < FEWEST_HOUSES)
    for (const v of poor) alive.delete(v)
    if (poor.length > 0) continue
    const groups = new Map<number, number[]>()
    owner.forEach((v, face) => {
      if (v < 0) return
      const list = groups.get(v)
      if (list) list.push(face)
      else groups.set(v, [face])
    })
    return [...groups.values()]
  }
}

/** Expected households of a block: less than proportional to its dwelling area, for flats in towers are fewer than their floors suggest. */
function urbanWeights(blocks: readonly Block[], buildings: readonly Building[], total: number): number[] {
  const room = new Array<number>(blocks.length).fill(0)
  for (const b of buildings) if (blocks[b.block]!.urban) room[b.block]! += b.room
  const flat = room.map(r => r ** 0.6)
  const unit = total / flat.reduce((a, b) => a + b, 0)
  return flat.map(f => Math.min(f * unit, URBAN_MOST * 0.97))
}

/** Blocks that no grid reached (water and hills between, strips along the outline) join the neighbour with the longest border. */
function adopt(blocks: readonly Block[], gridOfBlock: Int32Array, groups: number[][]): void {
  for (let changed = true; changed; ) {
    changed = false
    for (const block of blocks) {
      if (gridOfBlock[block.face] !== -1) continue
      const near = [...block.neighbours].filter(([to]) => gridOfBlock[to] !== -1).sort((a, b) => b[1].length - a[1].length)[0]
      if (!near) continue
      const grid = gridOfBlock[near[0]]!
      gridOfBlock[block.face] = grid
      groups[grid]!.push(block.face)
      changed = true
    }
  }
}

function spread(
  grids: readonly Grid[],
  blockCount: number,
  buildings: readonly Building[],
  gridOfBlock: Int32Array,
): Pick<Households, 'ofBuilding' | 'ofBlock'> {
  const ofBuilding = new Array<number>(buildings.length).fill(0)
  const ofBlock = new Array<number>(blockCount).fill(0)
  const dwellings: number[][] = grids.map(() => [])
  buildings.forEach((b, i) => {
    if (b.room > 0) dwellings[gridOfBlock[b.block]!]!.push(i)
  })
  grids.forEach((grid, g) => {
    const own = dwellings[g]!
    const parts = share(
      grid.households,
      own.map(i => buildings[i]!.room ** 0.7),
    )
    own.forEach((i, k) => {
      ofBuilding[i] = parts[k]!
      ofBlock[buildings[i]!.block]! += parts[k]!
    })
  })
  return { ofBuilding, ofBlock }
}
