import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defaults } from '../../tiles-server/src/config.ts'
import { openStore } from '../../tiles-server/src/store/index.ts'
import { checksums, runScript } from '../backup/stores.ts'
import { createClient } from '../support/client.ts'
import { spread } from '../support/figures.ts'
import { spawnServer } from '../support/server.ts'
import { createSource, freshStore, type OpenSource, type StoreKind, type TestStore } from '../support/stores.ts'

export interface BackupFigures {
  readonly from: StoreKind
  readonly to: StoreKind
  readonly megabytes: number
  readonly backupSeconds: number
  /** The longest that an edit waited while the backup was made. */
  readonly slowestEditMs: number
  readonly restoreSeconds: number
}

/** Backs up a sample city under edits, and restores it into empty stores of both kinds. Throws where a table's checksum differs. */
export async function proveBackup(size: 'S' | 'M', progress: (line: string) => void): Promise<BackupFigures[]> {
  const kinds = ['postgis', 'embedded'] as const
  const folder = await mkdtemp(join(tmpdir(), 'zt-'))
  const sources = new Map<StoreKind, OpenSource>()
  const figures: BackupFigures[] = []
  try {
    for (const kind of kinds) sources.set(kind, await createSource(kind))
    for (const from of kinds) {
      const file = join(folder, from)
      const store = await freshStore(sources.get(from)!.source)
      progress(`${from}: a city of size ${size} is loaded and backed up`)
      const made = await backUp(store, size, file)
      const expected = await sumsOf(store)
      await store.remove()
      for (const to of kinds) {
        const target = await freshStore(sources.get(to)!.source)
        const restoreSeconds = await seconds(() => run('restore', target, file))
        assertEqual(`${from} to ${to}`, expected, await sumsOf(target))
        await target.remove()
        figures.push({ from, to, ...made, restoreSeconds })
        progress(`${from} to ${to}: all tables are equal`)
      }
    }
    return figures
  } finally {
    for (const source of sources.values()) await source.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function backUp(store: TestStore, size: 'S' | 'M', file: string) {
  const server = await spawnServer(store, { city: size, within: 300_000 })
  try {
    const client = createClient(server.url)
    let running = true
    const editing = editWhile(client, () => running)
    const backupSeconds = await seconds(() => run('backup', store, file))
    running = false
    const slowestEditMs = spread(await editing).maxMs
    // Once more without edits: this is the one that is compared.
    await run('backup', store, file)
    return { megabytes: Math.round((await stat(file)).size / 1e5) / 10, backupSeconds, slowestEditMs }
  } finally {
    await server.end('SIGTERM')
  }
}

async function editWhile(client: ReturnType<typeof createClient>, goesOn: () => boolean): Promise<number[]> {
  const delays: number[] = []
  for (let n = 0; goesOn(); n++) {
    const from = performance.now()
    const geometry = { type: 'Point' as const, coordinates: [113 + n * 1e-6, 22.5] }
    await client.create('camera', {
      type: 'Feature',
      id: `edit-${n}`,
      geometry,
      properties: { code: `edit-${n}`, name: 'x', status: 'online' },
    })
    delays.push(performance.now() - from)
  }
  return delays
}

async function run(name: 'backup' | 'restore', store: TestStore, file: string): Promise<void> {
  const { code, output } = await runScript(name, store, [file])
  if (code !== 0) throw new Error(`${name} ended with ${code}: ${output}`)
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const from = performance.now()
  await work()
  return Math.round((performance.now() - from) / 100) / 10
}

async function sumsOf(store: TestStore): Promise<Record<string, string>> {
  const opened = await openStore({ ...defaults, ...store }, () => undefined)
  try {
    return await checksums(opened)
  } finally {
    await opened.close()
  }
}

function assertEqual(what: string, expected: Record<string, string>, found: Record<string, string>): void {
  const wrong = Object.keys({ ...expected, ...found }).filter(table => expected[table] !== found[table])
  if (wrong.length > 0) throw new Error(`${what}: ${wrong.map(table => `${table} was ${expected[table]}, is ${found[table]}`).join('; ')}`)
}
