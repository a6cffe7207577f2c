import type { SampledRow } from './datum-sample.ts'

/** The governance units, as a judgement of positions needs them. */
export interface UnitOracle {
  /** The box around the city's outline: west, south, east, north in degrees of WGS 84. */
  readonly bounds: readonly [number, number, number, number]
  /** The levels on which a value is a unit's id, code or name. */
  readonly levelsOf: (value: string) => readonly number[]
  /** Whether a position of WGS 84 lies in the unit of a level that a value names; false for what is not finite. */
  readonly isIn: (lon: number, lat: number, level: number, value: string) => boolean
}

/** The units that rows say they lie in. */
export interface Claims {
  readonly column: string
  readonly level: number
  /** By row; undefined where the row names none. */
  readonly values: readonly (string | undefined)[]
}

const SHARE = 0.5

/**
 * The column that names the finest units: its values are ids, codes or names of units of one level for at least half of the rows, and of all such
 * columns and levels it has the most different values.
 */
export function claimsOf(rows: readonly SampledRow[], oracle: UnitOracle): Claims | undefined {
  let best: { claims: Claims; different: number; named: number } | undefined
  for (const column of new Set(rows.flatMap(row => [...row.values.keys()]))) {
    const own = rows.map(row => row.values.get(column))
    const levels = new Map([...new Set(own)].map(value => [value, value === undefined ? [] : oracle.levelsOf(value)]))
    for (const level of new Set([...levels.values()].flat())) {
      const values = own.map(value => (levels.get(value)!.includes(level) ? value : undefined))
      const named = values.filter(value => value !== undefined)
      if (named.length < rows.length * SHARE) continue
      const different = new Set(named).size
      if (best === undefined || different > best.different || (different === best.different && named.length > best.named)) {
        best = { claims: { column, level, values }, different, named: named.length }
      }
    }
  }
  return best?.claims
}
