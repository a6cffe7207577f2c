import pg from 'pg'
import { loadCatalog } from '../../../tiles-server/src/catalog/index.ts'
import { defaults } from '../../../tiles-server/src/config.ts'
import { buildCellIndex, CellIndex, fromLattice, latticeRings, type Polygon } from '../../../tiles-server/src/geo/index.ts'
import { type Random, seededRandom, systemClock } from '../../../tiles-server/src/kernel/index.ts'
import { openLive } from '../../../tiles-server/src/live/index.ts'
import { openStore } from '../../../tiles-server/src/store/index.ts'
import type { CityStore } from '../city.ts'
import { mesh, meshTable } from '../mesh.ts'

/** Points a second, and how many of the points lie in an area. */
export interface Rate {
  readonly points: number
  readonly perSecond: number
  readonly hits: number
}

export interface LocateFigures {
  readonly areas: number
  readonly uniform: Rate
  readonly onEdges: Rate
  readonly postgis: Rate
  readonly version: string
  /** Milliseconds to build the index, and its size in bytes. */
  readonly buildMs: number
  readonly bytes: number
  /** Points that the two put into different areas, boundaries aside. */
  readonly differ: number
}

const POINTS = 2_000_000
/** PostGIS is asked about so many of them: it would take minutes for all. */
const ASKED = 100_000

type Place = readonly [lon: number, lat: number]

/** Points located in this process on one thread; the same points joined by PostGIS on one connection. */
export const locateRole = () => ({
  /** In the leaf units of a city, as a running server holds them. */
  city: async ({ store: at, seed }: { store: CityStore; seed: number }): Promise<LocateFigures> => {
    const store = await openStore({ ...defaults, ...at }, () => undefined)
    const catalog = loadCatalog()
    const layers = catalog.layers.filter(def => def.kind === 'unit' || def.kind === 'derived')
    const live = await openLive(store, { ...catalog, layers }, systemClock, () => undefined)
    try {
      await live.located()
      const rings = [...live.layer('grid').all()].map(({ shared }) => shared!.latticeRings())
      const from = performance.now()
      const index = buildCellIndex(rings)
      const buildMs = performance.now() - from
      const random = seededRandom(seed)
      const flat = rings.flat()
      const uniform = scattered(random, live.layer('grid').bounds!, POINTS)
      const onEdges = beside(random, flat, POINTS)
      const find = (lon: number, lat: number) => live.leafAt(lon, lat)?.id
      const join = `select count(u.unit_id)::int as hits from unnest($1::float8[], $2::float8[]) as p(x, y)
        left join unit_version u on u.valid_to is null and u.recorded_to is null and ST_Contains(u.geom, ST_SetSRID(ST_Point(p.x, p.y), 4326))`
      return {
        areas: rings.length,
        ...rates(uniform, onEdges, find),
        ...(await joined(at, join, uniform, find)),
        buildMs,
        bytes: index.byteLength,
      }
    } finally {
      await live.close()
      await store.close()
    }
  },
  /** In a million quadrilaterals. */
  mesh: async ({ store, side, seed }: { store: CityStore; side: number; seed: number }): Promise<LocateFigures> => {
    const random = seededRandom(seed)
    const polygons: Polygon[] = mesh(random, side)
    const rings = polygons.map(latticeRings)
    const from = performance.now()
    const index = new CellIndex(buildCellIndex(rings))
    const buildMs = performance.now() - from
    await meshTable(store, polygons)
    const flat = rings.flat()
    const bounds = [flat[0]![0]!, flat[0]![1]!, flat.at(-1)![4]!, flat.at(-1)![5]!].map(fromLattice) as [number, number, number, number]
    const find = (lon: number, lat: number) => {
      const found = index.find(Math.round(lon * 1e7), Math.round(lat * 1e7))
      return found < 0 ? undefined : found
    }
    const uniform = scattered(random, bounds, POINTS)
    const join = `select count(m.id)::int as hits from unnest($1::float8[], $2::float8[]) as p(x, y)
      left join bench_mesh m on ST_Contains(m.geom, ST_SetSRID(ST_Point(p.x, p.y), 4326))`
    const bytes = index.data.byteLength
    return {
      areas: polygons.length,
      ...rates(uniform, beside(random, flat, POINTS), find),
      ...(await joined(store, join, uniform, find)),
      buildMs,
      bytes,
    }
  },
})
export type LocateRole = ReturnType<typeof locateRole>

type Find = (lon: number, lat: number) => unknown

const rates = (uniform: readonly Place[], onEdges: readonly Place[], find: Find) => ({
  uniform: rateOf(uniform, find),
  onEdges: rateOf(onEdges, find),
})

/** The second pass of two: the first compiles. */
function rateOf(places: readonly Place[], find: Find): Rate {
  let [hits, from] = [0, 0]
  const [xs, ys] = [Float64Array.from(places, p => p[0]), Float64Array.from(places, p => p[1])]
  for (let pass = 0; pass < 2; pass++) {
    hits = 0
    from = performance.now()
    for (let i = 0; i < xs.length; i++) if (find(xs[i]!, ys[i]!) !== undefined) hits++
  }
  return { points: xs.length, perSecond: (xs.length / (performance.now() - from)) * 1000, hits }
}

async function joined(store: CityStore, sql: string, places: readonly Place[], find: Find) {
  const client = new pg.Client({ connectionString: store.databaseUrl! })
  await client.connect()
  try {
    await client.query('set jit = off')
    const asked = places.slice(0, ASKED)
    const values = [asked.map(([lon]) => lon), asked.map(([, lat]) => lat)]
    const ask = async () => (await client.query<{ hits: number }>({ name: 'locate', text: sql, values })).rows[0]!.hits
    await ask()
    const from = performance.now()
    const hits = await ask()
    const perSecond = (asked.length / (performance.now() - from)) * 1000
    const own = asked.filter(([lon, lat]) => find(lon, lat) !== undefined).length
    const { rows } = await client.query<{ v: string }>('select postgis_lib_version() as v')
    return { postgis: { points: asked.length, perSecond, hits }, version: rows[0]!.v, differ: Math.abs(hits - own) }
  } finally {
    await client.end()
  }
}

const scattered = (random: Random, [west, south, east, north]: readonly number[], count: number): Place[] =>
  Array.from({ length: count }, (): Place => [west! + random() * (east! - west!), south! + random() * (north! - south!)])

/** Places on edges, rounded to the lattice. */
const beside = (random: Random, rings: readonly Int32Array[], count: number): Place[] =>
  Array.from({ length: count }, (): Place => {
    const ring = rings[Math.floor(random() * rings.length)]!
    const i = 2 * Math.floor((random() * ring.length) / 2)
    const j = (i + 2) % ring.length
    const t = random()
    return [
      fromLattice(Math.round(ring[i]! + t * (ring[j]! - ring[i]!))),
      fromLattice(Math.round(ring[i + 1]! + t * (ring[j + 1]! - ring[i + 1]!))),
    ]
  })
