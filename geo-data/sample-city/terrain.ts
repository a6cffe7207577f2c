import { type Random, seededRandom } from '../../tiles-server/src/kernel/index.ts'
import { insideRing, offsetLine, simplify, smoothThrough } from './curves.ts'
import type { Point } from './frame.ts'
import { fractalNoise, valueNoise } from './noise.ts'
import type { Plan } from './plan.ts'
import { PointIndex } from './point-index.ts'

/** What nature gave the place: outline, river with its banks, streams, a lake, hills. Metres. */
export interface Terrain {
  readonly outline: readonly Point[]
  readonly river: readonly Point[]
  readonly banks: readonly [readonly Point[], readonly Point[]]
  readonly streams: readonly (readonly Point[])[]
  readonly lake: readonly Point[]
  /** Bearing from the origin towards the hills, radians counter-clockwise from east. */
  readonly hillAngle: number
  /** The river nearby: distance to its bank (negative in the water) and the direction of its flow; null when far. */
  riverNear(p: Point, reach: number): { bank: number; angle: number } | null
  inWater(p: Point): boolean
  inHills(p: Point): boolean
}

export function layTerrain(plan: Plan, seed: number): Terrain {
  const random = seededRandom(seed * 31 + 1)
  const outline = drawOutline(plan, seed)
  const flow = -0.25 + random() * 0.5
  const river = drawRiver(plan, seed, flow)
  const wide = valueNoise(seed + 5, plan.urbanRadius * 0.5)
  const halfWidth = river.map(p => (plan.riverWidth / 2) * (1 + 0.28 * wide(p[0], p[1])))
  const hillAngle = flow + Math.PI / 2 + (random() - 0.5) * 0.8
  const lakeAngle = flow - Math.PI / 2 + (random() < 0.5 ? 1 : -1) * (0.5 + random() * 0.3)
  const lakeAt: Point = [Math.cos(lakeAngle) * plan.urbanRadius * 1.22, Math.sin(lakeAngle) * plan.urbanRadius * 1.22]
  const lake = drawLake(lakeAt, plan.urbanRadius * 0.14, seed)
  const streams = drawStreams(plan, river, lakeAt, lakeAngle, hillAngle, random, seed)
  const index = new PointIndex<{ half: number; angle: number }>(plan.riverWidth * 2)
  river.forEach((p, i) => {
    const a = river[Math.max(0, i - 1)]!
    const b = river[Math.min(river.length - 1, i + 1)]!
    index.add(p, { half: halfWidth[i]!, angle: Math.atan2(b[1] - a[1], b[0] - a[0]) })
  })
  const riverNear = (p: Point, reach: number) => {
    const near = index.nearest(p, reach + plan.riverWidth)
    return near ? { bank: near.distance - near.value.half, angle: near.value.angle } : null
  }
  const edge = valueNoise(seed + 9, plan.radius * 0.2)
  return {
    outline,
    river,
    banks: [bank(river, halfWidth, 1), bank(river, halfWidth, -1)],
    streams,
    lake,
    hillAngle,
    riverNear,
    inWater: p => (riverNear(p, 0)?.bank ?? 1) < 0 || insideRing(p, lake),
    inHills: p => {
      const along = p[0] * Math.cos(hillAngle) + p[1] * Math.sin(hillAngle)
      const across = Math.abs(-p[0] * Math.sin(hillAngle) + p[1] * Math.cos(hillAngle))
      return along > plan.radius * (0.66 + 0.1 * edge(p[0], p[1])) + across * 0.22
    },
  }
}

const bank = (river: readonly Point[], half: readonly number[], side: number): Point[] =>
  simplify(
    offsetLine(river, i => half[i]! * side),
    2.5,
  )

function drawOutline(plan: Plan, seed: number): Point[] {
  const large = valueNoise(seed + 2, 0.9)
  const medium = valueNoise(seed + 3, 0.28)
  const small = valueNoise(seed + 4, 0.06)
  const n = Math.round((2 * Math.PI * plan.radius) / 60)
  const ring = Array.from({ length: n }, (_, i): Point => {
    const a = (2 * Math.PI * i) / n
    const [c, s] = [Math.cos(a), Math.sin(a)]
    const r = plan.radius * (1 + 0.2 * large(c, s) + 0.09 * medium(c, s) + 0.025 * small(c, s))
    return [r * c * 1.06, r * s * 0.95]
  })
  return simplify([...ring, ring[0]!], 9).slice(0, -1)
}

/** The river passes south of the old centre and meanders more the farther it is from it. */
function drawRiver(plan: Plan, seed: number, flow: number): Point[] {
  const wander = valueNoise(seed + 6, plan.urbanRadius * 0.85)
  const bend = valueNoise(seed + 7, plan.urbanRadius * 0.38)
  const [c, s] = [Math.cos(flow), Math.sin(flow)]
  const reach = plan.radius * 1.4
  const step = plan.riverWidth * 0.25
  const points: Point[] = []
  for (let u = -reach; u <= reach; u += step) {
    const far = (u * u) / (u * u + (plan.urbanRadius * 1.1) ** 2)
    const v =
      -plan.urbanRadius * 0.3 +
      plan.urbanRadius * (0.13 + 0.4 * far) * Math.sin(u / (plan.urbanRadius * 0.34) + 1.4 * wander(u, 90) + seed) +
      plan.urbanRadius * (0.2 + 0.7 * far) * wander(u * 0.6, 17) +
      plan.urbanRadius * (0.08 + 0.16 * far) * bend(u, 31)
    points.push([u * c - v * s, u * s + v * c])
  }
  return points
}

function drawLake(at: Point, radius: number, seed: number): Point[] {
  const lobes = valueNoise(seed + 8, 0.7)
  const n = Math.max(28, Math.round(radius / 8))
  const ring = Array.from({ length: n }, (_, i): Point => {
    const a = (2 * Math.PI * i) / n
    const r = radius * (1 + 0.42 * lobes(Math.cos(a), Math.sin(a)))
    return [at[0] + 1.35 * r * Math.cos(a), at[1] + 0.85 * r * Math.sin(a)]
  })
  return simplify([...ring, ring[0]!], 1.5).slice(0, -1)
}

/** One stream from the fringe through the lake to the river, others from the hills and the plain. */
function drawStreams(
  plan: Plan,
  river: readonly Point[],
  lake: Point,
  lakeAngle: number,
  hillAngle: number,
  random: Random,
  seed: number,
): Point[][] {
  const at = (angle: number, r: number): Point => [Math.cos(angle) * r, Math.sin(angle) * r]
  const mouth = (share: number): Point => river[Math.round(share * (river.length - 1))]!
  const nearest = (p: Point): Point =>
    river.reduce((best, q) => ((q[0] - p[0]) ** 2 + (q[1] - p[1]) ** 2 < (best[0] - p[0]) ** 2 + (best[1] - p[1]) ** 2 ? q : best))
  const side = random() < 0.5 ? 1 : -1
  const courses: Point[][] = [
    [at(lakeAngle + 0.15, plan.radius * 1.3), at(lakeAngle + 0.05, plan.urbanRadius * 2), lake, nearest(lake)],
    [at(hillAngle + 0.35 * side, plan.radius * 1.3), at(hillAngle + 0.5 * side, plan.urbanRadius * 1.7), mouth(0.5 - side * 0.17)],
    [at(hillAngle - 0.5 * side, plan.radius * 1.3), at(hillAngle - 0.7 * side, plan.urbanRadius * 2.2), mouth(0.5 + side * 0.24)],
  ]
  return courses.map((course, k) => wiggle(smoothThrough(course, 60), plan.urbanRadius, seed + 20 + k))
}

function wiggle(line: readonly Point[], size: number, seed: number): Point[] {
  const large = fractalNoise(seed, size * 0.35)
  const small = fractalNoise(seed + 50, size * 0.09)
  const last = line.length - 1
  const moved = offsetLine(
    line,
    i => Math.min(1, (last - i) / 8) * (size * 0.14 * large(line[i]![0], line[i]![1]) + size * 0.03 * small(line[i]![0], line[i]![1])),
  )
  return simplify(smoothThrough(moved, 2), 2)
}
