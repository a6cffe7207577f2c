import fc from 'fast-check'
import gcoord from 'gcoord'
import { describe, expect, test } from 'vitest'
import type { LayerDef, TilesEvent } from '../contract/index.ts'
import { type Bbox, tileBounds, tilesCovering } from '../geo/index.ts'
import type { LiveFeature } from '../live/index.ts'
import { createTiles, type Tiles } from './index.ts'
import { canonical, decode, type Edit, feature, layerDef, MemoryLive } from './live.test-support.ts'

const AREA: Bbox = [113.995, 30.995, 114.013, 31.013]
const at = (x: number, y: number): [number, number] => [114 + x / 1e5, 31 + y / 1e5]

const kindCodes = ['a', 'b'].map(value => ({ value, title: { 'zh-CN': value, en: value } }))
const text = (name: string, more: Partial<LayerDef['properties'][number]> = {}): LayerDef['properties'][number] => ({
  name,
  title: { 'zh-CN': name, en: name },
  type: 'string',
  ...more,
})
const properties = [text('kind', { tileFrom: 0, codes: kindCodes }), text('note')]
const unit = (id: string, level: number, minzoom: number): LayerDef => layerDef(id, 'polygon', { kind: 'unit', level, minzoom, properties })

const DEFS = [
  layerDef('area', 'polygon', { properties }),
  layerDef('way', 'line', { minzoom: 3, maxzoom: 15, properties }),
  layerDef('spot', 'point', { properties }),
  layerDef('event', 'point', { cluster: { by: ['kind'] }, properties }),
  layerDef('thing', 'mixed', { minzoom: 9, properties }),
  unit('coarse', 0, 0),
  unit('fine', 4, 12),
  layerDef('limit', 'line', { kind: 'derived', properties: [{ ...text('level', { tileFrom: 0 }), type: 'integer' }, ...properties] }),
]
const ALL = DEFS.map(def => def.id).join(',')

const coordinate = fc.integer({ min: 0, max: 800 })
const place = fc.tuple(coordinate, coordinate).map(([x, y]) => at(x, y))
/** Vertices around a centre by angle: a ring that does not cross itself. */
const ring = fc
  .record({ x: coordinate, y: coordinate, radii: fc.array(fc.integer({ min: 2, max: 400 }), { minLength: 3, maxLength: 40 }) })
  .map(({ x, y, radii }) => {
    const points = radii.map((r, i) => {
      const angle = (2 * Math.PI * i) / radii.length
      return at(x + Math.round(r * Math.cos(angle)), y + Math.round(r * Math.sin(angle)))
    })
    return [...points, points[0]!]
  })
const shapes: Record<string, fc.Arbitrary<LiveFeature['geometry']>> = {
  polygon: ring.map(points => ({ type: 'Polygon', coordinates: [points] })),
  line: fc.array(place, { minLength: 2, maxLength: 30 }).map(coordinates => ({ type: 'LineString', coordinates })),
  point: place.map(coordinates => ({ type: 'Point', coordinates })),
}
shapes.mixed = fc.oneof(
  shapes.polygon!,
  shapes.line!,
  shapes.point!,
  fc.array(place, { minLength: 1, maxLength: 4 }).map((coordinates): LiveFeature['geometry'] => ({ type: 'MultiPoint', coordinates })),
  fc.tuple(ring, ring).map(([a, b]): LiveFeature['geometry'] => ({ type: 'MultiPolygon', coordinates: [[a], [b]] })),
  fc.constant(null),
)

const ids = ['f1', 'f2', 'f3', 'f4', 'f5']
const values = fc.record({ kind: fc.constantFrom('a', 'b', null), note: fc.constantFrom('x', 'y'), level: fc.constantFrom(0, 4) })
/** One change: new geometry, other attributes on the same geometry, one vertex moved by up to a few metres, or removal. */
const change = fc.constantFrom(...DEFS).chain(def =>
  fc.record({
    def: fc.constant(def),
    id: fc.constantFrom(...ids),
    how: fc.constantFrom('replace' as const, 'retag' as const, 'nudge' as const, 'remove' as const),
    geometry: shapes[def.geometry]!,
    values,
    by: fc.tuple(fc.integer({ min: -30, max: 30 }), fc.integer({ min: -30, max: 30 })),
    vertex: fc.nat(40),
  }),
)
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never

/** Lines of the fine level are drawn where that level is. */
const drawn = ({ kind }: LayerDef, made: LiveFeature): LiveFeature =>
  kind === 'derived' && made.properties.level === 4 ? { ...made, zooms: [12, 16] } : made

function editOf(live: MemoryLive, { def, id, how, geometry, values: tags, by, vertex }: Change): Edit {
  const known = live.layer(def.id).get(id)
  if (how === 'remove') return { layer: def.id, remove: id }
  if (!known || how === 'replace') return { layer: def.id, set: drawn(def, feature(id, geometry, tags)) }
  if (how === 'retag') return { layer: def.id, set: drawn(def, feature(id, known.geometry, tags)) }
  return { layer: def.id, set: drawn(def, feature(id, nudged(known.geometry, vertex, by), known.properties)) }
}

function nudged(geometry: LiveFeature['geometry'], vertex: number, [dx, dy]: [number, number]): LiveFeature['geometry'] {
  const move = ([x, y]: readonly number[]): [number, number] => [x! + dx / 1e6, y! + dy / 1e6]
  if (geometry?.type === 'Point') return { ...geometry, coordinates: move(geometry.coordinates) }
  if (geometry?.type === 'LineString') return { ...geometry, coordinates: geometry.coordinates.map((p, i) => (i === vertex ? move(p) : p)) }
  if (geometry?.type !== 'Polygon') return geometry
  return {
    ...geometry,
    coordinates: geometry.coordinates.map(points => points.map((p, i) => (i === vertex && i > 0 && i < points.length - 1 ? move(p) : p))),
  }
}

const everything = fc.tuple(
  ...DEFS.flatMap(def => ids.map(id => fc.tuple(fc.constant(def.id), fc.constant(id), shapes[def.geometry]!, values))),
)

const VIEWS = [
  { tileset: ALL },
  { tileset: 'fine,limit' },
  { tileset: ALL, filter: "note = 'x'" },
  { tileset: 'event', filter: "kind <> 'b'" },
  { tileset: ALL, crs: 'gcj02' as const },
  { tileset: 'fine,event', crs: 'gcj02' as const, filter: "note = 'x'" },
]
const toGcj = (lon: number, lat: number): [number, number] => gcoord.transform([lon, lat], gcoord.WGS84, gcoord.GCJ02)
/** The box around the shifted corners: where an open GCJ-02 map looks for what an event tells. */
const shifted = ([west, south, east, north]: Bbox): Bbox => [...toGcj(west, south), ...toGcj(east, north)]
const SHIFTED = shifted(AREA)
const covering = (bbox: Bbox) => Array.from({ length: 17 }, (_, z) => [...tilesCovering(z, bbox)]).flat()
const tilesOf = { wgs84: covering(AREA), gcj02: covering(SHIFTED) }

const open = (live: MemoryLive, cacheBytes = 1e8): Tiles => createTiles({ live, catalog: { themes: [] }, databaseId: 'test', cacheBytes })

async function pictures(service: Tiles): Promise<Map<string, { shows: string[]; etag: string }>> {
  const out = new Map<string, { shows: string[]; etag: string }>()
  for (const [v, view] of VIEWS.entries()) {
    for (const [z, x, y] of tilesOf[view.crs ?? 'wgs84']) {
      const answer = await service.tile({ ...view, z, x, y, encoding: 'identity' })
      out.set(`${v}|${z}/${x}/${y}`, { shows: canonical(decode(answer.body)), etag: answer.etag })
    }
  }
  return out
}

const names = (event: TilesEvent, z: number, x: number, y: number): boolean =>
  'all' in event || event.tiles.some(tile => tile[0] === z && tile[1] === x && tile[2] === y)

/** Whether an event's box, shifted, meets the tile with its buffer. */
const reaches = (event: TilesEvent, z: number, x: number, y: number): boolean => {
  if ('all' in event) return true
  const drawn = shifted([...event.bbox])
  const tile = tileBounds(z, x, y, 65)
  return drawn[0] <= tile[2] && tile[0] <= drawn[2] && drawn[1] <= tile[3] && tile[1] <= drawn[3]
}

describe('live tiles', () => {
  test('after any edits every cached tile equals the tile from scratch, and every tile that changed was told', async () => {
    let told = 0
    let changed = 0
    await fc.assert(
      fc.asyncProperty(
        everything,
        fc.array(fc.array(change, { minLength: 1, maxLength: 3 }), { minLength: 3, maxLength: 6 }),
        async (all, batches) => {
          const live = new MemoryLive(DEFS)
          live.apply(all.map(([layer, id, geometry, tags]) => ({ layer, set: feature(id, geometry, tags) })))
          const cached = open(live)
          const events: TilesEvent[] = []
          cached.onEvicted(more => events.push(...more))
          let last = await pictures(cached)
          for (const batch of batches) {
            events.length = 0
            live.apply(batch.map(one => editOf(live, one)))
            const now = await pictures(cached)
            const scratch = open(live)
            const fresh = await pictures(scratch)
            scratch.close()
            const differing = new Set<string>()
            for (const [v, view] of VIEWS.entries()) {
              for (const [z, x, y] of tilesOf[view.crs ?? 'wgs84']) {
                const key = `${v}|${z}/${x}/${y}`
                expect(now.get(key)!.shows, key).toEqual(fresh.get(key)!.shows)
                if (JSON.stringify(last.get(key)!.shows) === JSON.stringify(fresh.get(key)!.shows)) continue
                expect(now.get(key)!.etag, key).not.toBe(last.get(key)!.etag)
                if (view.crs)
                  expect(
                    events.some(event => reaches(event, z, x, y)),
                    `${key} changed`,
                  ).toBe(true)
                else differing.add(`${z}/${x}/${y}`)
              }
            }
            for (const [z, x, y] of tilesOf.wgs84) {
              const differs = differing.has(`${z}/${x}/${y}`)
              const named = events.some(event => names(event, z, x, y))
              if (differs) expect(named, `${z}/${x}/${y} changed`).toBe(true)
              if (named) told++
              if (named && differs) changed++
            }
            last = now
          }
          cached.close()
        },
      ),
      { numRuns: 5, endOnFailure: true },
    )
    // Most of what is told really changed.
    expect(changed / told).toBeGreaterThan(0.6)
  }, 120_000)

  // Half way between two grid lines of zoom 1 at 114.0161 E: the wide unit leaves a trace there, the others nothing; at zoom 0 none does.
  const box = (id: string, west: number, east: number, kind = 'a'): LiveFeature => {
    const ring = [at(west, 0), at(east, 0), at(east, 100), at(west, 100), at(west, 0)]
    return feature(id, { type: 'Polygon', coordinates: [ring] }, { kind })
  }
  test.each([
    ['goes', box('f1', 1500, 1700), box('f1', 1500, 1550), ['a'], []],
    ['comes', box('f1', 1500, 1550), box('f1', 1500, 1700), [], ['a']],
    ['says something else', box('f1', 1500, 1700), box('f1', 1500, 1700, 'b'), ['a'], ['b']],
  ])('a name that %s while the zoom shows nothing of its unit changes the tile', async (_, before, after, old, now) => {
    const live = new MemoryLive(DEFS)
    live.apply([{ layer: 'coarse', set: before }])
    const service = open(live)
    const events: TilesEvent[] = []
    service.onEvicted(more => events.push(...more))
    const kinds = async () => {
      const { body } = await service.tile({ tileset: 'coarse,fine', z: 0, x: 0, y: 0, encoding: 'identity' })
      return decode(body).map(({ layer, properties: { kind } }) => [layer, kind])
    }
    const named = (list: readonly string[]) => list.map(kind => ['coarse:label', kind])
    expect(await kinds()).toEqual(named(old))
    live.apply([{ layer: 'coarse', set: after }])
    expect(await kinds()).toEqual(named(now))
    expect(events.some(event => names(event, 0, 0, 0))).toBe(true)
  })
})
