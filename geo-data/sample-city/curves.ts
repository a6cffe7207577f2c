import type { Point } from './frame.ts'

export const distance = (a: Point, b: Point): number => Math.sqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2)

export const lengthOf = (line: readonly Point[]): number => {
  let sum = 0
  for (let i = 1; i < line.length; i++) sum += distance(line[i - 1]!, line[i]!)
  return sum
}

/** Distance from a point to a segment. */
export function segmentDistance(p: Point, a: Point, b: Point): number {
  const dx = b[0] - a[0]
  const dy = b[1] - a[1]
  const length2 = dx * dx + dy * dy
  const t = length2 === 0 ? 0 : Math.max(0, Math.min(1, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length2))
  return Math.sqrt((p[0] - a[0] - t * dx) ** 2 + (p[1] - a[1] - t * dy) ** 2)
}

/** Even-odd test of a point against a ring without closing vertex. */
export function insideRing(p: Point, ring: readonly Point[]): boolean {
  let inside = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const a = ring[i]!
    const b = ring[j]!
    if (a[1] > p[1] !== b[1] > p[1] && p[0] < ((b[0] - a[0]) * (p[1] - a[1])) / (b[1] - a[1]) + a[0]) inside = !inside
  }
  return inside
}

/** Signed area in square metres, positive when the ring runs counter-clockwise. */
export function ringArea(ring: readonly Point[]): number {
  let sum = 0
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) sum += ring[j]![0] * ring[i]![1] - ring[i]![0] * ring[j]![1]
  return sum / 2
}

export function centroidOf(ring: readonly Point[]): Point {
  const o = ring[0]!
  let sum = 0
  let x = 0
  let y = 0
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const ax = ring[j]![0] - o[0]
    const ay = ring[j]![1] - o[1]
    const bx = ring[i]![0] - o[0]
    const by = ring[i]![1] - o[1]
    const cross = ax * by - bx * ay
    sum += cross
    x += (ax + bx) * cross
    y += (ay + by) * cross
  }
  return sum === 0 ? o : [o[0] + x / (3 * sum), o[1] + y / (3 * sum)]
}

/** Douglas-Peucker: drops vertices that lie within `tolerance` metres of the kept line; ends stay. */
export function simplify(line: readonly Point[], tolerance: number): Point[] {
  const keep = new Uint8Array(line.length)
  keep[0] = 1
  keep[line.length - 1] = 1
  const stack: [number, number][] = [[0, line.length - 1]]
  for (let range = stack.pop(); range; range = stack.pop()) {
    const [from, to] = range
    let worst = tolerance
    let at = -1
    for (let i = from + 1; i < to; i++) {
      const d = segmentDistance(line[i]!, line[from]!, line[to]!)
      if (d > worst) {
        worst = d
        at = i
      }
    }
    if (at < 0) continue
    keep[at] = 1
    stack.push([from, at], [at, to])
  }
  return line.filter((_, i) => keep[i])
}

/** Points every `step` metres along a line, ends included. */
export function resample(line: readonly Point[], step: number): Point[] {
  const out: Point[] = [line[0]!]
  let left = step
  for (let i = 1; i < line.length; i++) {
    let a = line[i - 1]!
    const b = line[i]!
    let d = distance(a, b)
    while (d >= left) {
      a = [a[0] + ((b[0] - a[0]) * left) / d, a[1] + ((b[1] - a[1]) * left) / d]
      out.push(a)
      d = distance(a, b)
      left = step
    }
    left -= d
  }
  const last = line.at(-1)!
  if (distance(out.at(-1)!, last) > step * 0.3) out.push(last)
  else out[out.length - 1] = last
  return out
}

/** A Catmull-Rom curve through the given points, `pieces` vertices a span. */
export function smoothThrough(points: readonly Point[], pieces: number): Point[] {
  const at = (i: number): Point => points[Math.max(0, Math.min(points.length - 1, i))]!
  const out: Point[] = []
  for (let i = 0; i + 1 < points.length; i++) {
    const [a, b, c, d] = [at(i - 1), at(i), at(i + 1), at(i + 2)]
    for (let k = 0; k < pieces; k++) out.push(spline(a, b, c, d, k / pieces))
  }
  out.push(points.at(-1)!)
  return out
}

function spline(a: Point, b: Point, c: Point, d: Point, t: number): Point {
  const one = (p0: number, p1: number, p2: number, p3: number): number =>
    0.5 * (2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t * t + (3 * p1 - p0 - 3 * p2 + p3) * t * t * t)
  return [one(a[0], b[0], c[0], d[0]), one(a[1], b[1], c[1], d[1])]
}

/** The line moved sideways: positive to the left of its direction; `by` may vary along the line. */
export function offsetLine(line: readonly Point[], by: (i: number) => number): Point[] {
  return line.map((p, i) => {
    const a = line[Math.max(0, i - 1)]!
    const b = line[Math.min(line.length - 1, i + 1)]!
    const d = distance(a, b) || 1
    const w = by(i)
    return [p[0] - ((b[1] - a[1]) / d) * w, p[1] + ((b[0] - a[0]) / d) * w]
  })
}

/** West, south, east and north of some points. */
export function boxOf(ring: readonly Point[]): [west: number, south: number, east: number, north: number] {
  let [w, s, e, n] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of ring) {
    if (x < w) w = x
    if (x > e) e = x
    if (y < s) s = y
    if (y > n) n = y
  }
  return [w, s, e, n]
}
