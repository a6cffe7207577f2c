import proj4 from 'proj4'
import { badImport, shown } from '../shown.ts'
import { type ChinaDatum, fromChina, toChina } from './crs-china.ts'
import type { Shifted } from './crs-shift.ts'

type Convert = (position: readonly [number, number]) => [number, number]

/** A coordinate system of imports and exports, and the ways between it and WGS 84. */
export interface Crs {
  /** EPSG:n, GCJ-02, BD-09, or the name in well-known text that is no shipped system's. */
  readonly name: string
  /** As people call it. */
  readonly title: string
  /** True when coordinates are lengths, not angles. */
  readonly projected: boolean
  /** Stated when the way to WGS 84 is not exact, with the metres where they are known. */
  readonly accuracy?: string
  /**
   * [x, y] (easting or longitude first, whatever the authority's axis order) to [lon, lat]; null = they are WGS 84 already. Never throws:
   * what has no image becomes NaN.
   */
  readonly toWgs84: Convert | null
  /** The way back, with the same rules. */
  readonly fromWgs84: Convert | null
}

export const WGS84: Crs = { name: 'EPSG:4326', title: 'WGS 84', projected: false, toWgs84: null, fromWgs84: null }

/** A system that proj4 computes. `unit`: degrees a unit, for longitudes and latitudes that are not in degrees. */
export function projCrs(names: { name: string; title: string }, { proj, accuracy }: Shifted, unit: number): Crs {
  const projected = !proj.includes('+proj=longlat')
  const radius = Number(/\+(?:a|R)=(\S+)/.exec(proj)?.[1] ?? 6378137)
  if (!(radius > 6_350_000 && radius < 6_400_000)) throw refused(`${names.name} (${names.title}) is no system of the earth`, names.name)
  const converter = converterOf(proj, names)
  const turned = proj.includes('+axis=') // westings or southings: proj4 turns them only when told
  return {
    ...names,
    projected,
    ...(accuracy !== undefined && { accuracy }),
    toWgs84: guarded(projected ? [FARTHEST, FARTHEST] : [ANGLES[0] / unit, ANGLES[1] / unit], ([x, y]) =>
      converter.forward<[number, number]>([x * unit, y * unit], turned),
    ),
    fromWgs84: guarded(ANGLES, position => {
      const [x, y] = converter.inverse<[number, number]>([...position], turned)
      return [x / unit, y / unit]
    }),
  }
}

// Forms of projections that proj4 computes otherwise than PROJ does: authalic spheres, hyperbolic Cassini, oblique Mercator by two points.
const NOT_BY_PROJ4 = /\+R_A\b|\+hyperbolic\b|\+proj=omerc.*\+lat_2=/

function converterOf(proj: string, { name, title }: { name: string; title: string }): proj4.Converter {
  try {
    if (NOT_BY_PROJ4.test(proj)) throw new Error('wrong')
    return proj4(proj, 'EPSG:4326')
  } catch {
    const method = /\+proj=(\S+)/.exec(proj)?.[1] ?? 'none'
    throw refused(`the projection "${method}" of ${name} (${title}) cannot be computed here`, name)
  }
}

const CHINA: Readonly<Record<ChinaDatum, { name: string; title: string }>> = {
  GCJ02: { name: 'GCJ-02', title: 'GCJ-02 (Amap, Tencent)' },
  BD09: { name: 'BD-09', title: 'BD-09 (Baidu)' },
}

/** GCJ-02 or BD-09. */
export const chinaCrs = (datum: ChinaDatum): Crs => ({
  ...CHINA[datum],
  projected: false,
  accuracy: `${CHINA[datum].name} is converted by the formula in common use; the official one is not public, and a few metres of difference are possible`,
  toWgs84: position => fromChina(datum, position),
  fromWgs84: position => toChina(datum, position),
})

// No system has coordinates beyond these: 1e9 is more than the earth's girth in the shortest unit and the highest zone number.
const FARTHEST = 1e9
const ANGLES = [400, 100] as const

/** Projections throw for some positions outside of their domain, and some (Mollweide) never end far outside of it. */
function guarded(limits: readonly [number, number], convert: Convert): Convert {
  return position => {
    if (!(Math.abs(position[0]) <= limits[0] && Math.abs(position[1]) <= limits[1])) return [Number.NaN, Number.NaN]
    try {
      return convert(position)
    } catch {
      return [Number.NaN, Number.NaN]
    }
  }
}

export const refused = (detail: string, value: string): Error => badImport(detail, { rule: 'crs', value: shown(value) })
