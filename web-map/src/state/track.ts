/** A fix of a track: time in ms since the epoch; degrees, WGS 84; metres, metres a second, degrees clockwise from north. */
export interface TrackFix {
  readonly time: number
  readonly lon: number
  readonly lat: number
  readonly accuracy: number | null
  readonly speed: number | null
  readonly heading: number | null
}

/** Between fixes further apart nobody knows where the object was. */
export const MAX_GAP_MS = 60_000
/** Fixes that are known no better than this (metres) are drawn as such: the fence engine trusts no accuracy beyond it either. */
export const POOR_M = 50

const METRES_A_DEGREE = 111_195
const RAD = Math.PI / 180
/** Shorter ways say nothing about where it went. */
const LEAST_WAY_M = 1

/** Where an object was: between two fixes, or since `index` (its last fix) at that one. `isLost`: there is no fix near in time. */
export interface TrackPlace {
  readonly lon: number
  readonly lat: number
  readonly heading: number | null
  readonly index: number
  readonly isLost: boolean
}

/** Index of the last fix at or before a time; -1 before the first. Fixes by time. */
export function lastBefore(fixes: readonly TrackFix[], at: number): number {
  let [low, high] = [0, fixes.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (fixes[middle]!.time <= at) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** Where it was at a time: along the straight line (in lon/lat) between two fixes, at the earlier one across a gap; null before the first. */
export function placeAt(fixes: readonly TrackFix[], at: number): TrackPlace | null {
  const index = lastBefore(fixes, at)
  const fix = fixes[index]
  if (!fix) return null
  const next = fixes[index + 1]
  if (!next || next.time - fix.time > MAX_GAP_MS) {
    return { lon: fix.lon, lat: fix.lat, heading: fix.heading, index, isLost: at - fix.time > (next ? 0 : MAX_GAP_MS) }
  }
  const share = (at - fix.time) / (next.time - fix.time)
  const east = turned(next.lon - fix.lon)
  return {
    lon: turned(fix.lon + east * share),
    lat: fix.lat + (next.lat - fix.lat) * share,
    heading: fix.heading ?? bearing(fix, next),
    index,
    isLost: false,
  }
}

/** Runs of fixes without a gap, as [first, last] indices. */
export function runsOf(fixes: readonly TrackFix[]): [first: number, last: number][] {
  const runs: [number, number][] = []
  fixes.forEach((fix, i) => {
    const before = fixes[i - 1]
    if (before && fix.time - before.time <= MAX_GAP_MS) runs.at(-1)![1] = i
    else runs.push([i, i])
  })
  return runs
}

/** Degrees into [-180, 180]: the short way round. */
const turned = (degrees: number): number => (degrees > 180 ? degrees - 360 : degrees < -180 ? degrees + 360 : degrees)

/** On the plane at the first, good enough for an arrow; null where it hardly moved. */
function bearing(from: TrackFix, to: TrackFix): number | null {
  const east = turned(to.lon - from.lon) * Math.cos(from.lat * RAD) * METRES_A_DEGREE
  const north = (to.lat - from.lat) * METRES_A_DEGREE
  if (Math.hypot(east, north) < LEAST_WAY_M) return null
  return (Math.atan2(east, north) / RAD + 360) % 360
}
