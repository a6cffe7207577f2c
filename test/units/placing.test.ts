import type { Point } from 'geojson'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Random, seededRandom } from '../../tiles-server/src/kernel/index.ts'
import type { UnitRow } from '../../tiles-server/src/store/index.ts'
import { sendImport } from '../import/client.ts'
import { isInside, ringsOf } from '../proofs/exact.ts'
import { type RunningApp, startApp } from '../support/app.ts'
import { type Client, createClient, type Stored } from '../support/client.ts'
import { randomCoverage } from '../support/random-coverage.ts'
import { unitRow } from '../support/unit-row.ts'

let app: RunningApp
let client: Client
let random: Random
/** The grids as the test knows them. */
let grids: UnitRow[]

beforeAll(async () => {
  random = seededRandom(5)
  app = await startApp()
  client = createClient(app.url)
  const { faces } = randomCoverage(random, {
    columns: 6,
    rows: 6,
    faces: 12,
    gaps: 0.1,
    size: 20_000,
    origin: [1_132_000_000, 331_000_000],
  })
  grids = faces.map(({ id, geometry }) => unitRow(id, 4, 'm', geometry))
})
afterAll(() => app.close())

const load = () =>
  app.features.replaceUnits(
    {
      kind: 'load',
      note: '',
      retire: [],
      put: [unitRow('c', 0, null), unitRow('k', 1, 'c'), unitRow('s', 2, 'k'), unitRow('m', 3, 's'), ...grids],
    },
    'test',
  )
const put = (...changed: UnitRow[]) => app.features.replaceUnits({ kind: 'change', note: '', retire: [], put: changed }, 'test')

/** A vertex of a grid, or any place around. */
function place(): [number, number] {
  const ring = ringsOf(grids[Math.floor(random() * grids.length)]!.geometry!)[0]!
  const [x, y] = ring[Math.floor(random() * ring.length)]!
  if (random() < 0.4) return [x / 1e7, y / 1e7]
  return [(1_131_990_000 + Math.floor(random() * 140_000)) / 1e7, (330_990_000 + Math.floor(random() * 140_000)) / 1e7]
}

const incident = (id: string, [lon, lat]: [number, number], more: object = {}) => ({
  type: 'Feature' as const,
  id,
  geometry: { type: 'Point' as const, coordinates: [lon, lat] },
  properties: { code: id, title: id, category: 'traffic', status: 'open', time: '2026-05-01T00:00:00Z', ...more },
})
const camera = (id: string, [lon, lat]: [number, number]) => ({
  type: 'Feature' as const,
  id,
  geometry: { type: 'Point' as const, coordinates: [lon, lat] },
  properties: { code: id, name: id, status: 'online' },
})

const gridOf = ({ properties }: Stored): unknown => (properties as { grid?: string }).grid

/** The code that an independent judge gives a feature. */
function expected({ geometry }: Stored): string | undefined {
  const [x, y] = (geometry as Point).coordinates.map(degrees => Math.round(degrees * 1e7)) as [number, number]
  return grids.find(grid => isInside(x, y, ringsOf(grid.geometry!)))?.code
}

/** Every incident and camera, as told and as the database has it, is said to lie where it lies. */
async function check(): Promise<void> {
  for (const layer of ['incident', 'camera']) {
    const features = await client.all(layer)
    expect(features.map(feature => [feature.id, gridOf(feature)])).toEqual(features.map(feature => [feature.id, expected(feature)]))
    const { rows } = await app.store.knex.raw<{ rows: { id: string; grid: string | null }[] }>(`select id, grid from ${layer} order by id`)
    expect(rows.map(({ id, grid }) => [id, grid ?? undefined])).toEqual(features.map(feature => [feature.id, gridOf(feature)]))
  }
}

describe('incidents and cameras know the grid they lie in', () => {
  it('from the first load of the units on, wherever they were before', async () => {
    for (let i = 0; i < 25; i++) await client.create('incident', incident(`i${i}`, place()))
    expect((await client.all('incident')).some(({ properties }) => properties!.grid !== undefined)).toBe(false)
    await load()
    await check()
  })

  it('when they are written, moved and imported, whatever is claimed', async () => {
    for (let i = 0; i < 15; i++) await client.create('camera', camera(`c${i}`, place()))
    const claimed = await client.create('incident', incident('claimed', place(), { grid: 'nowhere' }))
    expect(claimed.properties!.grid).toBe(expected(claimed))
    const { version, ...body } = claimed
    const moved = await client.replace('incident', { ...body, geometry: { type: 'Point', coordinates: place() } }, version)
    expect(moved.properties!.grid).toBe(expected(moved))
    const lines = Array.from({ length: 60 }, (_, i) => JSON.stringify(incident(`n${i}`, place(), { grid: 'nowhere' })))
    const sent = await sendImport(app.url, lines.join('\n'), { type: 'application/geo+json-seq', layer: 'incident', id: 'code' })
    expect(sent.error).toBeUndefined()
    await check()
  })

  it('anew when boundaries or codes change, each with a new version and told in the feed', async () => {
    // A hair outside the box of a grid, nearer to its vertex than to any other place of the lattice.
    for (const [i, grid] of grids.entries()) {
      const ring = ringsOf(grid.geometry!)[0]!
      for (const [axis, away] of [
        [0, -4e-8],
        [0, 4e-8],
        [1, -4e-8],
        [1, 4e-8],
      ] as const) {
        const at = ring.reduce((best, p) => ((p[axis] - best[axis]) * away > 0 ? p : best)).map(step => step / 1e7) as [number, number]
        at[axis] += away
        await client.create('incident', incident(`rim${i}-${axis}-${away}`, at))
      }
    }
    for (let round = 0; round < 12; round++) {
      const before = await client.all('incident')
      const a = Math.floor(random() * grids.length)
      const b = (a + 1 + Math.floor(random() * (grids.length - 1))) % grids.length
      const [one, two] = [grids[a]!, grids[b]!]
      grids[a] = { ...one, geometry: two.geometry, code: `${one.code}-${round}` }
      grids[b] = { ...two, geometry: one.geometry }
      const told = app.live.seq
      await put(grids[a], grids[b])
      await check()
      const after = new Map((await client.all('incident')).map(feature => [feature.id, feature]))
      const changed = before.filter(({ id, properties }) => after.get(id)!.properties!.grid !== properties!.grid)
      for (const { id, version } of changed) expect(after.get(id)!.version).toBeGreaterThan(version)
      const { rows } = await app.store.knex.raw<{ rows: { id: string }[] }>(
        `select feature_id as id from change where layer = 'incident' and seq > ?`,
        [told],
      )
      for (const { id } of changed) expect(rows.map(row => row.id)).toContain(id)
    }
  })

  it('when boundaries change while an import is under way', async () => {
    const def = app.live.layer('incident').def
    const work = await app.features.beginImport(def, 'upsert', 'test')
    const rows = Array.from({ length: 40 }, (_, i) => incident(`u${i}`, place()))
    expect(await work.add(rows.map((feature, i) => ({ ...feature, row: i + 1 })))).toEqual([])
    const [one, two] = [grids[2]!, grids[3]!]
    grids[2] = { ...one, geometry: two.geometry }
    grids[3] = { ...two, geometry: one.geometry }
    await put(grids[2], grids[3])
    await work.commit()
    await check()
  })

  it('after going back to an earlier import, by the units of now', async () => {
    const lines = Array.from({ length: 20 }, (_, i) => JSON.stringify(incident(`n${i}`, place())))
    await sendImport(app.url, lines.join('\n'), { type: 'application/geo+json-seq', layer: 'incident', id: 'code' })
    const [one, two] = [grids[0]!, grids[1]!]
    grids[0] = { ...one, geometry: two.geometry }
    grids[1] = { ...two, geometry: one.geometry }
    await put(grids[0], grids[1])
    const revert = await fetch(`${app.url}/api/datasets/incident/revert`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ to: 1, force: true }),
    })
    expect(revert.status).toBe(200)
    await check()
  })
})
