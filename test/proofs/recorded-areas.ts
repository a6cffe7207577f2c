import { readdirSync, readFileSync } from 'node:fs'
import type { Feature, FeatureCollection, MultiPolygon, Polygon, Position } from 'geojson'
import { percentile } from '../support/figures.ts'
import { importFile } from './bulk.ts'

export const LANCASHIRE = new URL('../../../shared/data/lancashire/', import.meta.url)
const LAYER = 'lancs-lsoa'
const BATCH = 10_000

type Area = Feature<Polygon | MultiPolygon, { readonly LSOA11CD: string }>

interface Incident {
  readonly at: readonly [lon: number, lat: number]
  /** The area that its source recorded; '' for none. */
  readonly recorded: string
}

export interface RecordedFigures {
  readonly areas: number
  readonly incidents: number
  readonly recorded: number
  /** Located in the area recorded; the same by an even-odd test on the positions as they came. */
  readonly agree: number
  readonly agreeByEvenOdd: number
  /** Located in another area or in none, and how far these are from the area recorded, metres. */
  readonly misses: number
  readonly missP50: number
  readonly missP95: number
  readonly missMax: number
  /** Misses whose area recorded is none of Lancashire's. */
  readonly elsewhere: number
}

/**
 * Incidents that carry the census area their source put them in, located over HTTP in the imported areas. Each answer must be that of an even-odd
 * test of its own on the file's positions (but within a lattice step of an edge), so the shares agree. Throws at the first that is not.
 */
export async function proveRecordedAreas(server: string): Promise<RecordedFigures> {
  const areas = readAreas()
  const body = JSON.stringify({ type: 'FeatureCollection', features: areas } satisfies FeatureCollection)
  const report = await importFile(
    server,
    { name: 'lsoa.geojson', type: 'application/geo+json', body },
    { layer: LAYER, id: 'LSOA11CD', coverage: 'true', clean: '0.5' },
  )
  if (!report.committed || report.stored !== areas.length) throw new Error(`of ${areas.length} areas ${report.stored} were stored`)
  const incidents = readIncidents()
  const located = await locateAll(server, incidents)
  const byId = new Map(areas.map(area => [area.properties.LSOA11CD, area]))
  const judge = evenOddIndex(areas)
  const misses: number[] = []
  const counts = { recorded: 0, agree: 0, agreeByEvenOdd: 0, elsewhere: 0 }
  for (const [i, { at, recorded }] of incidents.entries()) {
    const judged = judge(at)
    if (judged !== located[i]) {
      // Cleaning moves edges by half a metre at most.
      const apart = Math.min(...[judged, located[i]].map(id => (id ? metresTo(at, byId.get(id)!) : 0)))
      if (apart > 1) throw new Error(`${at.join()}: located in ${located[i]}, even-odd says ${judged}`)
    }
    if (recorded === '') continue
    counts.recorded++
    if (located[i] === recorded) counts.agree++
    if (judged === recorded) counts.agreeByEvenOdd++
    if (located[i] === recorded) continue
    const area = byId.get(recorded)
    if (area) misses.push(metresTo(at, area))
    else counts.elsewhere++
  }
  return {
    areas: areas.length,
    incidents: incidents.length,
    ...counts,
    misses: misses.length,
    missP50: percentile(misses, 0.5),
    missP95: percentile(misses, 0.95),
    missMax: percentile(misses, 1),
  }
}

function readAreas(): Area[] {
  const folder = new URL('lsoa/', LANCASHIRE)
  return readdirSync(folder).flatMap(
    name => (JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as FeatureCollection).features as Area[],
  )
}

function readIncidents(): Incident[] {
  const [, ...lines] = readFileSync(new URL('lancashire_asb.tab', LANCASHIRE), 'utf8').trim().split(/\r?\n/)
  return lines.map(line => {
    const [, lon, lat, , recorded = ''] = line.split('\t')
    return { at: [Number(lon), Number(lat)], recorded }
  })
}

async function locateAll(server: string, incidents: readonly Incident[]): Promise<(string | null)[]> {
  const codes: (string | null)[] = []
  for (let from = 0; from < incidents.length; from += BATCH) {
    const points = incidents.slice(from, from + BATCH).map(({ at }) => at)
    const answer = await fetch(`${server}/api/locate`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ points, form: 'codes', layer: LAYER }),
    })
    if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`)
    codes.push(...((await answer.json()) as { codes: (string | null)[] }).codes)
  }
  return codes
}

const ringsOf = ({ geometry }: Area): Position[][] => (geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat())

/** Even-odd on the positions as they are, one area after the other. */
function evenOddIndex(areas: readonly Area[]): (at: Incident['at']) => string | null {
  const boxed = areas.map(area => {
    const all = ringsOf(area).flat()
    const [xs, ys] = [all.map(p => p[0]!), all.map(p => p[1]!)]
    return { area, west: Math.min(...xs), east: Math.max(...xs), south: Math.min(...ys), north: Math.max(...ys) }
  })
  return ([x, y]) =>
    boxed.find(({ area, west, east, south, north }) => x >= west && x <= east && y >= south && y <= north && isOdd(x, y, ringsOf(area)))
      ?.area.properties.LSOA11CD ?? null
}

function isOdd(x: number, y: number, rings: readonly Position[][]): boolean {
  let odd = false
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [a, b] = [ring[i]!, ring[j]!]
      if (a[1]! > y !== b[1]! > y && x < ((b[0]! - a[0]!) * (y - a[1]!)) / (b[1]! - a[1]!) + a[0]!) odd = !odd
    }
  }
  return odd
}

/** Metres to the nearest edge of an area, on the plane around the place: good for telling near from far. */
function metresTo([x, y]: Incident['at'], area: Area): number {
  const [east, north] = [111_320 * Math.cos((y * Math.PI) / 180), 111_320]
  let least = Infinity
  for (const ring of ringsOf(area)) {
    for (let i = 0; i + 1 < ring.length; i++) {
      const [ax, ay, bx, by] = [ring[i]![0]! - x, ring[i]![1]! - y, ring[i + 1]![0]! - x, ring[i + 1]![1]! - y].map(
        (d, k) => d * (k % 2 ? north : east),
      )
      const [dx, dy] = [bx! - ax!, by! - ay!]
      const t = Math.min(1, Math.max(0, -(ax! * dx + ay! * dy) / (dx * dx + dy * dy || 1)))
      least = Math.min(least, Math.hypot(ax! + t * dx, ay! + t * dy))
    }
  }
  return least
}
