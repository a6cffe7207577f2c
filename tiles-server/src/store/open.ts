import type { Knex } from 'knex'
import { LayerDef } from '../contract/index.ts'
import { systemClock } from '../kernel/index.ts'
import { dump } from './backup/dump.ts'
import { openKnex } from './connection.ts'
import { type EmbeddedStore, startEmbedded } from './embedded/embedded.ts'
import { known, storeError } from './failures.ts'
import { lastSeq, pruneFeed, readFeed } from './feed.ts'
import { leadership } from './leadership.ts'
import { listenTo } from './listen.ts'
import { migrate } from './migrations/index.ts'
import { createPlacing } from './placing.ts'
import { createPositionStore, POSITION_CHANNEL } from './positions.ts'
import { readPages } from './read-rows.ts'
import { rows } from './rows.ts'
import { layerSizes } from './sizes.ts'
import { createStaging } from './staging.ts'
import type { OnNews, Store } from './types.ts'
import { units } from './units.ts'
import { createVersions } from './versions.ts'
import { CHANNEL, writeTransaction } from './write.ts'

export interface StoreConfig {
  /** PostgreSQL connection string; absent = the embedded store in `dataDir`. */
  readonly databaseUrl?: string | undefined
  readonly dataDir: string
  /** How long the change log is kept. */
  readonly feedDays: number
  readonly feedRows: number
  /** Days after their receipt that positions are kept. */
  readonly positionDays: number
}

const PRUNE_EVERY_MS = 3_600_000

/** Opens or creates the store and brings its schema up to date. Throws store-locked or store-unavailable. */
export async function openStore(config: StoreConfig, progress: (step: string) => void): Promise<Store> {
  const embedded = config.databaseUrl === undefined ? await openEmbedded(config.dataDir, progress) : null
  const settings = embedded ? embedded.connection : config.databaseUrl!
  const knex = openKnex(settings, embedded ? 'embedded' : 'postgis')
  try {
    await migrate(knex, embedded ? null : config.databaseUrl!)
    return await assemble(knex, embedded, config)
  } catch (error) {
    await knex.destroy()
    await embedded?.stop()
    throw storeError(error)
  }
}

async function openEmbedded(dataDir: string, progress: (step: string) => void): Promise<EmbeddedStore> {
  progress(`opening the embedded store in ${dataDir} (the first time takes 10 to 15 seconds)`)
  return startEmbedded(dataDir)
}

async function assemble(knex: Knex, embedded: EmbeddedStore | null, config: StoreConfig): Promise<Store> {
  const identity = await knex.raw<{ rows: { id: string }[] }>('select id from database_identity')
  const listenOn = (channel: string, onNews: OnNews): (() => Promise<void>) =>
    embedded ? () => Promise.resolve() : listenTo(channel, config.databaseUrl!, onNews)
  const positions = createPositionStore(knex, config.positionDays, onNews => listenOn(POSITION_CHANNEL, onNews))
  await positions.keep(systemClock.now())
  const listeners = new Set<OnNews>()
  const tell: OnNews = seq => {
    for (const listener of listeners) listener(seq)
  }
  const prune = (): void => {
    pruneFeed(knex, { days: config.feedDays, keep: config.feedRows }).catch(() => undefined) // tried again in an hour
    positions.keep(systemClock.now()).catch(() => undefined)
  }
  const pruning = setInterval(prune, PRUNE_EVERY_MS)
  pruning.unref()
  return {
    kind: embedded ? 'embedded' : 'postgis',
    knex,
    databaseId: identity.rows[0]!.id,
    rows,
    units,
    staging: createStaging(knex),
    versions: createVersions(knex),
    placing: createPlacing(knex),
    positions,
    write: async (actor, work) => {
      const { result, seq } = await writeTransaction(knex, actor, work)
      if (seq !== null) tell(seq)
      return { result, seq: seq ?? (await known(lastSeq(knex))) }
    },
    datasets: async () => {
      const { rows } = await known(knex.raw<{ rows: { definition: unknown }[] }>('select definition from dataset order by layer'))
      return rows.map(row => LayerDef.parse(row.definition))
    },
    sizes: layers => known(layerSizes(knex, layers)),
    scan: def => readPages(knex, def),
    readFeed: (cursor, layerOf) => known(readFeed(knex, cursor, layerOf)),
    currentSeq: () => known(lastSeq(knex)),
    prune: keep => known(pruneFeed(knex, { days: config.feedDays, keep })),
    backup: (out, progress, signal) => known(dump(knex, embedded ? 'embedded' : 'postgis', out, progress, signal)),
    lead: (lock, serve) => leadership(embedded ? null : config.databaseUrl!, lock, serve),
    announce: port => embedded?.lock.announce(port),
    listen: onNews => {
      listeners.add(onNews)
      const stop = listenOn(CHANNEL, onNews)
      return async () => {
        listeners.delete(onNews)
        await stop()
      }
    },
    close: async () => {
      clearInterval(pruning)
      await knex.destroy()
      await embedded?.stop()
    },
  }
}
