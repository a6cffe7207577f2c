import { type FenceChanges, firstEpoch, nextEpoch } from './epochs.ts'
import { Fold, type FoldRules } from './fold.ts'
import { Groups } from './groups.ts'
import { epochsText, groupsText, Reader, readEpochs, SNAPSHOT_FORMAT, trackText } from './snapshot.ts'
import type { Counted } from './state.ts'
import { type Sink, Track, type Verdict } from './track.ts'
import { type Alert, type AlertChange, type CompiledFence, type Fix, FLAG } from './types.ts'

/** What can be set about an engine. */
export interface EngineOptions {
  /** Milliseconds by which a fix may come late, against the newest of its object. */
  readonly lateness?: number
  /** What moves faster between two fixes did not: metres a second. */
  readonly fastest?: number
  /** Crowds and absences are decided so many milliseconds behind the clock. */
  readonly settle?: number
}

/** Sets of fences that are kept for fixes from before they changed. */
const MOST_EPOCHS = 32
/** Names of the parts of a snapshot. */
const [META, EPOCHS, GROUPS, OBJECT] = ['meta', 'epochs', 'groups', 'object/']

export const ENGINE_RULES = { lateness: 600_000, fastest: 100, settle: 5_000 } as const

/** Fixes of an object that are needed to take in late ones: those in the log after an event time, before the batch. */
export interface HistoryRequest {
  readonly object: string
  readonly after: number
}

export type VerdictCounts = Readonly<Record<Verdict | 'nullIsland' | 'future', number>>

/**
 * The fence engine: what fixes, in log order, changes of fences and a clock make of alerts. Deterministic: the same inputs in the same order give the same
 * changes; whatever the order within the lateness, and whenever the clock is told, what is not withdrawn in the end is the same.
 */
export class Engine {
  readonly #rules: Required<EngineOptions>
  readonly #fold: Fold
  readonly #tracks = new Map<string, Track>()
  readonly #groups: Groups
  readonly #counts: Record<keyof VerdictCounts, number> = {
    ...{ taken: 0, late: 0, duplicate: 0, tooFast: 0, tooLate: 0, nullIsland: 0, future: 0 },
  }
  /** Objects whose state is other than at the last snapshot. */
  readonly #touched = new Set<string>()
  #clock = -Infinity
  #newest = -Infinity

  constructor(options: EngineOptions = {}) {
    this.#rules = { ...ENGINE_RULES, ...options }
    const rules: FoldRules = this.#rules
    this.#fold = new Fold(rules, [firstEpoch()])
    this.#groups = new Groups(rules.lateness)
  }

  /** An engine in a state that was kept: all parts that snapshots brought, the newest of each. Throws for parts of another format. */
  static restore(parts: ReadonlyMap<string, string>, options: EngineOptions = {}): Engine {
    const engine = new Engine(options)
    const { format, clock, newest } = JSON.parse(parts.get(META) ?? '{}') as {
      format?: number
      clock: number | null
      newest: number | null
    }
    if (format !== SNAPSHOT_FORMAT) throw new Error(`the kept state of the fence engine has format ${format}, this is ${SNAPSHOT_FORMAT}`)
    engine.#clock = clock ?? -Infinity
    engine.#newest = newest ?? -Infinity
    const epochs = readEpochs(parts.get(EPOCHS)!)
    engine.#fold.epochs.splice(0, Infinity, ...epochs)
    const reader = new Reader(epochs)
    for (const group of reader.groups(parts.get(GROUPS)!)) engine.#groups.put(group)
    for (const [part, text] of parts) {
      if (!part.startsWith(OBJECT)) continue
      const track = Track.restore(engine.#fold, reader.track(text), engine.#clock)
      engine.#tracks.set(track.state.object, track)
    }
    return engine
  }

  /** What is other than at the last snapshot, by part; all at the first. */
  snapshot(): Map<string, string> {
    const parts = new Map([
      [META, JSON.stringify({ format: SNAPSHOT_FORMAT, clock: this.#clock, newest: this.#newest })],
      [EPOCHS, epochsText(this.#fold.epochs)],
      [GROUPS, groupsText(this.#groups.all)],
    ])
    for (const object of this.#touched) parts.set(`${OBJECT}${object}`, trackText(this.#tracks.get(object)!))
    this.#touched.clear()
    return parts
  }

  get clock(): number {
    return this.#clock
  }

  /** The fences as they were set last, by id. */
  get fences(): ReadonlyMap<string, CompiledFence> {
    return new Map(Array.from(this.#fold.epochs.at(-1)!.fences, ([id, { rule }]) => [id, rule]))
  }

  /** What a zone of a fence is called, and whether that version only tries out; the newest that is known of. */
  describe({ fence, fenceVersion, zone }: Pick<Alert, 'fence' | 'fenceVersion' | 'zone'>): { name: string; dryRun: boolean } {
    const rules = this.#fold.epochs.flatMap(({ fences }) => fences.get(fence)?.rule ?? []).reverse()
    const named = rules.flatMap(({ zones }) => zones.find(({ id }) => id === zone)?.name ?? [])
    return { name: named[0] ?? zone, dryRun: rules.find(({ version }) => version === fenceVersion)?.dryRun ?? false }
  }

  /** Objects it knows. */
  get objects(): number {
    return this.#tracks.size
  }

  /** What became of fixes since it was made. */
  get counts(): VerdictCounts {
    return this.#counts
  }

  /** Histories that `process` needs for these fixes. */
  needs(fixes: readonly Fix[]): HistoryRequest[] {
    const newest = new Map<string, number>()
    const needed = new Map<string, number>()
    for (const { object, time, flags } of fixes) {
      if (isImplausible(flags)) continue
      const track = this.#tracks.get(object)
      const at = newest.get(object) ?? track?.at ?? -Infinity
      if (time > at) newest.set(object, time)
      else if (time < at && time >= at - this.#rules.lateness && !needed.has(object)) needed.set(object, track?.since ?? -Infinity)
    }
    return Array.from(needed, ([object, after]) => ({ object, after }))
  }

  /** Takes in fixes in log order. `histories`: what `needs` asked for, by object; fixes of the log before this batch. */
  process(fixes: readonly Fix[], histories: ReadonlyMap<string, readonly Fix[]> = new Map()): AlertChange[] {
    const sink = this.#sink()
    const before = new Map<string, Fix[]>()
    for (const fix of fixes) {
      const verdict = this.#one(fix, histories, before, sink)
      this.#counts[verdict]++
    }
    const received = fixes.at(-1)?.received ?? this.#clock
    this.#groups.advance(this.#clock - this.#rules.settle, { at: Math.max(received, this.#clock), late: false }, sink.changes)
    return net(sink.changes)
  }

  /** Tells the time, milliseconds since the Unix epoch: what is due happens. It never goes back. */
  advance(clock: number): AlertChange[] {
    if (clock <= this.#clock) return []
    this.#clock = clock
    const sink = this.#sink()
    for (const track of this.#tracks.values()) track.advance(clock, { at: clock, late: false }, sink)
    this.#groups.advance(clock - this.#rules.settle, { at: clock, late: false }, sink.changes)
    return net(sink.changes)
  }

  /** Changes the fences, after everything that has been taken in: now by the clock, or after the newest event if that is later. */
  setFences(changes: FenceChanges, clock: number): AlertChange[] {
    const told = this.advance(clock)
    const { epochs } = this.#fold
    const from = Math.max(this.#clock, this.#newest + 1, epochs.at(-1)!.from + 1)
    this.#forget(epochs.length + 1 - MOST_EPOCHS)
    const epoch = nextEpoch(epochs.at(-1)!, changes, from)
    epochs.push(epoch)
    for (const zone of epoch.added) this.#groups.watch(zone)
    this.#clock = from
    const sink = this.#sink()
    for (const track of this.#tracks.values()) {
      track.due = -Infinity
      track.advance(from, { at: from, late: false }, sink)
    }
    this.#groups.advance(from - this.#rules.settle, { at: from, late: false }, sink.changes)
    return net([...told, ...sink.changes])
  }

  /** The oldest fences; what they made of objects that have not reported since stays as it is. */
  #forget(count: number): void {
    const { epochs } = this.#fold
    if (count <= 0) return
    for (const track of this.#tracks.values()) if (track.settle(epochs[count]!.from, this.#clock)) this.#touched.add(track.state.object)
    epochs.splice(0, count)
  }

  #one(fix: Fix, histories: ReadonlyMap<string, readonly Fix[]>, before: Map<string, Fix[]>, sink: Sink): keyof VerdictCounts {
    if ((fix.flags & FLAG.nullIsland) !== 0) return 'nullIsland'
    if ((fix.flags & FLAG.future) !== 0) return 'future'
    const track = this.#trackOf(fix.object)
    this.#touched.add(fix.object)
    const own = before.get(fix.object) ?? []
    if (own.length === 0) before.set(fix.object, own)
    if (fix.time === track.at) return 'duplicate'
    if (fix.time < track.at - this.#rules.lateness || fix.time < track.settled) return 'tooLate'
    if (fix.time > track.at) {
      this.#newest = Math.max(this.#newest, fix.time)
      own.push(fix)
      return track.take(fix, this.#clock, sink)
    }
    const others = [...inTime(histories.get(fix.object) ?? [], this.#rules.lateness), ...own]
    const verdict = track.takeLate(fix, others, this.#clock, sink)
    if (verdict !== 'duplicate') own.push(fix)
    return verdict
  }

  #trackOf(object: string): Track {
    const known = this.#tracks.get(object)
    if (known) return known
    const track = new Track(this.#fold, object)
    this.#tracks.set(object, track)
    return track
  }

  #sink(): Sink {
    return { changes: [], recount: (counted: Counted, isGone: boolean) => this.#groups.recount(counted, isGone) }
  }
}

const isImplausible = (flags: number): boolean => (flags & (FLAG.nullIsland | FLAG.future)) !== 0

/** Of an object's fixes those that were taken in when they came: plausible, and not later than they may. */
function inTime(fixes: readonly Fix[], lateness: number): Fix[] {
  let newest = -Infinity
  return [...fixes]
    .sort((a, b) => a.seq - b.seq)
    .filter(({ time, flags }) => {
      if (isImplausible(flags) || time < newest - lateness) return false
      newest = Math.max(newest, time)
      return true
    })
}

/** What several changes of one alert come to. */
export function net(changes: readonly AlertChange[]): AlertChange[] {
  if (changes.length < 2) return [...changes]
  const byId = new Map<string, AlertChange[]>()
  for (const change of changes) byId.set(change.alert.id, [...(byId.get(change.alert.id) ?? []), change])
  if (byId.size === changes.length) return [...changes]
  return [...byId.values()].flatMap(list => {
    const [first, last] = [list[0]!, list.at(-1)!]
    const [was, is] = [first.kind !== 'raise', last.kind !== 'withdraw']
    if (!was && !is) return []
    return [{ kind: was ? (is ? ('update' as const) : ('withdraw' as const)) : ('raise' as const), alert: last.alert }]
  })
}
