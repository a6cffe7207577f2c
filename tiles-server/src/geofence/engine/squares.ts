import type { Zone } from './fence.ts'
import { stepsOf } from './shape.ts'

/** On the lattice. */
export interface Square {
  readonly west: number
  readonly south: number
  readonly side: number
}

export interface Box {
  readonly minX: number
  readonly minY: number
  readonly maxX: number
  readonly maxY: number
}

/** A zone by number, and how far around its edges it reaches, lattice steps: of corridors. The box is that of all of it. */
export interface Item extends Box {
  readonly zone: Zone
  readonly number: number
  readonly dx: number
  readonly dy: number
}

export function itemOf(zone: Zone, number: number): Item {
  const { edges, reach, box } = zone.shape
  const { dx, dy } = reach > 0 ? stepsOf(edges, reach) : { dx: 0, dy: 0 }
  return { minX: box[0] - dx, minY: box[1] - dy, maxX: box[2] + dx, maxY: box[3] + dy, zone, number, dx, dy }
}

export const isApart = ({ minX, minY, maxX, maxY }: Item, { west, south, side }: Square): boolean =>
  minX > west + side || maxX < west || minY > south + side || maxY < south

/** No edge meets the square: it is inside where its middle is. Of a corridor none is said to be. */
export const holdsSquare = ({ shape }: Zone, { west, south, side }: Square): boolean =>
  shape.reach === 0 && shape.holds(west + side / 2, south + side / 2, 0, 0)

/** Of some edges of a zone those that may come into the square: never said wrongly that one does not. */
export function edgesIn(item: Item, edges: Int32Array, square: Square): Int32Array {
  const own: number[] = []
  for (let at = 0; at < edges.length; at += 4) {
    if (meets(item, edges, at, square)) own.push(edges[at]!, edges[at + 1]!, edges[at + 2]!, edges[at + 3]!)
  }
  return new Int32Array(own)
}

function meets({ dx, dy }: Item, edges: Int32Array, at: number, { west, south, side }: Square): boolean {
  const ax = edges[at]!
  const ay = edges[at + 1]!
  const bx = edges[at + 2]!
  const by = edges[at + 3]!
  const hx = side / 2 + dx
  const hy = side / 2 + dy
  const px = west + side / 2 - ax
  const py = south + side / 2 - ay
  const ex = bx - ax
  const ey = by - ay
  if (Math.min(0, ex) > px + hx || Math.max(0, ex) < px - hx || Math.min(0, ey) > py + hy || Math.max(0, ey) < py - hy) return false
  const rounding = 1e-12 * (Math.abs(ey * px) + Math.abs(ex * py))
  return Math.abs(ey * px - ex * py) <= Math.abs(ey) * hx + Math.abs(ex) * hy + rounding
}
