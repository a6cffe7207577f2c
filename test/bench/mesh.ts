import pg from 'pg'
import type { Polygon, Position } from '../../tiles-server/src/geo/index.ts'
import type { Random } from '../../tiles-server/src/kernel/index.ts'
import { writeWkb } from '../../tiles-server/src/store/index.ts'
import type { CityStore } from './city.ts'

/** Lattice steps of a side, about 200 m. */
const STEP = 20_000
const [WEST, SOUTH] = [1_120_000_000, 300_000_000]

/** side x side quadrilaterals that share their edges, row by row. */
export function mesh(random: Random, side: number): Polygon[] {
  const node = (column: number, row: number): Position => {
    const jitter = (): number => Math.round((random() - 0.5) * STEP * 0.5)
    return [(WEST + column * STEP + jitter()) / 1e7, (SOUTH + row * STEP + jitter()) / 1e7]
  }
  const nodes = Array.from({ length: (side + 1) ** 2 }, (_, i) => node(i % (side + 1), Math.floor(i / (side + 1))))
  return Array.from({ length: side ** 2 }, (_, i): Polygon => {
    const at = (i % side) + Math.floor(i / side) * (side + 1)
    const ring = [at, at + 1, at + side + 2, at + side + 1, at].map(n => nodes[n]!)
    return { type: 'Polygon', coordinates: [ring] }
  })
}

/** Puts the polygons into the table bench_mesh, indexed. */
export async function meshTable({ databaseUrl }: CityStore, polygons: readonly Polygon[]): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl! })
  await client.connect()
  try {
    await client.query(`create extension if not exists postgis; drop table if exists bench_mesh;
      create table bench_mesh (id int primary key, geom geometry(Polygon, 4326))`)
    for (let from = 0; from < polygons.length; from += 20_000) {
      const page = polygons.slice(from, from + 20_000)
      await client.query(
        'insert into bench_mesh select n + $2 - 1, ST_GeomFromWKB(g, 4326) from unnest($1::bytea[]) with ordinality as m(g, n)',
        [page.map(polygon => writeWkb(polygon)), from],
      )
    }
    await client.query('create index on bench_mesh using gist (geom)')
    await client.query('vacuum analyze bench_mesh')
  } finally {
    await client.end()
  }
}
