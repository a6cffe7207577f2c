import { startBuilt } from './built.ts'
import { columns, digits, median, medianSpread, megabytes } from './figures.ts'
import type { BenchOptions } from './options.ts'
import type { Report, Table } from './report.ts'
import type { ColdFigures, ColdRole, Pass } from './roles/cold.ts'
import { coldOverTheWire } from './wire.ts'

/** Every grid and camera tile of the city once, made in one thread, against PostGIS on one connection. */
export async function tilesCold(options: BenchOptions): Promise<Report> {
  const { cities, size, runs, seed, progress } = options
  const store = await cities.open(size)
  const figures: ColdFigures[] = []
  for (let run = 1; run <= runs; run++) {
    // A process of its own for each run: nothing is generalised, nothing compiled yet.
    const child = await startBuilt<ColdRole>('cold')
    figures.push(await child.call('run', { store, seed: seed + run }))
    await child.end()
    const { first, steady, baseline } = figures.at(-1)!
    const seconds = [first, steady, baseline.tables, baseline.mercator].map(pass => pass.seconds.toFixed(1))
    progress(
      `tiles-cold, run ${run} of ${runs}: first ${seconds[0]} s, steady ${seconds[1]} s, PostGIS ${seconds[2]} s, mercator ${seconds[3]} s`,
    )
  }
  return reportOf(figures, await coldOverTheWire(store, options))
}

function reportOf(figures: readonly ColdFigures[], wire: Table): Report {
  const [{ tiles, byLayer, postgis, largestGzip, thinned, differ }] = figures as [ColdFigures]
  const first = passOf(figures.map(f => f.first))
  const steady = passOf(figures.map(f => f.steady))
  const tables = passOf(figures.map(f => f.baseline.tables))
  const mercator = passOf(figures.map(f => f.baseline.mercator))
  const row = (what: string, pass: Pass) => ({
    what,
    seconds: digits(pass.seconds),
    'tiles/s': digits(tiles / pass.seconds),
    ...columns(pass.tile),
    MB: megabytes(pass.bytes),
    'times PostGIS': digits(tables.seconds / pass.seconds),
    'times mercator': digits(mercator.seconds / pass.seconds),
  })
  return {
    workload: 'tiles-cold',
    tables: [
      {
        title: `${tiles} tiles that show something (${byLayer.grid} grid z8-z16, ${byLayer.camera} camera z15-z16), each once, random order`,
        rows: [
          row('zongtu, first pass after load', first),
          row('zongtu, steady state', steady),
          row(`PostGIS ${postgis}, from the tables`, tables),
          row('PostGIS, from copies in Web Mercator', mercator),
        ],
        notes: [
          'In process, one thread, no cache, uncompressed bytes; PostGIS: prepared ST_AsMVT on one connection, caches warm, jit off.',
          'First pass: a new process that has loaded its layers; generalising each feature for each zoom, and compiling, are counted. Steady: the same tiles again.',
          'From the tables: EPSG:4326 as stored, transformed as it is read. Copies in Web Mercator: the best that SQL can do with other storage.',
          `Largest tile ${digits(largestGzip / 1000)} kB gzip; ${thinned} tiles thinned; ${differ} tiles are empty here and not in PostGIS.`,
        ],
      },
      wire,
    ],
    bars: [
      { what: 'first pass, times PostGIS from the tables', value: tables.seconds / first.seconds, must: 'at least', bar: 5, aim: 10 },
      {
        what: 'first pass, times PostGIS from mercator copies',
        value: mercator.seconds / first.seconds,
        must: 'at least',
        bar: 5,
        aim: 10,
      },
      { what: 'first pass, p99 ms a tile', value: first.tile.p99, must: 'at most', bar: 30 },
      { what: 'largest tile, kB gzip', value: Math.max(...figures.map(f => f.largestGzip)) / 1000, must: 'at most', bar: 500 },
    ],
  }
}

const passOf = (passes: readonly Pass[]): Pass => ({
  seconds: median(passes.map(pass => pass.seconds)),
  bytes: passes[0]!.bytes,
  tile: medianSpread(passes.map(pass => pass.tile)),
})
