import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../kernel/index.ts'
import { resolveCrs } from './crs.ts'

const installed = spawnSync('gdaltransform', ['--version']).status === 0

// The file of the San Francisco data set's Shapefiles, as it is.
const STATE_PLANE =
  'PROJCS["NAD_1983_StatePlane_California_III_FIPS_0403_Feet",GEOGCS["GCS_North_American_1983",DATUM["D_North_American_1983",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Lambert_Conformal_Conic"],PARAMETER["False_Easting",6561666.666666666],PARAMETER["False_Northing",1640416.666666667],PARAMETER["Central_Meridian",-120.5],PARAMETER["Standard_Parallel_1",37.06666666666667],PARAMETER["Standard_Parallel_2",38.43333333333333],PARAMETER["Latitude_Of_Origin",36.5],UNIT["Foot_US",0.3048006096012192]]'

/** Name, the box that positions are drawn from (west, south, east, north in degrees), the bar in metres: 1 mm where no datum changes, else 1 cm. */
const SYSTEMS: readonly (readonly [string, string, readonly [number, number, number, number], number])[] = [
  ['British grid', 'EPSG:27700', [-3, 53, -2, 54.2], 0.01],
  ['State Plane, US feet', 'EPSG:2227', [-122.6, 37.6, -122.3, 37.9], 0.001],
  ['the same as a .prj file', STATE_PLANE, [-122.6, 37.6, -122.3, 37.9], 0.001],
  ['CGCS2000, 114 E', 'EPSG:4547', [112.6, 21.6, 115.4, 45], 0.001],
  ['CGCS2000, zone 38', 'EPSG:4526', [112.6, 21.6, 115.4, 45], 0.001],
  ['UTM 50N', 'EPSG:32650', [114, 1, 120, 83], 0.001],
  ['Web Mercator', 'EPSG:3857', [-179, -84, 179, 84], 0.001],
  ['Lambert 93', 'EPSG:2154', [-4, 42, 8, 51], 0.001],
  ['Belgian Lambert 72', 'EPSG:31370', [2.6, 49.6, 6.3, 51.4], 0.01],
  ['Dutch RD', 'EPSG:28992', [3.4, 51, 7, 53.4], 0.01],
  ['Korea 1985', 'EPSG:5174', [126.1, 34.2, 127.9, 38], 0.01],
  ['Israel', 'EPSG:2039', [34.3, 29.6, 35.6, 33.2], 0.01],
  ['Hong Kong 1980', 'EPSG:2326', [113.8, 22.15, 114.4, 22.55], 0.01],
  ['Swiss LV03', 'EPSG:21781', [6, 45.9, 10.4, 47.7], 0.01],
]

/** GDAL's longitudes and latitudes of positions of a system. */
function byGdal(crs: string, positions: readonly (readonly [number, number])[]): [number, number][] {
  const input = positions.map(position => position.join(' ')).join('\n')
  const done = spawnSync('gdaltransform', ['-s_srs', crs, '-t_srs', 'EPSG:4326', '-output_xy'], { input, encoding: 'utf8' })
  if (done.status !== 0) throw new Error(done.stderr)
  return done.stdout
    .trim()
    .split('\n')
    .map(line => line.split(' ').map(Number) as [number, number])
}

// Skipped where GDAL is not installed: it is the independent conversion.
describe.skipIf(!installed)('positions agree with gdaltransform', () => {
  it.each(SYSTEMS)('%s', (_, name, [west, south, east, north], bar) => {
    const crs = resolveCrs(name)
    const random = seededRandom(11)
    const positions = Array.from({ length: 100 }, () => {
      const [x, y] = crs.fromWgs84!([west + random() * (east - west), south + random() * (north - south)])
      return [Number(x.toFixed(4)), Number(y.toFixed(4))] as const
    })
    const theirs = byGdal(name, positions)
    const apart = positions.map((position, i) => {
      const [lon, lat] = crs.toWgs84!(position)
      const [x, y] = theirs[i]!
      return Math.hypot((lon - x) * 111_320 * Math.cos((lat * Math.PI) / 180), (lat - y) * 111_320)
    })
    expect(Math.max(...apart)).toBeLessThan(bar)
  })
})
