import { type Definition, epsgDefinition } from './crs-definitions.ts'
import { type Crs, projCrs, refused, WGS84 } from './crs-make.ts'
import { withShift } from './crs-shift.ts'
import { epsgOf, horizontalNode, parseWkt } from './crs-wkt.ts'

const NOT_FLAT: Readonly<Record<string, string>> = {
  'CRS-VERTCRS': 'a vertical system: heights, not places',
  'CRS-GCENCRS': 'geocentric: its coordinates are X, Y, Z from the centre of the earth',
  'CRS-ENGCRS': 'a local system that is not tied to the earth',
  'CRS-DRVDCRS': 'derived from another system in a way that is not shipped',
}

/** The system of an EPSG code. Throws bad-import for what is not shipped, not horizontal or not computed by proj4. */
export function epsgCrs(code: number): Crs {
  if (code === 4326) return WGS84
  const definition = epsgDefinition(code)
  if (definition === undefined) throw refused(`EPSG:${code} is no coordinate system that is shipped`, `EPSG:${code}`)
  const called = `EPSG:${code} (${definition.name})`
  const reason = NOT_FLAT[definition.kind]
  if (reason !== undefined) throw refused(`${called} is ${reason}; a two-dimensional system of the earth is needed`, `EPSG:${code}`)
  const horizontal = definition.kind === 'CRS-COMPOUNDCRS' ? horizontalPart(definition) : definition
  if (horizontal.proj4 === null) throw refused(`the parameters of ${called} are not shipped`, `EPSG:${code}`)
  const names = { name: `EPSG:${code}`, title: definition.name }
  const shifted = withShift(horizontal, `EPSG:${code}`, forProj4(horizontal.proj4))
  if (code === 4490 || (horizontal.proj4.startsWith('+proj=longlat') && /\+datum=WGS84\b/.test(horizontal.proj4)))
    return { ...WGS84, ...names }
  return projCrs(names, shifted, horizontal.unit === 'grad' ? 0.9 : 1)
}

// proj4 takes ellipsoids that it does not know for that of WGS 84.
const ELLIPSOIDS: Readonly<Record<string, string>> = { WGS72: '+a=6378135 +rf=298.26', GSK2011: '+a=6378136.5 +rf=298.2564151' }

const forProj4 = (proj: string): string =>
  proj.replace(/\+vunits=\S+|\+type=crs/g, '').replace(/\+ellps=(\w+)/, (whole, name: string) => ELLIPSOIDS[name] ?? whole)

/** EPSG's own entry of the horizontal part where it has one: that one says how the datum is shifted. */
function horizontalPart(definition: Definition): Definition {
  const part = definition.wkt === null ? undefined : horizontalNode(parseWkt(definition.wkt))
  const code = part === undefined ? undefined : epsgOf(part)
  return (code === undefined ? undefined : epsgDefinition(code)) ?? definition
}
