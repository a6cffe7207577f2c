import { LATTICE } from './lattice.ts'

/** Metres of a degree of latitude on the sphere; lengths for reading and for limits of a few metres, not for exact answers. */
const METRES_PER_DEGREE = 111_320
export const METRES_PER_STEP = METRES_PER_DEGREE / LATTICE

/** Metres of a lattice step eastwards at a latitude (in lattice steps). */
export const metresEast = (y: number): number => METRES_PER_STEP * Math.cos((y / LATTICE) * (Math.PI / 180))

/** Metres between two lattice points that are near each other, on the plane of the latitude between them. */
export function metresBetween(ax: number, ay: number, bx: number, by: number): number {
  return Math.hypot((bx - ax) * metresEast((ay + by) / 2), (by - ay) * METRES_PER_STEP)
}

/** Metres from p to the line a-b (which is no point), and how far along it the nearest place is: 0 at a, 1 at b, clamped to the ends. */
export function metresToLine(
  px: number,
  py: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
): { readonly metres: number; readonly along: number } {
  const east = metresEast(py)
  const [dx, dy] = [(bx - ax) * east, (by - ay) * METRES_PER_STEP]
  const [x, y] = [(px - ax) * east, (py - ay) * METRES_PER_STEP]
  const along = Math.min(1, Math.max(0, (x * dx + y * dy) / (dx * dx + dy * dy)))
  return { metres: Math.hypot(x - along * dx, y - along * dy), along }
}
