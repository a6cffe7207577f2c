import { setTimeout as pause } from 'node:timers/promises'
import { seededRandom } from '../../tiles-server/src/kernel/index.ts'
import { createClient, type Stored } from '../support/client.ts'
import { startBuilt } from './built.ts'
import { ChurnGrids } from './churn-grids.ts'
import { ChurnIncidents } from './churn-incidents.ts'
import { columns, digits, spreadOf } from './figures.ts'
import { getter } from './get.ts'
import type { BenchOptions } from './options.ts'
import type { Bar, Report, Table } from './report.ts'
import type { IndexFigures, IndexRole } from './roles/index-work.ts'
import type { Precision, ServerRole } from './roles/server.ts'
import type { Child } from './rpc.ts'

const GRID_RATE = 10
const INCIDENT_RATE = 50
const MOVES = 40
const INCIDENTS = 500
const READERS = 10
/** Milliseconds that a reader rests between tiles. */
const REST = 20
const PRECISION_MOVES = 20

/** Grids and incidents change while readers read: how soon tiles show it, whether any is stale, and what else it costs. */
export async function tilesChurn({ cities, size, runs, seconds, seed, progress }: BenchOptions): Promise<Report> {
  const store = await cities.open(size)
  const server = await startBuilt<ServerRole>('server')
  try {
    const { port } = await server.call('open', { store, city: 'none' })
    const moves = await server.call('chooseMoves', { count: MOVES, seed })
    progress('tiles-churn: to and fro once, comparing every tile that is told to be stale')
    const precision = await server.call('precision', PRECISION_MOVES)
    progress(`tiles-churn: ${GRID_RATE} grid changes/s and ${INCIDENT_RATE} incident changes/s beside ${READERS} readers`)
    const churn = await churnOf(server, port, { moves, seconds: runs * seconds, seed })
    await server.end()
    progress('tiles-churn: index work at a million features')
    const index = await measureIndex(seed)
    return {
      workload: 'tiles-churn',
      tables: [...churn.tables, precisionTable(precision), indexTable(index)],
      bars: [...churn.bars, ...bars(precision, index)],
    }
  } finally {
    await server.end()
  }
}

interface Work {
  readonly moves: Awaited<ReturnType<ServerRole['chooseMoves']>>
  readonly seconds: number
  readonly seed: number
}

async function churnOf(server: Child<ServerRole>, port: number, { moves, seconds, seed }: Work): Promise<{ tables: Table[]; bars: Bar[] }> {
  const get = getter(port)
  const grids = new ChurnGrids(server, moves, get)
  const incidents = new ChurnIncidents(createClient(`http://127.0.0.1:${port}`), await someIncidents(port), get)
  const tiles = (await server.call('tiles', seed)).slice(0, 2_000).map(({ layer, tile }) => `/tiles/${layer}/${tile.join('/')}.mvt`)
  const random = seededRandom(seed)
  let reading = true
  const reads: number[] = []
  const reader = async (): Promise<void> => {
    while (reading) {
      const from = performance.now()
      if (random() < 0.3) await grids.read(Math.floor(random() * moves.length))
      else await get(tiles[Math.floor(random() * tiles.length)]!)
      reads.push(performance.now() - from)
      await pause(REST)
    }
  }
  const readers = Array.from({ length: READERS }, reader)
  const work = async (): Promise<void> => {
    await Promise.all([
      atRate(GRID_RATE, seconds, n => grids.move(n % moves.length)),
      atRate(INCIDENT_RATE, seconds, n => incidents.change(n % incidents.features.length)),
    ])
  }
  await server.call('watchDelay')
  // Readers that nobody waits for must not outlive a failure of the writers.
  await work().finally(() => {
    reading = false
    return Promise.allSettled(readers)
  })
  const delay = await server.call('delay')
  await Promise.all(readers)
  const stale = grids.stale + incidents.stale
  const row = (what: string, times: readonly number[]) => ({
    what,
    count: times.length,
    'per s': digits(times.length / seconds),
    ...columns(spreadOf(times)),
  })
  return {
    tables: [
      {
        title: `changes for ${seconds} s beside readers`,
        rows: [
          row('grid change set: commit to first fresh tile', grids.fresh),
          row('grid change set: commit to acknowledgement', grids.acknowledged),
          row('incident: request to acknowledgement', incidents.written),
          row('incident: acknowledgement to first fresh tile', incidents.fresh),
          row('reads of tiles', reads),
          {
            what: 'event loop of the server, late by',
            'p99 ms': digits(delay.p99),
            'p99.9 ms': digits(delay.p999),
            'max ms': digits(delay.max),
          },
        ],
        notes: [
          `${stale} stale tiles after the acknowledgement; ${grids.fresh.length + incidents.fresh.length} read at once after it, ${grids.reads} more by readers.`,
          ...(grids.failed.length > 0
            ? [`${grids.failed.length} grid change sets failed, the first with: ${grids.failed[0]!.message.split('\n')[0]}`]
            : []),
          'Fresh: the whole z16 tile has come over HTTP and an independent decoder sees the vertex where it is now and not where it was.',
        ],
      },
    ],
    bars: [
      { what: 'commit to first fresh tile, p95 ms', value: spreadOf(grids.fresh).p95, must: 'at most', bar: 50 },
      { what: 'stale tiles after the acknowledgement', value: stale, must: 'at most', bar: 0 },
      { what: 'event loop delay p99.9, ms', value: delay.p999, must: 'at most', bar: 50 },
      { what: 'grid change sets a second', value: grids.fresh.length / seconds, must: 'at least', bar: GRID_RATE * 0.95 },
      { what: 'incident changes a second', value: incidents.fresh.length / seconds, must: 'at least', bar: INCIDENT_RATE * 0.95 },
    ],
  }
}

/** Begins `work` at a steady rate, whether or not earlier work is done; resolves when all of it is. */
async function atRate(rate: number, seconds: number, work: (n: number) => Promise<void>): Promise<void> {
  const from = performance.now()
  const begun: Promise<void>[] = []
  for (let n = 0; n < rate * seconds; n++) {
    await pause(Math.max(0, from + (n * 1000) / rate - performance.now()))
    begun.push(work(n))
  }
  await Promise.all(begun)
}

async function someIncidents(port: number): Promise<Stored[]> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/layers/incident/features?limit=${INCIDENTS}`)
  return ((await answer.json()) as { features: Stored[] }).features
}

async function measureIndex(seed: number): Promise<IndexFigures> {
  const child = await startBuilt<IndexRole>('index')
  try {
    return await child.call('measure', { features: 1_000_000, changes: 5_000, seed })
  } finally {
    await child.end()
  }
}

const sumOf = (precision: readonly Precision[], what: 'evicted' | 'changed'): number => precision.reduce((sum, row) => sum + row[what], 0)

const precisionTable = (precision: readonly Precision[]): Table => ({
  title: `tiles told to be stale by ${PRECISION_MOVES} moves of a vertex shared by two grids, all zooms`,
  rows: [
    ...precision.map(({ layer, evicted, changed }) => ({ layer, evicted, changed, share: digits(changed / evicted) })),
    {
      layer: 'all',
      evicted: sumOf(precision, 'evicted'),
      changed: sumOf(precision, 'changed'),
      share: digits(sumOf(precision, 'changed') / sumOf(precision, 'evicted')),
    },
  ],
  notes: ['Changed: the bytes of the tile differ with the vertex in its two places.'],
})

const indexTable = ({ features, moved, created, deleted }: IndexFigures): Table => ({
  title: `live index and cluster index together, ${features} incidents, one changed feature`,
  rows: [
    { what: 'moved', ...columns(moved) },
    { what: 'created', ...columns(created) },
    { what: 'deleted', ...columns(deleted) },
  ],
})

const bars = (precision: readonly Precision[], { moved, created, deleted }: IndexFigures): Bar[] => [
  {
    what: 'share of evicted tiles that changed',
    value: sumOf(precision, 'changed') / sumOf(precision, 'evicted'),
    must: 'at least',
    bar: 0.6,
  },
  {
    what: 'index work for one feature at a million, p99 ms',
    value: Math.max(moved.p99, created.p99, deleted.p99),
    must: 'at most',
    bar: 1,
  },
]
