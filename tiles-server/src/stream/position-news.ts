import { FIX_FLAGS, type Fix, type PositionEvent } from '../contract/index.ts'
import { eventText } from './batch.ts'
import type { Subscription } from './types.ts'

/** Positions of one event. */
const MOST = 1_000
/** Who asks for some layers only gets positions with this one. */
const LAYER = 'patrol'
const IMPLAUSIBLE = FIX_FLAGS.nullIsland | FIX_FLAGS.future

/** Gathers fixes until they are told: of each object the newest. */
export class PositionNews {
  #newest = new Map<string, Fix>()

  take(fixes: readonly Fix[]): void {
    for (const fix of fixes) {
      if ((fix.flags & IMPLAUSIBLE) !== 0) continue
      const known = this.#newest.get(fix.object)
      if (!known || known.time < fix.time) this.#newest.set(fix.object, fix)
    }
  }

  /** What was gathered, as the events of whoever asks; '' for who wants none of it. */
  flush(): (wanted: Subscription) => string {
    const all = [...this.#newest.values()]
    this.#newest = new Map()
    let whole: string | undefined
    return ({ layers, bbox }) => {
      if (all.length === 0 || (layers !== undefined && !layers.has(LAYER))) return ''
      if (bbox === undefined) {
        whole ??= eventsOf(all)
        return whole
      }
      const [west, south, east, north] = bbox
      return eventsOf(all.filter(({ lon, lat }) => lon >= west && lon <= east && lat >= south && lat <= north))
    }
  }
}

function eventsOf(fixes: readonly Fix[]): string {
  let text = ''
  for (let from = 0; from < fixes.length; from += MOST) {
    const positions = fixes.slice(from, from + MOST).map(({ object, time, lon, lat, accuracy, speed, heading }) => ({
      object,
      time: new Date(time).toISOString(),
      lon,
      lat,
      accuracy,
      speed,
      heading,
    }))
    text += eventText('position', JSON.stringify({ positions } satisfies PositionEvent))
  }
  return text
}
