import { seededRandom } from '../../tiles-server/src/kernel/index.ts'
import type { Block } from './blocks.ts'
import { distance } from './curves.ts'
import type { Grid } from './grids.ts'
import type { Land } from './land.ts'
import { geometryOf, outlineOf } from './outlines.ts'
import type { CityFeature } from './types.ts'
import type { UnitTree } from './units.ts'

const FACILITY: Readonly<Record<string, { title: string; kind: 'defence' | 'control'; note: string }>> = {
  school: { title: '学校', kind: 'defence', note: '上下学时段加强值守' },
  hospital: { title: '医院', kind: 'defence', note: '二十四小时值守' },
  station: { title: '火车站', kind: 'control', note: '站前区域禁止停车揽客' },
  waterworks: { title: '水厂', kind: 'defence', note: '重点目标，未经许可不得进入' },
  government: { title: '政务中心', kind: 'control', note: '无人机禁飞' },
}

/** Patrol zones along urban communities and trading quarters, defence and control zones around facilities; all on real block edges. */
export function makeZones(land: Land, blocks: readonly Block[], grids: readonly Grid[], tree: UnitTree, seed: number): CityFeature[] {
  const random = seededRandom(seed * 31 + 14)
  const zones: CityFeature[] = []
  const add = (faces: Iterable<number>, name: string, kind: string, note: string): void => {
    zones.push({ id: `z${zones.length + 1}`, geometry: geometryOf(land.sub, outlineOf(land.sub, faces)), properties: { name, kind, note } })
  }
  tree.communities.forEach((community, c) => {
    const own = [...grids.keys()].filter(g => tree.communityOfGrid[g] === c)
    const urban = own.filter(g => grids[g]!.urban)
    if (urban.length < own.length || random() > 0.55) return
    add(
      own.flatMap(g => grids[g]!.faces),
      `${community.name}巡逻区`,
      'patrol',
      '昼间两小时一巡，夜间三小时一巡',
    )
  })
  const taken = new Set<number>()
  const trade = blocks.filter(b => b.kind === 'commercial').sort((a, b) => b.area - a.area)
  for (const block of trade.slice(0, Math.ceil(trade.length / 12))) {
    if (taken.has(block.face)) continue
    const faces = [
      block.face,
      ...[...block.neighbours].flatMap(([to, side]) =>
        blocks[to]!.kind === 'commercial' && side.length > 30 && !taken.has(to) ? [to] : [],
      ),
    ]
    for (const face of faces) taken.add(face)
    add(faces, `${nameNear(block, grids, tree)}商圈巡逻区`, 'patrol', '节假日与夜间加密巡逻')
  }
  const serials = new Map<string, number>()
  for (const block of blocks) {
    const rule = block.facility ? FACILITY[block.facility] : undefined
    if (!rule || ((block.facility === 'school' || block.facility === 'government') && random() > 0.3)) continue
    const key = `${nameNear(block, grids, tree)}${rule.title}`
    const serial = (serials.get(key) ?? 0) + 1
    serials.set(key, serial)
    add([block.face], `${key}${serial > 1 ? serial : ''}${rule.kind === 'defence' ? '防区' : '管控区'}`, rule.kind, rule.note)
  }
  return zones
}

/** The name of the nearest community, without its ending. */
function nameNear(block: Block, grids: readonly Grid[], tree: UnitTree): string {
  let best = 0
  let least = Infinity
  grids.forEach((grid, g) => {
    const d = distance(grid.centre, block.inner)
    if (d >= least) return
    least = d
    best = g
  })
  return tree.communities[tree.communityOfGrid[best]!]!.name.replace(/(社区|村)$/, '')
}
