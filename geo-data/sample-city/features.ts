import { type Random, seededRandom } from '../../tiles-server/src/kernel/index.ts'
import type { Block } from './blocks.ts'
import type { Building } from './buildings.ts'
import { NamePool } from './name-pool.ts'
import { geometryOf, outlineOf } from './outlines.ts'
import type { Road } from './roads.ts'
import type { Subdivision } from './subdivision.ts'
import type { CityFeature } from './types.ts'
import { type Patch, polygonOf, RIVER_NAME } from './water-parks.ts'
import { ESTATE_ENDS, FACTORY_WORDS, MARKET_WORDS, PLACE_ROOTS } from './words.ts'

export function blockFeatures(
  sub: Subdivision,
  blocks: readonly Block[],
  households: readonly number[],
  gridCode: (face: number) => string,
  seed: number,
): CityFeature[] {
  const random = seededRandom(seed * 31 + 17)
  const names = blockNames(random)
  const serials = new Map<string, number>()
  return blocks.map(block => {
    const grid = gridCode(block.face)
    const serial = (serials.get(grid) ?? 0) + 1
    serials.set(grid, serial)
    const name = names(block)
    return {
      id: `k${block.face + 1}`,
      geometry: geometryOf(sub, outlineOf(sub, [block.face])),
      properties: {
        code: `${grid}${String(serial).padStart(3, '0')}`,
        ...(name ? { name } : {}),
        kind: block.kind,
        households: households[block.face]!,
        grid,
      },
    }
  })
}

function blockNames(random: Random): (block: Block) => string | null {
  const estates = new NamePool(PLACE_ROOTS, random)
  const trades = new NamePool(PLACE_ROOTS, random)
  const pick = (words: readonly string[]): string => words[Math.floor(random() * words.length)]!
  const serial = new Map<string, number>()
  const next = (what: string): string => {
    const n = (serial.get(what) ?? 0) + 1
    serial.set(what, n)
    return `示范市第${n}${what}`
  }
  return block => {
    if (block.kind === 'residential') return estates.next() + pick(ESTATE_ENDS)
    if (block.kind === 'industrial') return trades.next() + pick(FACTORY_WORDS)
    if (block.kind === 'commercial') return trades.next() + pick(MARKET_WORDS)
    if (block.kind === 'water') return RIVER_NAME
    switch (block.facility) {
      case 'school':
        return next(random() < 0.6 ? '小学' : '中学')
      case 'hospital':
        return next('人民医院')
      case 'station':
        return '示范火车站'
      case 'waterworks':
        return '示范市自来水厂'
      case 'market':
        return `${trades.next()}农贸市场`
      case 'museum':
        return `${trades.next()}文化馆`
      case 'government':
        return `${trades.next()}政务服务中心`
      default:
        return null
    }
  }
}

const PUBLIC_NAMES: Readonly<Record<string, string>> = {
  school: '教学楼',
  hospital: '住院楼',
  station: '站房',
  government: '办公楼',
  museum: '展馆',
  waterworks: '净水车间',
}

export function buildingFeatures(
  blocks: readonly Block[],
  buildings: readonly Building[],
  households: readonly number[],
  seed: number,
): CityFeature[] {
  const random = seededRandom(seed * 31 + 18)
  const serials = new Map<number, number>()
  return buildings.map((b, i) => {
    const serial = (serials.get(b.block) ?? 0) + 1
    serials.set(b.block, serial)
    const facility = blocks[b.block]!.facility
    const name =
      facility && PUBLIC_NAMES[facility]
        ? `${PUBLIC_NAMES[facility]}${serial}`
        : b.kind === 'residential' && random() < 0.8
          ? `${serial}号楼`
          : null
    return {
      id: `b${i + 1}`,
      geometry: polygonOf(b.rings),
      properties: { ...(name ? { name } : {}), kind: b.kind, floors: b.floors, height: b.height, households: households[i]! },
    }
  })
}

export function roadFeatures(roads: readonly Road[]): CityFeature[] {
  return roads.map((road, i) => ({
    id: `r${i + 1}`,
    geometry: road.geometry,
    properties: { ...(road.name ? { name: road.name } : {}), class: road.class, lanes: road.lanes, bridge: road.bridge },
  }))
}

export function patchFeatures(prefix: string, patches: readonly Patch[]): CityFeature[] {
  return patches.map((patch, i) => ({
    id: `${prefix}${i + 1}`,
    geometry: patch.geometry,
    properties: { ...(patch.name ? { name: patch.name } : {}), kind: patch.kind },
  }))
}
