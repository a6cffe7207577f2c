import { startBuilt } from './built.ts'
import { columns, digits, median, medianSpread, megabytes, spreadOf } from './figures.ts'
import { getter } from './get.ts'
import { startMartin } from './martin.ts'
import type { BenchOptions } from './options.ts'
import { notRun } from './others.ts'
import type { Report } from './report.ts'
import type { BareRole, Canned } from './roles/bare.ts'
import { load } from './roles/load-client.ts'
import type { ServerRole } from './roles/server.ts'

const CONNECTIONS = [1, 10, 100] as const
const TILES = 4_000

interface Run {
  readonly rate: number
  readonly bytes: number
  readonly latency: ReturnType<typeof spreadOf>
}

/** Cached tiles over keep-alive connections through the whole server, against node:http that answers the same from a Map. */
export async function tilesWarm({ cities, size, runs, seconds, seed, progress }: BenchOptions): Promise<Report> {
  const store = await cities.open(size)
  const server = await startBuilt<ServerRole>('server')
  const bare = await startBuilt<BareRole>('bare')
  const martin = await startMartin(store.databaseUrl!, 512)
  try {
    const opened = await server.call('open', { store, city: 'none' })
    const tiles = (await server.call('tiles', seed)).slice(0, TILES)
    const canned = await fetchAll(
      opened.port,
      tiles.map(({ layer, tile }) => `/tiles/${layer}/${tile.join('/')}.mvt`),
    )
    const martins = martin && [...(await fetchAll(martin.port, tiles.map(martin.path))).keys()]
    const { port } = await bare.call('listen', canned)
    const paths = [...canned.keys()]
    const rows: Record<string, string | number>[] = []
    const ratios: number[] = []
    for (const connections of CONNECTIONS) {
      const [ours, theirs, others]: [Run[], Run[], Run[]] = [[], [], []]
      // Both once to warm up, then in turns, so that what else the machine does falls on both.
      for (let run = 0; run <= runs; run++) {
        const pair = [await measure(opened.port, paths, connections, seconds), await measure(port, paths, connections, seconds)] as const
        const other = martin && martins && (await measure(martin.port, martins, connections, seconds))
        if (run === 0) continue
        if (other) others.push(other)
        ours.push(pair[0])
        theirs.push(pair[1])
        progress(
          `tiles-warm, ${connections} connections, run ${run} of ${runs}: ${digits(pair[0].rate)}/s against ${digits(pair[1].rate)}/s`,
        )
      }
      const ratio = median(ours.map(run => run.rate)) / median(theirs.map(run => run.rate))
      ratios.push(ratio)
      rows.push(rowOf('zongtu', connections, ours, ratio), rowOf('node:http', connections, theirs, 1))
      if (martin)
        rows.push(rowOf(martin.version, connections, others, median(others.map(run => run.rate)) / median(theirs.map(run => run.rate))))
    }
    return {
      workload: 'tiles-warm',
      tables: [
        {
          title: `${paths.length} cached tiles, gzip, keep-alive`,
          rows: martin ? rows : [...rows, notRun('martin')],
          notes: [
            'Each server in a process of its own; the baseline answers the same bytes and headers from a Map by URL.',
            'Load: a client of our own on bare sockets, in a third process; autocannon would take more of a core than the servers.',
          ],
        },
      ],
      bars: CONNECTIONS.map((connections, i) => ({
        what: `share of node:http, ${connections} connections`,
        value: ratios[i]!,
        must: 'at least',
        bar: 0.8,
        aim: 0.95,
      })),
    }
  } finally {
    await Promise.all([server.end(), bare.end(), martin?.end()])
  }
}

async function measure(port: number, paths: readonly string[], connections: number, seconds: number): Promise<Run> {
  const { seconds: took, requests, bytes, latencies } = await load(port, paths, connections, seconds)
  return { rate: requests / took, bytes: bytes / took, latency: spreadOf(latencies) }
}

const rowOf = (what: string, connections: number, runs: readonly Run[], ratio: number) => ({
  what,
  connections,
  'requests/s': digits(median(runs.map(run => run.rate))),
  'MB/s': megabytes(median(runs.map(run => run.bytes))),
  ...columns(medianSpread(runs.map(run => run.latency))),
  'of node:http': digits(ratio),
})

/** Headers that Node writes by itself. */
const OWN = new Set(['date', 'connection', 'keep-alive', 'transfer-encoding'])

/** Each path's answer, as it comes over the wire; tiles with nothing in them are left out. Fills the server's cache. */
async function fetchAll(port: number, paths: readonly string[]): Promise<Map<string, Canned>> {
  const canned = new Map<string, Canned>()
  const get = getter(port)
  for (const path of paths) {
    const { status, headers, body } = await get(path)
    if (status !== 200) continue
    canned.set(path, {
      headers: Object.fromEntries(Object.entries(headers as Record<string, string>).filter(([name]) => !OWN.has(name))),
      body,
    })
  }
  return canned
}
