import { type Crs, resolveCrs } from '../crs/crs.ts'
import { median } from './datum-statistics.ts'

type Position = readonly [number, number]

/** A way to read the positions of a source. */
export interface Hypothesis {
  /** What `resolveCrs` knows; or `swapped axes`: the claimed system with them. */
  readonly likely: string
  /** True for datums that move positions by some hundred metres only. */
  readonly near: boolean
  /** Source position to longitude and latitude; NaN where it has none. */
  readonly read: (position: Position) => Position
}

/** How a system reads positions, as they are or with x and y in each other's place. */
export const readAs =
  (crs: Crs, swapped = false): Hypothesis['read'] =>
  ([x, y]) => {
    const position: [number, number] = swapped ? [y, x] : [x, y]
    return crs.toWgs84 === null ? position : crs.toWgs84(position)
  }

/** What positions of a source may be instead of what is claimed. Few: systems that put them far from the city's box are left out. */
export function hypotheses(claimed: Crs, positions: readonly Position[], bounds: readonly [number, number, number, number]): Hypothesis[] {
  const middle = [median(positions.map(([x]) => x)) ?? 0, median(positions.map(([, y]) => y)) ?? 0] as const
  const degrees = Math.abs(middle[0]) <= 360 && Math.abs(middle[1]) <= 360
  return [
    ...(degrees ? datums(claimed) : projectedDatums(claimed)),
    { likely: 'swapped axes', near: false, read: readAs(claimed, true) },
    ...(degrees ? [] : projections(claimed, middle, bounds)),
  ]
}

/** Degrees, also those that were taken for metres, in the three datums of Chinese maps. */
function datums(claimed: Crs): Hypothesis[] {
  return ['gcj02', 'bd09', 'CRS84'].flatMap(likely => {
    const crs = resolveCrs(likely)
    const same = crs.name === claimed.name || (crs.toWgs84 === null && claimed.toWgs84 === null)
    return same ? [] : [{ likely, near: !claimed.projected, read: readAs(crs) }]
  })
}

/** Metres that were computed from degrees of another datum. */
function projectedDatums(claimed: Crs): Hypothesis[] {
  if (!claimed.projected) return []
  return ['gcj02', 'bd09'].map(likely => {
    const [project, shift] = [readAs(claimed), readAs(resolveCrs(likely))]
    return { likely, near: true, read: position => shift(project(position)) }
  })
}

/** Metres in a system whose zone is the city's, by easting and northing or, as surveyors write them, northing and easting. */
function projections(claimed: Crs, middle: Position, [west, south, east, north]: readonly [number, number, number, number]): Hypothesis[] {
  const [lon, lat] = [(west + east) / 2, (south + north) / 2]
  const isNear = ([x, y]: Position): boolean =>
    Math.abs(x - lon) <= Math.max(east - west, 0.5) && Math.abs(y - lat) <= Math.max(north - south, 0.5)
  return codesAt(lon, lat)
    .map(code => resolveCrs(`EPSG:${code}`))
    .filter(crs => crs.name !== claimed.name)
    .flatMap(crs => [
      { likely: crs.name, near: false, read: readAs(crs) },
      { likely: `${crs.name} with swapped axes`, near: false, read: readAs(crs, true) },
    ])
    .filter(hypothesis => isNear(hypothesis.read(middle)))
}

/** Web Mercator, the CGCS2000 3-degree zones (4534-4554 without, 4513-4533 with zone number) and the UTM zones around a place. */
function codesAt(lon: number, lat: number): number[] {
  const gauss = Math.round(lon / 3) - 25
  const china = [gauss, gauss - 1, gauss + 1].filter(zone => zone >= 0 && zone <= 20).flatMap(zone => [4534 + zone, 4513 + zone])
  const utm = Math.floor((lon + 180) / 6) + 1
  const zones = [utm, utm - 1, utm + 1].filter(zone => zone >= 1 && zone <= 60)
  return [3857, ...china, ...zones.map(zone => (lat < 0 ? 32700 : 32600) + zone)]
}
