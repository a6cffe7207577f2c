import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaults } from '../../tiles-server/src/config.ts'
import { seededRandom } from '../../tiles-server/src/kernel/index.ts'
import { openStore, restoreStore } from '../../tiles-server/src/store/index.ts'
import { versionsOf } from '../store/datasets.ts'
import { type RunningApp, startApp } from '../support/app.ts'
import { createClient } from '../support/client.ts'
import { openTestStore, storeKind } from '../support/run.ts'
import { subscribe } from '../support/sse.ts'
import type { TestStore } from '../support/stores.ts'
import { until } from '../support/until.ts'
import { checksums, fill, forge, runScript } from './stores.ts'

/** Tables that the first schema did not have. */
const YOUNGER = /^(layer_version|fence|alert|webhook|delivery|position)/

const silent = (): void => undefined
const folder = mkdtempSync(join(tmpdir(), 'zt-backup-'))
const file = join(folder, 'city.backup')
let app: RunningApp
let before: Record<string, string>

beforeAll(async () => {
  app = await startApp()
  await fill(app)
  before = await checksums(app.store)
})
afterAll(async () => {
  await app.close()
  rmSync(folder, { recursive: true, force: true })
})

async function sumsOf(store: TestStore): Promise<Record<string, string>> {
  const opened = await openStore({ ...defaults, ...store }, silent)
  try {
    return await checksums(opened)
  } finally {
    await opened.close()
  }
}

describe('a backup of a running server', () => {
  it('is written whole, and the server goes on', async () => {
    const { code, output } = await runScript('backup', app.testStore, [file])
    expect([code, output]).toEqual([0, expect.stringMatching(/rows as of change \d+/)])
    expect(readdirSync(folder)).toEqual(['city.backup'])
    expect(await checksums(app.store)).toEqual(before)
    const [header] = gunzipSync(readFileSync(file)).toString('utf8').split('\n', 1)
    expect(JSON.parse(header!)).toMatchObject({
      zongtu: 'backup',
      format: 1,
      database: app.store.databaseId,
      seq: app.live.seq,
      store: storeKind(),
    })
  })

  it('is the same file by HTTP, one at a time, and not for pages of other sites', async () => {
    const url = `${app.url}/api/backup`
    const answers = await Promise.all([fetch(url), fetch(url)])
    const bodies = await Promise.all(answers.map(async answer => Buffer.from(await answer.arrayBuffer())))
    expect(answers.map(answer => answer.status).sort()).toEqual([200, 429])
    const got = bodies[answers.findIndex(answer => answer.status === 200)]!
    // All but the header, which tells when, and how far the fence engine has come, which goes on.
    const rowsIn = (bytes: Buffer) => {
      const lines = gunzipSync(bytes).toString('utf8').split('\n').slice(1, -2)
      const engine = lines.indexOf('{"table":"fence_engine"}')
      return lines.filter((_, i) => i < engine || i > engine + 2)
    }
    expect(rowsIn(got)).toEqual(rowsIn(readFileSync(file)))
    expect((await fetch(url, { method: 'HEAD' })).headers.get('content-type')).toBe('application/gzip')
    expect((await fetch(url, { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403)
    expect((await fetch(`${url}?x=1`)).status).toBe(400)
    await until('the next one is taken', async () => (await fetch(url)).ok)
  })

  it('that is given up frees the store', async () => {
    const cancel = new AbortController()
    const sink = new Writable({ write: (_chunk, _encoding, done) => done() })
    const stop = (text: string) => text.startsWith('feature') && cancel.abort(new Error('enough'))
    await expect(app.store.backup(sink, stop, cancel.signal)).rejects.toThrow('enough')
    const full = new Writable({ write: (_chunk, _encoding, done) => done(new Error('no space left')) })
    await expect(app.store.backup(full, silent)).rejects.toThrow('no space left')
    const gone = new AbortController()
    const fetching = fetch(`${app.url}/api/backup`, { signal: gone.signal }).catch((error: unknown) => error)
    gone.abort()
    await fetching
    await until('the next one is taken', async () => (await fetch(`${app.url}/api/backup`)).ok)
    expect(await checksums(app.store)).toEqual(before)
  })
})

describe('a restore', { timeout: 180_000 }, () => {
  it('makes an empty store equal, as a database of its own that goes on where maps notice', async () => {
    const store = await openTestStore()
    const { code, output } = await runScript('restore', store, [file])
    expect([code, output]).toEqual([0, expect.stringContaining('has ')])
    const restored = await startApp({ store })
    try {
      expect(await checksums(restored.store)).toEqual(before)
      expect(restored.store.databaseId).not.toBe(app.store.databaseId)
      for (const { def, size } of app.live.layers()) expect([def.id, restored.live.layer(def.id).size]).toEqual([def.id, size])
      const [old, own] = [createClient(app.url), createClient(restored.url)]
      expect(await own.get('camera', 'camera-1')).toEqual(await old.get('camera', 'camera-1'))

      // A map that was open on the old one, also one that saw changes after the backup, is told to read anew.
      for (const last of [app.live.seq - 1, app.live.seq, app.live.seq + 1, app.live.seq + 500]) {
        const stream = await subscribe(`${restored.url}/api/stream`, String(last))
        await until('it is reset', () => stream.events.some(({ event }) => event === 'reset'))
        stream.close()
      }
      expect(restored.live.seq).toBeGreaterThan(app.live.seq)
      const written = await own.replace(
        'camera',
        { ...(await own.get('camera', 'camera-1')), id: 'camera-1' },
        (await own.get('camera', 'camera-1')).version,
      )
      expect(written.version).toBeGreaterThan((await old.get('camera', 'camera-1')).version)
      expect((await versionsOf(restored, 'tree')).map(version => version.reachable)).toEqual([true, true, true])
      await restored.features.datasets.goBack('tree', 2, 'test')
      expect(restored.live.layer('tree').size).toBe(2_500)
    } finally {
      await restored.close()
      await store.remove()
    }
  })

  it('refuses a store that is in use, or not empty unless it may replace it', async () => {
    const inUse = await runScript('restore', app.testStore, [file, '--replace'])
    expect([inUse.code, inUse.output]).toEqual([1, expect.stringMatching(/in use by process|stop it first/)])
    expect(await checksums(app.store)).toEqual(before)

    const store = await openTestStore()
    const other = await startApp({ store })
    await createClient(other.url).create('zone', {
      type: 'Feature',
      id: 'z',
      geometry: areaOf(114),
      properties: { name: 'z', kind: 'patrol' },
    })
    await other.close()
    const had = await sumsOf(store)
    await expect(restoreStore(store, file, { replace: false }, silent)).rejects.toThrow(/not empty.*--replace/)
    expect(await sumsOf(store)).toEqual(had)
    await restoreStore(store, file, { replace: true }, silent)
    expect(await sumsOf(store)).toEqual(before)
    await store.remove()
  })

  it('that fails half-way, or is cancelled, changes nothing', async () => {
    const store = await openTestStore()
    await restoreStore(store, file, { replace: false }, silent)
    const forged = join(folder, 'forged')
    forge(file, forged, lines => lines.map(line => line.replace('["tree", "t77", ', '["tree", "t76", ')))
    await expect(restoreStore(store, forged, { replace: true }, silent)).rejects.toThrow('t76')
    expect(await sumsOf(store)).toEqual(before)
    const cancel = new AbortController()
    const stop = (text: string) => text.startsWith('feature') && cancel.abort(new Error('enough'))
    await expect(restoreStore(store, file, { replace: true }, stop, cancel.signal)).rejects.toThrow('enough')
    expect(await sumsOf(store)).toEqual(before)
    await store.remove()
  })

  it('takes a file of an older schema and brings it up to date; a newer one is refused', async () => {
    const store = await openTestStore()
    const [older, newer] = [join(folder, 'older'), join(folder, 'newer')]
    forge(file, older, lines => {
      const header = JSON.parse(lines[0]!) as { migrations: string[]; tables: { name: string; columns: string[] }[] }
      header.migrations = ['0001-first']
      header.tables = header.tables.filter(({ name }) => !YOUNGER.test(name))
      const camera = header.tables.find(({ name }) => name === 'camera')!
      const isOld = camera.columns.map(column => !/^(ptz_type|azimuth_uncertainty|vfov|tilt|pan_.*|pose_.*|grid)$/.test(column))
      camera.columns = camera.columns.filter((_, i) => isOld[i])
      let table = ''
      const kept = lines.slice(1).flatMap(line => {
        if (line.startsWith('{"table"')) table = (JSON.parse(line) as { table: string }).table
        if (YOUNGER.test(table) && !line.startsWith('{"end":"backup"')) return []
        if (table !== 'camera' || !line.startsWith('[')) return [line]
        return [JSON.stringify((JSON.parse(line) as unknown[]).filter((_, i) => isOld[i]))]
      })
      return [JSON.stringify(header), ...kept]
    })
    forge(file, newer, lines => [lines[0]!.replace(/"migrations":\[[^\]]*/, '$&,"0999-tomorrow"'), ...lines.slice(1)])
    await expect(restoreStore(store, newer, { replace: false }, silent)).rejects.toThrow('0999-tomorrow')
    await restoreStore(store, older, { replace: false }, silent)
    const sums = await sumsOf(store)
    const younger = Object.keys(before).filter(table => YOUNGER.test(table))
    for (const table of younger) expect(sums[table]).toMatch(/^0 /)
    const none = Object.fromEntries(younger.map(table => [table, '']))
    expect({ ...sums, ...none }).toEqual({ ...before, ...none })
    await store.remove()
  })
})

describe('a damaged file', () => {
  // Refused before any store is opened: a folder that does not exist yet stays so.
  const nowhere = { dataDir: join(folder, 'nowhere') }
  const refused = async (path: string): Promise<string> => {
    const error = await restoreStore(nowhere, path, { replace: true }, silent).then(
      () => 'restored',
      (thrown: unknown) => (thrown as Error).message,
    )
    expect(existsSync(nowhere.dataDir)).toBe(false)
    return error
  }

  it('is refused wherever it was cut off', async () => {
    const { length } = readFileSync(file)
    const cut = join(folder, 'cut')
    for (const size of [0, 1, 10, 1_000, Math.floor(length / 3), Math.floor(length / 2), length - 9, length - 1]) {
      copyFileSync(file, cut)
      truncateSync(cut, size)
      expect([size, await refused(cut)]).toEqual([size, expect.stringMatching(/damaged|cut off|empty/)])
    }
    const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n')
    for (const count of [1, 2, 50, lines.length - 2]) {
      writeFileSync(cut, gzipSync(`${lines.slice(0, count).join('\n')}\n`))
      expect(await refused(cut)).toMatch(/cut off/)
    }
  })

  it('is refused wherever a byte of it was altered', async () => {
    const bytes = readFileSync(file)
    const plain = gunzipSync(bytes)
    const random = seededRandom(11)
    const altered = join(folder, 'altered')
    for (let i = 0; i < 60; i++) {
      // In what is compressed, where no checksum of gzip tells.
      const copy = Buffer.from(plain)
      const at = Math.floor(random() * copy.length)
      copy[at] = copy[at]! ^ (1 << Math.floor(random() * 7))
      writeFileSync(altered, gzipSync(copy, { level: 1 }))
      expect([at, await refused(altered)]).not.toEqual([at, 'restored'])
    }
    // Bytes 4 to 9 of gzip's header say when and where; nothing else may differ.
    for (let i = 0; i < 40; i++) {
      const copy = Buffer.from(bytes)
      const at = 10 + Math.floor(random() * (copy.length - 10))
      copy[at] = copy[at]! ^ 16
      writeFileSync(altered, copy)
      expect([at, await refused(altered)]).not.toEqual([at, 'restored'])
    }
  })

  it('or none at all is one line and exit code 1', async () => {
    const other = join(folder, 'other')
    writeFileSync(other, gzipSync('{"type":"FeatureCollection","features":[]}\n'))
    expect(await runScript('restore', nowhere, [other])).toEqual({
      code: 1,
      output: expect.stringContaining('no backup of Zongtu') as string,
    })
    expect((await runScript('restore', nowhere, [join(folder, 'absent')])).code).toBe(1)
    expect((await runScript('restore', nowhere, [])).code).toBe(2)
    expect((await runScript('backup', nowhere, ['a', 'b'])).code).toBe(2)
    expect(existsSync(nowhere.dataDir)).toBe(false)
  })
})

const areaOf = (x: number) => ({
  type: 'Polygon' as const,
  coordinates: [
    [
      [x, 22],
      [x + 1, 22],
      [x + 1, 23],
      [x, 22],
    ],
  ],
})
