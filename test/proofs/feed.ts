import { loadCatalog } from '../../tiles-server/src/catalog/index.ts'
import { defaults } from '../../tiles-server/src/config.ts'
import type { LayerDef } from '../../tiles-server/src/contract/index.ts'
import { type Random, seededRandom } from '../../tiles-server/src/kernel/index.ts'
import { openStore, type Store } from '../../tiles-server/src/store/index.ts'
import { createClient } from '../support/client.ts'
import { sql } from '../support/cluster.ts'
import { spread } from '../support/figures.ts'
import { type ServerProcess, spawnServer } from '../support/server.ts'
import { createSource, freshStore, type TestStore } from '../support/stores.ts'
import { until } from '../support/until.ts'
import { importPoints } from './bulk.ts'
import { featureOf, Ledger } from './ledger.ts'
import { line, type Watcher, watch } from './watcher.ts'

export interface FeedOptions {
  /** Transactions of several statements, and single edits over HTTP on each server. */
  readonly transactions: number
  readonly edits: number
  /** Rows of the import that runs at the same time; 0 = none. */
  readonly importRows: number
  readonly seed: number
  readonly progress?: (line: string) => void
}

const WRITERS = 6
const EDITORS = 2

/**
 * Two servers on one PostGIS, three subscribers on each (one of which keeps losing its connection), transactions of several statements that
 * interleave with each other and with edits through both servers, and a large import at the same time. Every subscriber must see exactly the change
 * log: nothing missed, nothing twice, nothing out of order. Throws at the first difference. Answers the delays of edits beside the import.
 */
export async function proveFeed(options: FeedOptions) {
  const from = await createSource('postgis', { durable: true })
  const store = await freshStore(from.source)
  // The second server: the same database, a data folder of its own.
  const spare = await freshStore(from.source)
  const stores = [store, { ...spare, databaseUrl: store.databaseUrl! }]
  const servers = await Promise.all(stores.map(store => spawnServer(store)))
  const third = await openStore({ ...defaults, ...store }, () => undefined)
  try {
    return await interleave(options, store, servers, third)
  } finally {
    await third.close()
    await Promise.all(servers.map(server => server.end('SIGTERM')))
    await Promise.all([store.remove(), spare.remove()])
    await from.close()
  }
}

async function interleave(options: FeedOptions, store: TestStore, servers: ServerProcess[], third: Store) {
  const random = seededRandom(options.seed)
  const watchers = await Promise.all(
    servers.flatMap((server, s) => [0, 1, 2].map(w => watch(`subscriber ${w} of server ${s}`, server.url))),
  )
  const ledgers = servers.map((server, i) => new Ledger(createClient(server.url), random, `s${i}-`))
  let writing = true
  const restless = watchers.filter((_, i) => i % 3 === 0).map(watcher => keepReconnecting(watcher, () => writing))

  options.progress?.('transactions and edits interleave')
  await Promise.all([
    ...Array.from({ length: WRITERS }, (_, w) => transact(third, random, `w${w}`, Math.ceil(options.transactions / WRITERS))),
    ...ledgers.map(ledger => edit(ledger, Math.ceil(options.edits / servers.length))),
  ])
  options.progress?.(`${options.importRows} rows are imported beside edits`)
  const beside = await editBesideImport(options.importRows, servers[0]!, ledgers)
  writing = false
  await Promise.all(restless)

  const log = await sql(store.databaseUrl!, 'select seq::int, layer, op, feature_id as id from change order by seq')
  const expected = log.map(row => line(row as unknown as Parameters<typeof line>[0]))
  for (const watcher of watchers) await compare(watcher, expected)
  ledgers.forEach((ledger, i) => {
    options.progress?.(`server ${i}: ${ledger.acknowledged} edits acknowledged`)
  })
  for (const watcher of watchers) watcher.close()
  return {
    changes: expected.length,
    subscribers: watchers.length,
    connections: watchers.reduce((sum, watcher) => sum + watcher.connections, 0),
    importRows: options.importRows,
    ...beside,
  }
}

async function compare(watcher: Watcher, expected: readonly string[]): Promise<void> {
  const owed = expected.filter(text => Number(text.split(' ')[0]) > watcher.since)
  await until(`${watcher.name} has seen ${owed.length} changes`, () => watcher.seen.length >= owed.length)
  const seen = watcher.seen.map(line)
  const wrong = seen.findIndex((text, i) => text !== owed[i])
  if (wrong >= 0 || seen.length !== owed.length) {
    throw new Error(`${watcher.name} saw ${seen[wrong]} where the log has ${owed[wrong]} (change ${wrong} of ${owed.length})`)
  }
}

async function keepReconnecting(watcher: Watcher, wanted: () => boolean): Promise<void> {
  while (wanted()) {
    const before = watcher.seen.length
    await until(`${watcher.name} gets on`, () => watcher.seen.length > before + 20 || !wanted())
    await watcher.reconnect()
  }
}

/** Transactions that write several rows of two layers with pauses between, so that they overlap and commit in another order than they began. */
async function transact(store: Store, random: Random, name: string, count: number): Promise<void> {
  const [zone, road] = ['zone', 'road'].map(id => loadCatalog().layers.find(def => def.id === id)) as [LayerDef, LayerDef]
  for (let n = 0; n < count; n++) {
    await store.write(name, async tx => {
      for (let row = 0; row < 1 + random() * 4; row++) {
        const id = `${name}-${n}-${row}`
        const def = row % 2 === 0 ? zone : road
        const west = 110 + Math.floor(random() * 1e7) / 1e7
        const street = {
          type: 'LineString' as const,
          coordinates: [
            [west, 30],
            [west, 31],
          ],
        }
        const geometry = def === zone ? featureOf(id, n).geometry : street
        const properties = def === zone ? { name: id, kind: 'patrol' } : { class: 'local' }
        const stored = await store.rows.insert(tx, def, { id, geometry, properties })
        await tx.trx.raw('select pg_sleep(?)', [random() * 0.01])
        if (random() < 0.5) await store.rows.update(tx, def, stored, { id, geometry: null, properties })
      }
    })
  }
}

async function edit(ledger: Ledger, count: number): Promise<void> {
  const editor = async () => {
    for (let n = 0; n < count / EDITORS; n++) if (!(await ledger.write())) throw new Error('an edit got no answer')
  }
  await Promise.all(Array.from({ length: EDITORS }, editor))
}

/** How long single edits take, alone and while an import runs on one of the servers. */
async function editBesideImport(rows: number, importer: ServerProcess, ledgers: readonly Ledger[]) {
  const timed = async (goOn: (done: number) => boolean): Promise<number[]> => {
    const delays: number[] = []
    const editor = async (ledger: Ledger) => {
      while (goOn(delays.length)) {
        const from = performance.now()
        if (!(await ledger.write())) throw new Error('an edit got no answer')
        delays.push(performance.now() - from)
      }
    }
    await Promise.all(ledgers.map(editor))
    return delays
  }
  const alone = spread(await timed(done => done < 100))
  if (rows === 0) return { alone, beside: null, importSeconds: 0 }
  let importing = true
  const from = performance.now()
  const imported = importPoints(importer.url, 'bulk', rows).finally(() => {
    importing = false
  })
  const beside = spread(await timed(() => importing))
  await imported
  return { alone, beside, importSeconds: Math.round((performance.now() - from) / 100) / 10 }
}
