import { allDefinitions, type Definition } from './crs-definitions.ts'
import { parseWkt } from './crs-wkt.ts'
import { type WktSystem, wktSystem } from './crs-wkt-proj.ts'

/** What the shipped definitions know of a system that names no code of theirs. */
export interface Identified {
  /** The definition with the same datum, projection and parameters, of the lowest code. */
  readonly same?: Definition
  /** A definition on the same datum, one that says how it is shifted if there is one. */
  readonly datum?: Definition
}

/** A second code for the other axis order. */
const TWIN = /\((N-E|E-N)\)$/

/** Looks a system up by what it is made of: names of systems differ between programs. Reads all definitions once. */
export function identify(system: WktSystem): Identified {
  let datum: Definition | undefined
  let unshifted: Definition | undefined
  for (const definition of allDefinitions()) {
    if (definition.wkt === null || !/^CRS-(PROJ|GEOG)CRS$/.test(definition.kind) || TWIN.test(definition.name)) continue
    if (keyOf(/DATUM\["([^"]+)"/.exec(definition.wkt)?.[1]) !== system.datum) continue
    unshifted ??= definition
    if (datum === undefined && /\+(towgs84|nadgrids|datum)=/.test(definition.proj4 ?? '')) datum = definition
    if (definition.proj4 !== null && sameAs(system, definition.wkt)) return { same: definition, datum: datum ?? definition }
  }
  const any = datum ?? unshifted
  return any === undefined ? {} : { datum: any }
}

const keyOf = (name: string | undefined): string => (name ?? '').toLowerCase().replace(/[^a-z0-9]/g, '')

function sameAs(system: WktSystem, wkt: string): boolean {
  try {
    return equal(system, wktSystem(parseWkt(wkt)))
  } catch {
    return false // a projection that only PROJ knows
  }
}

function equal(a: WktSystem, b: WktSystem): boolean {
  if (a.method !== b.method || Math.abs(a.unit / b.unit - 1) > 1e-9 || Math.abs(a.meridian - b.meridian) > 1e-7) return false
  if (Math.abs(a.axis - b.axis) > 0.01 || Math.abs(a.flattening - b.flattening) > 1e-3) return false
  const names = new Set([...Object.keys(a.parameters), ...Object.keys(b.parameters)])
  return [...names].every(name => {
    const tolerance = /^[xy]_0$/.test(name) ? 1e-3 : 1e-8
    return Math.abs((a.parameters[name] ?? 0) - (b.parameters[name] ?? 0)) <= tolerance
  })
}
