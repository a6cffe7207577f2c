import { type Point, STEP_X, STEP_Y, stepsX, stepsY } from './frame.ts'

/** The shared vertices of the subdivision: lattice steps (exact) and the same places in metres. */
export class Vertices {
  readonly sx: number[] = []
  readonly sy: number[] = []
  readonly points: Point[] = []

  /** Rounds a place to the lattice and returns the new vertex. */
  add(p: Point): number {
    const sx = stepsX(p[0])
    const sy = stepsY(p[1])
    this.sx.push(sx)
    this.sy.push(sy)
    return this.points.push([sx * STEP_X, sy * STEP_Y]) - 1
  }

  at(v: number): Point {
    return this.points[v]!
  }

  /** Twice the signed area of the triangle abc in lattice steps: exact, positive when c lies left of ab. */
  side(a: number, b: number, c: number): number {
    const { sx, sy } = this
    return (sx[b]! - sx[a]!) * (sy[c]! - sy[a]!) - (sy[b]! - sy[a]!) * (sx[c]! - sx[a]!)
  }

  /** True when the open segments ab and cd cross in one inner point of both. */
  cross(a: number, b: number, c: number, d: number): boolean {
    const s1 = this.side(a, b, c)
    const s2 = this.side(a, b, d)
    if (!((s1 > 0 && s2 < 0) || (s1 < 0 && s2 > 0))) return false
    const s3 = this.side(c, d, a)
    const s4 = this.side(c, d, b)
    return (s3 > 0 && s4 < 0) || (s3 < 0 && s4 > 0)
  }

  /** True when the closed segments ab and cd share any point. */
  meet(a: number, b: number, c: number, d: number): boolean {
    if (this.cross(a, b, c, d)) return true
    return this.on(a, b, c) || this.on(a, b, d) || this.on(c, d, a) || this.on(c, d, b)
  }

  private on(a: number, b: number, p: number): boolean {
    const { sx, sy } = this
    if (this.side(a, b, p) !== 0) return false
    return (
      Math.min(sx[a]!, sx[b]!) <= sx[p]! &&
      sx[p]! <= Math.max(sx[a]!, sx[b]!) &&
      Math.min(sy[a]!, sy[b]!) <= sy[p]! &&
      sy[p]! <= Math.max(sy[a]!, sy[b]!)
    )
  }
}
