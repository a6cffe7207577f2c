import type { Definition } from './crs-definitions.ts'
import { helmertOf } from './crs-helmert.ts'

/** A PROJ string with the datum shift that is used, and what is to be said about it. */
export interface Shifted {
  readonly proj: string
  readonly accuracy?: string
}

interface Helmert {
  readonly towgs84: string
  readonly metres: string
  /** EPSG's number of the transformation. */
  readonly operation: number
}

/**
 * Datums whose exact shift is a grid file (not shipped), by the seven or three parameters that EPSG gives for them: position vector convention.
 * OSGB36: the Ordnance Survey's ("A guide to coordinate systems in Great Britain", section 6.6).
 */
const WITHOUT_GRID: Readonly<Record<string, Helmert>> = {
  OSGB36: { towgs84: '446.448,-125.157,542.06,0.15,0.247,0.842,-20.489', metres: '5 m', operation: 1314 },
  DHDN: { towgs84: '598.1,73.7,418.2,0.202,0.045,-2.455,6.7', metres: '3 m', operation: 1777 },
  'RD/83': { towgs84: '612.4,77,440.2,-0.054,0.057,-2.797,2.55', metres: '3 m', operation: 15869 },
  'PD/83': { towgs84: '612.4,77,440.2,-0.054,0.057,-2.797,2.55', metres: '3 m', operation: 15869 },
  NAD27: { towgs84: '-8,160,176', metres: '10 m in the United States, 20 m and more elsewhere', operation: 1173 },
  NZGD49: { towgs84: '59.47,-5.04,187.44,0.47,-0.1,1.024,-4.5993', metres: '4 m', operation: 1564 },
  AGD84: { towgs84: '-117.763,-51.51,139.061,0.292,0.443,0.277,-0.191', metres: '3 m', operation: 1669 },
  'Corrego Alegre 1970-72': { towgs84: '-206.05,168.28,-3.82', metres: '5 m', operation: 6194 },
}

// EPSG's are each for one region; the shipped one, of the Tarim basin, is 60 m off others.
const BEIJING = 'to about 1 m in the Tarim basin and to tens of metres elsewhere in China'

/**
 * The definition with the datum shift that is used: the shipped parameters where there are any, parameters of EPSG where a grid file would be
 * needed. `accuracy` is absent only where the system stands on WGS 84, or on CGCS2000, which agrees with it to a few centimetres.
 */
export function withShift(definition: Pick<Definition, 'name' | 'accuracy'>, label: string, shipped: string): Shifted {
  const proj = shipped.replace(/\+towgs84=(\S+)/, (_, parameters: string) => `+towgs84=${helmertOf(parameters)}`)
  const datum = proj.includes('+datum=NAD27') ? 'NAD27' : definition.name.split(' / ')[0]!
  if (/\+nadgrids=@null\b|\+datum=WGS84\b/.test(proj)) return { proj }
  if (/^(CGCS2000|China Geodetic Coordinate System 2000)\b/.test(datum)) return { proj: `${proj} +towgs84=0,0,0` }
  const own = /\+towgs84=(\S+)/.exec(proj)
  const metres = definition.accuracy === null ? 'to an unknown degree' : `to about ${definition.accuracy} m`
  if (/\+datum=NAD83\b/.test(proj) || (own !== null && own[1]!.split(',').every(value => Number(value) === 0))) {
    return { proj, accuracy: `${label} is taken as WGS 84 without a datum shift, good ${metres}` }
  }
  if (own !== null) {
    const exact = datum === 'Beijing 1954' ? BEIJING : `${metres} where EPSG made it for`
    return { proj, accuracy: `${label} is converted by a Helmert transformation, good ${exact}` }
  }
  const bare = proj.replace(/\+nadgrids=("[^"]*"|\S+)/, '').replace('+datum=NAD27', '+ellps=clrk66')
  const helmert = WITHOUT_GRID[datum]
  if (helmert !== undefined && bare !== proj) {
    const accuracy = `${label} is converted by a Helmert transformation (EPSG:${helmert.operation}), good to about ${helmert.metres}`
    return { proj: `${bare} +towgs84=${helmert.towgs84}`, accuracy }
  }
  if (/\+ellps=(GRS80|WGS84)\b/.test(bare)) {
    return { proj: bare, accuracy: `the datum of ${label} is taken as WGS 84; the difference, as a rule a metre or two, is not known here` }
  }
  const grid = /\+nadgrids=("[^"]*"|\S+)/.exec(proj)?.[1]
  const why = grid === undefined ? 'is not known' : `needs the grid ${grid}, which is not shipped`
  return { proj: bare, accuracy: `the datum shift of ${label} ${why}: positions can be off by some hundred metres` }
}
