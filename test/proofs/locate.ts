import type { Position } from 'geojson'
import type { App } from '../../tiles-server/src/app.ts'
import { isAreal } from '../../tiles-server/src/geo/index.ts'
import { seededRandom } from '../../tiles-server/src/kernel/index.ts'
import { type CoverageFigures, type Face, proveCoverage } from './coverage.ts'
import { bounds, type Ring, ringsOf } from './exact.ts'

export interface LocateFigures extends CoverageFigures {
  readonly layer: string
  /** Points that PostGIS was asked about too, and how many of them it puts into the same one area, or into none. */
  readonly asked: number
  readonly same: number
  /** On the boundary between areas: PostGIS says both intersect, the half-open rule gives the point to one of them. */
  readonly shared: number
  /** On the outer rim: PostGIS says one or more intersect, the rule gives the point to the outside. */
  readonly rimOutside: number
}

/** Points of one question to PostGIS. */
const BATCH = 20_000

/**
 * Points located by the running app in a coverage (units by their leaves) are each in exactly one area: random points, all vertices, all midpoints of edges,
 * against an oracle that shares no code (coverage.ts, exact.ts). PostGIS is asked about all vertices and midpoints and `postgisPoints` random
 * points, on integer coordinates, which it takes exactly; only where the half-open rule says something else may it differ. Throws at the first error.
 */
export async function proveLocate(
  app: Pick<App, 'live' | 'store'>,
  layerId: string,
  { points, postgisPoints, seed }: { readonly points: number; readonly postgisPoints: number; readonly seed: number },
): Promise<LocateFigures> {
  const layer = app.live.layer(layerId)
  const faces = [...layer.all()].flatMap(({ id, geometry }): Face[] => (geometry && isAreal(geometry) ? [{ id, geometry }] : []))
  const find = (lon: number, lat: number) => (layer.def.kind === 'unit' ? app.live.leafAt(lon, lat) : layer.at(lon, lat))
  const locate = (lon: number, lat: number): string | null => find(lon, lat)?.id ?? null
  locate(0, 0)
  await app.live.located()
  const figures = proveCoverage(faces, points, seed, locate)
  const asked = questions(
    faces.flatMap(({ geometry }) => ringsOf(geometry)),
    postgisPoints,
    seed,
  )
  const counts = { asked: asked.length, same: 0, shared: 0, rimOutside: 0 }
  await withFaces(app.store, faces, async () => {
    for (let from = 0; from < asked.length; from += BATCH) {
      const batch = asked.slice(from, from + BATCH)
      const theirs = await intersecting(app.store, batch)
      for (const [i, [x, y]] of batch.entries()) counts[verdict(locate(x / 1e7, y / 1e7), theirs.get(i) ?? [], `${x} ${y}`)]++
    }
  })
  return { layer: layerId, ...figures, ...counts }
}

function verdict(own: string | null, theirs: readonly string[], place: string): 'same' | 'shared' | 'rimOutside' {
  if (own === null ? theirs.length === 0 : theirs.length === 1 && theirs[0] === own) return 'same'
  if (own !== null && theirs.includes(own)) return 'shared'
  if (own === null && theirs.length > 0) return 'rimOutside'
  throw new Error(`${place} x 1e-7 degree: located in ${own}, PostGIS says ${theirs.join(', ') || 'none'}`)
}

type Point = Ring[number]

function questions(rings: readonly Ring[], random: number, seed: number): Point[] {
  const places = new Map<string, Point>()
  for (const ring of rings) {
    ring.forEach((a, i) => {
      const b = ring[(i + 1) % ring.length]!
      for (const [x, y] of [a, [Math.round((a[0] + b[0]) / 2), Math.round((a[1] + b[1]) / 2)] as const]) places.set(`${x} ${y}`, [x, y])
    })
  }
  const next = seededRandom(seed + 1)
  const [west, south, east, north] = bounds(rings)
  const thrown = Array.from(
    { length: random },
    (): Point => [Math.floor(west + next() * (east - west)), Math.floor(south + next() * (north - south))],
  )
  return [...places.values(), ...thrown]
}

type Store = Pick<App['store'], 'knex'>

/** The faces in a table of their own while `work` goes on, lattice integers as coordinates. */
async function withFaces({ knex }: Store, faces: readonly Face[], work: () => Promise<void>): Promise<void> {
  await knex.raw('drop table if exists proof_face; create table proof_face (id text primary key, geom geometry)')
  try {
    for (let from = 0; from < faces.length; from += 500) {
      const page = faces.slice(from, from + 500)
      await knex.raw(`insert into proof_face select u.id, ST_GeomFromText(u.wkt) from unnest(?::text[], ?::text[]) as u(id, wkt)`, [
        page.map(({ id }) => id),
        page.map(({ geometry }) => wktOf(geometry)),
      ])
    }
    await knex.raw('create index on proof_face using gist (geom); analyze proof_face')
    await work()
  } finally {
    await knex.raw('drop table proof_face')
  }
}

function wktOf(geometry: Face['geometry']): string {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
  const step = (degrees: number): number => Math.round(degrees * 1e7)
  const text = (ring: Position[]): string => `(${ring.map(([lon, lat]) => `${step(lon!)} ${step(lat!)}`).join(',')})`
  return `MULTIPOLYGON(${polygons.map(rings => `(${rings.map(text).join(',')})`).join(',')})`
}

/** Ids of the faces that PostGIS says each point intersects, by the point's index. */
async function intersecting({ knex }: Store, points: readonly Point[]): Promise<Map<number, string[]>> {
  const { rows } = await knex.raw<{ rows: { n: number; ids: string[] }[] }>(
    `select p.n::int as n, array_agg(f.id) as ids from unnest(?::float8[], ?::float8[]) with ordinality as p(x, y, n)
     join proof_face f on f.geom && ST_Point(p.x, p.y) and ST_Intersects(f.geom, ST_Point(p.x, p.y)) group by p.n`,
    [points.map(([x]) => x), points.map(([, y]) => y)],
  )
  return new Map(rows.map(({ n, ids }) => [n - 1, ids]))
}
