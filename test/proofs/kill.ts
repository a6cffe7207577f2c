import { VectorTile } from '@mapbox/vector-tile'
import { PbfReader } from 'pbf'
import { type Random, seededRandom } from '../../tiles-server/src/kernel/index.ts'
import { createClient } from '../support/client.ts'
import { freePort } from '../support/port.ts'
import { type ServerProcess, spawnServer } from '../support/server.ts'
import { createSource, freshStore, type OpenSource, type StoreKind, type TestStore } from '../support/stores.ts'
import { until } from '../support/until.ts'
import { LAYER, Ledger } from './ledger.ts'
import { assertLogAgrees } from './log.ts'

export interface KillOptions {
  readonly kind: StoreKind
  readonly rounds: number
  readonly seed: number
  /** Where the store comes from; by default one made for this proof. PostgreSQL is killed only when its cluster belongs to it. */
  readonly from?: OpenSource
  readonly progress?: (line: string) => void
}

export interface KillFigures {
  readonly rounds: number
  /** Rounds in which PostgreSQL itself was killed under the running server. */
  readonly databaseKills: number
  readonly acknowledged: number
  readonly features: number
  readonly slowestRecoveryMs: number
}

const WRITERS = 4

/**
 * kill -9 at random moments of writing. After every restart the server must have exactly what it acknowledged (what got no answer is there wholly
 * or not at all), tiles and features must say the same, and the change log must agree with the rows. On PostGIS every third round kills PostgreSQL
 * instead, and the server must recover by itself. Throws when anything is lost, half-written or invented.
 */
export async function proveKill(options: KillOptions): Promise<KillFigures> {
  const from = options.from ?? (await createSource(options.kind, { durable: true }))
  const store = await freshStore(from.source)
  try {
    return await killRounds(options, from, store)
  } finally {
    await store.remove()
    if (!options.from) await from.close()
  }
}

async function killRounds({ kind, rounds, seed, progress }: KillOptions, from: OpenSource, store: TestStore): Promise<KillFigures> {
  const random = seededRandom(seed)
  const port = await freePort()
  const ledger = new Ledger(createClient(`http://127.0.0.1:${port}`), random)
  let server = await spawnServer(store, { port })
  const figures = { databaseKills: 0, slowestRecoveryMs: 0 }
  try {
    for (let round = 1; round <= rounds; round++) {
      const killsDatabase = from.cluster !== undefined && round % 3 === 0
      const target = ledger.acknowledged + Math.floor(random() * 120)
      const writing = ledger.writeUntilCut(WRITERS)
      await until('the writers got as far as this round wants', () => ledger.acknowledged >= target, 60_000)
      const started = performance.now()
      if (killsDatabase) {
        figures.databaseKills++
        await from.cluster.kill()
        await writing
        await from.cluster.start()
        await until('writes succeed again', () => ledger.write(), 60_000)
      } else {
        await server.end('SIGKILL')
        await writing
        if (kind === 'postgis' || round % 10 === 0) await assertLogAgrees(store, LAYER)
        server = await spawnServer(store, { port })
      }
      figures.slowestRecoveryMs = Math.max(figures.slowestRecoveryMs, Math.round(performance.now() - started))
      await verify(server, ledger)
      progress?.(`round ${round}: ${ledger.acknowledged} writes acknowledged${killsDatabase ? ' (PostgreSQL killed)' : ''}`)
    }
    const features = (await ledger.client.all(LAYER)).length
    await server.end('SIGTERM')
    await assertLogAgrees(store, LAYER)
    return { rounds, ...figures, acknowledged: ledger.acknowledged, features }
  } finally {
    await server.end('SIGKILL')
  }
}

async function verify(server: ServerProcess, ledger: Ledger): Promise<void> {
  const stored = await ledger.client.all(LAYER)
  ledger.verify(stored)
  const sample = pick(stored, ledger.random)
  if (sample?.geometry?.type !== 'Polygon') return
  const drawn = await tileIds(server, sample.geometry.coordinates[0]![0]!)
  if (!drawn.includes(sample.id)) throw new Error(`${sample.id} is stored but not in its tile`)
}

const pick = <T>(list: readonly T[], random: Random): T | undefined => list[Math.floor(random() * list.length)]

/** Ids of the layer's features in the z16 tile of a position. */
async function tileIds(server: ServerProcess, position: readonly number[]): Promise<unknown[]> {
  const n = 2 ** 16
  const x = Math.floor(((position[0]! + 180) / 360) * n)
  const y = Math.floor(((1 - Math.asinh(Math.tan((position[1]! * Math.PI) / 180)) / Math.PI) / 2) * n)
  const response = await fetch(`${server.url}/tiles/${LAYER}/16/${x}/${y}.mvt`)
  if (response.status !== 200) throw new Error(`tile 16/${x}/${y}: ${response.status}`)
  const layer = new VectorTile(new PbfReader(await response.arrayBuffer())).layers[LAYER]
  return layer ? Array.from({ length: layer.length }, (_, i) => layer.feature(i).properties.id) : []
}
