import type { Zone } from './edges.ts'
import { DEGREE } from './tracks.ts'

/** Even-odd, by itself: nothing of geofence/ or geo/ judges the engine. */
export function isInside({ ring, box: [west, south, east, north] }: Zone, lon: number, lat: number): boolean {
  if (lon < west || lon > east || lat < south || lat > north) return false
  let odd = false
  for (let i = 1; i < ring.length; i++) {
    const [[x0, y0], [x1, y1]] = [ring[i - 1] as [number, number], ring[i] as [number, number]]
    if (y0 > lat !== y1 > lat && lon < ((x1 - x0) * (lat - y0)) / (y1 - y0) + x0) odd = !odd
  }
  return odd
}

/** Metres to the nearest edge, from either side. */
export function metresTo({ ring }: Zone, lon: number, lat: number): number {
  const east = DEGREE * Math.cos((lat * Math.PI) / 180)
  let least = Infinity
  for (let i = 1; i < ring.length; i++) {
    const [ax, ay] = [(ring[i - 1]![0]! - lon) * east, (ring[i - 1]![1]! - lat) * DEGREE]
    const [dx, dy] = [(ring[i]![0]! - lon) * east - ax, (ring[i]![1]! - lat) * DEGREE - ay]
    const part = Math.max(0, Math.min(1, -(ax * dx + ay * dy) / (dx * dx + dy * dy || 1)))
    least = Math.min(least, Math.hypot(ax + part * dx, ay + part * dy))
  }
  return least
}
