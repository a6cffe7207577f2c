import type { Polygon, Position } from 'geojson'
import type { Random } from '../../../tiles-server/src/kernel/index.ts'
import { DEGREE, metresBetween, type Track } from './tracks.ts'

/** How the track that a zone was made for passes it: with an edge beside it, across, or at a distance that noise bridges. */
const KINDS = ['along', 'through', 'near'] as const

/** A zone; its ring is closed, on the lattice of 1e-7 degree, and its box is west, south, east, north. */
export interface Zone {
  readonly id: string
  readonly ring: readonly Position[]
  readonly box: readonly [number, number, number, number]
}

export const polygonOf = ({ ring }: Zone): Polygon => ({ type: 'Polygon', coordinates: [[...ring]] })

/** Metres east and north of a place, turned by an angle from the east. */
type Local = readonly [ahead: number, left: number]

/** Zones of 100 to 600 m at places where tracks are under way, a third of each kind. */
export function drawZones(random: Random, tracks: readonly Track[], count: number): Zone[] {
  return Array.from({ length: count }, (_, i) => {
    const { lon, lat, angle } = underWay(random, tracks)
    const corners = shapes[KINDS[i % KINDS.length]!](random)
    const [sin, cos] = [Math.sin(angle), Math.cos(angle)]
    const ring = corners.map(([ahead, left]): Position => {
      const [east, north] = [ahead * cos - left * sin, ahead * sin + left * cos]
      return [lattice(lon + east / (DEGREE * Math.cos((lat * Math.PI) / 180))), lattice(lat + north / DEGREE)]
    })
    const [xs, ys] = [ring.map(([x]) => x!), ring.map(([, y]) => y!)]
    return {
      id: `${KINDS[i % KINDS.length]}-${i}`,
      ring: [...ring, ring[0]!],
      box: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)],
    }
  })
}

const lattice = (degrees: number): number => Math.round(degrees * 1e7) / 1e7
const between = (random: Random, least: number, most: number): number => least + random() * (most - least)

/** A place where a track goes 3 m/s or more, and the angle in which it goes. */
function underWay(random: Random, tracks: readonly Track[]): { lon: number; lat: number; angle: number } {
  for (;;) {
    const { lon, lat } = tracks[Math.floor(random() * tracks.length)]!
    const at = 10 + Math.floor(random() * (lon.length - 20))
    const [x0, y0, x1, y1] = [lon[at - 10]!, lat[at - 10]!, lon[at + 10]!, lat[at + 10]!]
    if (metresBetween(x0, y0, x1, y1) < 60) continue
    const shrink = Math.cos((y0 * Math.PI) / 180)
    return { lon: lon[at]!, lat: lat[at]!, angle: Math.atan2(y1 - y0, (x1 - x0) * shrink) }
  }
}

const shapes: Record<(typeof KINDS)[number], (random: Random) => Local[]> = {
  /** A rectangle on one side, its edge up to 10 m from the track on either side and up to two degrees askew. */
  along: random => {
    const [length, depth, off, side] = [
      between(random, 100, 600),
      between(random, 100, 600),
      between(random, -10, 10),
      random() < 0.5 ? -1 : 1,
    ]
    const skew = Math.tan(between(random, -2, 2) * (Math.PI / 180))
    const edge = (ahead: number): Local => [ahead, side * off + skew * ahead]
    return [edge(-length / 2), edge(length / 2), [length / 2, side * (off + depth)], [-length / 2, side * (off + depth)]]
  },
  /** About a middle up to half its radius from the track. */
  through: random => {
    const radius = between(random, 50, 300)
    return roundish(random, radius, between(random, -0.5, 0.5) * radius)
  },
  /** Beside the track, 5 to 40 m from it at the nearest. */
  near: random => {
    const radius = between(random, 50, 300)
    return roundish(random, radius, (random() < 0.5 ? -1 : 1) * (radius + between(random, 5, 40)))
  },
}

function roundish(random: Random, radius: number, left: number): Local[] {
  const count = 8 + Math.floor(random() * 17)
  return Array.from({ length: count }, (_, i): Local => {
    const [turn, r] = [(2 * Math.PI * i) / count, radius * between(random, 0.9, 1)]
    return [r * Math.cos(turn), left + r * Math.sin(turn)]
  })
}
