import { type Random, seededRandom } from '../../tiles-server/src/kernel/index.ts'
import type { Block } from './blocks.ts'
import { boxOf, distance, insideRing } from './curves.ts'
import { type Box, footprint, type Shape } from './footprints.ts'
import type { Point } from './frame.ts'

type BuildingKind = 'residential' | 'commercial' | 'office' | 'industrial' | 'school' | 'hospital' | 'public' | 'house'

export interface Building {
  readonly block: number
  readonly rings: readonly (readonly Point[])[]
  readonly kind: BuildingKind
  readonly floors: number
  readonly height: number
  /** Relative room for households: dwelling floor area in square metres. */
  readonly room: number
}

/** How a block is built over: sizes in metres, [from, to]. */
interface Pattern {
  readonly width: readonly [number, number]
  readonly depth: readonly [number, number]
  readonly gapU: readonly [number, number]
  readonly gapV: readonly [number, number]
  readonly setback: number
  readonly shapes: readonly Shape[]
  readonly kind: BuildingKind
  readonly floors: readonly [number, number]
  /** Share of the places that are built on. */
  readonly fill: number
  readonly storey: number
}

const house: Pattern = {
  width: [28, 52],
  depth: [9, 11],
  gapU: [5, 16],
  gapV: [12, 20],
  setback: 7,
  shapes: ['slab', 'slab', 'slab', 'ell'],
  kind: 'house',
  floors: [1, 3],
  fill: 0.64,
  storey: 3.3,
}
const walkup: Pattern = {
  width: [18, 40],
  depth: [10, 13],
  gapU: [5, 12],
  gapV: [10, 15],
  setback: 9,
  shapes: ['slab', 'slab', 'slab', 'step', 'ell'],
  kind: 'residential',
  floors: [3, 6],
  fill: 0.95,
  storey: 3,
}
const lanes: Pattern = {
  width: [14, 26],
  depth: [9, 14],
  gapU: [3, 7],
  gapV: [4, 7],
  setback: 7,
  shapes: ['slab', 'slab', 'ell', 'court', 'you'],
  kind: 'residential',
  floors: [1, 3],
  fill: 0.93,
  storey: 3.2,
}
const slabs: Pattern = {
  width: [34, 62],
  depth: [12, 14],
  gapU: [8, 14],
  gapV: [20, 26],
  setback: 13,
  shapes: ['slab', 'step', 'step'],
  kind: 'residential',
  floors: [6, 11],
  fill: 0.95,
  storey: 2.95,
}
const towers: Pattern = {
  width: [26, 34],
  depth: [20, 25],
  gapU: [22, 30],
  gapV: [34, 44],
  setback: 15,
  shapes: ['tower', 'tower', 'tee'],
  kind: 'residential',
  floors: [16, 33],
  fill: 0.95,
  storey: 2.95,
}
const shops: Pattern = {
  width: [22, 48],
  depth: [18, 32],
  gapU: [6, 12],
  gapV: [8, 14],
  setback: 8,
  shapes: ['slab', 'ell', 'step', 'court', 'you'],
  kind: 'commercial',
  floors: [2, 6],
  fill: 0.93,
  storey: 4.2,
}
const offices: Pattern = {
  width: [30, 50],
  depth: [26, 38],
  gapU: [14, 24],
  gapV: [18, 28],
  setback: 12,
  shapes: ['slab', 'tower', 'ell', 'step'],
  kind: 'office',
  floors: [9, 38],
  fill: 0.94,
  storey: 3.9,
}
const works: Pattern = {
  width: [48, 110],
  depth: [24, 48],
  gapU: [10, 18],
  gapV: [12, 20],
  setback: 14,
  shapes: ['slab', 'slab', 'slab', 'step', 'ell'],
  kind: 'industrial',
  floors: [1, 3],
  fill: 0.93,
  storey: 6.5,
}
const school: Pattern = {
  width: [36, 60],
  depth: [26, 38],
  gapU: [14, 30],
  gapV: [18, 36],
  setback: 11,
  shapes: ['you', 'ell', 'tee', 'slab'],
  kind: 'school',
  floors: [3, 5],
  fill: 0.85,
  storey: 3.7,
}
const ward: Pattern = { ...school, kind: 'hospital', shapes: ['tee', 'you', 'slab', 'ell'], floors: [4, 14], gapV: [16, 24], fill: 0.95 }
const civic: Pattern = { ...school, kind: 'public', shapes: ['you', 'slab', 'tee', 'court'], floors: [2, 8], fill: 0.9 }
const pavilion: Pattern = { ...lanes, kind: 'public', floors: [1, 1], fill: 0.05, setback: 14, gapU: [30, 60], gapV: [30, 60] }

/** Places buildings in every block: rows along the block's main edge, set back from its roads. Order follows the blocks. */
export function placeBuildings(blocks: readonly Block[], seed: number): Building[] {
  const random = seededRandom(seed * 31 + 7)
  return blocks.flatMap(block => {
    const pattern = patternOf(block, random)
    if (!pattern) return []
    const made = fillBlock(block, pattern, random)
    return made.length > 0 || pattern.kind === 'house' || block.kind === 'green'
      ? made
      : fillBlock(block, { ...lanes, kind: pattern.kind, floors: [2, 5] }, random)
  })
}

function patternOf(block: Block, random: Random): Pattern | null {
  const draw = random()
  const { district } = block
  switch (block.kind) {
    case 'residential':
      if (district === 'core') return draw < 0.6 ? lanes : walkup
      if (district === 'old') return draw < 0.25 ? lanes : draw < 0.8 ? walkup : slabs
      if (district === 'town') return draw < 0.55 ? walkup : draw < 0.8 ? lanes : slabs
      if (district === 'new') return draw < 0.45 ? towers : slabs
      return draw < 0.3 ? walkup : draw < 0.85 ? slabs : towers
    case 'commercial':
      return (district === 'new' && draw < 0.6) || draw < 0.25 ? offices : shops
    case 'industrial':
      return works
    case 'public':
      return block.facility === 'school'
        ? school
        : block.facility === 'hospital'
          ? ward
          : block.facility === 'market'
            ? { ...shops, kind: 'commercial', floors: [1, 2] }
            : civic
    case 'green':
      return block.urban ? pavilion : null
    case 'rural':
      return block.village >= 0 ? house : null
    default:
      return null
  }
}

const between = ([from, to]: readonly [number, number], random: Random): number => from + (to - from) * random()

function fillBlock(block: Block, pattern: Pattern, random: Random): Building[] {
  const angle = mainAngle(block.ring)
  const [c, s] = [Math.cos(angle), Math.sin(angle)]
  const ring = block.ring.map(([x, y]): Point => [x * c + y * s, -x * s + y * c])
  const [, south, , north] = boxOf(ring)
  const made: Building[] = []
  let v = south + pattern.setback + random() * 3
  while (v < north - 8) {
    const depth = between(pattern.depth, random)
    const v1 = v + depth
    for (const [from, to] of openRuns(ring, v - pattern.setback, v1 + pattern.setback)) {
      let u = from + pattern.setback
      for (let width = between(pattern.width, random); u + width < to - pattern.setback; width = between(pattern.width, random)) {
        const box = { u0: u, v0: v, u1: u + width, v1: v + depth * (0.92 + 0.08 * random()) }
        u += width + between(pattern.gapU, random)
        if (random() <= pattern.fill) made.push(raise(block, pattern, box, c, s, random))
      }
    }
    v = made.length > 0 ? v1 + between(pattern.gapV, random) : v + 5
  }
  return made
}

/** The runs of u in which the strip between two values of v lies wholly inside the ring. */
function openRuns(ring: readonly Point[], low: number, high: number): [number, number][] {
  const blocked: [number, number][] = []
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [a, b] = ring[i]![1] < ring[j]![1] ? [ring[i]!, ring[j]!] : [ring[j]!, ring[i]!]
    if (b[1] < low || a[1] > high) continue
    const slope = (b[0] - a[0]) / (b[1] - a[1])
    const from = a[1] < low ? a[0] + slope * (low - a[1]) : a[0]
    const to = b[1] > high ? a[0] + slope * (high - a[1]) : b[0]
    blocked.push(from < to ? [from, to] : [to, from])
  }
  blocked.sort((x, y) => x[0] - y[0])
  const runs: [number, number][] = []
  const middle = (low + high) / 2
  let end = blocked[0]?.[1] ?? 0
  for (const [from, to] of blocked) {
    if (from > end && insideRing([(end + from) / 2, middle], ring)) runs.push([end, from])
    end = Math.max(end, to)
  }
  return runs
}

function raise(block: Block, pattern: Pattern, box: Box, c: number, s: number, random: Random): Building {
  const shape = pattern.shapes[Math.floor(random() * pattern.shapes.length)]!
  const rings = footprint(shape, box, random).map(ring => ring.map(([u, v]): Point => [u * c - v * s, u * s + v * c]))
  const skew = random() * random()
  const floors = Math.round(pattern.floors[0] + (pattern.floors[1] - pattern.floors[0]) * (pattern.floors[1] > 20 ? skew : random()))
  const area = (box.u1 - box.u0) * (box.v1 - box.v0)
  const dwelling = pattern.kind === 'residential' || pattern.kind === 'house'
  return {
    block: block.face,
    rings,
    kind: pattern.kind,
    floors,
    height: Math.round(floors * pattern.storey * 10) / 10,
    room: dwelling ? area * floors : 0,
  }
}

/** The direction of the longest edge, turned by quarters to lie nearest to east: rows then face south. */
function mainAngle(ring: readonly Point[]): number {
  let best = 0
  let angle = 0
  ring.forEach((a, i) => {
    const b = ring[(i + 1) % ring.length]!
    const d = distance(a, b)
    if (d <= best) return
    best = d
    angle = Math.atan2(b[1] - a[1], b[0] - a[0])
  })
  return angle - Math.round(angle / (Math.PI / 2)) * (Math.PI / 2)
}
