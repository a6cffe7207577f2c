import { type Random, seededRandom } from '../../tiles-server/src/kernel/index.ts'
import { innerPoint } from './blocks-cutting.ts'
import { distance, ringArea } from './curves.ts'
import type { District } from './districts.ts'
import type { Point } from './frame.ts'
import type { Land } from './land.ts'
import { rankOf } from './lines.ts'

type BlockKind = 'residential' | 'commercial' | 'industrial' | 'public' | 'green' | 'rural' | 'water'

/** What a public block holds. */
type Facility = 'school' | 'hospital' | 'station' | 'government' | 'market' | 'waterworks' | 'museum'

interface Side {
  length: number
  /** Highest rank of the lines between the two blocks. */
  rank: number
}

export interface Block {
  readonly face: number
  readonly ring: readonly Point[]
  readonly area: number
  readonly inner: Point
  readonly district: District
  readonly urban: boolean
  kind: BlockKind
  facility: Facility | null
  /** The natural village this block is part of, -1 for fields and town. */
  readonly village: number
  readonly neighbours: ReadonlyMap<number, Side>
}

const SHARES: Readonly<Partial<Record<District, readonly (readonly [BlockKind, number])[]>>> = {
  core: [
    ['commercial', 0.36],
    ['public', 0.13],
    ['green', 0.06],
    ['residential', 1],
  ],
  old: [
    ['commercial', 0.13],
    ['public', 0.1],
    ['green', 0.05],
    ['industrial', 0.015],
    ['residential', 1],
  ],
  new: [
    ['commercial', 0.13],
    ['public', 0.1],
    ['green', 0.1],
    ['residential', 1],
  ],
  mixed: [
    ['commercial', 0.08],
    ['public', 0.08],
    ['green', 0.07],
    ['industrial', 0.05],
    ['residential', 1],
  ],
  industrial: [
    ['residential', 0.1],
    ['commercial', 0.05],
    ['public', 0.04],
    ['green', 0.07],
    ['industrial', 1],
  ],
  town: [
    ['commercial', 0.13],
    ['public', 0.13],
    ['green', 0.05],
    ['industrial', 0.07],
    ['residential', 1],
  ],
}

/** Every face of the subdivision as a block with its use, its neighbours and its village. Index = face. */
export function makeBlocks(land: Land, urbanRadius: number, seed: number): Block[] {
  const random = seededRandom(seed * 31 + 6)
  const blocks = land.sub.faces.map((_, face) => makeBlock(land, face, urbanRadius, random))
  giveFacilities(blocks, random)
  return blocks
}

function makeBlock(land: Land, face: number, urbanRadius: number, random: Random): Block {
  const { sub, terrain, districts } = land
  const ring = sub.ring(face)
  const area = ringArea(ring)
  const inner = innerPoint(ring)
  const district = districts.at(inner)
  const water = terrain.inWater(inner)
  const urban = district !== 'country' && district !== 'hills'
  const near = urban || water || area > 75_000 ? null : districts.villageNear(inner, 215)
  const kind = water
    ? 'water'
    : district === 'hills'
      ? 'green'
      : district === 'country'
        ? 'rural'
        : urbanUse(land, inner, district, urbanRadius, area, random)
  return {
    face,
    ring,
    area,
    inner,
    district,
    urban,
    kind,
    facility: null,
    village: near && district === 'country' ? near.id : -1,
    neighbours: neighboursOf(land, face),
  }
}

function urbanUse(land: Land, inner: Point, district: District, R: number, area: number, random: Random): BlockKind {
  const river = land.terrain.riverNear(inner, 120)
  const draw = random()
  if (river && river.bank < 75 && draw < 0.45) return 'green'
  if (area < 4_000 && draw < 0.3) return 'green'
  const centre = distance(inner, land.districts.newCentre) / (R * 0.16)
  if (district === 'new' && centre < 1 && draw < 0.55) return 'commercial'
  let sum = 0
  for (const [kind, share] of SHARES[district] ?? []) {
    sum += share
    if (draw < sum) return kind
  }
  return 'residential'
}

function neighboursOf({ sub }: Land, face: number): Map<number, Side> {
  const loop = sub.faces[face]!
  const sides = new Map<number, Side>()
  loop.forEach((a, i) => {
    const b = loop[(i + 1) % loop.length]!
    const other = sub.faceLeftOf(b, a)
    if (other < 0 || other === face) return
    const length = distance(sub.vertices.at(a), sub.vertices.at(b))
    const rank = rankOf(sub.lineOf(a, b))
    const side = sides.get(other)
    if (!side) sides.set(other, { length, rank })
    else {
      side.length += length
      side.rank = Math.max(side.rank, rank)
    }
  })
  return sides
}

/** Public blocks become schools, hospitals, offices of government; one railway station and one waterworks a city. */
function giveFacilities(blocks: readonly Block[], random: Random): void {
  const isPublic = blocks.filter(b => b.kind === 'public')
  for (const block of isPublic) {
    const draw = random()
    block.facility = draw < 0.5 ? 'school' : draw < 0.64 ? 'hospital' : draw < 0.82 ? 'government' : draw < 0.93 ? 'market' : 'museum'
  }
  const large = (district: District): Block | undefined =>
    blocks.filter(b => b.district === district && b.kind !== 'water' && b.kind !== 'green').sort((a, b) => b.area - a.area)[0]
  const station = large('mixed')
  if (station) Object.assign(station, { kind: 'public', facility: 'station' })
  const works = large('industrial')
  if (works) Object.assign(works, { kind: 'public', facility: 'waterworks' })
}
