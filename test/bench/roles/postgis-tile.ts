import pg from 'pg'
import type { CityTile } from '../city-tiles.ts'
import { BUFFER } from '../city-tiles.ts'

/**
 * `tables`: from the tables as they are stored, transformed as they are read, the way Martin and pg_tileserv do. `mercator`: from copies that hold
 * the same rows in Web Mercator already, the best that can be done in SQL without another storage.
 */
export type Variant = 'tables' | 'mercator'

/** The attributes that the catalog gives these layers at the zooms measured. */
export const ATTRIBUTES = {
  grid: `unit_id as id, code, name, parent_id as parent, (properties->>'households')::int as households,
    (properties->>'population')::int as population, properties->>'area_type' as area_type`,
  camera: 'id, code, name, kind, azimuth, fov, "range", height, status, place',
} as const

/** Rows that are valid now; a condition follows. */
export const SOURCES = {
  tables: {
    grid: 'unit_version where valid_to is null and recorded_to is null and level = 4 and',
    camera: 'camera where',
  },
  mercator: { grid: 'bench_grid where', camera: 'bench_camera where' },
} as const

/** A prepared statement for each layer, on one connection. */
export async function postgisTiles(databaseUrl: string) {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  // Compiling a statement anew costs more than it saves here.
  await client.query('set jit = off')
  const make = async (variant: Variant, { layer, tile: [z, x, y] }: CityTile): Promise<Uint8Array> => {
    const { rows } = await client.query<{ mvt: Buffer }>({
      name: `${variant} ${layer}`,
      text: statement(variant, layer),
      values: [z, x, y],
    })
    return rows[0]!.mvt
  }
  return { make, version: await versionOf(client), prepare: () => prepareCopies(client), close: () => client.end() }
}

function statement(variant: Variant, layer: CityTile['layer']): string {
  const buffer = layer === 'grid' ? BUFFER : 0
  const [geom, box] = variant === 'tables' ? ['ST_Transform(geom, 3857)', 'ST_Transform(wide, 4326)'] : ['geom', 'wide']
  return `with tile as (select ST_TileEnvelope($1, $2, $3) as env, ST_TileEnvelope($1, $2, $3, margin => ${buffer / 4096}) as wide)
    select ST_AsMVT(f, '${layer}', 4096, 'geom') as mvt from (
      select ST_AsMVTGeom(${geom}, env, 4096, ${buffer}, true) as geom, ${ATTRIBUTES[layer]}
      from tile, ${SOURCES[variant][layer]} geom && ${box}) f where geom is not null`
}

async function versionOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ v: string }>('select postgis_lib_version() as v')
  return rows[0]!.v
}

async function prepareCopies(client: pg.Client): Promise<void> {
  await client.query(`
    create table if not exists bench_grid as select unit_id, code, name, parent_id, properties, ST_Transform(geom, 3857) as geom
      from unit_version where valid_to is null and recorded_to is null and level = 4;
    create table if not exists bench_camera as select id, code, name, kind, azimuth, fov, "range", height, status, place,
      ST_Transform(geom, 3857) as geom from camera;
    create index if not exists bench_grid_geom on bench_grid using gist (geom);
    create index if not exists bench_camera_geom on bench_camera using gist (geom);
    analyze bench_grid; analyze bench_camera`)
}
