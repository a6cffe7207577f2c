import { ZongtuError } from '../../kernel/index.ts'
import { isOfGroups, type Zone } from './fence.ts'
import { Groups } from './groups.ts'
import type { Counted } from './state.ts'
import type { Alert, AlertChange } from './types.ts'

/** Comings and goings are kept by so many milliseconds of event time, put in order when their turn comes. */
const BUCKET = 3_600_000
/** Decided at a time. */
const AT_ONCE = 256
/** One coming or going is a number: milliseconds since the beginning (of 32 bits), whether it came, and whose turn it was. It orders as they do. */
const OBJECTS = 2 ** 20
const TIME = 2 * OBJECTS

/** Who came and went in zones with rules on how many, of all objects of a replay, and what comes of it. */
export class GroupReplay {
  readonly zones: readonly Zone[]
  readonly #from: number
  readonly #to: number
  readonly #came = new Map<Zone, Map<number, number[]>>()
  readonly #objects = new Map<string, number>()

  constructor(zones: readonly Zone[], { from, to }: { readonly from: number; readonly to: number }) {
    this.zones = zones.filter(isOfGroups)
    this.#from = from
    this.#to = to
  }

  /** Throws too-large for more objects than can be told apart. */
  count(object: string, { zone, time, delta }: Counted): void {
    const known = this.#objects.get(object) ?? this.#objects.size
    if (known === OBJECTS) throw new ZongtuError('too-large', `more than ${OBJECTS} objects were in zones that count them`)
    this.#objects.set(object, known)
    const buckets = this.#came.get(zone) ?? new Map<number, number[]>()
    this.#came.set(zone, buckets)
    const bucket = Math.floor((time - this.#from) / BUCKET)
    const packed = (time - this.#from) * TIME + (delta > 0 ? OBJECTS : 0) + known
    const own = buckets.get(bucket)
    if (own) own.push(packed)
    else buckets.set(bucket, [packed])
  }

  /** Zone by zone, in order of time. */
  *decide(): Iterable<Alert[]> {
    for (const zone of this.zones) {
      // Nothing comes late: what has been decided is settled.
      const groups = new Groups(0)
      groups.watch(zone)
      const until = (watermark: number): Alert[] => {
        const changes: AlertChange[] = []
        groups.advance(watermark, { at: this.#to, late: false }, changes)
        return raisedOf(changes)
      }
      const buckets = [...(this.#came.get(zone) ?? [])].sort(([a], [b]) => a - b)
      for (const [, packed] of buckets) {
        let [waiting, last] = [0, 0]
        for (const each of Float64Array.from(packed).sort()) {
          const counted = this.#unpacked(zone, each)
          // Those of one moment belong together.
          if (waiting >= AT_ONCE && counted.time > last) {
            yield until(last)
            waiting = 0
          }
          groups.recount(String(counted.object), counted, false)
          last = counted.time
          waiting++
        }
        yield until(last)
      }
      yield until(this.#to)
    }
  }

  #unpacked(zone: Zone, packed: number): { zone: Zone; time: number; object: number; delta: 1 | -1 } {
    const time = Math.floor(packed / TIME) + this.#from
    const rest = packed % TIME
    return { zone, time, object: rest % OBJECTS, delta: rest >= OBJECTS ? 1 : -1 }
  }
}

/** Where nothing is taken back, all changes are alerts. */
export const raisedOf = (changes: readonly AlertChange[]): Alert[] =>
  changes.flatMap(({ kind, alert }) => (kind === 'withdraw' ? [] : [alert]))
