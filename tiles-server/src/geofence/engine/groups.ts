import { type Decision, difference } from './changes.ts'
import { isOfGroups, type Zone } from './fence.ts'
import type { Counted, Told } from './state.ts'
import type { AlertChange, Explanation, Transition } from './types.ts'

/** Who is in a zone at a moment, and what is known of it. */
interface Standing {
  readonly inside: ReadonlyMap<string, number>
  readonly isCrowded: boolean
  /** Since when nobody is inside while the fence looks; NaN while somebody is, or it does not look. */
  readonly emptySince: number
  readonly isAbsenceTold: boolean
}

/** An object came (1) or went (-1). */
export interface Coming {
  readonly object: string
  readonly time: number
  readonly delta: 1 | -1
}

/** A zone with rules on how many are in it. */
export interface Group {
  readonly zone: Zone
  /** Settled up to here: nothing before it changes any more. */
  base: Standing
  settled: number
  /** After that, by time. */
  events: Coming[]
  outputs: readonly Told[]
  due: number
}

/**
 * Crowds and absences, decided from who came and went, up to the watermark. What comes late within the lateness takes back and adds, as everywhere.
 */
export class Groups {
  readonly #groups = new Map<Zone, Group>()
  readonly #dirty = new Set<Group>()
  readonly #lateness: number

  constructor(lateness: number) {
    this.#lateness = lateness
  }

  get all(): Iterable<Group> {
    return this.#groups.values()
  }

  /** Begins to look at a zone; nothing for zones without such rules. */
  watch(zone: Zone): void {
    if (isOfGroups(zone) && !this.#groups.has(zone)) this.put(startOf(zone))
  }

  put(group: Group): void {
    this.#groups.set(group.zone, group)
    this.#dirty.add(group)
  }

  /** One came or went, or did not after all. */
  recount(object: string, { zone, time, delta }: Pick<Counted, 'zone' | 'time' | 'delta'>, isGone: boolean): void {
    const group = this.#groups.get(zone)
    if (!group) return
    const coming: Coming = { object, time, delta }
    if (isGone) group.events = group.events.filter(event => compare(event, coming) !== 0)
    else insert(group.events, coming)
    this.#dirty.add(group)
  }

  /** Decides everything up to the watermark. */
  advance(watermark: number, decision: Decision, changes: AlertChange[]): void {
    for (const group of this.#groups.values()) {
      if (!this.#dirty.has(group) && watermark < group.due) continue
      const { outputs, due } = decide(group, watermark)
      difference(null, group.outputs, outputs, decision, changes, () => undefined)
      group.outputs = outputs
      group.due = due
      // Only what has been told is forgotten: the clock may have come a long way at once.
      this.#settle(group, watermark - 2 * this.#lateness)
    }
    this.#dirty.clear()
  }

  /** Forgets zones of versions that ended so long ago that nothing about them changes any more. */
  forget(before: number): void {
    for (const [zone] of this.#groups) if (zone.fence.to < before) this.#groups.delete(zone)
  }

  #settle(group: Group, until: number): void {
    const first = group.events.findIndex(({ time }) => time > until)
    const old = first < 0 ? group.events.length : first
    if (old === 0) return
    const { standing } = run(group, Math.min(until, group.events[old - 1]!.time), group.events.slice(0, old))
    group.base = standing
    group.settled = group.events[old - 1]!.time
    group.events = group.events.slice(old)
    group.outputs = group.outputs.filter(({ at }) => at > group.settled)
  }
}

const startOf = (zone: Zone): Group => ({
  zone,
  base: { inside: new Map(), isCrowded: false, emptySince: Number.NaN, isAbsenceTold: false },
  settled: zone.fence.from,
  events: [],
  outputs: [],
  due: -Infinity,
})

function insert(events: Coming[], coming: Coming): void {
  let at = events.length
  while (at > 0 && compare(events[at - 1]!, coming) > 0) at--
  events.splice(at, 0, coming)
}

/** At the same moment who leaves goes first. */
const compare = (a: Coming, b: Coming): number =>
  a.time - b.time || a.delta - b.delta || (a.object < b.object ? -1 : a.object > b.object ? 1 : 0)

function decide(group: Group, watermark: number): { outputs: Told[]; due: number } {
  const { outputs, due } = run(
    group,
    watermark,
    group.events.filter(({ time }) => time <= watermark),
  )
  const next = group.events.find(({ time }) => time > watermark)?.time ?? Infinity
  return { outputs, due: Math.min(due, next) }
}

/** Goes through events from the settled standing on, with the hours of the schedule between them. */
function run(group: Group, until: number, events: readonly Coming[]): { standing: Standing; outputs: Told[]; due: number } {
  const { zone } = group
  const { fence } = zone
  const { crowd, absent } = fence.rule
  const detectsCrowd = fence.detects.has('crowd') && crowd !== undefined
  const detectsAbsent = fence.detects.has('absent') && absent !== undefined
  const inside = new Map(group.base.inside)
  let { isCrowded, emptySince, isAbsenceTold } = group.base
  let size = 0
  for (const times of inside.values()) if (times > 0) size++
  const outputs: Told[] = []
  const end = Math.min(until, fence.to - 1)
  const say = (transition: Transition, time: number, explanation: Explanation): void => {
    outputs.push(toldOf(zone, transition, time, explanation))
  }
  let at = group.settled
  let due = Infinity
  /** Lets the schedule open and close, and absence last, up to a moment. */
  const pass = (time: number): void => {
    if (!detectsAbsent) return
    while (true) {
      const isOpen = fence.schedule?.isOpen(at) ?? true
      if (isOpen && inside.size === 0 && Number.isNaN(emptySince)) emptySince = at
      if (!isOpen) {
        emptySince = Number.NaN
        isAbsenceTold = false
      }
      const turn = fence.schedule ? (isOpen ? fence.schedule.nextClosed(at) : fence.schedule.nextOpen(at)) : Infinity
      const moment = Number.isNaN(emptySince) || isAbsenceTold ? Infinity : emptySince + absent.seconds * 1000
      if (moment <= Math.min(turn, time)) {
        say('absent', moment, { seconds: absent.seconds })
        isAbsenceTold = true
        continue
      }
      due = Math.min(moment, turn)
      if (turn > time) break
      at = turn
    }
    at = Math.max(at, time)
  }
  for (const event of events) {
    if (event.time > end) break
    pass(event.time)
    const before = inside.get(event.object) ?? 0
    const count = before + event.delta
    size += Number(count > 0) - Number(before > 0)
    // One who came and left at the same moment left first: was never there.
    if (count === 0) inside.delete(event.object)
    else inside.set(event.object, count)
    if (size > 0) {
      emptySince = Number.NaN
      isAbsenceTold = false
    } else if (Number.isNaN(emptySince) && (fence.schedule?.isOpen(event.time) ?? true)) emptySince = event.time
    if (!detectsCrowd) continue
    if (!isCrowded && size >= crowd.count) {
      isCrowded = true
      say('crowd', event.time, { count: size })
    } else if (isCrowded && size <= crowd.clear) isCrowded = false
  }
  if (Number.isFinite(end)) pass(end)
  return { standing: { inside, isCrowded, emptySince, isAbsenceTold }, outputs, due: due > end && fence.to <= due ? Infinity : due }
}

const toldOf = (zone: Zone, transition: Transition, time: number, explanation: Explanation): Told => ({
  ...{ kind: 'alert', at: time, time, zone, fence: zone.fence, transition },
  details: { explanation, fixes: [] },
})
