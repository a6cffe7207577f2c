import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ImportReport } from '../../tiles-server/src/exchange/index.ts'
import { createClient } from '../support/client.ts'
import { importFile } from './bulk.ts'
import { convertIndependently, hasOgr, type OgrSource, type PositionCheck, worstDistance } from './ogr.ts'

export interface RealImport {
  readonly layer: string
  /** Relative to the folder of the data sets. */
  readonly file: string
  /** Parameters of POST /api/imports. */
  readonly query: Readonly<Record<string, string>>
  readonly join?: string
  readonly ogr?: OgrSource
  /** Metres within which positions must agree with GDAL's. */
  readonly within: number
  /** Why positions may differ by more than a millimetre, or why the id was chosen. */
  readonly note?: string
}

const LATTICE = 'a coverage lies on the lattice of 1e-7 degree'
const POINTS = ['-oo', 'X_POSSIBLE_NAMES=lon*', '-oo', 'Y_POSSIBLE_NAMES=lat*', '-oo', 'KEEP_GEOM_COLUMNS=YES']
const MM = 0.001
const CM = 0.01

const crimes = (name: string): RealImport => ({
  layer: `sf-${name}`,
  file: 'san-francisco/SFCrime_July_Dec2012.zip',
  query: { entry: `sf_${name}` },
  ogr: { inside: `SFCrime_July_Dec2012 2/Crime Events/sf_${name}.shp` },
  within: CM,
  note: 'State Plane ft (NAD 83); ids are row numbers, since incident numbers repeat',
})

/** The data sets that imports are proved with, and the id choice of each. */
export const realImports = (folder: string): RealImport[] => [
  {
    layer: 'bham-oa',
    file: 'birmingham/oa.geojson',
    query: { id: 'OA11CD', coverage: 'true', on: 'OA11CD=oa_code' },
    join: 'birmingham/oa_lsoa_population.csv',
    within: CM,
    note: LATTICE,
  },
  { layer: 'bham-lsoa', file: 'birmingham/lsoa.geojson', query: { id: 'LSOA11CD', coverage: 'true' }, within: CM, note: LATTICE },
  { layer: 'bham-msoa', file: 'birmingham/msoa.geojson', query: { id: 'MSOA11CD', coverage: 'true' }, within: CM, note: LATTICE },
  { layer: 'bham-wards', file: 'birmingham/wards.geojson', query: { id: 'WD13CD' }, within: MM },
  {
    layer: 'lancs-incidents',
    file: 'lancashire/lancashire_asb.tab',
    query: {},
    ogr: { driver: 'CSV', open: POINTS },
    within: MM,
    note: 'the incidents have no id',
  },
  {
    layer: 'lancs-wards',
    file: 'lancashire/lancashire_wards.gpkg',
    query: { id: 'ward_code', on: 'ward_code=gss_code' },
    join: 'lancashire/lancashire_ward_pop.xlsx',
    within: CM,
    note: 'British grid by Helmert transformation',
  },
  { layer: 'lancs-districts', file: 'lancashire/lancashire_districts.geojson', query: { id: 'objectid' }, within: MM },
  ...readdirSync(join(folder, 'lancashire/lsoa')).map(name => ({
    layer: `lancs-lsoa-${name.slice(0, 9).toLowerCase()}`,
    file: `lancashire/lsoa/${name}`,
    query: { id: 'LSOA11CD' },
    within: MM,
  })),
  ...['cartheft', 'drugs', 'robbery', 'vandalism'].map(crimes),
  {
    layer: 'sf-shape-blocks',
    file: 'san-francisco/SFCrime_July_Dec2012.zip',
    query: { entry: 'SFCrime_blocks', id: 'GEO_ID' },
    ogr: { inside: 'SFCrime_July_Dec2012 2/SF PD Plots/SFCrime_blocks.shp' },
    within: CM,
  },
  { layer: 'sf-blocks', file: 'san-francisco/SFCrime_blocks.geojson', query: { id: 'GEO_ID' }, within: MM },
  { layer: 'sf-robbery-2019', file: 'san-francisco/san_francisco_robbery.csv', query: { id: 'uid' }, ogr: { open: POINTS }, within: MM },
  { layer: 'shenzhen', file: 'shenzhen/sz.json', query: { id: 'qh' }, within: MM },
  { layer: 'cameras-ca', file: 'cameras/california.csv', query: {}, ogr: { open: POINTS }, within: MM, note: 'cameras have no id here' },
  ...['2015-03-08', '2015-06-07'].map(day => ({
    layer: `bus-${day}`,
    file: `capmetro/${day}.csv`,
    query: {},
    ogr: { open: POINTS },
    within: MM,
    note: 'a fix has no id: vehicle and time repeat',
  })),
]

export interface RealFigures {
  readonly file: string
  readonly layer: string
  readonly rowsIn: number
  readonly stored: number
  readonly reported: number
  readonly id: string
  /** Largest distance to GDAL's position in metres, of 100 features drawn at random; null where GDAL is not installed. */
  readonly worst: number | null
}

/** Imports every data set through the server at `url` and checks rows and positions. `rejected` rows need `partial`. */
export async function proveRealData(url: string, folder: string, imports: readonly RealImport[], seed: number): Promise<RealFigures[]> {
  const figures: RealFigures[] = []
  for (const one of imports) {
    const report = await importOne(url, folder, one)
    if (!report.committed) throw new Error(`${one.file}: ${JSON.stringify(report.refusals)} ${JSON.stringify(report.rejected.slice(0, 3))}`)
    if (report.rowsIn !== report.stored + report.rejectedCount + report.heldBack)
      throw new Error(`${one.file}: ${report.rowsIn} rows are not ${report.stored} stored and ${report.rejectedCount} reported`)
    const check = hasOgr() ? await checkPositions(url, folder, one, report, seed) : null
    if (check !== null && check.worst > one.within)
      throw new Error(`${one.file}: feature ${check.id} is ${check.worst} m off GDAL's position`)
    figures.push({
      file: one.query.entry === undefined ? one.file : `${one.file} ${one.query.entry}`,
      layer: one.layer,
      rowsIn: report.rowsIn,
      stored: report.stored,
      reported: report.rejectedCount,
      id: report.id.column ?? report.id.choice,
      worst: check?.worst ?? null,
    })
  }
  return figures
}

function importOne(url: string, folder: string, { layer, file, query, join: table }: RealImport): Promise<ImportReport> {
  const load = (path: string) => ({
    name: path.slice(path.lastIndexOf('/') + 1),
    type: 'application/octet-stream' as const,
    body: readFileSync(join(folder, path)),
  })
  return importFile(url, load(file), { ...query, layer, partial: 'true' }, table === undefined ? undefined : load(table))
}

/** 100 stored features, drawn at random, beside GDAL's conversion of the same rows. */
async function checkPositions(url: string, folder: string, one: RealImport, report: ImportReport, seed: number): Promise<PositionCheck> {
  const stored = await createClient(url).all(one.layer)
  const rows = await convertIndependently(join(folder, one.file), one.ogr)
  const column = report.id.column
  const byId = new Map(rows.map((row, i) => [column === undefined ? rowId(one, i) : String(row.properties[column]), row.geometry]))
  return worstDistance(stored, byId, 100, seed)
}

const rowId = ({ file }: RealImport, index: number): string => `${file.slice(file.lastIndexOf('/') + 1)}:${index + 1}`
