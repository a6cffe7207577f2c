import { seededRandom } from '../../tiles-server/src/kernel/index.ts'
import { startBuilt } from './built.ts'
import type { CityStore } from './city.ts'
import { columns, digits, median, medianSpread, type Spread, spreadOf } from './figures.ts'
import { addCameras } from './more-cameras.ts'
import type { BenchOptions } from './options.ts'
import { poster } from './post.ts'
import type { Report } from './report.ts'
import { AROUND, NEAREST, type NearestFigures, type NearestRole, type Work } from './roles/nearest.ts'
import type { ServerRole } from './roles/server.ts'

const CAMERAS = 100_000
const CONNECTIONS = [1, 10] as const

interface Wire {
  readonly path: string
  readonly connections: number
  readonly perSecond: number
  readonly spread: Spread
}

/** Who is near, and which camera sees a place: in process against PostGIS, and over HTTP. */
export async function nearest({ cities, size, runs, seconds, seed, progress }: BenchOptions): Promise<Report> {
  const store = await cities.copy(size)
  await addCameras(store, CAMERAS, seed)
  const figures: NearestFigures[] = []
  const wire: Wire[] = []
  for (let run = 1; run <= runs; run++) {
    const child = await startBuilt<NearestRole>('nearest')
    figures.push(await child.call('run', { store, seed: seed + run }))
    await child.end()
    wire.push(...(await overHttp(store, seconds, seed + run)))
    const { nearest: own, postgisNearest, visible } = figures.at(-1)!
    progress(
      `nearest, run ${run} of ${runs}: ${digits(own.perSecond)}/s, PostGIS ${digits(postgisNearest.perSecond)}/s, visible p95 ${digits(visible.spread.p95)} ms`,
    )
  }
  return reportOf(figures, wire)
}

async function overHttp(store: CityStore, seconds: number, seed: number): Promise<Wire[]> {
  const server = await startBuilt<ServerRole>('server')
  try {
    const { port } = await server.call('open', { store, city: 'none' })
    const [west, south, east, north] = await server.call('located')
    const random = seededRandom(seed)
    const points = Array.from({ length: 2_000 }, () => [west + random() * (east - west), south + random() * (north - south)])
    const wires: Wire[] = []
    for (const [path, body] of [
      ['/api/nearest', NEAREST],
      ['/api/cameras/visible', {}],
    ] as const) {
      for (const connections of CONNECTIONS) {
        const bodies = points.map(point => JSON.stringify({ point, ...body }))
        const { times } = await poster(port).keepAsking(path, bodies, connections, seconds)
        wires.push({ path, connections, perSecond: times.length / seconds, spread: spreadOf(times) })
      }
    }
    return wires
  } finally {
    await server.end()
  }
}

function reportOf(figures: readonly NearestFigures[], wire: readonly Wire[]): Report {
  const [{ cameras, buildings, version }] = figures as [NearestFigures]
  type What = 'nearest' | 'around' | 'visible' | 'postgisNearest' | 'postgisAround'
  const of = (what: What): Work => ({
    perSecond: median(figures.map(each => each[what].perSecond)),
    spread: medianSpread(figures.map(each => each[what].spread)),
    found: figures[0]![what].found,
  })
  const row = (what: string, work: Work, baseline?: Work) => ({
    what,
    'queries/s': digits(work.perSecond),
    ...columns(work.spread),
    'features found': work.found,
    'times PostGIS': baseline ? digits(work.perSecond / baseline.perSecond) : '',
  })
  const onWire = (path: string, connections: number) => wire.filter(each => each.path === path && each.connections === connections)
  const wireSpread = (path: string, connections: number) => medianSpread(onWire(path, connections).map(({ spread }) => spread))
  return {
    workload: 'nearest',
    tables: [
      {
        title: `in process, one thread, ${cameras} cameras and ${buildings} buildings, against PostGIS ${version} on one connection`,
        rows: [
          row(`nearest ${NEAREST.k}, ${NEAREST.filter}`, of('nearest'), of('postgisNearest')),
          row('PostGIS, <-> then exact distances of the ten', of('postgisNearest')),
          row(`around ${AROUND} m`, of('around'), of('postgisAround')),
          row('PostGIS, ST_DWithin on geography', of('postgisAround')),
          row('cameras that see a place', of('visible')),
        ],
        notes: [
          'Places at random over the city, those of cameras that see within a hundred metres or so of a camera; the second pass. A filter is read once; features come with distance and bearing, not as GeoJSON. PostGIS: prepared, caches warm, jit off.',
        ],
      },
      {
        title: 'over HTTP, kept connections, plain JSON',
        rows: ['/api/nearest', '/api/cameras/visible'].flatMap(path =>
          CONNECTIONS.map(connections => ({
            path,
            connections,
            'queries/s': digits(median(onWire(path, connections).map(({ perSecond }) => perSecond))),
            ...columns(wireSpread(path, connections)),
          })),
        ),
      },
    ],
    bars: [
      { what: 'nearest, queries/s in process', value: of('nearest').perSecond, must: 'at least', bar: 20_000 },
      { what: 'nearest, times PostGIS', value: of('nearest').perSecond / of('postgisNearest').perSecond, must: 'at least', bar: 5 },
      { what: 'nearest over HTTP, one connection, p99 ms', value: wireSpread('/api/nearest', 1).p99, must: 'at most', bar: 5 },
      { what: 'visible cameras, p95 ms', value: of('visible').spread.p95, must: 'at most', bar: 5 },
    ],
  }
}
