import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadCatalog } from '../../tiles-server/src/catalog/index.ts'
import type { LayerDef } from '../../tiles-server/src/contract/index.ts'
import { openStore, type Row, type Store } from '../../tiles-server/src/store/index.ts'
import { openTestStore } from '../support/run.ts'
import type { TestStore } from '../support/stores.ts'

const catalog = loadCatalog()
const defOf = (id: string): LayerDef => catalog.layers.find(def => def.id === id)!
const zone = defOf('zone')
const dataset: LayerDef = { ...zone, id: 'tree', kind: 'dataset', coverage: false, geometry: 'mixed' }
const lookup = (id: string): LayerDef | undefined => (id === dataset.id ? dataset : defOf(id))

let place: TestStore
let store: Store

beforeAll(async () => {
  place = await openTestStore()
  store = await openStore(
    { databaseUrl: place.databaseUrl, dataDir: place.dataDir, feedDays: 30, feedRows: 1e6, positionDays: 30 },
    () => {},
  )
})
afterAll(async () => {
  await store.close()
  await place.remove()
})

const position = fc.tuple(fc.double({ min: -180, max: 180, noNaN: true }), fc.double({ min: -90, max: 90, noNaN: true })).map(p => [...p])
const line = fc.array(position, { minLength: 2, maxLength: 6 })
const ring = fc.array(position, { minLength: 3, maxLength: 6 }).map(points => [...points, points[0]!])
const geometry = fc.oneof(
  position.map(coordinates => ({ type: 'Point' as const, coordinates })),
  fc.array(position, { minLength: 1, maxLength: 5 }).map(coordinates => ({ type: 'MultiPoint' as const, coordinates })),
  line.map(coordinates => ({ type: 'LineString' as const, coordinates })),
  fc.array(line, { minLength: 1, maxLength: 3 }).map(coordinates => ({ type: 'MultiLineString' as const, coordinates })),
  fc.array(ring, { minLength: 1, maxLength: 3 }).map(coordinates => ({ type: 'Polygon' as const, coordinates })),
  fc
    .array(fc.array(ring, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 })
    .map(coordinates => ({ type: 'MultiPolygon' as const, coordinates })),
)

async function all(def: LayerDef): Promise<Row[]> {
  const rows: Row[] = []
  for await (const page of store.scan(def)) rows.push(...page)
  return rows
}

describe('rows', () => {
  it('come back as they were written, to the bit, for every geometry type', async () => {
    let n = 0
    await fc.assert(
      fc.asyncProperty(geometry, fc.string({ unit: 'grapheme', maxLength: 30 }), async (shape, text) => {
        const name = text.replaceAll('\0', '') // text in PostgreSQL holds no NUL; features/ refuses it
        const row = { id: `z${n++}`, geometry: shape, properties: { name, kind: 'patrol' } }
        const { result } = await store.write('test', tx => store.rows.insert(tx, zone, row))
        const { result: read } = await store.write('test', tx => store.rows.lock(tx, zone, row.id))
        expect(read).toEqual({ ...row, version: result.version })
      }),
      { numRuns: 60 },
    )
  })

  it('come in pages of bounded size, in id order and each once', async () => {
    const ids = ['~big-1', '~big-2', '~big-3', '~big-4']
    const coordinates = Array.from({ length: 400_000 }, (_, i) => [(i * 0.6180339887) % 180, (i * 0.7548776662) % 90])
    const { result } = await store.write('test', async tx => {
      const rows: Row[] = []
      for (const id of ids)
        rows.push(
          await store.rows.insert(tx, zone, {
            id,
            geometry: { type: 'LineString', coordinates },
            properties: { name: id, kind: 'patrol' },
          }),
        )
      return rows
    })
    const pages: Row[][] = []
    for await (const page of store.scan(zone)) pages.push(page.filter(row => ids.includes(row.id)))
    expect(pages.map(page => page.map(row => row.id))).toEqual([['~big-1', '~big-2', '~big-3'], ['~big-4']])
    expect(pages.flat()).toEqual(result)
    await store.write('test', async tx => {
      for (const row of result) await store.rows.remove(tx, zone, row)
    })
  })

  it('never repeat a version, not even when an id is created anew', async () => {
    const row = { id: 'again', geometry: null, properties: { name: 'x', kind: 'patrol' } }
    const { result: first } = await store.write('test', tx => store.rows.insert(tx, zone, row))
    await store.write('test', tx => store.rows.remove(tx, zone, first))
    const { result: second } = await store.write('test', tx => store.rows.insert(tx, zone, row))
    expect(second.version).toBeGreaterThan(first.version)
  })

  it('refuse a second row with the same id and leave nothing of the transaction', async () => {
    const before = await store.currentSeq()
    const row = { id: 'twice', geometry: null, properties: { name: 'x', kind: 'patrol' } }
    const twice = store.write('test', async tx => {
      await store.rows.insert(tx, zone, row)
      await store.rows.insert(tx, zone, row)
    })
    await expect(twice).rejects.toMatchObject({ code: 'duplicate-id' })
    expect((await all(zone)).some(({ id }) => id === 'twice')).toBe(false)
    expect(await store.currentSeq()).toBe(before)
  })

  it('refuse to overwrite a version that is no longer current', async () => {
    const row = { id: 'stale', geometry: null, properties: { name: 'x', kind: 'patrol' } }
    const { result: first } = await store.write('test', tx => store.rows.insert(tx, zone, row))
    await store.write('test', tx => store.rows.update(tx, zone, first, row))
    await expect(store.write('test', tx => store.rows.update(tx, zone, first, row))).rejects.toMatchObject({ code: 'stale-version' })
  })
})

describe('the feed', () => {
  it('tells every change once, in order, with the rows as of its state', async () => {
    const start = await store.currentSeq()
    const ids = Array.from({ length: 20 }, (_, i) => `feed${i}`)
    await Promise.all(
      ids.map(id =>
        store.write('test', tx => store.rows.insert(tx, zone, { id, geometry: null, properties: { name: id, kind: 'control' } })),
      ),
    )
    const batch = await store.readFeed(start, lookup)
    expect(batch.changes.map(change => change.id).sort()).toEqual([...ids].sort())
    expect(batch.changes.map(change => change.seq)).toEqual(batch.changes.map(change => change.seq).toSorted((a, b) => a - b))
    expect([...batch.rows.get('zone')!.keys()].sort()).toEqual([...ids].sort())
    expect((await store.readFeed(batch.seq, lookup)).changes).toEqual([])
  })

  it('answers reset to a cursor behind the pruned log', async () => {
    const start = await store.currentSeq()
    for (let i = 0; i < 5; i++) {
      await store.write('test', tx =>
        store.rows.insert(tx, zone, { id: `prune${i}`, geometry: null, properties: { name: 'x', kind: 'control' } }),
      )
    }
    await store.prune(2)
    expect((await store.readFeed(start, lookup)).reset).toBe(true)
    const end = await store.currentSeq()
    expect((await store.readFeed(end - 2, lookup)).changes).toHaveLength(2)
    await store.prune(0)
    expect(await store.currentSeq()).toBe(end)
    expect(await store.readFeed(end, lookup)).toMatchObject({ reset: false, changes: [] })
    // A cursor from before a backup was restored.
    expect(await store.readFeed(end + 10, lookup)).toMatchObject({ reset: true, seq: end })
  })
})

describe('an import', () => {
  const staged = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => ({
      row: i + 1,
      id: `t${from + i}`,
      geometry: null,
      properties: { name: `n${from + i}`, kind: 'patrol' },
    }))

  it('makes its rows current in one step, for datasets and typed layers, replacing or keeping the others', async () => {
    for (const def of [dataset, zone]) {
      await store.staging.add('first', staged(0, 30))
      const first = await store.write('test', tx => store.staging.promote(tx, def, 'first', 'replace', 30))
      expect(first.result.stored).toBe(30)
      expect(await all(def)).toHaveLength(30)
      await store.staging.add('second', staged(20, 40))
      await store.write('test', tx => store.staging.promote(tx, def, 'second', 'upsert', 20))
      expect(await all(def)).toHaveLength(40)
      await store.staging.add('third', staged(10, 15))
      const third = await store.write('test', tx => store.staging.promote(tx, def, 'third', 'replace', 5))
      expect(third.result).toEqual({ stored: 5, removed: 35, version: null })
      expect((await all(def)).map(row => row.properties.name)).toEqual(['n10', 'n11', 'n12', 'n13', 'n14'])
      const { changes } = await store.readFeed(third.seq - 1, lookup)
      expect(changes).toMatchObject([{ layer: def.id, op: 'all', id: null }])
    }
    expect((await store.datasets()).map(def => def.id)).toEqual(['tree'])
  })

  it('changes nothing when the database lost staged rows in a crash', async () => {
    await store.staging.add('lost', staged(100, 110))
    await store.knex.raw("delete from staging where import_id = 'lost' and row <= 4")
    const before = await all(zone)
    await expect(store.write('test', tx => store.staging.promote(tx, zone, 'lost', 'replace', 10))).rejects.toMatchObject({
      code: 'store-unavailable',
    })
    expect(await all(zone)).toEqual(before)
  })

  it('lists ids that occur twice and forgets what is discarded', async () => {
    await store.staging.add('dup', [...staged(0, 3), { row: 9, id: 't1', geometry: null, properties: {} }])
    expect(await store.staging.duplicates('dup', 10)).toEqual([{ id: 't1', rows: [2, 9] }])
    await store.staging.discard('dup')
    expect(await store.staging.duplicates('dup', 10)).toEqual([])
  })
})
