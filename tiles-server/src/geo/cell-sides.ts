import { orient } from './orient.ts'

// Sides of an edge from (ax, ay) up to (bx, by), ay <= by, in lattice steps, decided as if points were moved by an infinitely small (e, e^2).

/** The first whole x at the height y (ay <= y < by) that is on the edge or east of it. */
export function xAtOrBehind(ax: number, ay: number, bx: number, by: number, y: number): number {
  let x = Math.ceil(ax + ((bx - ax) * (y - ay)) / (by - ay))
  while (orient(ax, ay, bx, by, x, y) > 0) x++
  while (orient(ax, ay, bx, by, x - 1, y) <= 0) x--
  return x
}

/** Whether (x, y) is above the edge, which spans x: one end lies beyond x, the other not. */
export function isAbove(ax: number, ay: number, bx: number, by: number, x: number, y: number): boolean {
  if (ay === by) return y >= ay
  const left = orient(ax, ay, bx, by, x, y) > 0
  return bx > ax ? left : !left
}

/** The lowest whole y above the edge at x, which the edge spans; not below `south`, which is not above it. */
export function lowestAbove(ax: number, ay: number, bx: number, by: number, x: number, south: number): number {
  let y = Math.max(south + 1, Math.floor(ay + ((by - ay) * (x - ax)) / (bx - ax)))
  while (!isAbove(ax, ay, bx, by, x, y)) y++
  while (y - 1 > south && isAbove(ax, ay, bx, by, x, y - 1)) y--
  return y
}
