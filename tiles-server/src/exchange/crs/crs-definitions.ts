import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** One coordinate system of the EPSG dataset (and a few of ESRI's) as the package epsg-index ships it. */
export interface Definition {
  readonly code: string
  /** CRS-PROJCRS, CRS-GEOGCRS, CRS-GEOG3DCRS, CRS-COMPOUNDCRS, CRS-VERTCRS, CRS-GCENCRS, CRS-ENGCRS or CRS-DRVDCRS. */
  readonly kind: string
  readonly name: string
  /** WKT 1; null for some. */
  readonly wkt: string | null
  /** A PROJ string; null for what the package has no parameters of. */
  readonly proj4: string | null
  readonly unit: string | null
  readonly area: string | null
  /** Metres of the best known way to WGS 84. */
  readonly accuracy: number | null
}

// Resolved, not imported: neither a bundler nor the start of the server reads 8,000 files.
const folder = (): string => dirname(createRequire(import.meta.url).resolve('epsg-index/package.json'))

/** The shipped definition of an EPSG code; undefined when there is none. */
export function epsgDefinition(code: number): Definition | undefined {
  if (!Number.isSafeInteger(code) || code < 1) return undefined
  try {
    return JSON.parse(readFileSync(join(folder(), 's', `${code}.json`), 'utf8')) as Definition
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Every shipped definition: 8 MB of JSON, so callers keep what they need and let the rest go. */
export const allDefinitions = (): Definition[] =>
  Object.values(JSON.parse(readFileSync(join(folder(), 'all.json'), 'utf8')) as Record<string, Definition>)
