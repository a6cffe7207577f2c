import { seededRandom } from '../../tiles-server/src/kernel/index.ts'
import { startBuilt } from './built.ts'
import type { CityStore } from './city.ts'
import { columns, digits, median, megabytes, spreadOf } from './figures.ts'
import type { BenchOptions } from './options.ts'
import { poster } from './post.ts'
import type { Report } from './report.ts'
import type { LocateFigures, LocateRole } from './roles/locate.ts'
import type { ServerRole } from './roles/server.ts'

const BATCH = 10_000
/** Requests under way at a time: the server works on one while the next arrives. */
const CONNECTIONS = 2
const SIDE = 1_000

interface Wire {
  readonly form: string
  readonly perSecond: number
  readonly times: readonly number[]
  readonly bytes: number
}

/** Points to units: in process against PostGIS's join, and over HTTP in both forms. */
export async function locate({ cities, size, runs, seconds, seed, progress }: BenchOptions): Promise<Report> {
  const store = await cities.open(size)
  const empty = await cities.empty()
  const [city, mesh]: [LocateFigures[], LocateFigures[]] = [[], []]
  const wire: Wire[] = []
  for (let run = 1; run <= runs; run++) {
    const child = await startBuilt<LocateRole>('locate')
    city.push(await child.call('city', { store, seed: seed + run }))
    await child.end()
    progress(
      `locate, run ${run} of ${runs}: ${digits(city.at(-1)!.uniform.perSecond)} points/s, PostGIS ${digits(city.at(-1)!.postgis.perSecond)}`,
    )
    wire.push(...(await overHttp(store, seconds, seed + run)))
    progress(
      `locate over HTTP: ${wire
        .slice(-2)
        .map(({ form, perSecond }) => `${form} ${digits(perSecond)}`)
        .join(', ')} points/s`,
    )
  }
  const child = await startBuilt<LocateRole>('locate')
  mesh.push(await child.call('mesh', { store: empty, side: SIDE, seed }))
  await child.end()
  return reportOf(city, mesh, wire)
}

async function overHttp(store: CityStore, seconds: number, seed: number): Promise<Wire[]> {
  const server = await startBuilt<ServerRole>('server')
  try {
    const { port } = await server.call('open', { store, city: 'none' })
    const [west, south, east, north] = await server.call('located')
    const random = seededRandom(seed)
    const points = () => Array.from({ length: BATCH }, () => [west + random() * (east - west), south + random() * (north - south)])
    const wires: Wire[] = []
    for (const form of ['codes', 'full']) {
      const bodies = Array.from({ length: 10 }, () => JSON.stringify({ points: points(), form }))
      const { times, bytes } = await poster(port).keepAsking('/api/locate', bodies, CONNECTIONS, seconds)
      wires.push({ form, perSecond: (times.length * BATCH) / seconds, times, bytes: bytes / times.length })
    }
    return wires
  } finally {
    await server.end()
  }
}

function reportOf(city: readonly LocateFigures[], mesh: readonly LocateFigures[], wire: readonly Wire[]): Report {
  const rate = (of: readonly LocateFigures[], what: 'uniform' | 'onEdges' | 'postgis') => median(of.map(figures => figures[what].perSecond))
  const row = (what: string, of: readonly LocateFigures[]) => ({
    what,
    areas: of[0]!.areas,
    'uniform points/s': digits(rate(of, 'uniform')),
    'on edges points/s': digits(rate(of, 'onEdges')),
    'PostGIS points/s': digits(rate(of, 'postgis')),
    'times PostGIS': digits(rate(of, 'uniform') / rate(of, 'postgis')),
    'index built in ms': digits(median(of.map(({ buildMs }) => buildMs))),
    'index MB': megabytes(of[0]!.bytes),
    'counts differ by': Math.max(...of.map(({ differ }) => differ)),
  })
  const ofForm = (form: string) => wire.filter(each => each.form === form)
  const overWire = (form: string) => median(ofForm(form).map(({ perSecond }) => perSecond))
  return {
    workload: 'locate',
    tables: [
      {
        title: 'in process, one thread, against ST_Contains joined on one connection',
        rows: [row('grids of the city', city), row('a million quadrilaterals', mesh)],
        notes: [
          `${city[0]!.uniform.points} points, the second pass; PostGIS ${city[0]!.version}: the first ${city[0]!.postgis.points} of them in one prepared statement, caches warm, jit off.`,
          'On edges: points of edges, rounded to the lattice. Index built: in this process; the server builds it in a thread.',
        ],
      },
      {
        title: `over HTTP, batches of ${BATCH}, ${CONNECTIONS} connections, plain JSON`,
        rows: ['codes', 'full'].map(form => ({
          form,
          'points/s': digits(overWire(form)),
          ...columns(spreadOf(ofForm(form).flatMap(({ times }) => times))),
          'kB an answer': digits(median(ofForm(form).map(({ bytes }) => bytes)) / 1000),
        })),
      },
    ],
    bars: [
      { what: 'uniform points/s, grids', value: rate(city, 'uniform'), must: 'at least', bar: 2e6, aim: 4e6 },
      { what: 'uniform points/s, 1M polygons', value: rate(mesh, 'uniform'), must: 'at least', bar: 1e6 },
      { what: 'times the PostGIS join', value: rate(city, 'uniform') / rate(city, 'postgis'), must: 'at least', bar: 50 },
      { what: 'over HTTP, codes, points/s', value: overWire('codes'), must: 'at least', bar: 250_000 },
      { what: 'over HTTP, full, points/s', value: overWire('full'), must: 'at least', bar: 80_000 },
      { what: 'index of the grids built in ms', value: median(city.map(({ buildMs }) => buildMs)), must: 'at most', bar: 3_000 },
    ],
  }
}
