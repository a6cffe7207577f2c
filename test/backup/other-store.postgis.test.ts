import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { defaults } from '../../tiles-server/src/config.ts'
import { openStore, restoreStore } from '../../tiles-server/src/store/index.ts'
import { startApp } from '../support/app.ts'
import { createClient } from '../support/client.ts'
import { openTestStore } from '../support/run.ts'
import { checksums, fill, runScript } from './stores.ts'

const silent = (): void => undefined

it('an embedded store moves to PostGIS and back by the same file, equal to the bit', { timeout: 240_000 }, async () => {
  // Short, because the path of a unix socket has at most 107 bytes.
  const folder = mkdtempSync(join(tmpdir(), 'zt-'))
  const embedded = { kind: 'embedded' as const, dataDir: join(folder, 'a'), remove: () => Promise.resolve() }
  const office = await startApp({ store: embedded })
  await fill(office)
  const before = await checksums(office.store)
  const cameras = await createClient(office.url).all('camera')
  const [first, second] = [join(folder, 'first'), join(folder, 'second')]
  expect((await runScript('backup', embedded, [first])).code).toBe(0)
  await office.close()

  const store = await openTestStore()
  expect((await runScript('restore', store, [first])).code).toBe(0)
  const city = await startApp({ store })
  expect(city.store.kind).toBe('postgis')
  expect(await checksums(city.store)).toEqual(before)
  expect(await createClient(city.url).all('camera')).toEqual(cameras)
  expect((await runScript('backup', store, [second])).code).toBe(0)
  await city.close()

  const back = { dataDir: join(folder, 'b') }
  await restoreStore(back, second, { replace: false }, silent)
  const opened = await openStore({ ...defaults, ...back }, silent)
  expect(await checksums(opened)).toEqual(before)
  await opened.close()
  await store.remove()
  rmSync(folder, { recursive: true, force: true })
})
