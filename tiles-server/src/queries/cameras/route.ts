import { CAMERA_LINE } from '../../contract/index.ts'
import { geodesicBetween, type Leg, lonBetween, type Position } from '../../geo/index.ts'
import { ZongtuError } from '../../kernel/index.ts'

/** A line of which places are told as metres along it. Each leg is straight in lon/lat and runs the shorter way around; degrees. */
export interface Route {
  readonly legs: readonly RouteLeg[]
  /** Sum of the geodesics between the positions. */
  readonly length: number
  /** Metres from the line's beginning: the geodesic from the leg's. */
  metresAt(leg: number, share: number): number
}

interface RouteLeg {
  readonly lon: number
  readonly lat: number
  readonly alongLon: number
  readonly alongLat: number
  readonly start: number
  readonly end: number
}

/** Positions that repeat make no leg. Throws bad-geometry for a line without length, too-large for one that is too long. */
export function routeOf(line: readonly Position[]): Route {
  const legs: RouteLeg[] = []
  let length = 0
  for (let i = 1; i < line.length; i++) {
    const [[lon, lat], [toLon, toLat]] = [line[i - 1]!, line[i]!] as [[number, number], [number, number]]
    const { metres } = geodesicBetween(lon, lat, toLon, toLat)
    if (metres === 0) continue
    legs.push({ lon, lat, alongLon: lonBetween(lon, toLon), alongLat: toLat - lat, start: length, end: length + metres })
    length += metres
  }
  if (length === 0) throw new ZongtuError('bad-geometry', `line has no length: all its positions are [${line[0]!.join(', ')}]`)
  if (length > CAMERA_LINE.metres) {
    throw new ZongtuError('too-large', `line is ${Math.round(length)} m long, at most ${CAMERA_LINE.metres} m are taken`)
  }
  return {
    legs,
    length,
    metresAt(i, share) {
      const { lon, lat, alongLon, alongLat, start, end } = legs[i]!
      if (share <= 0) return start
      return share >= 1 ? end : Math.min(end, start + geodesicBetween(lon, lat, lon + share * alongLon, lat + share * alongLat).metres)
    },
  }
}

/** A leg as a camera at a place has it. */
export const legFrom = ({ lon, lat }: { readonly lon: number; readonly lat: number }, leg: RouteLeg): Leg => ({
  dLon: lonBetween(lon, leg.lon),
  dLat: leg.lat - lat,
  alongLon: leg.alongLon,
  alongLat: leg.alongLat,
})
