import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defaults } from '../../tiles-server/src/config.ts'
import { openStore } from '../../tiles-server/src/store/index.ts'
import { type Cluster, createDatabase, dropDatabase, startCluster } from './cluster.ts'

export type StoreKind = 'postgis' | 'embedded'

/** Where fresh stores come from; plain data, so that it can be handed to test workers. */
export type StoreSource =
  | { readonly kind: 'postgis'; readonly cluster: string; readonly template: string }
  | { readonly kind: 'embedded'; readonly template: string }

/** One store of its own: an empty, migrated database and a data folder. */
export interface TestStore {
  readonly kind: StoreKind
  readonly dataDir: string
  /** Set for PostGIS. */
  readonly databaseUrl?: string
  remove(): Promise<void>
}

// Short, because the path of a unix socket has at most 107 bytes.
const folder = () => mkdtemp(join(tmpdir(), 'zt-'))
const removeFolder = (path: string) => rm(path, { recursive: true, force: true, maxRetries: 5 })

export interface OpenSource {
  readonly source: StoreSource
  /** The cluster behind a PostGIS source. */
  readonly cluster?: Cluster
  /** Removes it all, the cluster too. */
  close(): Promise<void>
}

/** Makes a source: an empty, migrated store is created once, and its database or folder copied from then on. */
export async function createSource(kind: StoreKind, options = { durable: false }): Promise<OpenSource> {
  if (kind === 'embedded') {
    const template = await folder()
    await createEmpty({ dataDir: template })
    return { source: { kind, template }, close: () => removeFolder(template) }
  }
  const cluster = await startCluster(options)
  const databaseUrl = await createDatabase(cluster.url)
  const dataDir = await folder()
  await createEmpty({ dataDir, databaseUrl }).finally(() => removeFolder(dataDir))
  const template = databaseUrl.slice(databaseUrl.lastIndexOf('/') + 1)
  return { source: { kind, cluster: cluster.url, template }, cluster, close: () => cluster.remove() }
}

async function createEmpty(store: { dataDir: string; databaseUrl?: string }): Promise<void> {
  await (await openStore({ ...defaults, ...store }, () => undefined)).close()
}

/** A store of one's own, empty and migrated. */
export async function freshStore(source: StoreSource): Promise<TestStore> {
  const dataDir = await folder()
  if (source.kind === 'embedded') {
    await cp(source.template, dataDir, { recursive: true })
    return { kind: 'embedded', dataDir, remove: () => removeFolder(dataDir) }
  }
  const databaseUrl = await createDatabase(source.cluster, source.template)
  const remove = async () => {
    await dropDatabase(databaseUrl)
    await removeFolder(dataDir)
  }
  return { kind: 'postgis', dataDir, databaseUrl, remove }
}
