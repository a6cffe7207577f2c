import { existsSync, mkdirSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { CitySize } from '../../geo-data/sample-city/index.ts'
import { assertListen } from './access/index.ts'
import { type Catalog, loadCatalog } from './catalog/index.ts'
import type { Config } from './config.ts'
import { createDelivery, type Delivery } from './delivery/index.ts'
import { createImports } from './exchange/index.ts'
import { createFeatures, type Features } from './features/index.ts'
import { type Alerts, createAlerts, createBacktests, createFences, type Fences, runEngine } from './geofence/index.ts'
import { createHttp } from './http/index.ts'
import { type Clock, systemClock } from './kernel/index.ts'
import { type Live, openLive } from './live/index.ts'
import { openPositions } from './positions/index.ts'
import { createQueries } from './queries/index.ts'
import { generateInBackground, loadCity } from './seed.ts'
import { LOGGED, openStore, type Store } from './store/index.ts'
import { createStream } from './stream/index.ts'
import { createTiles, type Tiles } from './tiles/index.ts'

/** An import of gigabytes over a slow line takes longer than Node's five minutes; headers still have to come within one. */
const UPLOAD_MS = 2 * 3_600_000

export interface App {
  readonly url: string
  readonly port: number
  readonly store: Store
  readonly live: Live
  readonly features: Features
  readonly tiles: Tiles
  readonly delivery: Delivery
  readonly fences: Fences
  readonly alerts: Alerts
  close(): Promise<void>
}

/** Opens the store, loads what it must, and serves. `log.info` tells each slow step. Throws store-locked, store-unavailable, forbidden (unsafe host). */
export async function createApp(config: Config, log: Logger, clock: Clock = systemClock): Promise<App> {
  assertListen(config.host, config.token)
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
  const progress = (step: string): void => log.info({ step }, step)
  const catalog = loadCatalog()
  const store = await openFilled(config, catalog, progress)
  const opened: (() => unknown)[] = [() => store.close()]
  try {
    const live = await openLive(store, catalog, systemClock, progress)
    opened.unshift(() => live.close())
    const features = createFeatures({ store, live, clock: systemClock })
    const positions = await openPositions({ store, live, clock: systemClock })
    opened.unshift(() => positions.close())
    const tiles = createTiles({ live, catalog, databaseId: store.databaseId, cacheBytes: config.cacheBytes })
    const queries = createQueries({ live, clock: systemClock })
    opened.unshift(() => queries.close())
    const delivery = createDelivery({ store, clock, config, warn: text => log.warn(text) })
    opened.unshift(() => delivery.close())
    const fences = createFences({ store, live, clock: systemClock })
    const alerts = createAlerts({ store, live })
    const backtests = createBacktests({ store, fences, live })
    const stream = createStream({ live, tiles, alerts, positions })
    opened.unshift(() => alerts.close())
    const engine = runEngine({
      ...{ store, live, alerts, clock },
      onNews: (trx, read) => delivery.add(trx, read),
      onCommitted: () => delivery.wake(),
      warn: text => log.warn(text),
    })
    opened.unshift(() => engine.close())
    const imports = createImports({
      live,
      features,
      memoryBytes: config.importBytes,
      reserved: new Set([...catalog.themes.map(theme => theme.id), ...Object.values(LOGGED)]),
    })
    const { webhooks } = delivery
    const rooms = { features, positions, tiles, queries, stream, imports, fences, alerts, backtests, webhooks }
    const http = createHttp({ config, catalog, store, live, ...rooms, log })
    const listener = http.callback()
    // What Node would answer by itself (a missing Host, an unknown Expect) is refused as a problem by our own guards.
    const server = createServer({ requireHostHeader: false }, listener)
    server.on('checkExpectation', listener)
    server.requestTimeout = UPLOAD_MS
    server.on('clientError', http.onClientError)
    const port = await listen(server, config.host, config.port)
    store.announce(port)
    return {
      url: `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`,
      port,
      store,
      live,
      features,
      tiles,
      delivery,
      fences,
      alerts,
      close: async () => {
        stream.close()
        queries.close()
        await engine.close()
        alerts.close()
        await delivery.close()
        await new Promise<void>(resolve => {
          server.close(() => resolve())
          server.closeIdleConnections()
          setTimeout(() => server.closeAllConnections(), 2_000).unref()
        })
        await positions.close()
        await live.close()
        await store.close()
      },
    }
  } catch (error) {
    for (const close of opened) await close()
    throw error
  }
}

/** The store, with the sample city when it was empty. */
async function openFilled(config: Config, catalog: Catalog, progress: (step: string) => void): Promise<Store> {
  const generate = (): ReturnType<typeof generateInBackground> => {
    progress(`generating the sample city, size ${config.city}`)
    return generateInBackground({ size: config.city as CitySize, seed: config.citySeed, now: systemClock.now() }, progress)
  }
  // A folder without a store is surely empty: the city is made while the store is being created.
  const isNew = config.databaseUrl === undefined && !existsSync(join(config.dataDir, 'store'))
  let background = isNew && config.city !== 'none' ? generate() : null
  const store = await openStore(config, progress).catch((error: unknown) => {
    background?.cancel()
    throw error
  })
  try {
    if (config.city === 'none' || (await store.currentSeq()) > 0) return store
    background ??= generate()
    await loadCity(store, catalog, background.pages, progress)
    return store
  } catch (error) {
    await store.close()
    throw error
  } finally {
    background?.cancel()
  }
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port))
  })
}
