import type { Geometry, Position } from './types.ts'

/** Lattice steps in a degree: coordinates of units are integers of 1e-7 degree, about 1 cm (EPSG:4326). */
export const LATTICE = 1e7

export const toLattice = (degrees: number): number => Math.round(degrees * LATTICE)
export const fromLattice = (steps: number): number => steps / LATTICE

/** The same geometry with every position rounded to the lattice (extra dimensions dropped). */
export function snapToLattice<G extends Geometry>(geometry: G): G {
  const snap = (value: unknown): unknown =>
    Array.isArray(value) && typeof value[0] === 'number' ? snapPosition(value as Position) : (value as unknown[]).map(snap)
  if (geometry.type === 'GeometryCollection') return { ...geometry, geometries: geometry.geometries.map(snapToLattice) }
  return { type: geometry.type, coordinates: snap(geometry.coordinates) } as unknown as G
}

const snapPosition = (p: Position): Position => [fromLattice(toLattice(p[0]!)), fromLattice(toLattice(p[1]!))]
