import { readFileSync } from 'node:fs'
import type { Feature, FeatureCollection, MultiPolygon, Polygon } from 'geojson'
import { importFile } from './bulk.ts'
import { area2, cutToTile, decode, EXTENT, project, type Xy } from './mosaic.ts'
import { checkSeams, noSeams } from './seams.ts'

export const BIRMINGHAM = new URL('../../../shared/data/birmingham/', import.meta.url)

export interface TilesFigures {
  readonly rows: number
  readonly stored: number
  readonly reported: number
  readonly tiles: number
  /** Tiles wholly inside the city, whose features fill them to the last unit. */
  readonly fullTiles: number
  /** The greatest difference between a unit's own area and that of its parts put together, in units of the finest zoom times its perimeter. */
  readonly worstAreaError: number
  /** Edges that two neighbours share, vertex for vertex, over all tiles; every other edge is on the rim. */
  readonly sharedEdges: number
  /** Areas that the grid of a zoom leaves a single point of, over all zooms: they are in no tile. */
  readonly dropped: number
}

const LAYER = 'oa'
type Area = Feature<Polygon | MultiPolygon, Record<string, string>>

/** Birmingham's census areas with their population joined, as layer `oa`. Throws where a row is lost. */
export async function importBirmingham(server: string) {
  const areas = (JSON.parse(readFileSync(new URL('oa.geojson', BIRMINGHAM), 'utf8')) as FeatureCollection).features as Area[]
  const report = await importFile(
    server,
    { name: 'oa.geojson', type: 'application/geo+json', body: readFileSync(new URL('oa.geojson', BIRMINGHAM)) },
    { layer: LAYER, id: 'OA11CD', coverage: 'true', on: 'OA11CD=oa_code' },
    { name: 'population.csv', type: 'text/csv', body: readFileSync(new URL('oa_lsoa_population.csv', BIRMINGHAM)) },
  )
  if (report.rowsIn !== areas.length || report.stored + report.rejectedCount !== report.rowsIn || !report.committed) {
    throw new Error(`of ${areas.length} rows ${report.stored} were stored and ${report.rejectedCount} reported`)
  }
  return { areas, report }
}

/**
 * Birmingham's census areas imported with their population joined, then every tile read back over HTTP and put together again by a decoder of
 * somebody else's. Throws where a row is lost, an area missing at a zoom, an attribute changed, a tile inside the city not filled exactly, neighbours
 * draw an edge differently, or the parts of an area do not add up to it.
 */
export async function proveTiles(server: string, zooms: { from: number; to: number }): Promise<TilesFigures> {
  const { areas, report } = await importBirmingham(server)
  const expected = expectedAttributes(areas)
  const total = { tiles: 0, fullTiles: 0, worstAreaError: 0, dropped: 0 }
  const seams = noSeams()
  for (let zoom = zooms.from; zoom <= zooms.to; zoom++) {
    const seen = await readZoom(server, zoom, areas, expected, seams)
    total.tiles += seen.tiles
    total.fullTiles += seen.fullTiles
    total.dropped += seen.dropped
    if (zoom === zooms.to) total.worstAreaError = compareAreas(areas, seen.areas, zoom)
  }
  return { rows: areas.length, stored: report.stored, reported: report.rejectedCount, ...total, sharedEdges: seams.shared }
}

/** Attributes by area, read from the files by other code than the importer's. */
function expectedAttributes(areas: readonly Area[]): Map<string, Record<string, unknown>> {
  const [, ...lines] = readFileSync(new URL('oa_lsoa_population.csv', BIRMINGHAM), 'utf8').trim().split(/\r?\n/)
  const joined = new Map(lines.map(line => [line.split(',')[0]!, line.split(',')]))
  return new Map(
    areas.map(({ properties }) => {
      const [, lsoa, population] = joined.get(properties.OA11CD!) ?? []
      return [properties.OA11CD!, { LAD11CD: properties.LAD11CD, lsoa_code: lsoa, population: Number(population) }]
    }),
  )
}

async function readZoom(
  server: string,
  zoom: number,
  areas: readonly Area[],
  expected: ReadonlyMap<string, Record<string, unknown>>,
  seams: ReturnType<typeof noSeams>,
) {
  const corners = rimCorners(areas, zoom)
  const box = tileBox(areas, zoom)
  const found = new Map<string, number>()
  let fullTiles = 0
  let tiles = 0
  for (let x = box.west; x <= box.east; x++) {
    const column = Array.from({ length: box.south - box.north + 1 }, (_, i) => box.north + i)
    const bodies = await Promise.all(column.map(y => fetchTile(server, zoom, x, y)))
    for (const [i, body] of bodies.entries()) {
      tiles++
      const [left, top] = [x * EXTENT, column[i]! * EXTENT]
      // A rim edge ends at vertices of the rim, or where the tile cuts it.
      const isRimEnd = ([ex, ey]: Xy): boolean =>
        corners.has(`${left + ex},${top + ey}`) || [ex, ey].some(value => value <= -64 || value >= EXTENT + 64)
      checkSeams(`${zoom}/${x}/${column[i]}`, [{ layer: LAYER, body: body ?? undefined }], seams, (a, b) => isRimEnd(a) && isRimEnd(b))
      let filled = 0
      for (const feature of body ? decode(body, LAYER) : []) {
        assertAttributes(feature.id, feature.properties, expected, zoom)
        const own = feature.rings.reduce((sum, ring) => sum + area2(cutToTile(ring)) / 2, 0)
        found.set(feature.id, (found.get(feature.id) ?? 0) + own)
        filled += own
      }
      if (!isInside(areas, zoom, x, column[i]!)) continue
      fullTiles++
      if (Math.abs(filled - EXTENT * EXTENT) > 1e-3)
        throw new Error(`tile ${zoom}/${x}/${column[i]} is filled by ${filled} of ${EXTENT ** 2}`)
    }
  }
  const missing = areas.filter(area => !found.has(area.properties.OA11CD!))
  const lost = missing.find(area => !isPoint(area, zoom))
  if (lost) throw new Error(`zoom ${zoom}: ${lost.properties.OA11CD} is in no tile, and is larger than a unit`)
  return { tiles, fullTiles, areas: found, dropped: missing.length }
}

/** Smaller than a unit each way: the grid of the zoom may leave a single point of it. */
function isPoint(area: Area, zoom: number): boolean {
  const points = ringsOf(area)
    .flat()
    .map(p => project(p[0]!, p[1]!, zoom))
  return [0, 1].every(axis => Math.max(...points.map(p => p[axis]!)) - Math.min(...points.map(p => p[axis]!)) < 1)
}

async function fetchTile(server: string, z: number, x: number, y: number): Promise<ArrayBuffer | null> {
  const response = await fetch(`${server}/tiles/${LAYER}/${z}/${x}/${y}.mvt`)
  if (response.headers.has('zongtu-thinned')) throw new Error(`tile ${z}/${x}/${y} was thinned`)
  const body = await response.arrayBuffer()
  if (response.status !== 200 && response.status !== 204) throw new Error(`tile ${z}/${x}/${y}: ${response.status}`)
  return response.status === 200 ? body : null
}

function assertAttributes(
  id: string,
  actual: Readonly<Record<string, unknown>>,
  all: ReadonlyMap<string, Record<string, unknown>>,
  zoom: number,
) {
  const expected = all.get(id)
  if (!expected) throw new Error(`zoom ${zoom}: ${id} is nobody's area`)
  for (const [name, value] of Object.entries(expected)) {
    if (actual[name] !== value) throw new Error(`zoom ${zoom}: ${name} of ${id} is ${String(actual[name])}, not ${String(value)}`)
  }
}

const ringsOf = (area: Area) => (area.geometry.type === 'Polygon' ? area.geometry.coordinates : area.geometry.coordinates.flat())

function tileBox(areas: readonly Area[], zoom: number) {
  const box = { west: Infinity, north: Infinity, east: -Infinity, south: -Infinity }
  for (const ring of areas.flatMap(ringsOf)) {
    for (const position of ring) {
      const [x, y] = project(position[0]!, position[1]!, zoom).map(v => Math.floor(v / EXTENT)) as [number, number]
      box.west = Math.min(box.west, x)
      box.east = Math.max(box.east, x)
      box.north = Math.min(box.north, y)
      box.south = Math.max(box.south, y)
    }
  }
  return box
}

let rimCache: { areas: readonly Area[]; edges: [number, number, number, number][] } | undefined

/** Edges of exactly one area: the rim of the city (the data shares vertices exactly once rounded to 1e-7 degree). */
function rim(areas: readonly Area[]) {
  if (rimCache?.areas === areas) return rimCache.edges
  const edges = new Map<string, [number, number, number, number]>()
  for (const ring of areas.flatMap(ringsOf)) {
    for (let i = 0; i + 1 < ring.length; i++) {
      const ends = [ring[i]!, ring[i + 1]!]
        .map(p => [Math.round(p[0]! * 1e7), Math.round(p[1]! * 1e7)] as const)
        .sort((a, b) => a[0] - b[0] || a[1] - b[1])
      const key = ends.join(' ')
      if (edges.delete(key)) continue
      edges.set(key, [ends[0]![0] / 1e7, ends[0]![1] / 1e7, ends[1]![0] / 1e7, ends[1]![1] / 1e7])
    }
  }
  rimCache = { areas, edges: [...edges.values()] }
  return rimCache.edges
}

/** Where the rim's vertices may stand on the grid of a zoom, however they are rounded. */
function rimCorners(areas: readonly Area[], zoom: number): Set<string> {
  const corners = new Set<string>()
  for (const [lon1, lat1, lon2, lat2] of rim(areas)) {
    for (const [x, y] of [project(lon1, lat1, zoom), project(lon2, lat2, zoom)]) {
      for (const gx of [Math.floor(x), Math.ceil(x)]) for (const gy of [Math.floor(y), Math.ceil(y)]) corners.add(`${gx},${gy}`)
    }
  }
  return corners
}

/** Whether a tile and a wide margin (generalisation moves the rim) lie inside: no rim edge comes near, and the middle has an odd number of them above. */
function isInside(areas: readonly Area[], zoom: number, x: number, y: number): boolean {
  const margin = 64
  const [west, north] = [x * EXTENT - margin, y * EXTENT - margin]
  const side = EXTENT + 2 * margin
  let odd = false
  for (const [lon1, lat1, lon2, lat2] of rim(areas)) {
    const [a, b] = [project(lon1, lat1, zoom), project(lon2, lat2, zoom)]
    const apart =
      Math.max(a[0], b[0]) < west ||
      Math.min(a[0], b[0]) > west + side ||
      Math.max(a[1], b[1]) < north ||
      Math.min(a[1], b[1]) > north + side
    if (!apart) return false
    const middle = [west + side / 2, north + side / 2] as const
    if (a[0] > middle[0] !== b[0] > middle[0] && a[1] + ((middle[0] - a[0]) / (b[0] - a[0])) * (b[1] - a[1]) < middle[1]) odd = !odd
  }
  return odd
}

/** The parts of every area against the area itself, projected without rounding. A vertex moves by at most a unit: the error is within the perimeter. */
function compareAreas(areas: readonly Area[], found: ReadonlyMap<string, number>, zoom: number): number {
  let worst = 0
  for (const area of areas) {
    let own = 0
    let perimeter = 0
    for (const ring of ringsOf(area)) {
      const points = ring.slice(0, -1).map(p => project(p[0]!, p[1]!, zoom))
      const [ox, oy] = points[0]!
      own += area2(points.map(p => [p[0] - ox, p[1] - oy] as const)) / 2
      points.forEach((p, i) => {
        const q = points[(i + 1) % points.length]!
        perimeter += Math.hypot(q[0] - p[0], q[1] - p[1])
      })
    }
    const id = area.properties.OA11CD!
    const error = Math.abs(Math.abs(own) - found.get(id)!) / perimeter
    if (error > 1) throw new Error(`zoom ${zoom}: the parts of ${id} have area ${found.get(id)}, the whole ${Math.abs(own)}`)
    worst = Math.max(worst, error)
  }
  return Math.round(worst * 1000) / 1000
}
