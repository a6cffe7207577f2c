import type { Feature, Geometry, Position } from 'geojson'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadCatalog } from '../../tiles-server/src/catalog/index.ts'
import { tilesCovering } from '../../tiles-server/src/geo/index.ts'
import { type Random, seededRandom, systemClock } from '../../tiles-server/src/kernel/index.ts'
import { openLive } from '../../tiles-server/src/live/index.ts'
import { createTiles, type Tiles } from '../../tiles-server/src/tiles/index.ts'
import { type RunningApp, startApp } from '../support/app.ts'
import { type Client, createClient } from '../support/client.ts'

const HERE = [113.2, 23.1, 113.23, 23.12] as const
const VIEWS = [
  { tileset: 'camera' },
  { tileset: 'camera', filter: "status = 'online'" },
  { tileset: 'incident,road,water' },
  { tileset: 'incident', datetime: '2026-03-01T00:00:00Z/2026-06-01T00:00:00Z' },
  { tileset: 'incident', filter: "category = 'traffic'", datetime: '2026-02-01T00:00:00Z/..' },
] as const

let app: RunningApp
let client: Client
beforeAll(async () => {
  app = await startApp()
  client = createClient(app.url)
})
afterAll(() => app.close())

/** Every tile of every view over the place: its bytes, by view and address. */
async function allTiles(tiles: Tiles): Promise<Map<string, string>> {
  const all = new Map<string, string>()
  for (const [i, view] of VIEWS.entries()) {
    for (let zoom = 5; zoom <= 16; zoom++) {
      for (const [z, x, y] of tilesCovering(zoom, HERE)) {
        const { body } = await tiles.tile({ ...view, z, x, y, encoding: 'identity' })
        all.set(`${i} ${z}/${x}/${y}`, body?.toString('base64') ?? '')
      }
    }
  }
  return all
}

function randomFeature(random: Random, layer: string, id: string): Feature & { id: string } {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const at = (): Position => [HERE[0] + random() * 0.03, HERE[1] + random() * 0.02]
  const near = ([x, y]: Position, far: number): Position => [x! + (random() - 0.5) * far, y! + (random() - 0.5) * far]
  const middle = at()
  const geometries: Record<string, () => Geometry> = {
    road: () => ({ type: 'LineString', coordinates: [middle, near(middle, 0.01), near(middle, 0.001)] }),
    water: () => {
      const [x, y] = middle as [number, number]
      const r = 0.0002 + random() * 0.004
      const ring = Array.from(
        { length: 9 },
        (_, i): Position => [x + r * Math.cos((i * Math.PI) / 4.5), y + r * Math.sin((i * Math.PI) / 4.5)],
      )
      return { type: 'Polygon', coordinates: [[...ring, ring[0]!]] }
    },
  }
  const properties: Record<string, () => Record<string, string>> = {
    camera: () => ({ code: id, name: id, status: pick(['online', 'offline']) }),
    incident: () => ({
      code: id,
      title: id,
      category: pick(['traffic', 'safety']),
      status: pick(['open', 'closed']),
      time: `2026-0${1 + Math.floor(random() * 8)}-15T12:00:00Z`,
    }),
    road: () => ({ name: id, class: pick(['arterial', 'local']) }),
    water: () => ({ name: id, kind: pick(['lake', 'river']) }),
  }
  const geometry = geometries[layer]?.() ?? { type: 'Point' as const, coordinates: middle }
  return { type: 'Feature', id, geometry, properties: properties[layer]!() }
}

describe('tiles under random edits', () => {
  it('equal tiles made from scratch, and every tile that changed was told', async () => {
    const random = seededRandom(11)
    const layers = ['camera', 'incident', 'road', 'water'] as const
    const versions = new Map<string, number>()
    const told = new Set<string>()
    app.tiles.onEvicted(events => {
      for (const event of events) if (!('all' in event)) for (const [z, x, y] of event.tiles) told.add(`${event.layer} ${z}/${x}/${y}`)
    })
    for (let round = 0; round < 6; round++) {
      const before = await allTiles(app.tiles)
      told.clear()
      for (let i = 0; i < 25; i++) {
        const layer = layers[Math.floor(random() * layers.length)]!
        const feature = randomFeature(random, layer, `${layer}-${Math.floor(random() * 12)}`)
        const version = versions.get(feature.id)
        if (version === undefined) versions.set(feature.id, (await client.create(layer, feature)).version)
        else if (random() < 0.3) {
          await client.remove(layer, feature.id, version)
          versions.delete(feature.id)
        } else versions.set(feature.id, (await client.replace(layer, feature, version)).version)
      }
      const after = await allTiles(app.tiles)
      const fresh = await openLive(app.store, loadCatalog(), systemClock, () => {})
      const scratch = createTiles({ live: fresh, catalog: loadCatalog(), databaseId: app.store.databaseId, cacheBytes: 1e7 })
      const expected = await allTiles(scratch)
      scratch.close()
      await fresh.close()
      expect([...after].filter(([key, bytes]) => bytes !== expected.get(key)).map(([key]) => key)).toEqual([])
      const changed = [...after].filter(([key, bytes]) => bytes !== before.get(key)).map(([key]) => key)
      expect(changed.length).toBeGreaterThan(20)
      const untold = changed.filter(key => {
        const [view, place] = key.split(' ') as [string, string]
        return !VIEWS[Number(view)]!.tileset.split(',').some(layer => told.has(`${layer} ${place}`))
      })
      expect(untold).toEqual([])
    }
  })
})
