import type { CoverageFace, Position } from '../../tiles-server/src/geo/index.ts'
import { fromLattice } from '../../tiles-server/src/geo/index.ts'
import type { Random } from '../../tiles-server/src/kernel/index.ts'

export type LatticePoint = readonly [x: number, y: number]

/** A planar subdivision made without any code of geo/: quadrilateral cells with bent edges, grouped to faces at random. */
export interface RandomCoverage {
  readonly faces: CoverageFace[]
  /** Directed segments of each face, interior on the left, after cancelling those inside it. */
  readonly segments: ReadonlyMap<string, readonly [LatticePoint, LatticePoint][]>
}

export interface CoverageOptions {
  readonly columns: number
  readonly rows: number
  readonly faces: number
  /** Share of cells that belong to no face. */
  readonly gaps?: number
  /** Cell size in lattice steps; coordinates are even, so that midpoints are lattice points. */
  readonly size?: number
  readonly origin?: LatticePoint
}

const keyOf = ([ax, ay]: LatticePoint, [bx, by]: LatticePoint): string => `${ax},${ay},${bx},${by}`

/** Cells are jittered by less than a quarter of their size and edges bent by less than a tenth, so nothing can cross. */
export function randomCoverage(random: Random, options: CoverageOptions): RandomCoverage {
  const { columns, rows, size = 4000, origin = [1_139_000_000, 225_000_000] } = options
  const even = (n: number): number => Math.round(n / 2) * 2
  const nodes = Array.from({ length: (columns + 1) * (rows + 1) }, (_, i): LatticePoint => {
    const jitter = (): number => (random() - 0.5) * 0.45 * size
    return [even(origin[0] + (i % (columns + 1)) * size + jitter()), even(origin[1] + Math.floor(i / (columns + 1)) * size + jitter())]
  })
  const paths = new Map<string, LatticePoint[]>()
  const path = (a: number, b: number): LatticePoint[] => {
    const key = `${Math.min(a, b)} ${Math.max(a, b)}`
    const known = paths.get(key) ?? bent(random, nodes[Math.min(a, b)]!, nodes[Math.max(a, b)]!, size, even)
    paths.set(key, known)
    return a < b ? known : [...known].reverse()
  }
  const segments = new Map<string, [LatticePoint, LatticePoint][]>()
  const byFace = new Map<string, Map<string, [LatticePoint, LatticePoint]>>()
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (random() < (options.gaps ?? 0)) continue
      const id = `f${Math.floor(random() * options.faces)}`
      const open = byFace.get(id) ?? new Map<string, [LatticePoint, LatticePoint]>()
      byFace.set(id, open)
      const corner = row * (columns + 1) + column
      const ring = [corner, corner + 1, corner + columns + 2, corner + columns + 1]
      ring.forEach((a, i) => {
        const line = path(a, ring[(i + 1) % 4]!)
        for (let k = 0; k + 1 < line.length; k++) {
          if (!open.delete(keyOf(line[k + 1]!, line[k]!))) open.set(keyOf(line[k]!, line[k + 1]!), [line[k]!, line[k + 1]!])
        }
      })
    }
  }
  const faces: CoverageFace[] = []
  for (const [id, open] of byFace) {
    segments.set(id, [...open.values()])
    faces.push(faceOf(id, [...open.values()]))
  }
  return { faces, segments }
}

function bent(random: Random, a: LatticePoint, b: LatticePoint, size: number, even: (n: number) => number): LatticePoint[] {
  const count = Math.floor(random() * 4)
  const out: LatticePoint[] = [a]
  for (let i = 1; i <= count; i++) {
    const t = i / (count + 1)
    const bend = random() < 0.3 ? 0 : (random() - 0.5) * 0.12 * size
    out.push([even(a[0] + (b[0] - a[0]) * t + bend), even(a[1] + (b[1] - a[1]) * t + bend)])
  }
  return [...out, b]
}

/** Twice the signed area, exactly. */
export function area2(ring: readonly LatticePoint[]): bigint {
  return ring.reduce((sum, [ax, ay], i) => {
    const [bx, by] = ring[(i + 1) % ring.length]!
    return sum + BigInt(ax) * BigInt(by) - BigInt(bx) * BigInt(ay)
  }, 0n)
}

/** The half-open rule in BigInt over directed or undirected segments: an odd number of them lies to the right of the point. */
export function insideExactly([px, py]: LatticePoint, segments: Iterable<readonly [LatticePoint, LatticePoint]>): boolean {
  let odd = false
  for (const [a, b] of segments) {
    if (a[1] > py === b[1] > py) continue
    const [low, high] = a[1] < b[1] ? [a, b] : [b, a]
    const [lx, ly, hx, hy] = [BigInt(low[0]), BigInt(low[1]), BigInt(high[0]), BigInt(high[1])]
    if ((hx - lx) * (BigInt(py) - ly) - (hy - ly) * (BigInt(px) - lx) > 0n) odd = !odd
  }
  return odd
}

const position = ([x, y]: LatticePoint): Position => [fromLattice(x), fromLattice(y)]

/** Rings walked from any segment, holes given to the smallest outer ring around them: a MultiPolygon whose rings may touch themselves. */
function faceOf(id: string, segments: readonly [LatticePoint, LatticePoint][]): CoverageFace {
  const leaving = new Map<string, [LatticePoint, LatticePoint][]>()
  for (const s of segments) leaving.set(s[0].join(), [...(leaving.get(s[0].join()) ?? []), s])
  const rings: LatticePoint[][] = []
  for (const list of leaving.values()) {
    while (list.length > 0) {
      const ring: LatticePoint[] = []
      let at = list
      while (at.length > 0) {
        const [from, to] = at.pop()!
        ring.push(from)
        if (to.join() === ring[0]!.join()) break
        at = leaving.get(to.join())!
      }
      rings.push(...apart(ring))
    }
  }
  const outers = rings.filter(r => area2(r) > 0n).sort((a, b) => (area2(a) < area2(b) ? -1 : 1))
  const polygons = outers.map(outer => [outer])
  for (const hole of rings.filter(r => area2(r) < 0n)) {
    const middle: LatticePoint = [(hole[0]![0] + hole[1]![0]) / 2, (hole[0]![1] + hole[1]![1]) / 2]
    const sides = (r: readonly LatticePoint[]): [LatticePoint, LatticePoint][] => r.map((p, i) => [p, r[(i + 1) % r.length]!])
    polygons.find(([outer]) => insideExactly(middle, sides(outer!)))!.push(hole)
  }
  const coordinates = polygons.map(polygon => polygon.map(ring => [...ring, ring[0]!].map(position)))
  return { id, geometry: { type: 'MultiPolygon', coordinates } }
}

/** Splits a ring at every vertex it comes back to. */
function apart(ring: readonly LatticePoint[]): LatticePoint[][] {
  const out: LatticePoint[][] = []
  const path: LatticePoint[] = []
  for (const point of ring) {
    const back = path.findIndex(p => p[0] === point[0] && p[1] === point[1])
    if (back >= 0) out.push(path.splice(back))
    path.push(point)
  }
  return [...out, path]
}
