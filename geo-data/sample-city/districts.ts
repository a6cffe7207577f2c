import { type Random, seededRandom } from '../../tiles-server/src/kernel/index.ts'
import { distance } from './curves.ts'
import type { Point } from './frame.ts'
import { valueNoise } from './noise.ts'
import type { Plan } from './plan.ts'
import { PointIndex } from './point-index.ts'
import type { Terrain } from './terrain.ts'

/** The character of a place, from the old centre outwards. */
export type District = 'core' | 'old' | 'new' | 'mixed' | 'industrial' | 'town' | 'hills' | 'country'

export interface Town {
  readonly at: Point
  readonly radius: number
  readonly angle: number
}

export interface Districts {
  readonly towns: readonly Town[]
  readonly villages: readonly Point[]
  readonly newCentre: Point
  readonly innerRadius: number
  at(p: Point): District
  urban(p: Point): boolean
  /** Direction of the streets at a place, radians; the cross direction is at a right angle. */
  direction(p: Point): number
  /** Side of a typical block in metres. */
  blockSide(p: Point): number
  villageNear(p: Point, reach: number): { at: Point; id: number; distance: number } | null
}

interface Blob {
  readonly at: Point
  readonly radius: number
  readonly kind: District
}

export function layDistricts(plan: Plan, terrain: Terrain, inside: (p: Point) => boolean, seed: number): Districts {
  const random = seededRandom(seed * 31 + 2)
  const R = plan.urbanRadius
  const polar = (angle: number, r: number): Point => [Math.cos(angle) * r, Math.sin(angle) * r]
  const newAngle = terrain.hillAngle - Math.PI + (random() - 0.5) * 0.7
  const newCentre = polar(newAngle, R * 0.66)
  const industry = [newAngle + 1.35 + random() * 0.3, newAngle - 1.9 - random() * 0.4].map(a => polar(a, R * 0.88))
  const innerRadius = R * 0.42
  const blobs: Blob[] = [
    { at: [0, 0], radius: R * 0.2, kind: 'core' },
    { at: [0, 0], radius: R * 0.47, kind: 'old' },
    { at: newCentre, radius: R * 0.56, kind: 'new' },
    ...industry.map((at): Blob => ({ at, radius: R * 0.34, kind: 'industrial' })),
    { at: [0, 0], radius: R * 0.97, kind: 'mixed' },
  ]
  const ragged = valueNoise(seed + 40, R * 0.16)
  const lumpy = valueNoise(seed + 41, R * 0.5)
  const towns = placeTowns(plan, terrain, random)
  const townIndex = new PointIndex<Town>(2000)
  for (const town of towns) townIndex.add(town.at, town)
  const at = (p: Point): District => {
    const rough = 1 + 0.09 * ragged(p[0], p[1])
    for (const blob of blobs) {
      const wide = blob.kind === 'mixed' ? rough * (0.97 + 0.34 * lumpy(p[0], p[1])) : rough
      if (distance(p, blob.at) < blob.radius * wide) return blob.kind
    }
    const town = townIndex.nearest(p, 2000)
    if (town && town.distance < town.value.radius * (rough + 0.12 * lumpy(p[0] * 4, p[1] * 4))) return 'town'
    return terrain.inHills(p) ? 'hills' : 'country'
  }
  const villages = placeVillages(
    plan,
    p => inside(p) && at(p) === 'country' && (terrain.riverNear(p, 200)?.bank ?? 200) > 160 && !terrain.inWater(p),
    random,
  )
  const villageIndex = new PointIndex<number>(900)
  for (const [i, p] of villages.entries()) villageIndex.add(p, i)
  const axes = { old: 0.12 + random() * 0.1, new: 0.12 + 0.45 + random() * 0.2 }
  const bend = valueNoise(seed + 42, R * 0.8)
  const country = valueNoise(seed + 43, R * 0.9)
  return {
    towns,
    villages,
    newCentre,
    innerRadius,
    at,
    urban: p => {
      const kind = at(p)
      return kind !== 'hills' && kind !== 'country'
    },
    direction: p => directionAt(p, plan, terrain, newCentre, townIndex, axes, bend, country),
    blockSide: p => sideOf(at(p), p, R),
    villageNear: (p, reach) => {
      const near = villageIndex.nearest(p, reach)
      return near && { at: near.p, id: near.value, distance: near.distance }
    },
  }
}

function sideOf(kind: District, p: Point, R: number): number {
  switch (kind) {
    case 'core':
      return 95
    case 'old':
      return 100 + 50 * Math.min(1, distance(p, [0, 0]) / (R * 0.5))
    case 'new':
      return 170
    case 'mixed':
      return 172
    case 'industrial':
      return 265
    case 'town':
      return 122
    case 'hills':
      return 1100
    default:
      return 560
  }
}

/** A four-fold direction field: directions are averaged as unit vectors of four times the angle. */
function directionAt(
  p: Point,
  plan: Plan,
  terrain: Terrain,
  newCentre: Point,
  towns: PointIndex<Town>,
  axes: { old: number; new: number },
  bend: (x: number, y: number) => number,
  country: (x: number, y: number) => number,
): number {
  const R = plan.urbanRadius
  const r = distance(p, [0, 0])
  let x = 0
  let y = 0
  const add = (angle: number, weight: number): void => {
    x += weight * Math.cos(4 * angle)
    y += weight * Math.sin(4 * angle)
  }
  add(axes.old + 0.18 * bend(p[0], p[1]), 1.1 * Math.exp(-((r / (R * 0.45)) ** 2)))
  add(Math.atan2(p[1], p[0]), 0.9 * Math.exp(-(((r - R * 0.85) / (R * 0.45)) ** 2)))
  add(axes.new + 0.15 * bend(p[0] + 999, p[1]), 2.2 * Math.exp(-((distance(p, newCentre) / (R * 0.5)) ** 4)))
  const river = terrain.riverNear(p, R * 0.12)
  if (river) add(river.angle, 1.6 * Math.exp(-((Math.max(0, river.bank) / (R * 0.07)) ** 2)))
  const town = towns.nearest(p, 2500)
  if (town) add(town.value.angle, 2 * Math.exp(-((town.distance / (town.value.radius * 1.2)) ** 2)))
  add(axes.old + 0.5 * country(p[0], p[1]), 0.25)
  return Math.atan2(y, x) / 4
}

function placeTowns(plan: Plan, terrain: Terrain, random: Random): Town[] {
  const towns: Town[] = []
  for (let i = 0, tries = 0; i < plan.towns && tries < 500; tries++) {
    const angle = (2 * Math.PI * (i + (random() - 0.5) * 0.7)) / plan.towns
    const near = plan.urbanRadius * 1.75
    const r = near + (plan.radius * 0.8 - near) * (plan.towns > 5 ? (i % 2 === 0 ? 0.8 : 0.25) + 0.25 * (random() - 0.5) : random() * 0.6)
    const at: Point = [Math.cos(angle) * r, Math.sin(angle) * r]
    const radius = 520 + 380 * random()
    if (terrain.inHills(at) && tries < 400) {
      if (tries % 12 === 11) i++
      continue
    }
    if (terrain.inWater(at) || insideOutlineFails(terrain, at, radius) || towns.some(t => distance(t.at, at) < radius * 4)) continue
    towns.push({ at, radius, angle: random() * 1.5 })
    i++
  }
  return towns
}

const insideOutlineFails = (terrain: Terrain, at: Point, radius: number): boolean =>
  terrain.outline.some(p => distance(p, at) < radius * 1.6)

/** Random places kept apart; the distance shrinks until there are as many as the plan asks for. */
function placeVillages(plan: Plan, fits: (p: Point) => boolean, random: Random): Point[] {
  const span = plan.radius * 1.4
  let apart = Math.sqrt((Math.PI * plan.radius ** 2) / plan.villages) * 0.86
  const index = new PointIndex<null>(1500)
  const villages: Point[] = []
  for (let misses = 0; villages.length < plan.villages && apart > 300; ) {
    const p: Point = [(random() * 2 - 1) * span, (random() * 2 - 1) * span]
    if (!index.nearest(p, apart) && fits(p)) {
      villages.push(p)
      index.add(p, null)
      misses = 0
    } else if (++misses > 400) {
      misses = 0
      apart *= 0.985
    }
  }
  return villages
}
