import { type Random, seededRandom } from '../../tiles-server/src/kernel/index.ts'
import type { Districts } from './districts.ts'
import type { Point } from './frame.ts'
import type { LineClass } from './lines.ts'
import type { Plan } from './plan.ts'
import { PointIndex } from './point-index.ts'
import type { Route } from './skeleton.ts'
import type { Terrain } from './terrain.ts'

const STEP = 24

interface Sample {
  readonly angle: number
  readonly line: number
}

/**
 * Through streets of the built-up area, traced along the direction field and kept apart from roads that run the same way
 * (after Chen, Esch, Wonka, Müller, Zhang: Interactive Procedural Street Modeling, 2008).
 */
export class StreamlineTracer {
  private readonly samples = new PointIndex<Sample>(300)
  private readonly bridges = new PointIndex<null>(1000)
  private readonly random: Random
  private count = 0

  constructor(
    private readonly plan: Plan,
    private readonly terrain: Terrain,
    private readonly districts: Districts,
    seed: number,
  ) {
    this.random = seededRandom(seed * 31 + 4)
  }

  /** Makes new streets keep away from this line; where a road of it lies over water there is a bridge. */
  occupy(points: readonly Point[], road = true): void {
    const line = this.count++
    for (let i = 0; i < points.length; i++) {
      const a = points[Math.max(0, i - 1)]!
      const b = points[Math.min(points.length - 1, i + 1)]!
      const angle = Math.atan2(b[1] - a[1], b[0] - a[0])
      this.samples.add(points[i]!, { angle, line })
      if (road && this.terrain.inWater(points[i]!)) this.bridges.add(points[i]!, null)
    }
  }

  /** Streets of one class, `apart(p)` metres from their parallels. */
  trace(lineClass: LineClass, apart: (p: Point) => number): Route[] {
    const routes: Route[] = []
    for (const seed of this.seeds(apart)) {
      for (const family of [0, 1]) {
        const angle = this.districts.direction(seed) + (family * Math.PI) / 2
        if (this.crowded(seed, angle, apart(seed) * 0.85)) continue
        const back = this.follow(seed, angle + Math.PI, lineClass, apart)
        const points = [...back.reverse(), seed, ...this.follow(seed, angle, lineClass, apart)]
        if (points.length * STEP < apart(seed) * 1.6) continue
        this.occupy(points)
        routes.push({ points, class: lineClass })
      }
    }
    return routes
  }

  private seeds(apart: (p: Point) => number): Point[] {
    const step = apart([0, 0]) * 0.55
    const reach = this.plan.radius * 1.1
    const seeds: Point[] = []
    for (let x = -reach; x < reach; x += step)
      for (let y = -reach; y < reach; y += step) {
        const p: Point = [x + (this.random() - 0.5) * step, y + (this.random() - 0.5) * step]
        if (this.districts.urban(p) && !this.terrain.inWater(p)) seeds.push(p)
      }
    return shuffle(seeds, this.random)
  }

  private follow(from: Point, angle: number, lineClass: LineClass, apart: (p: Point) => number): Point[] {
    const points: Point[] = []
    let p = from
    let heading = angle
    let crossing = false
    for (let n = 0; n < 700; n++) {
      if (!crossing) heading = this.nearestAxis(p, heading)
      p = [p[0] + Math.cos(heading) * STEP, p[1] + Math.sin(heading) * STEP]
      points.push(p)
      if (this.terrain.inWater(p)) {
        if (!crossing && !this.mayBridge(p, heading, lineClass)) break
        crossing = true
        continue
      }
      crossing = false
      if (n > 2 && this.crowded(p, heading, apart(p) * 0.45)) break
      if (n > 6 && !this.districts.urban(p) && !this.districts.urban([p[0] + Math.cos(heading) * 200, p[1] + Math.sin(heading) * 200]))
        break
    }
    return points
  }

  private mayBridge(p: Point, heading: number, lineClass: LineClass): boolean {
    const river = this.terrain.riverNear(p, 0)
    if (!river || lineClass !== 'arterial' || Math.abs(Math.sin(heading - river.angle)) < 0.72) return false
    return !this.bridges.nearest(p, this.plan.urbanRadius * 0.14)
  }

  private nearestAxis(p: Point, heading: number): number {
    const axis = this.districts.direction(p)
    return axis + Math.round((heading - axis) / (Math.PI / 2)) * (Math.PI / 2)
  }

  private crowded(p: Point, angle: number, reach: number): boolean {
    return this.samples.nearest(p, reach, sample => Math.abs(Math.sin(sample.angle - angle)) < 0.5) !== null
  }
}

export function shuffle<T>(items: readonly T[], random: Random): T[] {
  const out = [...items]
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[out[i], out[j]] = [out[j]!, out[i]!]
  }
  return out
}
