import geographiclib from 'geographiclib-geodesic'
import type { OracleFence, OracleFix, Ring } from './fence-oracle-types.ts'

const { WGS84 } = geographiclib.Geodesic

export const metres = (aLon: number, aLat: number, bLon: number, bLat: number): number => WGS84.Inverse(aLat, aLon, bLat, bLon).s12!

/** A zone as the oracle asks it. */
export interface Place {
  readonly holds: (lon: number, lat: number) => boolean
  /** Metres beyond the rim are more than that. */
  readonly isBeyond: (lon: number, lat: number, limit: number) => boolean
  readonly margin: number
  readonly edges: readonly (readonly [number, number, number, number])[]
  readonly isLine: boolean
}

const steps = (degrees: number): number => Math.round(degrees * 1e7)

export function placeOf(fence: OracleFence, zone: OracleFence['zones'][number]): Place {
  const edges: [number, number, number, number][] = []
  const lines = zone.line ? [zone.line] : zone.rings!
  for (const line of lines) {
    for (let i = 1; i < line.length; i++) {
      edges.push([steps(line[i - 1]![0]!), steps(line[i - 1]![1]!), steps(line[i]![0]!), steps(line[i]![1]!)])
    }
  }
  const reach = zone.line ? fence.corridor!.width / 2 : 0
  const radius = zone.line ? reach : Math.sqrt(areaOf(zone.rings!) / Math.PI)
  const isBeyond = (lon: number, lat: number, limit: number): boolean => edges.every(edge => isEdgeBeyond(edge, lon, lat, limit + reach))
  return {
    edges,
    isLine: zone.line !== undefined,
    margin: fence.margin ?? Math.min(100, Math.max(20, radius / 10)),
    isBeyond,
    holds: zone.line ? (lon, lat) => !isBeyond(lon, lat, 0) : (lon, lat) => evenOdd(edges, steps(lon), steps(lat)),
  }
}

/** Even-odd, a ray to the east; edges hold their lower end. Differences of lattice steps of a town multiply exactly in doubles. */
function evenOdd(edges: Place['edges'], x: number, y: number): boolean {
  let inside = false
  for (const [ax, ay, bx, by] of edges) {
    if (ay > y === by > y) continue
    const [lx, ly, hx, hy] = ay < by ? [ax, ay, bx, by] : [bx, by, ax, ay]
    // The edge is to the east of the place.
    if ((x - lx) * (hy - ly) < (hx - lx) * (y - ly)) inside = !inside
  }
  return inside
}

/** Golden section along the edge, by geodesics; a plane rules out what is clear. */
function isEdgeBeyond([ax, ay, bx, by]: Place['edges'][number], lon: number, lat: number, limit: number): boolean {
  const east = 111_320 * Math.cos((lat * Math.PI) / 180)
  const [px, py, qx, qy] = [(ax / 1e7 - lon) * east, (ay / 1e7 - lat) * 111_000, (bx / 1e7 - lon) * east, (by / 1e7 - lat) * 111_000]
  const square = (qx - px) ** 2 + (qy - py) ** 2
  const t = square === 0 ? 0 : Math.min(1, Math.max(0, -(px * (qx - px) + py * (qy - py)) / square))
  const plane = Math.hypot(px + t * (qx - px), py + t * (qy - py))
  if (plane > limit * 1.02 + 1) return true
  if (plane < limit * 0.98 - 1) return false
  const at = (share: number): number => metres(lon, lat, (ax + share * (bx - ax)) / 1e7, (ay + share * (by - ay)) / 1e7)
  let [low, high] = [Math.max(0, t - 0.05), Math.min(1, t + 0.05)]
  for (let i = 0; i < 60; i++) {
    const [left, right] = [low + (high - low) / 3, high - (high - low) / 3]
    if (at(left) < at(right)) high = right
    else low = left
  }
  return Math.min(at(low), at(0), at(1)) > limit
}

function areaOf(rings: readonly Ring[]): number {
  const areas = rings.map(ring => {
    const polygon = WGS84.Polygon(false)
    for (const [lon, lat] of ring.slice(1)) polygon.AddPoint(lat!, lon!)
    return Math.abs(polygon.Compute(false, true).area!)
  })
  return areas.reduce((sum, area, i) => (i === 0 ? area : sum - area), 0)
}

/** The straight way in degrees between two fixes outside has a part inside. */
export function passes(edges: Place['edges'], a: OracleFix, b: OracleFix): boolean {
  const [ax, ay, bx, by] = [steps(a.lon), steps(a.lat), steps(b.lon), steps(b.lat)]
  const shares: number[] = []
  for (const [cx, cy, dx, dy] of edges) {
    const side = (x: number, y: number): number => (bx - ax) * (y - ay) - (by - ay) * (x - ax)
    const [sc, sd] = [side(cx, cy), side(dx, dy)]
    if (sc === sd) continue
    if (Math.min(sc, sd) > 0 || Math.max(sc, sd) < 0) continue
    const part = sc / (sc - sd)
    const [x, y] = [cx + part * (dx - cx), cy + part * (dy - cy)]
    const share = Math.abs(bx - ax) > Math.abs(by - ay) ? (x - ax) / (bx - ax) : (y - ay) / (by - ay)
    if (share >= 0 && share <= 1) shares.push(share)
  }
  shares.sort((p, q) => p - q)
  return shares.some((share, i) => {
    const middle = (share + (shares[i - 1] ?? share)) / 2
    return i > 0 && evenOdd(edges, Math.round(ax + middle * (bx - ax)), Math.round(ay + middle * (by - ay)))
  })
}

/** Whether a fence looks, by the wall clock of each minute. */
export function scheduleOf({ schedule }: OracleFence): (time: number) => boolean {
  if (!schedule) return () => true
  const format = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone: schedule.timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  })
  const known = new Map<number, boolean>()
  const look = (time: number): boolean => {
    const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]))
    const day = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(parts.weekday!) + 1
    const clock = `${parts.hour}:${parts.minute}`
    return schedule.weekly.some(({ days, from, to }) => {
      if (from < to) return days.includes(day) && clock >= from && clock < to
      return (days.includes(day) && clock >= from) || (days.includes(day === 1 ? 7 : day - 1) && clock < to)
    })
  }
  return time => {
    const minute = Math.floor(time / 60_000)
    const answer = known.get(minute) ?? look(minute * 60_000)
    known.set(minute, answer)
    return answer
  }
}
