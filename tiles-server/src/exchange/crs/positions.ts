import { fromLattice, toLattice } from '../../geo/index.ts'

/**
 * Whatever stands in the place of a geometry, with every position of two numbers replaced. What is not a position stays as it is, for the check of
 * the geometry to find. Further dimensions are dropped.
 */
export function mapPositions(geometry: unknown, change: (x: number, y: number) => [number, number]): unknown {
  if (typeof geometry !== 'object' || geometry === null) return geometry
  const { coordinates, geometries } = geometry as { coordinates?: unknown; geometries?: unknown }
  if (Array.isArray(geometries)) return { ...geometry, geometries: geometries.map(part => mapPositions(part, change)) }
  const visit = (value: unknown): unknown => {
    if (!Array.isArray(value)) return value
    const [x, y] = value as unknown[]
    return typeof x === 'number' && typeof y === 'number' ? change(x, y) : value.map(visit)
  }
  return { ...geometry, coordinates: visit(coordinates) }
}

/** Rounds every position to the lattice of 1e-7 degree. */
export const snapPositions = (geometry: unknown): unknown =>
  mapPositions(geometry, (x, y) => [fromLattice(toLattice(x)), fromLattice(toLattice(y))])
