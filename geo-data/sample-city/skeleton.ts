import { seededRandom } from '../../tiles-server/src/kernel/index.ts'
import { distance, offsetLine, resample, smoothThrough } from './curves.ts'
import type { Districts, Town } from './districts.ts'
import type { Point } from './frame.ts'
import type { LineClass } from './lines.ts'
import { valueNoise } from './noise.ts'
import type { Plan } from './plan.ts'

export interface Route {
  readonly points: readonly Point[]
  readonly class: LineClass
  readonly name?: string
}

const polar = (angle: number, r: number): Point => [Math.cos(angle) * r, Math.sin(angle) * r]

/** The roads that hold the city together: rings, radials out to the towns and beyond, links between towns. */
export function drawSkeleton(plan: Plan, districts: Districts, seed: number): Route[] {
  const random = seededRandom(seed * 31 + 3)
  const R = plan.urbanRadius
  const routes: Route[] = [
    ring(districts.innerRadius, 0.2, seed + 60, 'arterial', '内环路'),
    ring(R * 0.93, 0.18, seed + 61, 'expressway', '外环快速路'),
  ]
  if (plan.towns > 5) routes.push(ring(R * 1.56, 0.2, seed + 62, 'expressway', '绕城快速路'))
  const free = new Set(districts.towns)
  const turn = random() * Math.PI
  for (let i = 0; i < plan.radials; i++) {
    const angle = turn + (2 * Math.PI * (i + (random() - 0.5) * 0.4)) / plan.radials
    const points: Point[] = [
      polar(angle + 0.06, districts.innerRadius * 0.97),
      polar(angle, R * 0.7),
      polar(angle + (random() - 0.5) * 0.2, R * 1.1),
    ]
    const town = [...free].sort((a, b) => turnTo(angle, a) - turnTo(angle, b))[0]
    let last = angle
    if (town && turnTo(angle, town) < 0.5) {
      free.delete(town)
      points.push(town.at)
      last = Math.atan2(town.at[1], town.at[0])
    }
    points.push(polar(last + (random() - 0.5) * 0.15, plan.radius * 1.5))
    const curve = sway(smoothThrough(points, 40), R, seed + 70 + i)
    if (i % 3 !== 0) routes.push({ points: curve, class: 'arterial' })
    else routes.push(...upgradeBeyond(curve, R * 0.93))
  }
  return [...routes, ...townLinks(districts.towns, R, seed)]
}

const turnTo = (angle: number, town: Town): number =>
  Math.abs(Math.atan2(Math.sin(Math.atan2(town.at[1], town.at[0]) - angle), Math.cos(Math.atan2(town.at[1], town.at[0]) - angle)))

function ring(radius: number, uneven: number, seed: number, lineClass: LineClass, name: string): Route {
  const noise = valueNoise(seed, 0.8)
  const n = Math.round((2 * Math.PI * radius) / 45)
  const points = Array.from({ length: n + 1 }, (_, i): Point => {
    const a = (2 * Math.PI * (i % n)) / n
    return polar(a, radius * (1 + uneven * noise(Math.cos(a), Math.sin(a))))
  })
  return { points, class: lineClass, name }
}

/** A radial is an arterial inside the outer ring and an expressway beyond it. */
function upgradeBeyond(curve: readonly Point[], radius: number): Route[] {
  const at = curve.findIndex(p => distance(p, [0, 0]) > radius)
  return [
    { points: curve.slice(0, at + 1), class: 'arterial' },
    { points: curve.slice(at), class: 'expressway' },
  ]
}

function sway(curve: readonly Point[], size: number, seed: number): Point[] {
  const noise = valueNoise(seed, size * 0.55)
  const even = resample(curve, 50)
  return offsetLine(even, i => Math.min(1, i / 20) * size * 0.07 * noise(even[i]![0], even[i]![1]))
}

function townLinks(towns: readonly Town[], R: number, seed: number): Route[] {
  const around = [...towns].sort((a, b) => Math.atan2(a.at[1], a.at[0]) - Math.atan2(b.at[1], b.at[0]))
  return around.flatMap((town, i): Route[] => {
    const next = around[(i + 1) % around.length]!
    if (around.length < 2 || (around.length === 2 && i === 1)) return []
    const turn = Math.atan2(next.at[1], next.at[0]) - Math.atan2(town.at[1], town.at[0])
    const half = Math.atan2(town.at[1], town.at[0]) + (turn < 0 ? turn + 2 * Math.PI : turn) / 2
    const r = (distance(town.at, [0, 0]) + distance(next.at, [0, 0])) / 2
    const curve = sway(smoothThrough([town.at, polar(half, r), next.at], 40), R * 1.5, seed + 90 + i)
    return [{ points: curve, class: 'arterial' }]
  })
}
