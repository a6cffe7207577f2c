import fc from 'fast-check'
import gcoord from 'gcoord'
import { describe, expect, test } from 'vitest'
import { type Bbox, type TileId, tilesCovering } from '../geo/index.ts'
import type { LiveFeature } from '../live/index.ts'
import { createTiles, type Tiles } from './index.ts'
import { type DecodedFeature, decode, feature, layerDef, MemoryLive } from './live.test-support.ts'

type Point = readonly [lon: number, lat: number]

const toGcj = ([lon, lat]: Point): Point => gcoord.transform<[number, number]>([lon, lat], gcoord.WGS84, gcoord.GCJ02)

/** Web mercator by another formula than the server's, in tile units of a zoom. */
function units([lon, lat]: Point, zoom: number): [number, number] {
  const size = 4096 * 2 ** zoom
  return [((lon + 180) / 360) * size, ((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * size]
}

const NEAR: Bbox = [114, 31, 114.02, 31.02]
/** Around the south-western corner of the box that gcoord shifts in: some of it is shifted, some not. */
const CORNER: Bbox = [71.99, 0.815, 72.02, 0.845]

const within = ([west, south, east, north]: Bbox) => fc.tuple(range(west, east), range(south, north))
const range = (min: number, max: number) => fc.integer({ min: Math.round(min * 1e7), max: Math.round(max * 1e7) }).map(value => value / 1e7)
/** A ring around a point that does not cross itself, up to `size` degrees wide. */
const ringIn = (bbox: Bbox, size: number) =>
  fc
    .tuple(within(bbox), fc.array(range(size / 10, size / 2), { minLength: 3, maxLength: 60 }))
    .map(([[x, y], radii]) =>
      radii.map((r, i): Point => [x + r * Math.cos((2 * Math.PI * i) / radii.length), y + r * Math.sin((2 * Math.PI * i) / radii.length)]),
    )

const code = { value: 'a', title: { 'zh-CN': 'a', en: 'a' } }
const properties = [{ name: 'kind', title: code.title, type: 'string' as const, codes: [code], tileFrom: 0 }]
const DEFS = [
  layerDef('area', 'polygon'),
  layerDef('way', 'line'),
  layerDef('spot', 'point'),
  layerDef('event', 'point', { properties, cluster: { by: ['kind'] } }),
  layerDef('coarse', 'polygon', { kind: 'unit', level: 0, focus: [9, 16] }),
  layerDef('fine', 'polygon', { kind: 'unit', level: 4 }),
]

function serve(layers: Readonly<Record<string, readonly LiveFeature[]>>): Tiles {
  const live = new MemoryLive(DEFS)
  live.apply(Object.entries(layers).flatMap(([layer, features]) => features.map(set => ({ layer, set }))))
  return createTiles({ live, catalog: { themes: [] }, databaseId: 'test', cacheBytes: 1e7 })
}

const wide = ([west, south, east, north]: Bbox): Bbox => [west - 0.02, south - 0.02, east + 0.02, north + 0.02]

/** Every tile of a zoom, in a frame, that shows anything near a box. */
async function shown(tiles: Tiles, tileset: string, zoom: number, near: Bbox, more: { crs?: 'gcj02'; filter?: string }) {
  const out: { tile: TileId; features: DecodedFeature[] }[] = []
  for (const tile of tilesCovering(zoom, wide(near))) {
    const [z, x, y] = tile
    const { body } = await tiles.tile({ tileset, z, x, y, encoding: 'identity', ...more })
    if (body) out.push({ tile, features: decode(body) })
  }
  return out
}

/** Vertices in units of the zoom, without those on the cut. */
const vertices = (found: Awaited<ReturnType<typeof shown>>): Map<string, Set<string>> => {
  const out = new Map<string, Set<string>>()
  for (const { tile, features } of found) {
    for (const { id, runs } of features) {
      const own = out.get(id) ?? new Set<string>()
      out.set(id, own)
      for (const [x, y] of runs.flat()) {
        if (x > -64 && x < 4160 && y > -64 && y < 4160) own.add(`${tile[1] * 4096 + x},${tile[2] * 4096 + y}`)
      }
    }
  }
  return out
}

const set = (points: readonly Point[], zoom: number, round: (value: number) => number): Set<string> =>
  new Set(points.map(point => units(point, zoom).map(round).join()))

describe('tiles for a GCJ-02 map', () => {
  test('shift every vertex of lines and areas, and every point, as gcoord does', async () => {
    const geometry = fc.constantFrom(NEAR, CORNER).chain(bbox => fc.tuple(fc.constant(bbox), ringIn(bbox, 0.01), within(bbox)))
    await fc.assert(
      fc.asyncProperty(geometry, fc.integer({ min: 10, max: 16 }), async ([bbox, ring, spot], zoom) => {
        const tiles = serve({
          area: [feature('a', { type: 'Polygon', coordinates: [[...ring, ring[0]!].map(p => [...p])] })],
          way: [feature('w', { type: 'LineString', coordinates: ring.map(p => [...p]) })],
          spot: [feature('s', { type: 'Point', coordinates: [...spot] })],
        })
        const drawn = vertices(await shown(tiles, 'area,way,spot', zoom, bbox, { crs: 'gcj02' }))
        const plain = vertices(await shown(tiles, 'area,way,spot', zoom, bbox, {}))
        expect(drawn.get('s')).toEqual(set([toGcj(spot)], zoom, Math.floor))
        const allowed = set(ring.map(toGcj), zoom, Math.round)
        // The same vertices are drawn in both: each that WGS 84 shows, at its place here.
        const byPlace = new Map(ring.map(point => [units(point, zoom).map(Math.round).join(), point]))
        for (const id of ['a', 'w']) {
          for (const vertex of drawn.get(id) ?? []) expect(allowed.has(vertex), `${id} ${vertex}`).toBe(true)
          if (zoom < 16 || byPlace.size < ring.length) continue
          expect(drawn.get(id)).toEqual(
            set(
              [...plain.get(id)!].map(vertex => toGcj(byPlace.get(vertex)!)),
              zoom,
              Math.round,
            ),
          )
        }
      }),
      { numRuns: 150 },
    )
  })

  test('count each point once at every zoom, also where the shift sets in, and put each cluster where its members are', async () => {
    const spots = fc
      .constantFrom(NEAR, CORNER)
      .chain(bbox =>
        fc.tuple(fc.constant(bbox), fc.array(fc.tuple(within(bbox), fc.constantFrom('a', null)), { minLength: 1, maxLength: 40 })),
      )
    await fc.assert(
      fc.asyncProperty(spots, fc.integer({ min: 0, max: 16 }), async ([bbox, points], zoom) => {
        const tiles = serve({ event: points.map(([at, kind], i) => feature(`e${i}`, { type: 'Point', coordinates: [...at] }, { kind })) })
        for (const filter of [undefined, "kind = 'a'"]) {
          const wanted = points.filter(([, kind]) => filter === undefined || kind === 'a')
          const found = await shown(tiles, 'event', zoom, bbox, { crs: 'gcj02', ...(filter && { filter }) })
          let total = 0
          for (const { tile, features } of found) {
            for (const { runs, properties } of features) {
              total += Number(properties.count ?? 1)
              const [x, y] = runs[0]![0]!
              expect([x >= 0 && x < 4096, y >= 0 && y < 4096]).toEqual([true, true])
              const cell = [x, y].map(value => value >> 9)
              const members = wanted.filter(([at]) =>
                units(toGcj(at), zoom).every((value, axis) => Math.floor(value / 512) === tile[axis + 1]! * 8 + cell[axis]!),
              )
              if (zoom < 15) expect(members).toHaveLength(Number(properties.count))
            }
          }
          expect(total).toBe(wanted.length)
        }
      }),
      { numRuns: 150 },
    )
  })

  test('name each unit once, at the same place on the ground', async () => {
    await fc.assert(
      fc.asyncProperty(ringIn(NEAR, 0.01), fc.integer({ min: 9, max: 16 }), async (ring, zoom) => {
        const unit = feature('u', { type: 'Polygon', coordinates: [[...ring, ring[0]!].map(p => [...p])] })
        const tiles = serve({ coarse: [unit] })
        const name = async (crs?: 'gcj02') => {
          const found = await shown(tiles, 'coarse,fine', zoom, NEAR, crs ? { crs } : {})
          const labels = found.flatMap(({ tile, features }) =>
            features
              .filter(({ layer }) => layer === 'coarse:label')
              .map(({ runs }) => runs[0]![0]!.map((value, axis) => tile[axis + 1]! * 4096 + value)),
          )
          expect(labels).toHaveLength(1)
          return labels[0]!
        }
        const size = 4096 * 2 ** zoom
        const [x, y] = await name()
        const lat = (Math.atan(Math.sinh(Math.PI * (1 - (2 * (y! + 0.5)) / size))) * 180) / Math.PI
        const expected = units(toGcj([((x! + 0.5) / size) * 360 - 180, lat]), zoom)
        const actual = await name('gcj02')
        for (const axis of [0, 1]) expect(Math.abs(actual[axis]! + 0.5 - expected[axis]!)).toBeLessThan(1.6)
      }),
      { numRuns: 60 },
    )
  })

  test('are described by bounds that hold everything drawn, and little else', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(NEAR, CORNER).chain(bbox => fc.array(within(bbox), { minLength: 2, maxLength: 10 })),
        points => {
          const tiles = serve({ spot: points.map((at, i) => feature(`s${i}`, { type: 'Point', coordinates: [...at] })) })
          const [west, south, east, north] = tiles.tileJson('spot', '/{z}', 'gcj02').bounds
          const [lons, lats] = [0, 1].map(axis => points.map(at => toGcj(at)[axis]!))
          const outside = [Math.min(...lons!) - west, Math.min(...lats!) - south, east - Math.max(...lons!), north - Math.max(...lats!)]
          for (const room of outside) expect(room).toBeGreaterThanOrEqual(0)
          if (points.every(([lon]) => lon > 100)) for (const room of outside) expect(room).toBeLessThan(1e-4)
        },
      ),
    )
  })
})
