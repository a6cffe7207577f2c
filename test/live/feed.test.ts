import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadCatalog } from '../../tiles-server/src/catalog/index.ts'
import type { LayerDef } from '../../tiles-server/src/contract/index.ts'
import { systemClock } from '../../tiles-server/src/kernel/index.ts'
import { type Live, openLive } from '../../tiles-server/src/live/index.ts'
import { openStore, type Store } from '../../tiles-server/src/store/index.ts'
import { openTestStore } from '../support/run.ts'
import type { TestStore } from '../support/stores.ts'

const catalog = loadCatalog()
const zone = catalog.layers.find(def => def.id === 'zone')!
const dataset: LayerDef = { ...zone, id: 'tree', kind: 'dataset', geometry: 'mixed' }
const row = (id: string) => ({ id, geometry: null, properties: { name: id, kind: 'patrol' } })

let place: TestStore
let store: Store
let live: Live

beforeAll(async () => {
  place = await openTestStore()
  store = await openStore(
    { databaseUrl: place.databaseUrl, dataDir: place.dataDir, feedDays: 30, feedRows: 1e6, positionDays: 30 },
    () => {},
  )
  live = await openLive(store, catalog, systemClock, () => {})
})
afterAll(async () => {
  await live.close()
  await store.close()
  await place.remove()
})

const ids = (layer: string): string[] => [...live.layer(layer).all()].map(feature => feature.id)

describe('live', () => {
  it('shows a feature that came in one batch with the import that made its layer', async () => {
    await store.staging.add('first', [{ ...row('a'), row: 1 }])
    const { seq } = await store.write('test', async tx => {
      await store.staging.promote(tx, dataset, 'first', 'replace', 1)
      await store.rows.insert(tx, dataset, row('f'))
    })
    await live.waitFor(seq, 'tree')
    expect(ids('tree')).toEqual(['a', 'f'])
  })

  it('keeps edits that are made while their layer is being read anew', async () => {
    const many = Array.from({ length: 12_000 }, (_, i) => ({ ...row(`m${String(i).padStart(5, '0')}`), row: i + 1 }))
    for (let from = 0; from < many.length; from += 4_000) await store.staging.add('many', many.slice(from, from + 4_000))
    const loaded = await store.write('test', tx => store.staging.promote(tx, dataset, 'many', 'replace', many.length))
    const edits = await Promise.all(
      ['m00000', 'm06000', 'm11999', 'new'].map(id =>
        store.write('test', async tx => {
          const before = await store.rows.lock(tx, dataset, id)
          if (!before) return store.rows.insert(tx, dataset, row(id))
          return store.rows.update(tx, dataset, before, { ...row(id), properties: { name: 'edited', kind: 'control' } })
        }),
      ),
    )
    const gone = await store.write('test', async tx => store.rows.remove(tx, dataset, (await store.rows.lock(tx, dataset, 'm00001'))!))
    await live.waitFor(gone.seq, 'tree')
    expect(Math.min(...edits.map(edit => edit.seq))).toBeGreaterThan(loaded.seq)
    expect(live.layer('tree').size).toBe(many.length)
    expect(live.layer('tree').get('m00001')).toBeUndefined()
    for (const { result } of edits) expect(live.layer('tree').get(result.id)).toMatchObject({ version: result.version })
  })
})
