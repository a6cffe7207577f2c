import type { Zone } from './edges.ts'
import { isInside, metresTo } from './plane.ts'
import { placeOf, type Track } from './tracks.ts'

/** Stays, inside or outside, that are shorter than so many seconds, may be told or not: at 5 s two fixes need not fall within them. */
export const BRIEF = 10
/** The last seconds of a track: what happens in them may be told or not. */
export const WINDOW = 60

export type Kind = 'enter' | 'exit'

/** A change of side on the track without noise. */
export interface Crossing {
  readonly kind: Kind
  /** Seconds from the start of the track, to a thousandth. */
  readonly at: number
  /** Whether it must be told: neither the stay before nor the one after is brief, nor does the track end soon. */
  readonly counts: boolean
  /** Metres from the edge that the stay before it and the one after it get to, the lesser of both: whoever errs by as much cannot know of it. */
  readonly depth: number
}

/** All crossings of a track and a zone. Before the track it is outside. */
export function crossingsOf(track: Track, zone: Zone): Crossing[] {
  const length = track.lon.length
  const found: { kind: Kind; at: number; depth: number }[] = []
  let was = false
  for (let second = 0; second < length; second++) {
    const is = isInside(zone, track.lon[second]!, track.lat[second]!)
    if (is !== was) found.push({ kind: is ? 'enter' : 'exit', at: second === 0 ? 0 : crossed(track, zone, second), depth: 0 })
    was = is
    const last = found.at(-1)
    if (last) last.depth = Math.max(last.depth, metresTo(zone, track.lon[second]!, track.lat[second]!))
  }
  return found.map((one, i) => {
    const [before, after] = [found[i - 1]?.at ?? -Infinity, found[i + 1]?.at ?? Infinity]
    const isBrief = one.at - before < BRIEF || after - one.at < BRIEF
    const depth = Math.min(one.depth, found[i - 1]?.depth ?? Infinity)
    return { ...one, depth, counts: !isBrief && one.at < length - WINDOW }
  })
}

/** When it changes sides within the second before. */
function crossed(track: Track, zone: Zone, second: number): number {
  const is = isInside(zone, track.lon[second]!, track.lat[second]!)
  let [from, to] = [second - 1, second]
  while (to - from > 0.001) {
    const middle = (from + to) / 2
    if (isInside(zone, ...placeOf(track, middle)) === is) to = middle
    else from = middle
  }
  return to
}
