import { VectorTile } from '@mapbox/vector-tile'
import { PbfReader } from 'pbf'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { loadCatalog } from '../../tiles-server/src/catalog/index.ts'
import type { Properties } from '../../tiles-server/src/contract/index.ts'
import { type Areal, tilesCovering } from '../../tiles-server/src/geo/index.ts'
import { type Random, seededRandom, systemClock } from '../../tiles-server/src/kernel/index.ts'
import { type AppliedBatch, type Live, openLive } from '../../tiles-server/src/live/index.ts'
import type { UnitRow } from '../../tiles-server/src/store/index.ts'
import { createTiles, type Tiles } from '../../tiles-server/src/tiles/index.ts'
import { type RunningApp, startApp } from '../support/app.ts'
import { randomCoverage } from '../support/random-coverage.ts'

const LAYER = 'area-in-view'
const LEVELS = ['city', 'county', 'street', 'community', 'grid'] as const
/** The level drawn at a zoom: one below the one that is named there. */
const LEVEL_AT = [1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 3, 4, 4, 4, 4, 4]

let app: RunningApp
/** A reader of its own: nobody works out figures for it. */
let live: Live
let random: Random
const units = new Map<string, UnitRow>()
let values = new Map<string, Properties>()

const unit = (id: string, level: number, parent: string | null, geometry: Areal | null = null): UnitRow => ({
  ...{ id, level, parent, code: `99${id}`, name: `单元${id}`, geometry, properties: {} },
})

beforeAll(async () => {
  random = seededRandom(11)
  app = await startApp()
  live = await openLive(app.store, loadCatalog(), systemClock, () => {})
  const { faces } = randomCoverage(random, { columns: 9, rows: 7, faces: 18, size: 20_000, origin: [1_132_000_000, 331_000_000] })
  // A branch with every level, one without streets, one in which a street that is a leaf lies beside a community, and a county that is a leaf.
  const first = [unit('c', 0, null), unit('k1', 1, 'c'), unit('s', 2, 'k1'), unit('m1', 3, 's'), unit('m2', 3, 's')]
  first.push(unit('k2', 1, 'c'), unit('m3', 3, 'k2'), unit('k3', 1, 'c'), unit('m4', 3, 'k3'))
  const [street, county, ...rest] = faces
  first.push(unit(street!.id, 2, 'k3', street!.geometry), unit(county!.id, 1, 'c', county!.geometry))
  first.push(...rest.map(({ id, geometry }, i) => unit(id, 4, `m${(i % 4) + 1}`, geometry)))
  await change(first)
})
afterAll(async () => {
  await live.close()
  await app.close()
})

async function change(put: readonly UnitRow[]): Promise<void> {
  await app.features.replaceUnits({ kind: 'test', note: '', retire: [], put: [...put] }, 'test')
  await live.waitFor(await app.store.currentSeq())
  for (const row of put) units.set(row.id, row)
}

const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
const leaves = (): UnitRow[] => [...units.values()].filter(row => row.geometry)
const chain = (row: UnitRow): UnitRow[] => (row.parent === null ? [row] : [row, ...chain(units.get(row.parent)!)])
const listen = (): AppliedBatch[] => {
  const batches: AppliedBatch[] = []
  live.onApplied(batch => batches.push(batch))
  return batches
}

function draw(): void {
  values = new Map([...units.keys()].filter(() => random() < 0.8).map(id => [id, { share: Math.floor(random() * 101) }]))
  live.indicator(LAYER).set(values)
}

/** What is drawn at each zoom, judged by the test's own record of the units. */
function check(): void {
  const drawn = [...live.layer(LAYER).all()]
  for (let zoom = 0; zoom <= 16; zoom++) {
    const shown = new Set(drawn.filter(({ zooms }) => zooms![0] <= zoom && zoom <= zooms![1]).map(({ id }) => id))
    for (const leaf of leaves()) {
      const own = chain(leaf).filter(({ id }) => shown.has(id))
      expect(own.map(({ id }) => id)).toHaveLength(1)
      const regular = chain(leaf).find(({ level }) => level === LEVEL_AT[zoom])
      const beside = [...units.values()].filter(({ parent }) => parent === regular?.parent)
      if (regular && beside.every(({ level }) => level === regular.level)) expect(own[0]!.id).toBe(regular.id)
    }
  }
  expect(drawn.map(({ id }) => id).sort()).toEqual([...new Set(leaves().flatMap(leaf => chain(leaf).map(({ id }) => id)))].sort())
  for (const { id, geometry, properties } of drawn) {
    const { level, code, name, parent } = units.get(id)!
    const shown = live.layer(LEVELS[level]!).get(id)!
    expect(ringsOf(geometry as Areal)).toEqual(ringsOf(shown.geometry as Areal))
    expect(properties).toEqual({ level, code, name, ...(parent !== null && { parent }), ...values.get(id) })
  }
}
/** As sets of edges: where a ring begins says nothing. */
const ringsOf = (geometry: Areal): string[] =>
  (geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat())
    .flatMap(ring => ring.slice(1).map((to, i) => `${String(ring[i])} ${String(to)}`))
    .sort()

async function pictures(tiles: Tiles): Promise<unknown[]> {
  const all: unknown[] = []
  for (let z = 5; z <= 15; z++) {
    for (const [, x, y] of tilesCovering(z, live.layer('city').bounds!)) {
      const { body } = await tiles.tile({ tileset: LAYER, z, x, y, encoding: 'identity' })
      const layer = body && new VectorTile(new PbfReader(body)).layers[LAYER]
      const features = Array.from({ length: layer?.length ?? 0 }, (_, i) => layer!.feature(i))
      all.push([z, x, y, features.map(each => [each.properties, each.loadGeometry()])])
    }
  }
  return all
}

const move = (): UnitRow[] => [{ ...pick(leaves().filter(({ level }) => level === 4)), parent: pick(['m1', 'm2', 'm3', 'm4']) }]
const rename = (): UnitRow[] => {
  const row = pick([...units.values()])
  return [{ ...row, name: `${row.name}'` }]
}
const lift = (): UnitRow[] => [{ ...units.get('m3')!, parent: pick(['k2', 'k3', 's']) }]

it('says once that it is read, and not when units follow a change', async () => {
  let asked = 0
  live.indicator(LAYER).onAsked(() => asked++)
  await change([{ ...units.get('m1')!, name: '社区' }])
  expect([asked, live.layer(LAYER).size > 0, live.layer(LAYER).bounds !== null]).toEqual([0, true, true])
  expect(live.layer(LAYER).search(live.layer(LAYER).bounds!).length).toBeGreaterThan(0)
  live.layer(LAYER).get('c')
  expect(asked).toBe(1)
  live.indicator(LAYER).onAsked(() => asked++)
  expect(asked).toBe(2)
  expect(() => live.indicator('grid')).toThrowError(expect.objectContaining({ code: 'unknown-layer' }))
})

it('draws one unit of each branch at every zoom, as the units are, through any changes, with no stale tile', async () => {
  const tiles = createTiles({ live, catalog: loadCatalog(), databaseId: 'x', cacheBytes: 1e7 })
  draw()
  check()
  await pictures(tiles)
  let done = 0
  for (let i = 0; i < 25; i++) {
    const step = pick([move, rename, lift, undefined])
    if (!step) draw()
    // A unit that all below it leave is refused.
    else
      await change(step()).then(
        () => done++,
        error => expect(error).toMatchObject({ code: 'invalid-coverage' }),
      )
    check()
    await pictures(tiles)
  }
  expect(done).toBeGreaterThan(10)
  const fresh = await openLive(app.store, loadCatalog(), systemClock, () => {})
  fresh.indicator(LAYER).set(values)
  const scratch = createTiles({ live: fresh, catalog: loadCatalog(), databaseId: 'x', cacheBytes: 1e7 })
  const [incremental, expected] = [await pictures(tiles), await pictures(scratch)]
  await fresh.close()
  expect(incremental).toEqual(expected)
})

it('tells new values as a batch without changes, of those alone that are new', () => {
  const batches = listen()
  const [id] = [...values.keys()].filter(key => live.layer(LAYER).get(key))
  const before = live.layer(LAYER).get(id!)!
  live.indicator(LAYER).set(new Map(values))
  expect(batches).toEqual([])
  const share = Number(before.properties.share) === 7 ? 8 : 7
  values = new Map([...values, [id!, { share }]])
  live.indicator(LAYER).set(values)
  expect(batches).toEqual([
    { seq: live.seq, changes: [], reset: [], untold: [], diffs: [expect.objectContaining({ layer: LAYER, before })] },
  ])
  expect(batches[0]!.diffs[0]!.after).toMatchObject({ id, properties: { share } })
  expect(batches[0]!.diffs[0]!.after!.version).not.toBe(before.version)
})

it('draws a boundary from where the units appear that it divides', () => {
  const { layers } = loadCatalog()
  for (const { zooms, properties } of live.layer('boundary').all()) {
    expect(zooms).toEqual([layers.find(({ kind, level }) => kind === 'unit' && level === properties.level)!.minzoom, 16])
  }
})
