import type { Feature, Polygon, Position } from 'geojson'
import type { UnitRow } from '../../tiles-server/src/store/index.ts'
import type { RunningApp } from '../support/app.ts'
import { createClient } from '../support/client.ts'

/** Middle of a small town for questions; its two grids are squares that meet there. */
export const [LON, LAT] = [113.2, 33.1]

const ring = (west: number, south: number, east: number, north: number): Position[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
]
export const box = (west: number, south: number, east: number, north: number): Polygon => ({
  type: 'Polygon',
  coordinates: [ring(west, south, east, north)],
})

const unit = (id: string, level: number, parent: string | null, name: string, geometry: Polygon | null = null): UnitRow => ({
  id,
  level,
  parent,
  code: `99${id}`,
  name,
  geometry,
  properties: geometry ? { households: 100 } : {},
})

const UNITS = [
  unit('c', 0, null, '示范市'),
  unit('k', 1, 'c', '云屏县'),
  unit('s', 2, 'k', '光华街道'),
  unit('m', 3, 's', '湖滨社区'),
  unit('g1', 4, 'm', '湖滨社区第1网格', box(LON - 0.02, LAT - 0.01, LON, LAT + 0.01)),
  unit('g2', 4, 'm', '湖滨社区第2网格', box(LON, LAT - 0.01, LON + 0.02, LAT + 0.01)),
]

const at = (east: number, north: number): Position => [LON + metresEast(east), LAT + north / METRES_A_DEGREE]
const METRES_A_DEGREE = 110_920
const metresEast = (m: number): number => m / (111_412 * Math.cos((LAT * Math.PI) / 180))

const point = (id: string, position: Position, properties: Record<string, unknown>): Feature => ({
  type: 'Feature',
  id,
  geometry: { type: 'Point', coordinates: position },
  properties: properties,
})

export const incident = (id: string, east: number, north: number, more: Record<string, unknown> = {}): Feature =>
  point(id, at(east, north), {
    code: `T-${id}`,
    title: `事件${id}`,
    category: 'traffic',
    status: 'open',
    time: new Date(Date.now() - 3_600_000).toISOString(),
    ...more,
  })

export const patrol = (id: string, east: number, north: number, status: string, ageSeconds: number): Feature =>
  point(id, at(east, north), {
    name: `巡逻${id}`,
    kind: 'car',
    status,
    heading: 0,
    speed: 0,
    time: new Date(Date.now() - ageSeconds * 1000).toISOString(),
  })

const camera = (id: string, east: number, north: number, azimuth: number, kind = 'fixed'): Feature =>
  point(id, at(east, north), {
    code: id,
    name: `视频点${id}`,
    kind,
    azimuth,
    fov: 60,
    range: 200,
    height: 6,
    status: 'online',
    place: 'gate',
  })

const area = (id: string, geometry: Polygon, properties: Record<string, unknown>): Feature => ({
  type: 'Feature',
  id,
  geometry,
  properties: properties,
})

/**
 * A building 100 m east of the middle, west of it a zone, a road through both. Cameras: one sees the middle, one would if it were turned, one is behind the
 * building. Patrols: free and fresh, busy and old, off duty. Incidents every 40 m to the north-east, and an old one.
 */
export async function settle(app: RunningApp): Promise<void> {
  const client = createClient(app.url)
  await app.features.replaceUnits({ kind: 'load', note: '', retire: [], put: UNITS }, 'test')
  const [west, south] = at(95, -10)
  const [east, north] = at(105, 10)
  const [zoneWest, zoneSouth] = at(-400, -300)
  const [zoneEast, zoneNorth] = at(20, 300)
  await client.create(
    'building',
    area('b1', box(west!, south!, east!, north!), { name: '湖滨大厦', kind: 'office', floors: 20, height: 60, households: 0 }),
  )
  await client.create(
    'zone',
    area('z1', box(zoneWest!, zoneSouth!, zoneEast!, zoneNorth!), { name: '湖滨巡逻区', kind: 'patrol', note: '' }),
  )
  await client.create('road', {
    type: 'Feature',
    id: 'r1',
    geometry: { type: 'LineString', coordinates: [at(-600, 50), at(0, 50), at(600, 80)] },
    properties: { name: '湖滨路', class: 'collector', lanes: 2, bridge: false },
  })
  await client.create('camera', camera('sees', 0, -80, 0))
  await client.create('camera', camera('turns', 0, 90, 0, 'ptz'))
  await client.create('camera', camera('behind', 160, 0, 270))
  await client.create('patrol', patrol('p1', 300, 0, 'free', 20))
  await client.create('patrol', patrol('p2', 0, -200, 'busy', 1500))
  await client.create('patrol', patrol('p3', 10, 10, 'off', 20))
  for (let n = 1; n <= 12; n++) {
    await client.create('incident', incident(`n${n}`, n * 28, n * 28, { status: n % 2 ? 'open' : 'assigned' }))
  }
  await client.create('incident', incident('week', -60, 0, { time: new Date(Date.now() - 3 * 86_400_000).toISOString() }))
}

/** Metres between two places some hundred metres apart, by the radii of curvature of WGS 84 at their middle: shares nothing with the server's geodesics. */
export function metresBetween([lonA, latA]: Position, [lonB, latB]: Position): number {
  const phi = (((latA! + latB!) / 2) * Math.PI) / 180
  const e2 = 0.00669437999014
  const w = Math.sqrt(1 - e2 * Math.sin(phi) ** 2)
  const east = (((lonB! - lonA!) * Math.PI) / 180) * (6_378_137 / w) * Math.cos(phi)
  const north = (((latB! - latA!) * Math.PI) / 180) * ((6_378_137 * (1 - e2)) / w ** 3)
  return Math.hypot(east, north)
}
