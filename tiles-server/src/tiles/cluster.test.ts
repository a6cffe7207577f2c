import { setImmediate as nextTurn } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { latToY, lonToX, tilesCovering, xToLon } from '../geo/index.ts'
import { createTiles } from './index.ts'
import { type DecodedFeature, decode, feature, layerDef, MemoryLive } from './live.test-support.ts'

const codes = ['fire', 'flood', 'theft'].map(value => ({ value, title: { 'zh-CN': value, en: value } }))
const def = layerDef('incident', 'point', {
  minzoom: 2,
  cluster: { by: ['category'] },
  properties: [
    { name: 'category', title: { 'zh-CN': '类别', en: 'Category' }, type: 'string', codes, tileFrom: 0 },
    { name: 'rank', title: { 'zh-CN': '级别', en: 'Rank' }, type: 'integer', tileFrom: 0 },
  ],
})

interface Spot {
  readonly lon: number
  readonly lat: number
  readonly category: string | null
  readonly rank: number
}
const spot: fc.Arbitrary<Spot> = fc.record({
  lon: fc.oneof(fc.double({ min: 113.99, max: 114.01, noNaN: true }), fc.constantFrom(xToLon(53520 / 65536), xToLon(53521 / 65536), 114)),
  lat: fc.oneof(fc.double({ min: 30.99, max: 31.01, noNaN: true }), fc.constant(31)),
  category: fc.constantFrom('fire', 'flood', 'theft', null),
  rank: fc.integer({ min: 0, max: 3 }),
})

function serve(spots: readonly Spot[]) {
  const live = new MemoryLive([def])
  const set = spots.map(({ lon, lat, category, rank }, i) =>
    feature(`i${i}`, { type: 'Point', coordinates: [lon, lat] }, { category, rank }),
  )
  live.apply(set.map(one => ({ layer: 'incident', set: one })))
  return createTiles({ live, catalog: { themes: [] }, databaseId: 'test', cacheBytes: 1e7 })
}

async function everyTile(spots: readonly Spot[], zoom: number, filter?: string): Promise<Map<string, DecodedFeature[]>> {
  const tiles = serve(spots)
  const out = new Map<string, DecodedFeature[]>()
  for (const [z, x, y] of tilesCovering(zoom, [113.985, 30.985, 114.015, 31.015])) {
    const { body } = await tiles.tile({ tileset: 'incident', z, x, y, encoding: 'identity', ...(filter ? { filter } : {}) })
    if (body) out.set(`${x}/${y}`, decode(body))
  }
  return out
}

const countOf = (f: DecodedFeature): number => Number(f.properties.count ?? 1)
const sum = (features: readonly DecodedFeature[], name: (f: DecodedFeature) => number): number => features.reduce((n, f) => n + name(f), 0)

describe('clusters', () => {
  test('the counts of all tiles of a zoom sum to the number of features, by code too, with and without a filter', async () => {
    const filters: [string | undefined, (s: Spot) => boolean][] = [
      [undefined, () => true],
      ["category = 'fire' OR rank > 1", s => s.category === 'fire' || s.rank > 1],
    ]
    await fc.assert(
      fc.asyncProperty(fc.array(spot, { maxLength: 60 }), fc.integer({ min: 2, max: 16 }), async (spots, zoom) => {
        for (const [filter, keeps] of filters) {
          const all = [...(await everyTile(spots, zoom, filter)).values()].flat()
          const kept = spots.filter(keeps)
          expect(sum(all, countOf)).toBe(kept.length)
          for (const { value } of codes) {
            const single = (f: DecodedFeature): number => (f.properties.category === value ? 1 : 0)
            const ofCode = (f: DecodedFeature): number =>
              f.properties.cluster ? Number(f.properties[`category_${value}`] ?? 0) : single(f)
            expect(sum(all, ofCode)).toBe(kept.filter(s => s.category === value).length)
          }
          if (zoom >= 15) expect(all.every(f => f.properties.cluster === undefined)).toBe(true)
        }
      }),
      { numRuns: 25 },
    )
  })

  test('a point lies in the one tile that floor gives, at 0 <= x, y < 4096', async () => {
    await fc.assert(
      fc.asyncProperty(spot, fc.integer({ min: 2, max: 16 }), async (one, zoom) => {
        const tiles = await everyTile([one], zoom)
        const world = 2 ** zoom
        expect([...tiles.keys()]).toEqual([`${Math.floor(lonToX(one.lon) * world)}/${Math.floor(latToY(one.lat) * world)}`])
        const [x, y] = [...tiles.values()][0]![0]!.runs[0]![0]!
        expect(x >= 0 && x < 4096 && y >= 0 && y < 4096).toBe(true)
      }),
      { numRuns: 25 },
    )
  })

  test('a cluster lies among its members and opens at the zoom it names, whatever order the members came in', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(spot, { minLength: 2, maxLength: 40 }), fc.integer({ min: 2, max: 14 }), async (spots, zoom) => {
        const tiles = await everyTile(spots, zoom)
        const shuffled = await everyTile([...spots].reverse(), zoom)
        const clustersOf = (found: Map<string, DecodedFeature[]>) =>
          [...found].map(([key, list]) => [key, list.filter(f => f.properties.cluster)])
        expect(clustersOf(shuffled)).toEqual(clustersOf(tiles))
        for (const features of tiles.values()) {
          for (const cluster of features.filter(f => f.properties.cluster)) {
            const [, level, x, y] = cluster.id.match(/^cluster-(\d+)-(\d+)-(\d+)$/)!.map(Number)
            const across = 2 ** (level! + 3)
            const members = spots.filter(s => Math.floor(lonToX(s.lon) * across) === x && Math.floor(latToY(s.lat) * across) === y)
            expect(countOf(cluster)).toBe(members.length)
            const cellsAt = (z: number) =>
              new Set(members.map(s => `${Math.floor(lonToX(s.lon) * 2 ** (z + 3))}/${Math.floor(latToY(s.lat) * 2 ** (z + 3))}`)).size
            const opens = Number(cluster.properties.zoom)
            for (let z = zoom + 1; z < opens; z++) expect(cellsAt(z)).toBe(1)
            if (opens < 15) expect(cellsAt(opens)).toBeGreaterThan(1)
            const [px, py] = cluster.runs[0]![0]!
            expect([Math.floor(px / 512), Math.floor(py / 512)]).toEqual([x! % 8, y! % 8])
          }
        }
      }),
      { numRuns: 25 },
    )
  })

  test('are counted in turns that leave room for other work, and what changes meanwhile is in the first tile', async () => {
    const at = (i: number, category: string) =>
      feature(`i${i}`, { type: 'Point', coordinates: [114 + (i % 100) / 1e5, 31 + Math.floor(i / 100) / 1e5] }, { category, rank: 0 })
    const live = new MemoryLive([def])
    live.apply(Array.from({ length: 20_000 }, (_, i) => ({ layer: 'incident', set: at(i, 'fire') })))
    const fresh = () => createTiles({ live, catalog: { themes: [] }, databaseId: 'test', cacheBytes: 0 })
    const request = {
      tileset: 'incident',
      z: 9,
      x: Math.floor(lonToX(114) * 512),
      y: Math.floor(latToY(31) * 512),
      encoding: 'identity',
    } as const
    let turns = 0
    let answered = false
    const answer = fresh()
      .tile(request)
      .finally(() => (answered = true))
    for (; !answered; turns++) {
      // The first, a middle and the last of them go, change and come back while they are being counted.
      for (const i of [0, 10_000, 19_999]) {
        if (turns === 0) live.apply([{ layer: 'incident', remove: `i${i}` }])
        else live.apply([{ layer: 'incident', set: at(i, turns % 2 === 1 ? 'flood' : 'theft') }])
      }
      await nextTurn()
    }
    expect(turns).toBeGreaterThan(4)
    expect(decode((await answer).body)[0]!.properties).toMatchObject({ count: 20_000, category_fire: 19_997 })
    expect((await answer).body).toEqual((await fresh().tile(request)).body)
  })
})
