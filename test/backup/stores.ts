import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { Areal } from '../../tiles-server/src/geo/index.ts'
import { seededRandom } from '../../tiles-server/src/kernel/index.ts'
import type { Store, UnitRow } from '../../tiles-server/src/store/index.ts'
import { addFence, raised, save } from '../geofence/support.ts'
import { importRows, pointOf, trees } from '../store/datasets.ts'
import type { RunningApp } from '../support/app.ts'
import { createClient } from '../support/client.ts'
import { randomCoverage } from '../support/random-coverage.ts'
import type { TestStore } from '../support/stores.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

export interface Ran {
  readonly code: number | null
  readonly output: string
}

/** `npm run backup` or `npm run restore` as a process of its own. */
export function runScript(
  name: 'backup' | 'restore',
  store: Pick<TestStore, 'dataDir' | 'databaseUrl'>,
  args: readonly string[],
): Promise<Ran> {
  const { DATABASE_URL: _, ...inherited } = process.env
  const env = { ...inherited, ZONGTU_DATA: store.dataDir, ...(store.databaseUrl ? { DATABASE_URL: store.databaseUrl } : {}) }
  const child = spawn(process.execPath, ['--import', 'tsx', `scripts/${name}.ts`, ...args], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  return new Promise(resolve => child.once('close', code => resolve({ code, output })))
}

/** Something of everything: units with a history, typed layers, datasets with versions, a change log, values that are easily bent. */
export async function fill(app: RunningApp): Promise<void> {
  const unit = (id: string, level: number, parent: string | null, geometry: Areal | null = null): UnitRow => ({
    id,
    level,
    parent,
    code: id,
    name: `单元 ${id}`,
    geometry,
    properties: { households: 1 },
  })
  const { faces } = randomCoverage(seededRandom(5), { columns: 6, rows: 5, faces: 12, size: 20_000, origin: [1_132_000_000, 331_000_000] })
  const units = [
    unit('c', 0, null),
    unit('k', 1, 'c'),
    unit('s', 2, 'k'),
    unit('m', 3, 's'),
    ...faces.map(f => unit(f.id, 4, 'm', f.geometry)),
  ]
  await app.features.replaceUnits({ kind: 'load', note: '第一版', retire: [], put: units }, 'test')
  const again = units.filter(row => row.level === 4).slice(0, 3)
  await app.features.replaceUnits({ kind: 'edit', note: '', retire: [], put: again.map(row => ({ ...row, name: '改名' })) }, 'test')

  const client = createClient(app.url)
  const texts = ['"quoted" \\ back\nline\ttab', '𠮷野家 \u2028 \u2029 🚔', "it's; drop table", '']
  for (const [i, text] of texts.entries()) {
    await client.create('camera', {
      ...pointOf(`camera-${i}`, i),
      geometry: { type: 'Point', coordinates: [113 + Math.PI / 10 + i, 22.000000000000004] },
      properties: {
        code: `code-${i}`,
        name: text || 'x',
        status: 'online',
        azimuth: 1 / 3,
        range: 1e-7,
      },
    })
  }
  await client.remove('camera', 'camera-3', (await client.get('camera', 'camera-3')).version)
  const rows = (from: number, to: number) => new Map(Array.from({ length: to - from }, (_, i): [string, number] => [`t${from + i}`, i]))
  await importRows(app, trees('tree'), rows(0, 3_000), 'replace')
  await importRows(app, trees('tree'), rows(1_500, 4_000), 'replace')
  await app.features.datasets.goBack('tree', 1, 'test')
  await importRows(app, trees('brief'), rows(0, 5), 'replace')
  await app.features.datasets.remove('brief', 'test')
  const hook = await app.delivery.webhooks.create({
    name: texts[1]!.replaceAll(/[\u2028\u2029]/g, ''),
    url: 'https://hooks.example.org/',
    enabled: false,
  })
  const alert = { id: 'a', version: 1, fence: 'f', object: null, severity: 'major' }
  await app.store.knex.transaction(trx => app.delivery.add(trx, () => Promise.resolve([{ type: 'alert.raised', alert }])))
  await app.delivery.webhooks.ping(hook.id)
  const fence = await addFence(app, { name: texts[1]!.replaceAll(/[\u2028\u2029]/g, ''), message: { 'zh-CN': '{zone}', en: texts[2]! } })
  await save(app, { raised: [raised(fence, 'alert-1', 0), raised(fence, 'alert-2', 1 / 3, { position: null })] })
  await save(app, { withdrawn: [{ id: 'alert-2', at: 1 }] })
  await app.alerts.act('alert-1', { action: 'note', text: texts[0]! }, 'test')
  await app.fences.remove(fence.id, { actor: 'test', ifMatch: '*' })

  const now = Date.now()
  const fix = (object: string, time: number, received: number, speed: number | null) => ({
    ...{ object, time, received, speed, lon: 113 + Math.PI / 10, lat: 22.000000000000004, accuracy: 1e-7, heading: null, flags: 0 },
  })
  await app.store.positions.append(texts.map((text, i) => fix(text || 'x', now - 7 * i, now - i * 86_400_000, i === 1 ? null : i / 3)))
}

/**
 * MD5 over the ordered rows of every table of the schema (partitions together), as text; left out is what each database has of its own, and how far the fence engine
 * has come: that goes on by itself, and a server that starts keeps it at once.
 */
export async function checksums(store: Pick<Store, 'knex'>): Promise<Record<string, string>> {
  const tables = await store.knex.raw<{ rows: { name: string }[] }>(
    `select c.relname as name from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relpersistence = 'p'
     and not relispartition and relname not in ('fence_engine', 'fence_journal', 'fence_snapshot') and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e') and relname not like 'knex%' order by 1`,
  )
  const sums: Record<string, string> = {}
  for (const { name } of tables.rows) {
    if (name === 'database_identity' || name === 'feed') continue
    const { rows } = await store.knex.raw<{ rows: { sum: string; n: number }[] }>(
      `select count(*)::int as n, md5(coalesce(string_agg(t::text, E'\\n' order by t::text collate "C"), '')) as sum from "${name}" t`,
    )
    sums[name] = `${rows[0]!.n} ${rows[0]!.sum}`
  }
  return sums
}

/** The lines of a backup, changed by `edit`, with checksums and counts that fit again. */
export function forge(from: string, to: string, edit: (lines: string[]) => string[]): void {
  const lines = edit(gunzipSync(readFileSync(from)).toString('utf8').trimEnd().split('\n'))
  const header = JSON.parse(lines[0]!) as { tables: { name: string; rows: number }[] }
  let table: string[] = []
  let total = 0
  const counts = new Map<string, number>()
  const rest = lines.slice(1, -1).map(line => {
    const [, end] = /^\{"end":"(\w+)"/.exec(line) ?? []
    if (end !== undefined) {
      counts.set(end, table.length)
      return JSON.stringify({ end, rows: table.length, sha256: sha(table.map(row => `${row}\n`).join('')) })
    }
    if (line.startsWith('{')) table = []
    else {
      table.push(line)
      total++
    }
    return line
  })
  for (const each of header.tables) each.rows = counts.get(each.name) ?? each.rows
  const body = [JSON.stringify(header), ...rest].map(line => `${line}\n`).join('')
  writeFileSync(to, gzipSync(`${body}${JSON.stringify({ end: 'backup', rows: total, sha256: sha(body) })}\n`))
}

const sha = (text: string): string => createHash('sha256').update(text).digest('hex')
