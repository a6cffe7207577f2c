// `npm run prove -- NAME`: the long forms of the proofs. `npm test` runs short forms of the same code.
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import pino from 'pino'
import { generateCity } from '../geo-data/sample-city/index.ts'
import { proveBackup } from '../test/proofs/backup.ts'
import { proveBigNdjson } from '../test/proofs/big-ndjson.ts'
import { proveCitySeams } from '../test/proofs/city-seams.ts'
import { proveClusters } from '../test/proofs/clusters.ts'
import { proveCoverage } from '../test/proofs/coverage.ts'
import { proveFeed } from '../test/proofs/feed.ts'
import { proveFences } from '../test/proofs/fences.ts'
import { proveImportFuzz } from '../test/proofs/import-fuzz.ts'
import { proveKill } from '../test/proofs/kill.ts'
import { proveLibraryTiles } from '../test/proofs/library-tiles.ts'
import { proveLocate } from '../test/proofs/locate.ts'
import { proveRealData, realImports } from '../test/proofs/real-data.ts'
import { proveRecordedAreas } from '../test/proofs/recorded-areas.ts'
import { proveStart } from '../test/proofs/start.ts'
import { importBirmingham, proveTiles } from '../test/proofs/tiles.ts'
import { spawnServer } from '../test/support/server.ts'
import { createSource, freshStore, type StoreKind, type TestStore } from '../test/support/stores.ts'
import { type App, createApp } from '../tiles-server/src/app.ts'
import { defaults } from '../tiles-server/src/config.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    store: { type: 'string' },
    rounds: { type: 'string', default: '50' },
    inputs: { type: 'string', default: '10000' },
    points: { type: 'string', default: '1000000' },
    size: { type: 'string', default: 'M' },
    draws: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
  },
})
const seed = Number(values.seed)
const kinds = (['postgis', 'embedded'] as const satisfies StoreKind[]).filter(kind => !values.store || kind === values.store)
const citySize = values.size === 'S' ? 'S' : 'M'
const progress = (line: string): void => console.log(line)

/** Runs a proof on a store of each kind. */
async function onStores(title: string, work: (store: TestStore) => Promise<void>): Promise<void> {
  for (const kind of kinds) {
    const from = await createSource(kind)
    const store = await freshStore(from.source)
    try {
      console.log(`${title}, on ${kind}`)
      await work(store)
    } finally {
      await store.remove()
      await from.close()
    }
  }
}

/** Against a server in a process of its own, empty or with a sample city. */
const onServers = (title: string, work: (url: string) => Promise<void>, city: 'none' | 'S' | 'M' = 'none'): Promise<void> =>
  onStores(title, async store => {
    const server = await spawnServer(store, { city })
    await work(server.url).finally(() => server.end('SIGTERM'))
  })

/** Against the app in this process. */
const onApps = (title: string, work: (app: App) => Promise<void>, city: 'none' | 'S' | 'M' = 'none'): Promise<void> =>
  onStores(title, async store => {
    const app = await createApp({ ...defaults, ...store, port: 0, city }, pino({ level: 'silent' }))
    await work(app).finally(() => app.close())
  })

const proofs: Record<string, () => Promise<void>> = {
  kill: async () => {
    for (const kind of kinds) {
      console.log(`kill -9 during writes, ${values.rounds} rounds on ${kind}`)
      console.table(await proveKill({ kind, rounds: Number(values.rounds), seed, progress }))
    }
  },
  feed: async () => {
    const figures = await proveFeed({ transactions: 600, edits: 600, importRows: 100_000, seed, progress })
    console.log(figures)
    const slowest = figures.beside?.maxMs ?? 0
    if (slowest > 1000) throw new Error(`an edit beside the import took ${slowest} ms, more than a second`)
  },
  tiles: () => onServers("Birmingham's tiles, z6 to z16", async url => console.table(await proveTiles(url, { from: 6, to: 16 }))),
  clusters: () =>
    onApps(`cluster totals against SQL, ${values.draws} draws`, async app =>
      console.table([await proveClusters(app, { draws: Number(values.draws), incidents: 10_000, seed, progress })]),
    ),
  locate: () =>
    onApps(
      `points located in the grids of the sample city, size ${values.size}, and in Birmingham's census areas, ${values.points} random ones inside each`,
      async app => {
        await importBirmingham(app.url)
        const points = Number(values.points)
        const of = (layer: string) => proveLocate(app, layer, { points, postgisPoints: Math.ceil(points / 10), seed })
        console.table([await of('grid'), await of('oa')])
        console.table([await proveRecordedAreas(app.url)])
      },
      citySize,
    ),
  library: () =>
    onApps(
      "the grids of the sample city and Birmingham's census areas against the library's cut and encoder, z6 to z16",
      async app => {
        await importBirmingham(app.url)
        const zooms = { from: 6, to: 16 }
        const of = async (layer: string) => ({ layer, ...(await proveLibraryTiles(app, layer, zooms)) })
        console.table([await of('grid'), await of('oa')])
      },
      citySize,
    ),
  seams: () =>
    onServers(
      `the sample city's units, size ${values.size}, z6 to z16`,
      async url => console.table([await proveCitySeams({ url }, { from: 6, to: 16 })]),
      citySize,
    ),
  imports: async () => {
    const folder = fileURLToPath(new URL('../../shared/data', import.meta.url))
    await onServers('imports', async url => console.table(await proveRealData(url, folder, realImports(folder), seed)))
  },
  fuzz: () =>
    onServers(`${values.inputs} spoilt files`, async url => console.table([await proveImportFuzz(url, Number(values.inputs), seed)])),
  fences: () => {
    for (const day of ['2015-03-08', '2015-06-07'] as const) {
      const { alerts, ...figures } = proveFences({ day, fences: 50, seed })
      console.log(`the buses of ${day}: live as they came = in order of time = replayed = the oracle`)
      console.table([figures])
      console.table([alerts])
    }
    return Promise.resolve()
  },
  backup: async () => console.table(await proveBackup(citySize, progress)),
  ndjson: () => onServers('a gigabyte of NDJSON', async url => console.table([await proveBigNdjson(url, 1000)])),
  start: async () => {
    for (const kind of kinds) console.table(await proveStart(kind, progress))
  },
  coverage: () => {
    const size = values.size === 'S' || values.size === 'L' ? values.size : 'M'
    const { units } = generateCity({ size, seed: 99, now: Date.now() })
    const faces = units.flatMap(({ id, geometry }) => (geometry ? [{ id, geometry }] : []))
    console.table(proveCoverage(faces, Number(values.points), seed))
    return Promise.resolve()
  },
}

const [name = ''] = positionals
const proof = proofs[name]
if (!proof) {
  console.error(
    `npm run prove -- ${Object.keys(proofs).join(' | ')} [--store postgis|embedded] [--rounds N] [--points N] [--draws N] [--inputs N] [--size S|M|L] [--seed N]`,
  )
  process.exit(2)
}
const from = performance.now()
try {
  await proof()
  console.log(`${name}: proved in ${((performance.now() - from) / 1000).toFixed(1)} s`)
} catch (error) {
  console.error(error)
  console.error(`${name}: NOT proved`)
  process.exitCode = 1
}
