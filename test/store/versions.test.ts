import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LayerDef } from '../../tiles-server/src/contract/index.ts'
import { type RunningApp, startApp } from '../support/app.ts'
import { type Client, createClient } from '../support/client.ts'
import { ask, checksum, importRows, pointOf, revert, trees, versionsOf } from './datasets.ts'

let app: RunningApp
let client: Client
beforeAll(async () => {
  app = await startApp()
  client = createClient(app.url)
})
afterAll(() => app.close())

const rows = (...list: [string, number][]) => new Map(list)
const valuesOf = async (layer: string) => Object.fromEntries((await client.all(layer)).map(f => [f.id, f.properties!.n as number]))

describe('versions', () => {
  it('number the imports into a dataset and say what they were', async () => {
    const def = trees('listed')
    await importRows(app, def, rows(['a', 1], ['b', 2]), 'replace')
    await importRows(app, def, rows(['b', 3], ['c', 4]), 'replace')
    expect(await versionsOf(app, 'listed')).toMatchObject([
      { version: 2, kind: 'import', stored: 2, removed: 1, rowsAfter: 2, actor: 'test', reachable: true, seq: app.live.seq },
      { version: 1, about: { source: 'rows.csv', format: 'csv', rows: 2, mode: 'replace' }, removed: 0, rowsAfter: 2, reachable: true },
    ])
    const { body } = await ask(app, 'GET', '')
    const listed = (body as { datasets: { id: string }[] }).datasets.find(entry => entry.id === 'listed')
    expect(listed).toMatchObject({ kind: 'dataset', rows: 2, source: 'listed.csv', licence: null, version: 2 })
    expect(listed).toMatchObject({ importedAt: (await versionsOf(app, 'listed'))[0]!.at, bytes: expect.any(Number) as number })
  })

  it('leave alone what an import brings as it is already', async () => {
    const def = trees('same')
    await importRows(app, def, rows(['a', 1], ['b', 2]), 'replace')
    const before = await client.get('same', 'a')
    await importRows(app, def, rows(['a', 1], ['b', 3]), 'replace')
    expect((await client.get('same', 'a')).version).toBe(before.version)
    expect((await versionsOf(app, 'same'))[0]).toMatchObject({ stored: 2, rowsAfter: 2 })
  })

  it('can be gone back to, and that can be undone: rows and definition, to the bit', async () => {
    const def = trees('back')
    await importRows(app, def, rows(['a', 1], ['b', 2]), 'replace')
    const first = await checksum(app, 'back')
    const wider: LayerDef = { ...def, title: { 'zh-CN': '新', en: 'new' } }
    await importRows(app, wider, rows(['b', 5], ['c', 3]), 'replace')
    const second = await checksum(app, 'back')
    expect(await revert(app, 'back', 1)).toMatchObject({ status: 200, body: { version: 3, stored: 2, removed: 1 } })
    expect(await checksum(app, 'back')).toBe(first)
    expect(app.live.layer('back').def.title.en).toBe('back')
    expect(await valuesOf('back')).toEqual({ a: 1, b: 2 })
    expect(await revert(app, 'back', 2)).toMatchObject({ status: 200, body: { version: 4 } })
    expect(await checksum(app, 'back')).toBe(second)
    expect(app.live.layer('back').def.title.en).toBe('new')
    expect(await revert(app, 'back', 0)).toMatchObject({ status: 200, body: { version: 5 } })
    expect(await valuesOf('back')).toEqual({})
    expect((await versionsOf(app, 'back')).map(({ kind, about }) => [kind, about.to])).toEqual([
      ['revert', 0],
      ['revert', 2],
      ['revert', 1],
      ['import', undefined],
      ['import', undefined],
    ])
  })

  it('of a built-in layer work the same, and its rows from before stay', async () => {
    const camera = app.live.layer('camera').def
    await client.create('camera', { ...pointOf('own', 1), properties: { code: 'own', name: 'own', status: 'online', azimuth: 1 / 3 } })
    const before = await checksum(app, 'camera')
    await importRows(app, camera, rows(['x', 1], ['own', 5], ['y', 2]), 'upsert')
    expect(await checksum(app, 'camera')).not.toBe(before)
    expect((await revert(app, 'camera', 0)).status).toBe(200)
    expect(await checksum(app, 'camera')).toBe(before)
  })

  it('are kept for ten imports; older ones are listed and refused', async () => {
    const def = trees('many')
    for (let n = 1; n <= 12; n++) await importRows(app, def, rows(['a', n]), 'upsert')
    const versions = await versionsOf(app, 'many')
    expect(versions.map(version => version.version)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1])
    expect(versions.filter(version => version.reachable).map(version => version.version)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2])
    expect(await revert(app, 'many', 1)).toMatchObject({ status: 410, body: { code: 'version-gone', oldest: 2 } })
    expect((await revert(app, 'many', 2)).status).toBe(200)
    expect(await valuesOf('many')).toEqual({ a: 2 })
  })
})

describe('edits made after an import', () => {
  it('are not lost unless that is asked for', async () => {
    const def = trees('edits')
    await importRows(app, def, rows(['a', 1], ['b', 2], ['untouched', 9]), 'replace')
    await importRows(app, def, rows(['a', 5], ['new', 6], ['new2', 7]), 'upsert')
    const put = async (id: string, n: number) => client.replace('edits', pointOf(id, n), (await client.get('edits', id)).version)
    await put('a', 50)
    await client.remove('edits', 'new', (await client.get('edits', 'new')).version)
    await put('untouched', 90)
    await client.create('edits', pointOf('hand', 8))
    const refused = await revert(app, 'edits', 1)
    expect(refused).toMatchObject({ status: 409, body: { code: 'edited-since', count: 2, ids: ['a', 'new'] } })
    expect(refused.body.detail).toContain('"a", "new"')
    expect(await valuesOf('edits')).toEqual({ a: 50, b: 2, hand: 8, new2: 7, untouched: 90 })
    expect((await revert(app, 'edits', 1, true)).status).toBe(200)
    expect(await valuesOf('edits')).toEqual({ a: 1, b: 2, hand: 8, untouched: 90 })
    expect((await versionsOf(app, 'edits'))[0]!.about).toEqual({ to: 1, editsLost: 2 })
    // And back: the edits come with it.
    expect((await revert(app, 'edits', 2)).status).toBe(200)
    expect(await valuesOf('edits')).toEqual({ a: 50, b: 2, hand: 8, new2: 7, untouched: 90 })
  })

  it('and those made while it commits are all kept, before it or after it', async () => {
    await importRows(app, trees('racing'), rows(['a', 0]), 'replace')
    let n = 100
    const edits: { seq: number; n: number }[] = []
    const edit = async () => {
      for (let i = 0; i < 12; i++) {
        const value = ++n
        const { seq } = await app.features.replace('racing', 'a', pointOf('a', value), { actor: 'test' })
        edits.push({ seq, n: value })
      }
    }
    const imports = async () => {
      for (let i = 1; i <= 4; i++) await importRows(app, trees('racing'), rows(['a', i]), 'upsert')
    }
    await Promise.all([edit(), edit(), edit(), imports()])
    const log = [...edits, ...(await versionsOf(app, 'racing')).map(({ seq, version }) => ({ seq, n: version - 1 }))].sort(
      (a, b) => a.seq - b.seq,
    )
    expect(await valuesOf('racing')).toEqual({ a: log.at(-1)!.n })
    for (const version of [5, 4, 3, 2]) {
      const at = log.findIndex(entry => entry.n === version - 1)
      expect((await revert(app, 'racing', version - 1, true)).status).toBe(200)
      expect([version, await valuesOf('racing')]).toEqual([version, { a: log[at - 1]!.n }])
    }
  })

  it('count when a row that an import took away is created anew', async () => {
    const def = trees('anew')
    await importRows(app, def, rows(['a', 1], ['b', 2]), 'replace')
    await importRows(app, def, rows(['a', 1]), 'replace')
    await client.create('anew', pointOf('b', 20))
    expect(await revert(app, 'anew', 1)).toMatchObject({ status: 409, body: { count: 1, ids: ['b'] } })
    expect((await revert(app, 'anew', 1, true)).status).toBe(200)
    expect(await valuesOf('anew')).toEqual({ a: 1, b: 2 })
  })

  it('on a plain dataset do not get into the coverage it was', async () => {
    const square = (x: number) => ({
      type: 'Polygon' as const,
      coordinates: [
        [
          [x, 22],
          [x + 1, 22],
          [x + 1, 23],
          [x, 23],
          [x, 22],
        ],
      ],
    })
    const put = async (def: LayerDef, areas: [string, number][]) => {
      const target = await app.features.beginImport(def, 'replace', 'test')
      await target.add(areas.map(([id, x], i) => ({ row: i + 1, id, geometry: square(x), properties: { n: 1 } })))
      await target.commit()
    }
    const plain = trees('areas', { geometry: 'polygon' })
    await put(plain, [['a', 114]])
    await put({ ...plain, coverage: true }, [
      ['a', 114],
      ['b', 115],
    ])
    expect((await revert(app, 'areas', 1)).status).toBe(200)
    expect(app.live.layer('areas').def.coverage).toBe(false)
    await client.create('areas', { type: 'Feature', id: 'over', geometry: square(114.5), properties: { n: 2 } })
    expect(await revert(app, 'areas', 2)).toMatchObject({ status: 409, body: { count: 1, ids: ['over'] } })
    expect((await revert(app, 'areas', 2, true)).status).toBe(200)
    expect(app.live.layer('areas').def.coverage).toBe(true)
    expect(await valuesOf('areas')).toEqual({ a: 1, b: 1 })
  })
})

describe('a dataset', () => {
  it('gets another title, source and licence, in the catalog at once', async () => {
    await importRows(app, trees('named'), rows(['a', 1]), 'replace')
    const { status, body } = await ask(app, 'PATCH', '/named', { title: '行道树', source: '园林局', licence: 'CC BY 4.0' })
    expect([status, body]).toMatchObject([
      200,
      { title: { 'zh-CN': '行道树', en: '行道树' }, source: '园林局', licence: 'CC BY 4.0', rows: 1 },
    ])
    const layer = (await (await fetch(`${app.url}/api/layers/named`)).json()) as LayerDef
    expect(layer).toMatchObject({ title: { en: '行道树' }, source: { name: '园林局', licence: 'CC BY 4.0' } })
    await ask(app, 'PATCH', '/named', { title: { 'zh-CN': '树', en: 'Trees' }, licence: null })
    expect(app.live.layer('named').def).toMatchObject({ title: { en: 'Trees' }, source: { name: '园林局' } })
    expect(app.live.layer('named').def.source).not.toHaveProperty('licence')
  })

  it.each([
    ['GET', '/nope', undefined, 404, 'unknown-layer'],
    ['GET', '/grid', undefined, 409, 'unit-layer'],
    ['GET', '/boundary', undefined, 409, 'read-only-layer'],
    ['GET', '?x=1', undefined, 400, 'unknown-parameter'],
    ['DELETE', '/nope', undefined, 404, 'unknown-layer'],
    ['DELETE', '/camera', undefined, 409, 'read-only-layer'],
    ['DELETE', '/grid', undefined, 409, 'unit-layer'],
    ['PATCH', '/camera', { title: 'x' }, 409, 'read-only-layer'],
    ['PATCH', '/refused', { name: 'x' }, 400, 'bad-property'],
    ['PATCH', '/refused', { title: 'a\0b' }, 400, 'bad-property'],
    ['PATCH', '/refused', { title: '\ud800' }, 400, 'bad-property'],
    ['PATCH', '/refused', { source: 'x'.repeat(201) }, 400, 'bad-property'],
    ['PATCH', '/refused', [], 400, 'bad-property'],
    ['POST', '/refused/revert', { to: 1 }, 400, 'bad-property'],
    ['POST', '/refused/revert', { to: -1 }, 400, 'bad-property'],
    ['POST', '/refused/revert', { to: 1e300 }, 400, 'bad-property'],
    ['POST', '/refused/revert', { to: '0' }, 400, 'bad-property'],
    ['POST', '/refused/revert', { to: 0, force: 1 }, 400, 'bad-property'],
    ['POST', '/zone/revert', { to: 0 }, 400, 'bad-property'],
    ['POST', '/grid/revert', { to: 0 }, 409, 'unit-layer'],
    ['POST', '/refused', {}, 405, 'method-not-allowed'],
  ])('%s /api/datasets%s %j is refused: %i %s', async (method, path, body, status, code) => {
    if (!app.live.has('refused')) await importRows(app, trees('refused'), rows(['a', 1]), 'replace')
    expect(await ask(app, method, path, body)).toMatchObject({ status, body: { code } })
  })
})
