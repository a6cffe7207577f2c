import { VectorTile } from '@mapbox/vector-tile'
import { PbfReader } from 'pbf'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadCatalog } from '../../tiles-server/src/catalog/index.ts'
import type { Areal, Position } from '../../tiles-server/src/geo/index.ts'
import { type Random, seededRandom, systemClock, type ZongtuError } from '../../tiles-server/src/kernel/index.ts'
import { openLive } from '../../tiles-server/src/live/index.ts'
import type { UnitRow } from '../../tiles-server/src/store/index.ts'
import { createTiles, type Tiles } from '../../tiles-server/src/tiles/index.ts'
import { type RunningApp, startApp } from '../support/app.ts'
import { randomCoverage } from '../support/random-coverage.ts'

const COMMUNITIES = 4
const TILESET = 'city,county,street,community,grid,boundary'
const LEVELS = ['city', 'county', 'street', 'community', 'grid'] as const

let app: RunningApp
let random: Random
/** The test's own record of the units, judged against what the server shows. */
const units = new Map<string, UnitRow>()

const unit = (id: string, level: number, parent: string | null, geometry: Areal | null = null): UnitRow => ({
  id,
  level,
  parent,
  code: `99${id}`,
  name: `单元${id}`,
  geometry,
  properties: { households: 10 },
})

beforeAll(async () => {
  random = seededRandom(7)
  app = await startApp()
  const { faces } = randomCoverage(random, { columns: 9, rows: 7, faces: 18, size: 20_000, origin: [1_132_000_000, 331_000_000] })
  const first = [unit('c', 0, null), unit('k', 1, 'c'), unit('s', 2, 'k')]
  for (let i = 0; i < COMMUNITIES; i++) first.push(unit(`m${i}`, 3, 's'))
  first.push(...faces.map(({ id, geometry }, i) => unit(id, 4, `m${i % COMMUNITIES}`, geometry)))
  await app.features.replaceUnits({ kind: 'load', note: '', retire: [], put: first }, 'test')
  for (const row of first) units.set(row.id, row)
})
afterAll(() => app.close())

const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
const grids = (): UnitRow[] => [...units.values()].filter(row => row.level === 4)
const ringsOf = (geometry: Areal): Position[][] => (geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat())

/** Directed segments of the leaves under a unit, those that cancel left out: its outline, by an own reckoning. */
function outline(id: string): string[] {
  const open = new Set<string>()
  for (const leaf of grids().filter(row => chain(row).includes(id))) {
    for (const ring of ringsOf(leaf.geometry!)) {
      for (let i = 0; i + 1 < ring.length; i++) {
        const [a, b] = [String(ring[i]), String(ring[i + 1])]
        if (!open.delete(`${b} ${a}`)) open.add(`${a} ${b}`)
      }
    }
  }
  return [...open].sort()
}

const chain = (row: UnitRow): string[] => (row.parent === null ? [row.id] : [row.id, ...chain(units.get(row.parent)!)])

const segments = (geometry: Areal): string[] =>
  ringsOf(geometry)
    .flatMap(ring => ring.slice(1).map((to, i) => `${String(ring[i])} ${String(to)}`))
    .sort()

/** Moves one inner or rim vertex in every grid that has it; grids keep fitting together, unless edges now cross. */
function reshape(): UnitRow[] {
  const from = pick(pick(ringsOf(pick(grids()).geometry!)))
  const shift = (): number => Math.round((random() - 0.5) * 3_000) / 1e7
  const to = [Math.round((from[0]! + shift()) * 1e7) / 1e7, Math.round((from[1]! + shift()) * 1e7) / 1e7]
  const move = (geometry: Areal): Areal =>
    JSON.parse(JSON.stringify(geometry).replaceAll(JSON.stringify(from), JSON.stringify(to))) as Areal
  return grids()
    .map(row => ({ ...row, geometry: move(row.geometry!) }))
    .filter(row => JSON.stringify(row.geometry) !== JSON.stringify(units.get(row.id)!.geometry))
}

const transfer = (): UnitRow[] => [{ ...pick(grids()), parent: `m${Math.floor(random() * COMMUNITIES)}` }]
const rename = (): UnitRow[] => {
  const row = pick([...units.values()])
  return [{ ...row, name: `${row.name}'` }]
}

async function tilesOf(tiles: Tiles): Promise<Map<string, unknown>> {
  const all = new Map<string, unknown>()
  const [west, south, east, north] = app.live.layer('city').bounds!
  for (let z = 6; z <= 15; z++) {
    const x = (lon: number): number => Math.floor(((lon + 180) / 360) * 2 ** z)
    const y = (lat: number): number => Math.floor((0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI)) * 2 ** z)
    for (let i = x(west); i <= x(east); i++) {
      for (let j = y(north); j <= y(south); j++) {
        const { body } = await tiles.tile({ tileset: TILESET, z, x: i, y: j, encoding: 'identity' })
        all.set(`${z}/${i}/${j}`, body ? canonical(body) : null)
      }
    }
  }
  return all
}

/** Features by id with attributes and rings as sets of directed segments: independent of order and of where a ring starts. */
function canonical(body: Uint8Array): unknown {
  const tile = new VectorTile(new PbfReader(body))
  return Object.entries(tile.layers).map(([name, layer]) => {
    const features = Array.from({ length: layer.length }, (_, i) => {
      const feature = layer.feature(i)
      const edges = feature.loadGeometry().flatMap(ring => ring.slice(1).map((to, k) => `${ring[k]!.x},${ring[k]!.y} ${to.x},${to.y}`))
      return JSON.stringify([feature.properties, edges.sort()])
    })
    return [name, features.sort()]
  })
}

describe('units', () => {
  it('stay one truth through random changes: outlines, versions, boundary levels, and no stale tile', async () => {
    await tilesOf(app.tiles)
    let done = 0
    for (let i = 0; i < 40; i++) {
      const put = pick([reshape, transfer, rename])()
      const versions = new Map(
        LEVELS.flatMap(level => [...app.live.layer(level).all()].map(f => [f.id, { f, text: JSON.stringify(f.geometry) }])),
      )
      try {
        await app.features.replaceUnits({ kind: 'test', note: '', retire: [], put }, 'test')
        done++
      } catch (error) {
        expect(error).toMatchObject({ code: (error as ZongtuError).code === 'bad-geometry' ? 'bad-geometry' : 'invalid-coverage' })
        continue
      }
      for (const row of put) units.set(row.id, row)
      for (const row of units.values()) {
        const shown = app.live.layer(LEVELS[row.level]!).get(row.id)!
        expect(segments(shown.geometry as Areal)).toEqual(outline(row.id))
        const leaves = grids().filter(leaf => chain(leaf).includes(row.id)).length
        expect(shown.properties).toMatchObject({ name: row.name, code: row.code, ...(leaves > 0 && { households: 10 * leaves }) })
        const before = versions.get(row.id)!
        if (before.f.version === shown.version) expect(JSON.stringify(shown.geometry)).toBe(before.text)
      }
    }
    expect(done).toBeGreaterThan(20)

    const fresh = await openLive(app.store, loadCatalog(), systemClock, () => {})
    const scratch = createTiles({ live: fresh, catalog: loadCatalog(), databaseId: app.store.databaseId, cacheBytes: 1e7 })
    const [incremental, expected] = [await tilesOf(app.tiles), await tilesOf(scratch)]
    await fresh.close()
    expect(incremental).toEqual(expected)
  })

  it('refuse a change of one side of a shared edge and stay as they were', async () => {
    const [first] = grids()
    const before = await app.store.currentSeq()
    const ring = ringsOf(first!.geometry!)[0]!
    const middle = ring[1]!
    const bent = JSON.parse(
      JSON.stringify(first!.geometry).replaceAll(JSON.stringify(middle), JSON.stringify([middle[0]! + 1e-5, middle[1]])),
    ) as Areal
    const change = app.features.replaceUnits({ kind: 'test', note: '', retire: [], put: [{ ...first!, geometry: bent }] }, 'test')
    await expect(change).rejects.toMatchObject({ code: 'invalid-coverage' })
    expect(await app.store.currentSeq()).toBe(before)
  })
})
