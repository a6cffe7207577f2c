import { orient } from './orient.ts'
import { ringArea2Exact } from './ring.ts'
import type { LatticeRing } from './types.ts'

/** A polygon as indexes into a list of rings; `turn` says that the ring must be reversed to run counter-clockwise (outer) or clockwise (hole). */
export interface NestedPolygon {
  readonly outer: NestedRing
  readonly holes: readonly NestedRing[]
}

interface NestedRing {
  readonly ring: number
  readonly turn: boolean
}

interface Measured {
  readonly ring: LatticeRing
  readonly area: bigint
  readonly box: readonly [number, number, number, number]
}

/**
 * Makes polygons of rings that do not cross (they may touch at vertices), by even-odd depth: a ring inside an even number of others is an
 * outer ring, one inside an odd number a hole of the smallest outer ring around it. Rings without area are left out. Outer rings in order of the list.
 */
export function nestRings(rings: readonly LatticeRing[]): NestedPolygon[] {
  const measured = rings.map(measure)
  const around = measured.map((inner, i) => measured.flatMap((outer, j) => (i !== j && contains(outer, inner) ? [j] : [])))
  const usable = rings.map((_, i) => i).filter(i => measured[i]!.area !== 0n)
  const isOuter = (i: number): boolean => around[i]!.length % 2 === 0
  const polygons = new Map<number, NestedRing[]>()
  for (const i of usable) if (isOuter(i)) polygons.set(i, [])
  for (const i of usable) {
    if (isOuter(i)) continue
    const parent = around[i]!.filter(isOuter).reduce<number | undefined>((best, j) => smaller(measured, best, j), undefined)
    if (parent !== undefined) polygons.get(parent)?.push({ ring: i, turn: measured[i]!.area > 0n })
  }
  return [...polygons].map(([i, holes]) => ({ outer: { ring: i, turn: measured[i]!.area < 0n }, holes }))
}

const absolute = (n: bigint): bigint => (n < 0n ? -n : n)

const smaller = (measured: readonly Measured[], best: number | undefined, j: number): number =>
  best === undefined || absolute(measured[j]!.area) < absolute(measured[best]!.area) ? j : best

function measure(ring: LatticeRing): Measured {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let i = 0; i < ring.length; i += 2) {
    box[0] = Math.min(box[0], ring[i]!)
    box[1] = Math.min(box[1], ring[i + 1]!)
    box[2] = Math.max(box[2], ring[i]!)
    box[3] = Math.max(box[3], ring[i + 1]!)
  }
  return { ring, area: ringArea2Exact(ring), box }
}

function contains(outer: Measured, inner: Measured): boolean {
  if (outer.area === 0n) return false
  if (inner.box.some((value, k) => (k < 2 ? value < outer.box[k]! : value > outer.box[k]!))) return false
  return ringInRing(inner.ring, outer.ring)
}

/** Whether a ring lies inside another that it does not cross: decided by the first edge midpoint that is not on the other's line. */
export function ringInRing(inner: ArrayLike<number>, outer: ArrayLike<number>): boolean {
  const n = inner.length
  for (let i = 0; i < n; i += 2) {
    const j = (i + 2) % n
    const side = sideOf((inner[i]! + inner[j]!) / 2, (inner[i + 1]! + inner[j + 1]!) / 2, outer)
    if (side !== 0) return side > 0
  }
  return false
}

/** 1 inside the ring (even-odd), -1 outside, 0 on its line. */
export function sideOf(x: number, y: number, ring: ArrayLike<number>): -1 | 0 | 1 {
  let inside = false
  const n = ring.length
  let ax = ring[n - 2]!
  let ay = ring[n - 1]!
  for (let i = 0; i < n; i += 2) {
    const bx = ring[i]!
    const by = ring[i + 1]!
    if (ay > y !== by > y) {
      const side = ay < by ? orient(ax, ay, bx, by, x, y) : orient(bx, by, ax, ay, x, y)
      if (side === 0) return 0
      if (side > 0) inside = !inside
    } else if (ay === y && by === y && Math.min(ax, bx) <= x && x <= Math.max(ax, bx)) return 0
    else if ((ax === x && ay === y) || (bx === x && by === y)) return 0
    ax = bx
    ay = by
  }
  return inside ? 1 : -1
}
