import { geodesicBetween, toLattice } from '../../geo/index.ts'
import { passesThrough } from './crossing.ts'
import { hasLeft, type Look, look } from './evaluate.ts'
import { concerns, isOfGroups, type Zone } from './fence.ts'
import { canBeCrossed, type Edit, endOf, type FenceHistory, holdsAt } from './history.ts'
import { compact, INITIAL, INSIDE, noPresence, OPEN, type Output, type Presence, type State, TOLD } from './state.ts'
import { closeStay, isOver } from './stay.ts'
import { count, isCool, lastPoint, tell, withLast } from './tell.ts'
import { happen, nextTime } from './timers.ts'
import type { Fix, FixPoint } from './types.ts'
import { type Cell, isBeside } from './zone-index.ts'

/** Rules that hold for all fences. */
export interface FoldRules {
  /** Milliseconds by which a fix may come late. */
  readonly lateness: number
  /** What moves faster between two fixes did not: metres a second. */
  readonly fastest: number
}

/** What a fix came to: it was too fast to be true and says nothing; nothing happens while the object stays in the cell and is not due; or neither. */
export type Found = 'fast' | 'calm' | 'near'

/** What fixes make of an object's state, in the order of event time. Pure but for the state, which it moves on. */
export class Fold {
  readonly rules: FoldRules
  readonly history: FenceHistory
  #stamp = 0
  /** Zones that hold the fix under evaluation, as far as the index knows; more than count. */
  readonly #found: Zone[] = []
  readonly #gathered: Presence[] = []

  constructor(rules: FoldRules, history: FenceHistory) {
    this.rules = rules
    this.history = history
  }

  /** Lets everything happen that does by itself up to a moment: timers, and changes of fences. */
  advance(s: State, until: number, out: Output[]): void {
    const { history, rules } = this
    if (until < s.due && s.changed >= history.last) return
    if (Number.isNaN(s.time)) {
      // Whoever has not been seen yet has been in no zone.
      s.changed = Math.max(s.changed, history.editUntil(until))
      s.due = Infinity
      return
    }
    for (;;) {
      const change = s.changed >= history.last ? undefined : history.editAfter(s.changed)
      const changes = change?.at ?? Infinity
      const due = earliest(s)
      if (due <= until && due < changes) {
        const index = s.entries.findIndex(entry => nextTime(entry, s) === due)
        replace(s, index, happen(s, s.entries[index]!, due, rules.lateness, out))
      } else if (change && changes <= until) this.#change(s, change, out)
      else {
        s.due = Math.min(due, changes)
        return
      }
    }
  }

  cellAt({ lon, lat }: FixPoint): Cell {
    return this.history.index.at(toLattice(lon), toLattice(lat))
  }

  /** Takes a fix in that is newer than all before. `cell`: the one it lies in. */
  fix(s: State, fix: Fix, cell: Cell, out: Output[]): Found {
    this.advance(s, fix.time, out)
    const before = lastPoint(s)
    s.at = fix.time
    if (this.isTooFast(s, fix)) return 'fast'
    moveTo(s, fix)
    const isFirst = Number.isNaN(before.time)
    if (s.entries.length === 0 && this.history.index.isEmpty(cell) && (isFirst || !this.history.isCrossed)) return 'calm'
    const was = s.entries
    const isCalm = this.#look(s, cell, { fix, before, isFirst, lateness: this.rules.lateness }, out)
    if (s.entries !== was || s.entries.some(({ zone }) => zone.fence.rule.silent)) {
      // What waited for the stay to be sure, or begins with it, may be due already.
      s.due = -Infinity
      this.advance(s, fix.time, out)
    }
    return isCalm ? 'calm' : 'near'
  }

  isTooFast(before: FixPoint, fix: Fix): boolean {
    if (Number.isNaN(before.time)) return false
    const seconds = (fix.time - before.time) / 1000
    // A degree of latitude is 110.6 km at least: what cannot have been is not measured.
    const rough = 112_000 * (Math.abs(fix.lat - before.lat) + Math.min(Math.abs(fix.lon - before.lon), 360))
    if (rough <= this.rules.fastest * seconds) return false
    return geodesicBetween(before.lon, before.lat, fix.lon, fix.lat).metres > this.rules.fastest * seconds
  }

  /** Whether a fix lies where nothing new can be said of an object that was calm in a cell. */
  isCalm(s: State, calm: Cell, { lon, lat }: FixPoint): boolean {
    const x = toLattice(lon)
    const y = toLattice(lat)
    if (this.history.index.at(x, y) !== calm) return false
    // The way to a cell that says the same may lead through a zone.
    return !this.history.isCrossed || isBeside(x, y, toLattice(s.lon), toLattice(s.lat))
  }

  /** Whether it is sure that fixes in the same cell say nothing more. */
  #look(s: State, cell: Cell, at: Look, out: Output[]): boolean {
    const stamp = ++this.#stamp
    const found = this.#hold(s.object, cell, at.fix, stamp)
    let news = found
    const was = s.entries
    // Gathered where there is room already, and copied once.
    const gathered = this.#gathered
    let kept = 0
    let isSame = true
    let isCalm = !this.history.index.hasRims(cell)
    for (let i = 0; i < was.length; i++) {
      const entry = was[i]!
      const { zone } = entry
      const isHeld = zone.held === stamp
      if (isHeld) news--
      zone.known = stamp
      const now = look(s, entry, isHeld, at, out)
      isCalm &&= isHeld && isSteady(now)
      const isKept = !isOver(now, at.fix.time)
      isSame &&= isKept && now === entry
      if (isKept) gathered[kept++] = now
    }
    if (news > 0) {
      isCalm = false
      const held = this.#found
        .slice(0, found)
        .filter(zone => zone.known !== stamp)
        .sort(byName)
      for (const zone of held) gathered[kept++] = look(s, noPresence(zone, at.fix.time), true, at, out)
      isSame = false
    }
    const now = isSame ? was : gathered.slice(0, kept)
    s.entries = at.isFirst || !this.history.isCrossed ? now : this.#cross(s, at, { was, now }, stamp, out)
    return isCalm && s.entries === now
  }

  /** Finds and marks the zones that an object is in and that look at it. Answers how many. */
  #hold(object: string, cell: Cell, { time, lon, lat }: FixPoint, stamp: number): number {
    const found = this.#found
    const moment = Math.max(time, this.history.floor)
    const among = this.history.index.holding(cell, toLattice(lon), toLattice(lat), lon, lat, found)
    let count = 0
    for (let i = 0; i < among; i++) {
      const zone = found[i]!
      if (!holdsAt(zone, moment) || !concerns(zone.fence, object)) continue
      zone.held = stamp
      found[count++] = zone
    }
    return count
  }

  /** Zones that the way to this fix passes through, of those in which the object neither was nor is. */
  #cross(
    s: State,
    { before, fix: point }: Look,
    { was, now }: { readonly was: readonly Presence[]; readonly now: readonly Presence[] },
    stamp: number,
    out: Output[],
  ): readonly Presence[] {
    let entries = now
    const [ax, ay, bx, by] = [toLattice(before.lon), toLattice(before.lat), toLattice(point.lon), toLattice(point.lat)]
    const box = { minX: Math.min(ax, bx), minY: Math.min(ay, by), maxX: Math.max(ax, bx), maxY: Math.max(ay, by) }
    const isIn = (list: readonly Presence[], zone: Zone): boolean => list.some(entry => entry.zone === zone && (entry.flags & INSIDE) !== 0)
    const time = Math.max(point.time, this.history.floor)
    for (const zone of this.history.index.within(box).filter(canBeCrossed).sort(byName)) {
      const { fence } = zone
      if (!holdsAt(zone, time) || zone.held === stamp || !concerns(fence, s.object) || isIn(was, zone) || isIn(entries, zone)) continue
      if (zone.shape.holds(ax, ay, before.lon, before.lat) || !(fence.schedule?.isOpen(point.time) ?? true)) continue
      if (!passesThrough(zone, before, point)) continue
      const known = entries.findIndex(entry => entry.zone === zone)
      const entry = entries[known] ?? noPresence(zone, point.time)
      if (!isCool(entry, 'cross', point.time)) continue
      const explanation = { seconds: (point.time - before.time) / 1000, accuracy: point.accuracy }
      tell(s, fence, zone, 'cross', point.time, { explanation, fixes: [before, lastPoint(s)] }, out)
      if (fence.rule.cooldown === 0) continue
      const told = withLast(entry, 'cross', point.time)
      entries = known < 0 ? [...entries, told] : entries.map(each => (each === entry ? told : each))
    }
    return entries
  }

  /** Fences change: stays go over to the next version of theirs or end, and begin where a new one is around the object. */
  #change(s: State, { at, added }: Edit, out: Output[]): void {
    const point = lastPoint(s)
    const entries: Presence[] = []
    for (const entry of s.entries) {
      const { zone } = entry
      if (zone.fence.to > at) {
        entries.push(entry)
        continue
      }
      const next = this.history.versionAt(zone.fence.rule.id, at)
      const isConcerned = next !== undefined && concerns(next, s.object)
      const heir = isConcerned ? next.zones.find(({ id }) => id === zone.id) : undefined
      const isInside = (entry.flags & INSIDE) !== 0
      const stays = !isInside || (heir !== undefined && (holds(heir, point) || !hasLeft(heir, point)))
      const reason = endOf(zone, next, isConcerned) ?? (stays ? undefined : 'zone-changed')
      if (reason === undefined) {
        const by = (entry.flags & TOLD) === 0 ? undefined : (entry.by ?? zone.fence.rule)
        entries.push(compact({ ...entry, zone: heir!, run: undefined, by }))
        if ((entry.flags & OPEN) !== 0) this.#recount(s, zone, heir!, at, out)
      } else if ((entry.flags & OPEN) !== 0) closeStay(s, entry, at, { reason, fence: next }, this.rules.lateness, out)
    }
    for (const zone of added) {
      if (!concerns(zone.fence, s.object) || !holds(zone, point)) continue
      if (entries.some(entry => entry.zone === zone && (entry.flags & INSIDE) !== 0)) continue
      const others = entries.findIndex(entry => entry.zone === zone)
      const around = compact({ ...noPresence(zone, at), flags: INSIDE | INITIAL, memory: entries[others]?.memory })
      if (others < 0) entries.push(around)
      else entries[others] = around
    }
    s.entries = entries.slice()
    s.changed = at
  }

  /** A stay that goes on under another version counts there. */
  #recount(s: State, before: Zone, after: Zone, at: number, out: Output[]): void {
    if (isOfGroups(before)) count(s, before, at, -1, this.rules.lateness, out)
    if (isOfGroups(after)) count(s, after, at, 1, this.rules.lateness, out)
  }
}

const holds = ({ shape }: Zone, { lon, lat }: FixPoint): boolean => shape.holds(toLattice(lon), toLattice(lat), lon, lat)

/** Another fix inside changes nothing about it but its timers. */
const isSteady = ({ flags, run, memory, zone }: Presence): boolean =>
  (flags & INSIDE) !== 0 && !run && memory?.silent === undefined && !zone.fence.rule.speed

/** The same order however the index was made. */
const byName = (a: Zone, b: Zone): number => {
  const [x, y] = a.fence.rule.id === b.fence.rule.id ? [a.id, b.id] : [a.fence.rule.id, b.fence.rule.id]
  return x < y ? -1 : x > y ? 1 : 0
}

function moveTo(s: State, { time, lon, lat, accuracy }: FixPoint): void {
  s.time = time
  s.lon = lon
  s.lat = lat
  s.accuracy = accuracy
}

/** Takes in a fix of which it is known that it says nothing. */
export function stand(s: State, fix: Fix): void {
  s.at = fix.time
  moveTo(s, fix)
}

function earliest(s: State): number {
  let due = Infinity
  for (let index = 0; index < s.entries.length; index++) due = Math.min(due, nextTime(s.entries[index]!, s))
  return due
}

function replace(s: State, index: number, entry: Presence): void {
  const entries = [...s.entries]
  entries[index] = compact(entry)
  s.entries = entries
}
