import { execFile, execFileSync } from 'node:child_process'
import { promisify } from 'node:util'
import type { Feature, Geometry, Position } from 'geojson'
import { seededRandom } from '../../tiles-server/src/kernel/index.ts'

let installed: boolean | undefined

/** Whether GDAL's tools are on this machine. */
export function hasOgr(): boolean {
  if (installed === undefined) {
    try {
      execFileSync('ogr2ogr', ['--version'], { stdio: 'ignore' })
      installed = true
    } catch {
      installed = false
    }
  }
  return installed
}

/** How GDAL finds the same rows: a path inside a zip, a driver that the name does not show, options to open a table of WGS 84 points. */
export interface OgrSource {
  readonly inside?: string
  readonly driver?: string
  readonly open?: readonly string[]
}

/** The rows of a file as GDAL reads and converts them to WGS 84, in file order, with 12 decimals. */
export async function convertIndependently(
  file: string,
  { inside, driver, open = [] }: OgrSource = {},
): Promise<{ properties: Record<string, unknown>; geometry: Geometry | null }[]> {
  const source = inside === undefined ? (driver === undefined ? file : `${driver}:${file}`) : `/vsizip/${file}/${inside}`
  const args = [
    ...['-f', 'GeoJSON', '/vsistdout/', ...open, source],
    ...['-t_srs', 'EPSG:4326', '-lco', 'COORDINATE_PRECISION=12'],
    ...(open.length > 0 ? ['-s_srs', 'EPSG:4326'] : []),
  ]
  const { stdout } = await promisify(execFile)('ogr2ogr', args, { maxBuffer: 1024 ** 3, encoding: 'utf8' })
  return (JSON.parse(stdout) as { features: Feature[] }).features as { properties: Record<string, unknown>; geometry: Geometry | null }[]
}

export interface PositionCheck {
  readonly worst: number
  /** The feature that is farthest off. */
  readonly id: string
  readonly features: number
}

/** Largest distance, in metres, from a position of GDAL's to the nearest one of ours, over `count` features drawn by `seed`. */
export function worstDistance(
  stored: readonly { id: string; geometry: unknown }[],
  reference: ReadonlyMap<string, Geometry | null>,
  count: number,
  seed: number,
): PositionCheck {
  const random = seededRandom(seed)
  const drawn = Array.from({ length: Math.min(count, stored.length) }, () => stored[Math.floor(random() * stored.length)]!)
  let check: PositionCheck = { worst: 0, id: '', features: drawn.length }
  for (const { id, geometry } of drawn) {
    const theirs = reference.get(id)
    if (theirs === undefined) throw new Error(`GDAL has no row for feature ${id}`)
    if ((theirs === null) !== (geometry === null)) throw new Error(`feature ${id} has a geometry here or there only`)
    const near = nearest(positionsOf(geometry))
    for (const position of positionsOf(theirs)) {
      const distance = near(position)
      if (distance > check.worst) check = { ...check, worst: distance, id }
    }
  }
  return check
}

/** The distance from a position to the nearest of many: those in the cells of a millionth of a degree around it, else all. */
function nearest(positions: readonly Position[]): (position: Position) => number {
  const cells = new Map<string, Position[]>()
  const cell = (lon: number, lat: number): string => `${Math.round(lon * 1e6)},${Math.round(lat * 1e6)}`
  for (const position of positions) {
    const key = cell(position[0]!, position[1]!)
    cells.set(key, [...(cells.get(key) ?? []), position])
  }
  const least = (from: Position, others: readonly Position[]): number =>
    others.reduce((found, other) => Math.min(found, metres(from, other)), Infinity)
  return position => {
    const around = [-1e-6, 0, 1e-6].flatMap(dx =>
      [-1e-6, 0, 1e-6].flatMap(dy => cells.get(cell(position[0]! + dx, position[1]! + dy)) ?? []),
    )
    const found = least(position, around)
    return found === Infinity ? least(position, positions) : found
  }
}

/** On the sphere's tangent plane: good to a thousandth over the metres that matter here. */
function metres([lonA, latA]: Position, [lonB, latB]: Position): number {
  const scale = 111_320
  return Math.hypot((lonA! - lonB!) * scale * Math.cos((latA! * Math.PI) / 180), (latA! - latB!) * scale)
}

function positionsOf(geometry: unknown): Position[] {
  const { coordinates, geometries } = (geometry ?? {}) as { coordinates?: unknown; geometries?: unknown[] }
  if (geometries) return geometries.flatMap(positionsOf)
  const found: Position[] = []
  const visit = (value: unknown): void => {
    if (!Array.isArray(value)) return
    if (typeof value[0] === 'number') found.push(value as Position)
    else value.forEach(visit)
  }
  visit(coordinates)
  return found
}
