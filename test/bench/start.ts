import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startBuilt } from './built.ts'
import type { BenchSize, CityStore } from './city.ts'
import { digits, megabytes } from './figures.ts'
import type { BenchOptions } from './options.ts'
import type { Report } from './report.ts'
import type { Memory, Opened, ServerRole } from './roles/server.ts'

interface Started extends Opened {
  readonly memory: Memory
}

/** Cold start with a new city, reopening, and the memory both take; at the end size L with ten years of incidents, a million. */
export async function start({ cities, size, seed, progress }: BenchOptions): Promise<Report> {
  const sizes = (['S', 'M', 'L'] as const).slice(0, ['S', 'M', 'L'].indexOf(size) + 1)
  const rows: Record<string, string | number>[] = []
  const row = (store: string, city: string, what: string, { readySeconds, loadSeconds, steps, features, memory }: Started) => {
    progress(`start, size ${city} on ${store}, ${what}: ${digits(readySeconds)} s, ${megabytes(memory.rss)} MB`)
    rows.push({
      store,
      city,
      what,
      'ready s': digits(readySeconds),
      'of it live s': digits(loadSeconds),
      'progress lines': steps,
      features,
      'RSS MB': megabytes(memory.rss),
      'heap MB': megabytes(memory.heapUsed),
      'buffers MB': megabytes(memory.external),
      'peak RSS MB': megabytes(memory.peak),
    })
  }
  for (const city of sizes) {
    if (city !== 'L') {
      await withFolder(async dataDir => {
        const store = { dataDir, databaseUrl: undefined }
        row('embedded', city, 'new', await startOnce(store, city))
        row('embedded', city, 'again', await startOnce(store, 'none'))
      })
    }
    const store = await cities.empty()
    row('postgis', city, 'new', await startOnce(store, city))
    row('postgis', city, 'again', await startOnce(store, 'none'))
  }
  const large = await cities.open(size, 10)
  const again = await startOnce(large, 'none')
  row('postgis', `${size}, ten years`, 'again', again)
  const used = await startOnce(large, 'none', seed)
  row('postgis', `${size}, ten years`, 'in use', used)
  return {
    workload: 'start',
    tables: [
      {
        title: 'from the start of the server to ready',
        rows,
        notes: [
          'New: the store is empty, the city is generated and stored. Again: the city is there. Live: of it, reading the layers into memory.',
          'In use: after every grid tile from z8, every camera tile from z15 and the clusters of incidents were read once.',
          'Memory after two collections; peak: the most it took on the way. On the embedded store PGlite is in the same process.',
          'Code is loaded already; npm start adds about a second for it (npm run prove -- start measures from a clone).',
        ],
      },
    ],
    bars: [
      { what: `RSS MB, size ${size} and ten years of incidents`, value: again.memory.rss / 2 ** 20, must: 'at most', bar: 1536 },
      { what: 'the same, in use', value: used.memory.rss / 2 ** 20, must: 'at most', bar: 1536 },
      { what: 'live reload s, the same', value: again.loadSeconds, must: 'at most', bar: 20 },
    ],
  }
}

/** With a seed, every tile is read before memory is. */
async function startOnce(store: CityStore, city: 'none' | BenchSize, seed?: number): Promise<Started> {
  const child = await startBuilt<ServerRole>('server')
  try {
    const opened = await child.call('open', { store, city })
    if (seed !== undefined) await child.call('readAll', seed)
    return { ...opened, memory: await child.call('memory') }
  } finally {
    await child.end()
  }
}

async function withFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'zt-'))
  try {
    await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}
