import { shown } from '../shown.ts'
import { epsgCrs } from './crs-epsg.ts'
import { type Crs, chinaCrs, refused, WGS84 } from './crs-make.ts'
import { crsOfText } from './crs-text.ts'
import { isWkt } from './crs-wkt.ts'
import { mapPositions } from './positions.ts'

export type { Crs } from './crs-make.ts'

/**
 * The coordinate system of a name: `CRS84`, `EPSG:n` for every horizontal system of the earth that is shipped and can be computed, both also as URN or
 * URL; `gcj02`, `bd09`; or the text of a .prj file (WKT 1, ESRI's dialect). Of a compound system the horizontal part. Throws bad-import
 * with the reason for any other name. `... with swapped axes` behind a name reads y before x, whatever the order of the others.
 */
export function resolveCrs(name: string): Crs {
  if (isWkt(name)) return crsOfText(name)
  const text = name.trim()
  if (SWAPPED.test(text)) return swapped(resolveCrs(text.replace(SWAPPED, '')))
  if (/^gcj[-_ ]?02$/i.test(text)) return chinaCrs('GCJ02')
  if (/^bd[-_ ]?09(ll)?$/i.test(text)) return chinaCrs('BD09')
  if (/^(urn:ogc:def:crs:OGC:[\d.]*:CRS84|(https?:\/\/www\.opengis\.net\/def\/crs\/)?OGC[:/][\d.]*[:/]?CRS84|CRS84)$/i.test(text)) {
    return WGS84
  }
  const code = epsgCode(text)
  if (code !== undefined) return epsgCrs(code)
  const known = 'CRS84, EPSG codes such as EPSG:4326 or EPSG:4547, gcj02, bd09 and the text of a .prj file'
  throw refused(`the coordinate system ${shown(name)} is not known; known are ${known}`, name)
}

const SWAPPED = /(?<! with swapped axes) with swapped axes$/i

/** The same system with its axes the other way round: latitude or northing first, as surveyors write them. */
function swapped({ name, title, toWgs84, fromWgs84, ...rest }: Crs): Crs {
  return {
    ...rest,
    name: `${name} with swapped axes`,
    title: `${title} with swapped axes`,
    toWgs84: ([x, y]) => (toWgs84 ? toWgs84([y, x]) : [y, x]),
    fromWgs84: position => {
      const [x, y] = fromWgs84 ? fromWgs84(position) : position
      return [y, x]
    },
  }
}

/** What people call a coordinate system. Throws as `resolveCrs`. */
export function describeCrs(name: string): Pick<Crs, 'name' | 'title' | 'accuracy'> {
  const { name: short, title, accuracy } = resolveCrs(name)
  return { name: short, title, ...(accuracy !== undefined && { accuracy }) }
}

function epsgCode(name: string): number | undefined {
  const match =
    /^EPSG:{1,2}(\d{1,6})(?:\+\d{1,6})?$/i.exec(name) ??
    /^urn:(?:x-)?ogc:def:crs(?:,crs)?:EPSG:[\d.]*:(\d{1,6})(?:,.{0,100})?$/i.exec(name) ??
    /^https?:\/\/www\.opengis\.net\/def\/crs\/EPSG\/[\d.]+\/(\d{1,6})$/i.exec(name) ??
    /^https?:\/\/www\.opengis\.net\/gml\/srs\/epsg\.xml#(\d{1,6})$/i.exec(name)
  return match === null ? undefined : Number(match[1])
}

/** Whatever stands in the place of a geometry, with its positions converted to WGS 84. */
export const convertGeometry = (geometry: unknown, crs: Crs): unknown =>
  crs.toWgs84 === null ? geometry : mapPositions(geometry, (x, y) => crs.toWgs84!([x, y]))

/** The same from WGS 84. */
export const convertGeometryFrom = (geometry: unknown, crs: Crs): unknown =>
  crs.fromWgs84 === null ? geometry : mapPositions(geometry, (x, y) => crs.fromWgs84!([x, y]))
