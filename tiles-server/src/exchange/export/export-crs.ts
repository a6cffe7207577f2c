import type { Geometry } from '../../geo/index.ts'
import { createSlices, ZongtuError } from '../../kernel/index.ts'
import type { LiveFeature } from '../../live/index.ts'
import { type Crs, convertGeometryFrom, resolveCrs } from '../crs/crs.ts'
import { mapPositions } from '../crs/positions.ts'
import { shown } from '../shown.ts'

/** Systems that readers of the file can be told by name. */
const NAMED = /^(EPSG:\d+|GCJ-02|BD-09)$/

/** The coordinate system to write, WGS 84 when none is named. Throws bad-parameter for one that is not known. */
export function targetCrs(name: string | undefined): Crs {
  const crs = resolved(name ?? 'EPSG:4326')
  if (NAMED.test(crs.name)) return crs
  throw new ZongtuError('bad-parameter', `crs is ${shown(name)}, it must be an EPSG code, gcj02 or bd09`, { parameter: 'crs' })
}

function resolved(name: string): Crs {
  try {
    return resolveCrs(name)
  } catch (error) {
    throw error instanceof ZongtuError ? new ZongtuError('bad-parameter', error.detail, { parameter: 'crs' }) : error
  }
}

/** How geometries (WGS 84) are written in a coordinate system: x before y, whatever the authority's axis order. */
export const converter = (crs: Crs) => (geometry: Geometry) => convertGeometryFrom(geometry, crs) as Geometry

/**
 * Throws bad-parameter when a position has no image in the coordinate system, before anything is written: a file that ends in the middle, or
 * with holes in it, would be worse.
 */
export async function checkDomain(features: readonly LiveFeature[], crs: Crs, signal: AbortSignal): Promise<void> {
  const { fromWgs84 } = crs
  if (fromWgs84 === null) return
  const slices = createSlices(signal)
  for (const { id, geometry } of features) {
    if (slices.over()) await slices.next()
    mapPositions(geometry, (lon, lat) => {
      const image = fromWgs84([lon, lat])
      if (Number.isFinite(image[0]) && Number.isFinite(image[1])) return image
      const detail = `crs is ${crs.name}, but feature ${shown(id)} has the position ${lon}, ${lat}, which has no coordinates there`
      throw new ZongtuError('bad-parameter', detail, { parameter: 'crs' })
    })
  }
}
