import { badImport, shown } from '../shown.ts'
import { child, nameOf, numberAt, type WktNode } from './crs-wkt.ts'
import { type Given, METHODS, type Parameters } from './crs-wkt-methods.ts'

/** What a coordinate system of well-known text is made of, in PROJ's terms. */
export interface WktSystem {
  readonly name: string
  /** Lower case, letters and digits only, ESRI's names as EPSG's. */
  readonly datum: string
  readonly axis: number
  /** Inverse flattening; 0 for a sphere. */
  readonly flattening: number
  /** Degrees east of Greenwich. */
  readonly meridian: number
  /** Metres a unit, or degrees a unit where `method` is longlat. */
  readonly unit: number
  /** PROJ's name of the projection; longlat for none. */
  readonly method: string
  /** PROJ's parameters: degrees, metres, scale. */
  readonly parameters: Readonly<Parameters>
  readonly towgs84?: string
}

const RADIAN = 180 / Math.PI

/** Reads a PROJCS or GEOGCS node. Throws bad-import when a part is missing or the projection is not known. */
export function wktSystem(node: WktNode): WktSystem {
  const geographic = node.keyword === 'GEOGCS' ? node : child(node, 'GEOGCS')
  const datum = child(geographic, 'DATUM')
  const spheroid = child(datum, 'SPHEROID', 'ELLIPSOID')
  const [axis, flattening] = [numberAt(spheroid, 1), numberAt(spheroid, 2)]
  const angle = (numberAt(child(geographic, 'UNIT'), 1) ?? 1 / RADIAN) * RADIAN
  if (axis === undefined || flattening === undefined) throw missing(node, 'an ellipsoid')
  const towgs84 = child(datum, 'TOWGS84')?.values.filter(value => typeof value === 'number')
  const base = {
    name: nameOf(node) || 'unnamed',
    datum: datumKey(nameOf(datum)),
    axis,
    flattening,
    meridian: (numberAt(child(geographic, 'PRIMEM'), 1) ?? 0) * angle,
    ...(towgs84 !== undefined && towgs84.length >= 3 && { towgs84: towgs84.slice(0, 7).join() }),
  }
  if (node.keyword === 'GEOGCS') return { ...base, unit: angle, method: 'longlat', parameters: {} }
  const unit = numberAt(child(node, 'UNIT'), 1)
  if (unit === undefined || !(unit > 0)) throw missing(node, 'a unit of length')
  return { ...base, unit, ...projectionOf(node, unit, angle) }
}

/** A PROJ string without a datum shift. */
export function projOf({ method, parameters, axis, flattening, meridian, unit }: WktSystem): string {
  const shape = flattening === 0 ? `+a=${axis} +b=${axis}` : `+a=${axis} +rf=${flattening}`
  const words = Object.entries(parameters).map(([name, value]) => `+${name}=${value}`)
  const prime = meridian === 0 ? [] : [`+pm=${meridian}`]
  return [`+proj=${method}`, ...words, shape, ...prime, ...(method === 'longlat' ? [] : [`+to_meter=${unit}`]), '+no_defs'].join(' ')
}

function projectionOf(node: WktNode, unit: number, angle: number): { method: string; parameters: Parameters } {
  const given = new Map<string, number>()
  for (const value of node.values) {
    if (typeof value === 'object' && value.keyword === 'PARAMETER') given.set(nameOf(value).toLowerCase(), numberAt(value, 1) ?? Number.NaN)
  }
  const p: Given = (...names) => names.map(name => given.get(name)).find(value => value !== undefined)
  const name = nameOf(child(node, 'PROJECTION'))
  const found = METHODS[name.toLowerCase()]
  if (found === undefined) {
    throw badImport(
      `the projection ${shown(name)} of the coordinate system ${shown(nameOf(node))} is not known; give the system's EPSG code`,
      {
        rule: 'crs',
        value: shown(name),
      },
    )
  }
  const [method, read] = found
  const { somerc, ...own } = read(p)
  const parameters: Parameters = {}
  for (const [key, value] of Object.entries(own)) parameters[key] = key === 'k' ? value : value * angle
  parameters.x_0 = (p('false_easting') ?? 0) * unit
  parameters.y_0 = (p('false_northing') ?? 0) * unit
  if (Object.values(parameters).some(value => !Number.isFinite(value))) throw missing(node, 'numbers as parameters')
  return { method: somerc === 1 ? 'somerc' : method, parameters }
}

/** ESRI's names of datums where they are not EPSG's with a D_ before. */
const DATUMS: Readonly<Record<string, string>> = {
  northamerican1983: 'northamericandatum1983',
  northamerican1927: 'northamericandatum1927',
  northamerican1983harn: 'nad83highaccuracyreferencenetwork',
  nad1983harn: 'nad83highaccuracyreferencenetwork',
  nad19832011: 'nad83nationalspatialreferencesystem2011',
  nad1983nsrs2007: 'nad83nationalspatialreferencesystem2007',
  osgb1936: 'ordnancesurveyofgreatbritain1936',
  etrs1989: 'europeanterrestrialreferencesystem1989',
  european1950: 'europeandatum1950',
  belge1972: 'reseaunationalbelge1972',
  rgf1993: 'reseaugeodesiquefrancais1993v1',
  ntf: 'nouvelletriangulationfrancaise',
  gda1994: 'geocentricdatumofaustralia1994',
  gda2020: 'geocentricdatumofaustralia2020',
  nzgd2000: 'newzealandgeodeticdatum2000',
  jgd2000: 'japanesegeodeticdatum2000',
  jgd2011: 'japanesegeodeticdatum2011',
  sirgas2000: 'sistemadereferenciageocentricoparalasamericas2000',
  worldgeodeticsystem1984: 'wgs1984',
  chinageodeticcoordinatesystem2000: 'china2000',
}

function datumKey(name: string): string {
  const key = name
    .toLowerCase()
    .replace(/^d_/, '')
    .replace(/[^a-z0-9]/g, '')
  return DATUMS[key] ?? key
}

const missing = (node: WktNode, what: string): Error =>
  badImport(`the well-known text of the coordinate system ${shown(nameOf(node))} lacks ${what}`, {
    rule: 'crs',
    value: shown(nameOf(node)),
  })
