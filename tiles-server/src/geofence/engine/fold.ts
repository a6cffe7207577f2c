import { geodesicBetween, toLattice } from '../../geo/index.ts'
import { passesThrough } from './crossing.ts'
import { type Epoch, endOf } from './epochs.ts'
import { hasLeft, type Look, look } from './evaluate.ts'
import { concerns, isOfGroups, type Zone } from './fence.ts'
import { INITIAL, INSIDE, OPEN, type Output, type Presence, type State } from './state.ts'
import { closeStay, isOver } from './stay.ts'
import { count, isCool, lastPoint, tell, withLast } from './tell.ts'
import { happen, nextTimer, type Timer } from './timers.ts'
import type { Fix, FixPoint } from './types.ts'

/** Rules that hold for all fences. */
export interface FoldRules {
  /** Milliseconds by which a fix may come late. */
  readonly lateness: number
  /** What moves faster between two fixes did not: metres a second. */
  readonly fastest: number
}

/** What fixes make of an object's state, in the order of event time. Pure but for the state, which it moves on. */
export class Fold {
  readonly rules: FoldRules
  /** In order; the first begins at -Infinity, or at a time before which nothing is asked any more. */
  readonly epochs: Epoch[]
  #stamp = 0

  constructor(rules: FoldRules, epochs: Epoch[]) {
    this.rules = rules
    this.epochs = epochs
  }

  /** Lets everything happen that does by itself up to a moment: timers, and changes of fences. */
  advance(s: State, until: number, out: Output[]): void {
    const last = this.epochs.at(-1)!
    if (until < s.due && s.changed >= last.from) return
    for (;;) {
      const change = s.changed >= last.from ? undefined : this.epochs.find(epoch => epoch.from > s.changed)
      const timer = earliest(s)
      if (timer && timer.time <= until && (!change || timer.time < change.from)) {
        replace(s, timer.index, happen(s, s.entries[timer.index]!, timer, this.rules.lateness, out))
      } else if (change && change.from <= until) this.#change(s, change, out)
      else {
        s.due = Math.min(timer?.time ?? Infinity, change?.from ?? Infinity)
        return
      }
    }
  }

  /** Takes a fix in that is newer than all before. False: it was too fast to be true, and says nothing. */
  fix(s: State, fix: Fix, out: Output[]): boolean {
    const isFirst = Number.isNaN(s.time)
    // Its fences may have changed since: from then on that is to happen yet.
    if (isFirst) s.changed = this.#epochAt(fix.time).from
    this.advance(s, fix.time, out)
    const before = lastPoint(s)
    s.at = fix.time
    if (!isFirst && this.#isTooFast(before, fix)) return false
    s.time = fix.time
    s.lon = fix.lon
    s.lat = fix.lat
    s.accuracy = fix.accuracy
    const epoch = this.#epochAt(fix.time)
    const cell = epoch.index.at(toLattice(fix.lon), toLattice(fix.lat))
    const isCalm = s.entries.length === 0 && cell.within.length === 0 && cell.rims.length === 0
    if (isCalm && (isFirst || !epoch.isCrossed)) return true
    this.#look(s, epoch, before, { point: lastPoint(s), speed: () => speedOf(fix, before), isFirst, lateness: this.rules.lateness }, out)
    // What waited for the stay to be sure, or begins with it, may be due already.
    s.due = -Infinity
    this.advance(s, fix.time, out)
    return true
  }

  #look(s: State, epoch: Epoch, before: FixPoint, at: Look, out: Output[]): void {
    const stamp = ++this.#stamp
    const { lon, lat } = at.point
    const [x, y] = [toLattice(lon), toLattice(lat)]
    const { within, rims } = epoch.index.at(x, y)
    const held: Zone[] = []
    const hold = (zone: Zone): void => {
      zone.held = stamp
      held.push(zone)
    }
    for (const zone of within) if (concerns(zone.fence, s.object)) hold(zone)
    for (const zone of rims) if (concerns(zone.fence, s.object) && zone.shape.holds(x, y, lon, lat)) hold(zone)
    const was = s.entries
    const entries: Presence[] = []
    for (const entry of was) {
      entry.zone.known = stamp
      const now = look(s, entry, entry.zone.held === stamp, at, out)
      if (!isOver(now, at.point.time)) entries.push(now)
    }
    for (const zone of held) {
      if (zone.known === stamp) continue
      entries.push(look(s, { zone, flags: 0, from: at.point.time, run: undefined, memory: undefined }, true, at, out))
    }
    s.entries = at.isFirst || !epoch.isCrossed ? entries : this.#cross(s, epoch, before, { was, entries }, stamp, out)
  }

  /** Zones that the way to this fix passes through, of those in which the object neither was nor is. */
  #cross(
    s: State,
    { crossed }: Epoch,
    before: FixPoint,
    { was, entries }: { readonly was: readonly Presence[]; readonly entries: Presence[] },
    stamp: number,
    out: Output[],
  ): Presence[] {
    const point = lastPoint(s)
    const [ax, ay, bx, by] = [toLattice(before.lon), toLattice(before.lat), toLattice(point.lon), toLattice(point.lat)]
    const box = { minX: Math.min(ax, bx), minY: Math.min(ay, by), maxX: Math.max(ax, bx), maxY: Math.max(ay, by) }
    const isIn = (list: readonly Presence[], zone: Zone): boolean => list.some(entry => entry.zone === zone && (entry.flags & INSIDE) !== 0)
    for (const { zone } of crossed.search(box)) {
      const { fence } = zone
      if (zone.held === stamp || !concerns(fence, s.object) || isIn(was, zone) || isIn(entries, zone)) continue
      if (zone.shape.holds(ax, ay, before.lon, before.lat) || !(fence.schedule?.isOpen(point.time) ?? true)) continue
      if (!passesThrough(zone, before, point)) continue
      const at = entries.findIndex(entry => entry.zone === zone)
      const entry: Presence = entries[at] ?? { zone, flags: 0, from: point.time, run: undefined, memory: undefined }
      if (!isCool(entry, 'cross', point.time)) continue
      const explanation = { seconds: (point.time - before.time) / 1000, accuracy: point.accuracy }
      tell(s, fence, zone.id, 'cross', point.time, { explanation, fixes: [before, point] }, out)
      if (fence.rule.cooldown === 0) continue
      const told = { ...entry, memory: withLast(entry.memory, 'cross', point.time) }
      if (at < 0) entries.push(told)
      else entries[at] = told
    }
    return entries
  }

  /** Fences change: stays go over to the next version of theirs or end, and begin where a new one is around the object. */
  #change(s: State, epoch: Epoch, out: Output[]): void {
    const at = epoch.from
    const point = lastPoint(s)
    const isKnown = !Number.isNaN(s.time)
    const entries: Presence[] = []
    for (const entry of s.entries) {
      const { zone } = entry
      if (zone.fence.to > at) {
        entries.push(entry)
        continue
      }
      const next = epoch.fences.get(zone.fence.rule.id)
      const isConcerned = next !== undefined && concerns(next, s.object)
      const heir = isConcerned ? next.zones.find(({ id }) => id === zone.id) : undefined
      const isInside = (entry.flags & INSIDE) !== 0
      const stays = !isInside || (heir !== undefined && (holds(heir, point) || !hasLeft(heir, point)))
      const reason = endOf(zone, next, isConcerned) ?? (stays ? undefined : 'zone-changed')
      if (reason === undefined) {
        entries.push({ ...entry, zone: heir!, run: undefined })
        if ((entry.flags & OPEN) !== 0) this.#recount(s, zone, heir!, at, out)
      } else if ((entry.flags & OPEN) !== 0) closeStay(s, entry, at, { reason, fence: next }, this.rules.lateness, out)
    }
    for (const zone of epoch.added) {
      if (!isKnown || !concerns(zone.fence, s.object) || !holds(zone, point)) continue
      if (entries.some(entry => entry.zone === zone && (entry.flags & INSIDE) !== 0)) continue
      const others = entries.findIndex(entry => entry.zone === zone)
      const around: Presence = { zone, flags: INSIDE | INITIAL, from: at, run: undefined, memory: entries[others]?.memory }
      if (others < 0) entries.push(around)
      else entries[others] = around
    }
    s.entries = entries
    s.changed = at
  }

  /** A stay that goes on under another version counts there. */
  #recount(s: State, before: Zone, after: Zone, at: number, out: Output[]): void {
    if (isOfGroups(before)) count(s, before, at, -1, this.rules.lateness, out)
    if (isOfGroups(after)) count(s, after, at, 1, this.rules.lateness, out)
  }

  #epochAt(time: number): Epoch {
    let at = this.epochs.length - 1
    while (at > 0 && this.epochs[at]!.from > time) at--
    return this.epochs[at]!
  }

  #isTooFast(before: FixPoint, fix: Fix): boolean {
    const seconds = (fix.time - before.time) / 1000
    // A degree of latitude is 110.6 km at least: what cannot have been is not measured.
    const rough = 112_000 * (Math.abs(fix.lat - before.lat) + Math.min(Math.abs(fix.lon - before.lon), 360))
    if (rough <= this.rules.fastest * seconds) return false
    return geodesicBetween(before.lon, before.lat, fix.lon, fix.lat).metres > this.rules.fastest * seconds
  }
}

const holds = ({ shape }: Zone, { lon, lat }: FixPoint): boolean => shape.holds(toLattice(lon), toLattice(lat), lon, lat)

/** As it was reported, or on the way from the fix before. */
function speedOf({ speed, time, lon, lat }: Fix, before: FixPoint): number | null {
  if (speed !== null || Number.isNaN(before.time)) return speed
  return geodesicBetween(before.lon, before.lat, lon, lat).metres / ((time - before.time) / 1000)
}

function earliest(s: State): (Timer & { readonly index: number }) | undefined {
  let first: (Timer & { readonly index: number }) | undefined
  for (const [index, entry] of s.entries.entries()) {
    const timer = nextTimer(entry, s)
    if (timer && (!first || timer.time < first.time)) first = { ...timer, index }
  }
  return first
}

function replace(s: State, index: number, entry: Presence): void {
  const entries = [...s.entries]
  entries[index] = entry
  s.entries = entries
}
