import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from '../support/cluster.ts'
import { freePort } from '../support/port.ts'
import { until } from '../support/until.ts'
import { BUFFER, type CityTile } from './city-tiles.ts'
import { isInstalled } from './others.ts'
import { ATTRIBUTES, SOURCES } from './roles/postgis-tile.ts'

/** Martin over the tables of a city. */
export interface Martin {
  readonly version: string
  readonly port: number
  readonly path: (tile: CityTile) => string
  end(): Promise<void>
}

const LAYERS = Object.keys(ATTRIBUTES) as CityTile['layer'][]

/** Starts Martin on a loopback port over views of the rows that are valid now; undefined where it is not on the PATH. `cacheMb` 0: no cache. */
export async function startMartin(databaseUrl: string, cacheMb: number): Promise<Martin | undefined> {
  if (!isInstalled('martin')) return undefined
  for (const layer of LAYERS) {
    await sql(
      databaseUrl,
      `create or replace view bench_${layer}_now as select ${ATTRIBUTES[layer]}, geom from ${SOURCES.tables[layer]} true`,
    )
  }
  const folder = await mkdtemp(join(tmpdir(), 'zt-martin-'))
  const config = join(folder, 'config.json')
  const port = await freePort()
  await writeFile(config, JSON.stringify(configOf(databaseUrl, port, cacheMb)), { mode: 0o600 })
  const child = spawn('martin', ['--config', config], { stdio: 'ignore' })
  const exit = once(child, 'exit')
  const end = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    await exit
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await until('Martin is healthy', async () => (await fetch(`http://127.0.0.1:${port}/health`)).ok)
  } catch (error) {
    await end()
    throw error
  }
  const version = execFileSync('martin', ['--version'], { encoding: 'utf8' }).trim()
  return { version, port, path: ({ layer, tile }) => `/${layer}/${tile.join('/')}`, end }
}

/** JSON, which is YAML. What is left out is Martin's own default. */
const configOf = (databaseUrl: string, port: number, cacheMb: number) => ({
  listen_addresses: `127.0.0.1:${port}`,
  ...(cacheMb > 0 && { cache: { size_mb: cacheMb, tile_size_mb: cacheMb } }),
  postgres: {
    connection_string: databaseUrl,
    auto_publish: false,
    tables: Object.fromEntries(LAYERS.map(layer => [layer, tableOf(layer, cacheMb)])),
  },
})

const tableOf = (layer: CityTile['layer'], cacheMb: number) => ({
  schema: 'public',
  table: `bench_${layer}_now`,
  srid: 4326,
  geometry_column: 'geom',
  extent: 4096,
  buffer: layer === 'grid' ? BUFFER : 0,
  clip_geom: true,
  geometry_type: 'GEOMETRY',
  properties: PROPERTIES[layer],
  ...(cacheMb === 0 && { cache: 'disable' }),
})

const text = (...names: string[]): Record<string, string> => Object.fromEntries(names.map(name => [name, 'text']))
const PROPERTIES: Readonly<Record<CityTile['layer'], Readonly<Record<string, string>>>> = {
  grid: { ...text('id', 'code', 'name', 'parent', 'area_type'), households: 'int4', population: 'int4' },
  camera: { ...text('id', 'code', 'name', 'kind', 'status', 'place'), azimuth: 'float8', fov: 'float8', range: 'float8', height: 'float8' },
}
