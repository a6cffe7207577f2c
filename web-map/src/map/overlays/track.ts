import type { Feature, Geometry, Position } from 'geojson'
import type { Alert } from '../../../../tiles-server/src/contract/index.ts'
import { POOR_M, runsOf, type TrackFix, type TrackPlace } from '../../state/track.ts'
import { disc } from './alert.ts'

/** So many colours a track goes through. */
const PIECES = 96
/** The way it came is drawn bold behind an object, for so long and so many fixes at most. */
const WAKE_MS = 180_000
const MOST_WAKE = 400

type Span = { readonly from: number; readonly to: number }
type TrackAlert = Pick<Alert, 'id' | 'severity' | 'position' | 'time'>

const drawn = (role: string, geometry: Geometry, properties: object = {}): Feature => ({
  type: 'Feature',
  geometry,
  properties: { role, ...properties },
})
const at = ({ lon, lat }: Pick<TrackFix, 'lon' | 'lat'>): Position => [lon, lat]

/**
 * A track: its line in pieces that know when they were (`t`: 0 at the span's start, 1 at its end), gaps as lines of their own, a point a fix with its
 * `index`, and the alerts of the object in that time.
 */
export function drawnTrack(fixes: readonly TrackFix[], { from, to }: Span, alerts: readonly TrackAlert[]): Feature[] {
  const share = (time: number): number => Math.min(1, Math.max(0, (time - from) / (to - from)))
  const runs = runsOf(fixes)
  const gaps = runs.slice(1).map(([first]) => drawn('gap', { type: 'LineString', coordinates: [at(fixes[first - 1]!), at(fixes[first]!)] }))
  return [
    ...gaps,
    ...runs.flatMap(([first, last]) => pieces(fixes, first, last, share)),
    ...fixes.map((fix, index) =>
      drawn('fix', { type: 'Point', coordinates: at(fix) }, { index, t: share(fix.time), poor: (fix.accuracy ?? 0) > POOR_M }),
    ),
    ...alerts.flatMap(({ severity, position }) =>
      position ? [drawn('track-alert', { type: 'Point', coordinates: [...position] }, { severity })] : [],
    ),
  ]
}

/** A run of fixes cut where its colour changes. */
function pieces(fixes: readonly TrackFix[], first: number, last: number, share: (time: number) => number): Feature[] {
  const lines: Feature[] = []
  const colourOf = (i: number): number => Math.floor(share(fixes[i]!.time) * PIECES)
  for (let start = first; start < last; ) {
    let end = start + 1
    while (end < last && colourOf(end) === colourOf(start)) end++
    const coordinates = fixes.slice(start, end + 1).map(at)
    lines.push(drawn('track', { type: 'LineString', coordinates }, { t: share((fixes[start]!.time + fixes[end]!.time) / 2) }))
    start = end
  }
  return lines
}

/** What lies around the object at the time shown: how exact its last fix is, and the way it came just before. */
export function drawnPlayhead(fixes: readonly TrackFix[], place: TrackPlace | null): Feature[] {
  const fix = place && fixes[place.index]
  if (!fix) return []
  const way: Position[] = place.isLost ? [] : [at(place)]
  for (let i = place.index; i >= 0 && way.length < MOST_WAKE && fix.time - fixes[i]!.time <= WAKE_MS; i--) way.push(at(fixes[i]!))
  return [
    ...(fix.accuracy ? [drawn('fix-accuracy', disc(at(fix), fix.accuracy), { poor: fix.accuracy > POOR_M })] : []),
    ...(way.length > 1 ? [drawn('wake', { type: 'LineString', coordinates: way })] : []),
  ]
}
