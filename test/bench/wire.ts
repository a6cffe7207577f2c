import { startBuilt } from './built.ts'
import type { CityStore } from './city.ts'
import { columns, digits, median, medianSpread, megabytes, type Spread, spreadOf } from './figures.ts'
import { getter } from './get.ts'
import { startMartin } from './martin.ts'
import type { BenchOptions } from './options.ts'
import { notRun } from './others.ts'
import type { Table } from './report.ts'
import type { ServerRole } from './roles/server.ts'

/** Whole servers differ less from pass to pass than they take time. */
const PASSES = 2

interface WirePass {
  readonly seconds: number
  readonly bytes: number
  readonly tile: Spread
}

/** The tiles of tiles-cold once more, as a client gets them from a whole server whose cache is off: one connection, gzip. */
export async function coldOverTheWire(store: CityStore, { runs, seed, progress }: BenchOptions): Promise<Table> {
  const server = await startBuilt<ServerRole>('server')
  const martin = await startMartin(store.databaseUrl!, 0)
  try {
    const { port } = await server.call('open', { store, city: 'none', cacheMb: 0 })
    const tiles = await server.call('tiles', seed)
    const ours: WirePass[] = []
    const theirs: WirePass[] = []
    const passes = Math.min(runs, PASSES)
    for (let run = 1; run <= passes; run++) {
      ours.push(
        await pass(
          port,
          tiles.map(({ layer, tile }) => `/tiles/${layer}/${tile.join('/')}.mvt`),
        ),
      )
      if (martin) theirs.push(await pass(martin.port, tiles.map(martin.path)))
      progress(
        `tiles-cold over the wire, run ${run} of ${passes}: ${[ours, theirs].map(all => all.at(-1)?.seconds.toFixed(1) ?? '-').join(' s, Martin ')} s`,
      )
    }
    const seconds = median(ours.map(({ seconds }) => seconds))
    const row = (what: string, passes: readonly WirePass[]) => ({
      what,
      seconds: digits(median(passes.map(one => one.seconds))),
      'tiles/s': digits(tiles.length / median(passes.map(one => one.seconds))),
      ...columns(medianSpread(passes.map(({ tile }) => tile))),
      MB: megabytes(passes[0]!.bytes),
      'zongtu is quicker by': digits(median(passes.map(one => one.seconds)) / seconds),
    })
    return {
      title: `over the wire: the ${tiles.length} tiles that a feature's box meets, one connection, gzip, no cache, ${passes} passes`,
      rows: [row('zongtu', ours), martin ? row(martin.version, theirs) : notRun('martin'), notRun('pg_tileserv', 'nothing drives it yet')],
      notes: ['Compression is in it on both sides. Martin reads views of the rows that are valid now, over PostGIS on the same machine.'],
    }
  } finally {
    await Promise.all([server.end(), martin?.end()])
  }
}

async function pass(port: number, paths: readonly string[]): Promise<WirePass> {
  const get = getter(port)
  const times: number[] = []
  let bytes = 0
  const from = performance.now()
  for (const path of paths) {
    const asked = performance.now()
    const { status, body } = await get(path)
    if (status !== 200 && status !== 204) throw new Error(`${path} answered ${status}`)
    bytes += body.length
    times.push(performance.now() - asked)
  }
  return { seconds: (performance.now() - from) / 1000, bytes, tile: spreadOf(times) }
}
