import { eachPosition, type Geometry } from '../geo/index.ts'
import type { NamedRow } from './rows.ts'

/**
 * What live keeps in memory for imported features, in bytes, for a 64-bit V8 without pointer compression:
 * a feature 512 (object, index entry, id, property table), a vertex 72 (array of two doubles and its slot), an attribute 40 and 2 a character.
 * A coverage adds its arcs and their generalised forms: half as much again a vertex.
 */
const MEMORY = { feature: 512, vertex: 72, coverageVertex: 36, property: 40, character: 2 } as const

/** Adds up the estimate row by row. */
export function memoryEstimate(coverage: boolean): { add(row: Pick<NamedRow, 'geometry' | 'properties'>): void; bytes(): number } {
  const vertex = MEMORY.vertex + (coverage ? MEMORY.coverageVertex : 0)
  let bytes = 0
  return {
    add(row) {
      bytes += MEMORY.feature + vertex * vertices(row.geometry)
      for (const value of row.properties.values()) {
        bytes += MEMORY.property + (typeof value === 'string' ? MEMORY.character * value.length : 0)
      }
    },
    bytes: () => bytes,
  }
}

/** Vertices of whatever stands in the place of a geometry. */
function vertices(geometry: unknown): number {
  let count = 0
  try {
    if (typeof geometry === 'object' && geometry !== null) eachPosition(geometry as Geometry, () => count++)
  } catch {
    return count // not a geometry: the row is refused later
  }
  return count
}
