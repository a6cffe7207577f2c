import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BasemapConfig, basemapFromEnvironment } from './config-basemap.ts'

/** Everything the server can be told. `main` reads it from the environment, tests pass their own. */
export interface Config {
  readonly host: string
  /** 0 = any free port. */
  readonly port: number
  /** Folder of the embedded store and of the lock that tells commands where the server is. */
  readonly dataDir: string
  /** PostgreSQL with PostGIS; absent = the embedded store. */
  readonly databaseUrl?: string | undefined
  /** Access token; needed to listen on anything but loopback. */
  readonly token?: string | undefined
  /** The sample city that an empty store is filled with. */
  readonly city: 'none' | 'S' | 'M' | 'L'
  readonly citySeed: number
  /** Budget of the tile cache in bytes. */
  readonly cacheBytes: number
  /** How long and how many changes the log keeps. */
  readonly feedDays: number
  readonly feedRows: number
  /** How many days after their receipt positions are kept. */
  readonly positionDays: number
  /** Ceiling of the memory that an import may make the live index need, in bytes. */
  readonly importBytes: number
  /** Networks that webhooks may be sent to besides the internet, as ADDRESS/BITS; plain HTTP only there. */
  readonly webhookNetworks: readonly string[]
  /** Before an event that did not arrive is sent for the second time. */
  readonly webhookRetryMs: number
  /** How long a receiver of events may take to answer. */
  readonly webhookTimeoutMs: number
  /** Folder of the built viewer. */
  readonly viewerDir: string
  readonly basemap?: BasemapConfig | undefined
  /** Number under which the map was reviewed for publication (审图号), shown on every map. */
  readonly reviewNumber?: string | undefined
}

const root = fileURLToPath(new URL('../..', import.meta.url))

export const defaults: Config = {
  host: '127.0.0.1',
  port: 8080,
  dataDir: resolve(root, '.data'),
  city: 'M',
  citySeed: 99,
  cacheBytes: 256 * 2 ** 20,
  feedDays: 30,
  feedRows: 1_000_000,
  positionDays: 30,
  importBytes: 4 * 2 ** 30,
  webhookNetworks: [],
  webhookRetryMs: 5_000,
  webhookTimeoutMs: 10_000,
  viewerDir: resolve(root, 'web-map/dist'),
}

/** Configuration from environment variables (README lists them); an empty one counts as unset. Throws naming the variable, its value and the rule. */
export function configFromEnvironment(env: NodeJS.ProcessEnv): Config {
  return {
    ...defaults,
    host: env.HOST || defaults.host,
    port: wholeNumber(env, 'PORT', defaults.port, 0, 65_535),
    dataDir: resolve(env.ZONGTU_DATA || defaults.dataDir),
    databaseUrl: env.DATABASE_URL || undefined,
    token: env.ZONGTU_TOKEN || undefined,
    city: oneOf(env, 'ZONGTU_CITY', ['none', 'S', 'M', 'L'], defaults.city),
    citySeed: wholeNumber(env, 'ZONGTU_CITY_SEED', defaults.citySeed, 0, 2 ** 31 - 1),
    cacheBytes: wholeNumber(env, 'ZONGTU_TILE_CACHE_MB', defaults.cacheBytes / 2 ** 20, 1, 65_536) * 2 ** 20,
    feedDays: wholeNumber(env, 'ZONGTU_FEED_DAYS', defaults.feedDays, 1, 3_650),
    feedRows: wholeNumber(env, 'ZONGTU_FEED_ROWS', defaults.feedRows, 1_000, 2 ** 31 - 1),
    positionDays: wholeNumber(env, 'ZONGTU_POSITION_DAYS', defaults.positionDays, 1, 3_650),
    importBytes: wholeNumber(env, 'ZONGTU_IMPORT_MEMORY_MB', defaults.importBytes / 2 ** 20, 16, 65_536) * 2 ** 20,
    webhookNetworks: (env.ZONGTU_WEBHOOK_NETWORKS ?? '')
      .split(',')
      .map(network => network.trim())
      .filter(network => network !== ''),
    webhookRetryMs: wholeNumber(env, 'ZONGTU_WEBHOOK_RETRY_MS', defaults.webhookRetryMs, 10, 3_600_000),
    webhookTimeoutMs: wholeNumber(env, 'ZONGTU_WEBHOOK_TIMEOUT_MS', defaults.webhookTimeoutMs, 100, 60_000),
    basemap: basemapFromEnvironment(env),
    reviewNumber: env.ZONGTU_REVIEW_NUMBER || undefined,
  }
}

function wholeNumber(env: NodeJS.ProcessEnv, name: string, fallback: number, min: number, max: number): number {
  const text = env[name]
  if (text === undefined || text === '') return fallback
  const value = Number(text)
  if (!Number.isInteger(value) || value < min || value > max)
    throw new Error(`${name}=${text}: a whole number from ${min} to ${max} is expected`)
  return value
}

function oneOf<T extends string>(env: NodeJS.ProcessEnv, name: string, allowed: readonly T[], fallback: T): T {
  const text = env[name]
  if (text === undefined || text === '') return fallback
  const value = allowed.find(option => option === text)
  if (value === undefined) throw new Error(`${name}=${text}: one of ${allowed.join(', ')} is expected`)
  return value
}
