import type { Geometry } from '../../geo/index.ts'
import type { LiveFeature } from '../../live/index.ts'
import type { Crs } from '../crs/crs.ts'

/** The geometry type that all features with a geometry have; undefined when they have several or none. */
export function commonType(features: readonly LiveFeature[]): Geometry['type'] | undefined {
  let common: Geometry['type'] | undefined
  for (const { geometry } of features) {
    if (geometry === null || geometry.type === common) continue
    if (common !== undefined) return undefined
    common = geometry.type
  }
  return common
}

/** The EPSG code of a coordinate system that has one. */
export function epsgOf({ name }: Crs): number | undefined {
  const code = /^EPSG:(\d+)$/.exec(name)?.[1]
  return code === undefined ? undefined : Number(code)
}
