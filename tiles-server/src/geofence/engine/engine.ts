import FlatQueue from 'flatqueue'
import { Fold } from './fold.ts'
import { Groups } from './groups.ts'
import { type FenceChanges, FenceHistory } from './history.ts'
import { Pending } from './pending.ts'
import { groupsText, historyText, Reader, readHistory, SNAPSHOT_FORMAT } from './snapshot.ts'
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

/** Edits of fences that are kept for fixes from before them; when there are more, some are forgotten together. */
const MOST_EDITS = 128
const EDITS_LEFT = 96
/** A slice of a snapshot takes a few milliseconds to write down. */
const OBJECTS_A_SLICE = 500
/** Names of the parts of a snapshot. */
const [META, HISTORY, GROUPS, OBJECT] = ['meta', 'history', 'groups', 'object/']

export const ENGINE_RULES = { lateness: 600_000, fastest: 100, settle: 5_000 } as const

/** Fixes of an object that are needed to take in late ones: those in the log after an event time, before the batch. */
export interface HistoryRequest {
  readonly object: string
  readonly after: number
}

export type VerdictCounts = Readonly<Record<Verdict | 'nullIsland' | 'future', number>>

/** A batch as it lies before the engine: the track of each fix (undefined: implausible), and objects some of whose fixes are out of order. */
interface Batch {
  readonly fixes: readonly Fix[]
  readonly tracks: readonly (Track | undefined)[]
  readonly late: ReadonlySet<Track>
}

/**
 * The fence engine: what fixes, in log order, changes of fences and a clock make of alerts. Deterministic: the same inputs in the same order give the same
 * changes; whatever the order within the lateness, and whenever the clock is told, what is not withdrawn in the end is the same.
 */
export class Engine {
  readonly #rules: Required<EngineOptions>
  #fold: Fold
  readonly #tracks = new Map<string, Track>()
  readonly #groups: Groups
  readonly #counts: Record<keyof VerdictCounts, number> = {
    ...{ taken: 0, late: 0, duplicate: 0, tooFast: 0, tooLate: 0, nullIsland: 0, future: 0 },
  }
  /** Objects whose state is other than at the last snapshot. */
  #touched: Track[] = []
  readonly #pending = new Pending()
  /** Whether fences are as at the last snapshot: many zones are much text. */
  #isHistoryKept = false
  /** Tracks by the moment at which the clock adds something to them. */
  readonly #queue = new FlatQueue<Track>()
  #batch: Batch | undefined
  #clock = -Infinity
  #newest = -Infinity

  constructor(options: EngineOptions = {}) {
    this.#rules = { ...ENGINE_RULES, ...options }
    this.#fold = new Fold(this.#rules, new FenceHistory())
    this.#groups = new Groups(this.#rules.lateness)
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
    const history = readHistory(parts.get(HISTORY)!)
    engine.#fold = new Fold(engine.#rules, history)
    engine.#isHistoryKept = true
    const reader = new Reader(history)
    for (const group of reader.groups(parts.get(GROUPS)!)) engine.#groups.put(group)
    for (const [part, text] of parts) {
      if (!part.startsWith(OBJECT)) continue
      const track = Track.restore(engine.#fold, reader.track(text), engine.#clock)
      engine.#tracks.set(track.state.object, track)
      engine.#await(track)
    }
    return engine
  }

  /**
   * What is other than at the last snapshot, all at the first: texts by part, in slices of so many objects. It is the state of this moment, whatever the engine
   * is told before the last slice is taken. Throws before that of the last snapshot is.
   */
  snapshot(objects = OBJECTS_A_SLICE): Iterable<ReadonlyMap<string, string>> {
    this.#pending.begin(this.#touched)
    for (const track of this.#touched) track.isTouched = false
    this.#touched = []
    const parts = new Map([
      [META, JSON.stringify({ format: SNAPSHOT_FORMAT, clock: this.#clock, newest: this.#newest })],
      [GROUPS, groupsText(this.#groups.all)],
    ])
    if (!this.#isHistoryKept) parts.set(HISTORY, historyText(this.#fold.history))
    this.#isHistoryKept = true
    return this.#slices(parts, objects)
  }

  *#slices(parts: ReadonlyMap<string, string>, objects: number): Generator<ReadonlyMap<string, string>> {
    yield parts
    for (const texts of this.#pending.take(objects)) yield new Map(Array.from(texts, ([object, text]) => [`${OBJECT}${object}`, text]))
  }

  get clock(): number {
    return this.#clock
  }

  /** The fences as they were set last, by id. */
  get fences(): ReadonlyMap<string, CompiledFence> {
    return new Map(Array.from(this.#fold.history.current, ([id, { rule }]) => [id, rule]))
  }

  /** What a zone of a fence is called, and whether that version only tries out; the newest that is known of. */
  describe({ fence, fenceVersion, zone }: Pick<Alert, 'fence' | 'fenceVersion' | 'zone'>): { name: string; dryRun: boolean } {
    const rules = this.#fold.history.versionsOf(fence).map(({ rule }) => rule)
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
    return Array.from(this.#arrange(fixes).late, ({ state: { object }, since }) => ({ object, after: since }))
  }

  /** Takes in fixes in log order. `histories`: what `needs` asked for, by object; fixes of the log before this batch. */
  process(fixes: readonly Fix[], histories: ReadonlyMap<string, readonly Fix[]> = new Map()): AlertChange[] {
    const { tracks, late } = this.#arrange(fixes)
    this.#batch = undefined
    const sink = this.#sink()
    const before = new Map<Track, Fix[]>()
    for (const track of late) before.set(track, inTime(histories.get(track.state.object) ?? [], this.#rules.lateness))
    for (let i = 0; i < fixes.length; i++) {
      const fix = fixes[i]!
      const track = tracks[i]
      if (!track) this.#counts[(fix.flags & FLAG.nullIsland) !== 0 ? 'nullIsland' : 'future']++
      else this.#counts[this.#one(fix, track, late.size > 0 ? before.get(track) : undefined, sink)]++
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
    for (let due = this.#queue.peekValue(); due !== undefined && due <= clock; due = this.#queue.peekValue()) {
      const track = this.#queue.pop()!
      // It is in the queue once more, for an earlier moment, and was looked at then.
      if (track.queued !== due) continue
      track.queued = Infinity
      if (track.due <= clock) track.advance(clock, { at: clock, late: false }, sink)
      this.#await(track)
    }
    // The order in which the queue names objects may be another after a restart.
    sink.changes.sort(byObject)
    this.#groups.advance(clock - this.#rules.settle, { at: clock, late: false }, sink.changes)
    return net(sink.changes)
  }

  /** Changes the fences, after everything that has been taken in: now by the clock, or after the newest event if that is later. */
  setFences(changes: FenceChanges, clock: number): AlertChange[] {
    const told = this.advance(clock)
    const { history } = this.#fold
    const from = Math.max(this.#clock, this.#newest + 1, history.last + 1)
    for (const zone of history.change(changes, from)) this.#groups.watch(zone)
    this.#isHistoryKept = false
    this.#clock = from
    const sink = this.#sink()
    for (const track of this.#tracks.values()) {
      track.advance(from, { at: from, late: false }, sink)
      this.#await(track)
    }
    sink.changes.sort(byObject)
    this.#groups.advance(from - this.#rules.settle, { at: from, late: false }, sink.changes)
    this.#forgetOld()
    return net([...told, ...sink.changes])
  }

  /** Forgets versions of fences that ended long ago and many edits ago; objects that have been silent since are settled. */
  #forgetOld(): void {
    const { edits } = this.#fold.history
    if (edits.length <= MOST_EDITS) return
    const old = this.#clock - 3 * this.#rules.lateness
    const until = edits.slice(0, -EDITS_LEFT).findLast(at => at <= old)
    if (until === undefined) return
    for (const track of this.#tracks.values()) {
      if (!track.isBefore(until)) continue
      this.#touch(track)
      track.settle(until, this.#clock)
      this.#await(track)
    }
    this.#groups.forget(until)
    this.#fold.history.forget(until)
    this.#isHistoryKept = false
  }

  #one(fix: Fix, track: Track, others: Fix[] | undefined, sink: Sink): keyof VerdictCounts {
    if (fix.time === track.at) return 'duplicate'
    const isNewest = fix.time > track.at
    if (!isNewest && (fix.time < track.at - this.#rules.lateness || fix.time <= track.since)) return 'tooLate'
    this.#touch(track)
    let verdict: Verdict
    if (isNewest) {
      this.#newest = Math.max(this.#newest, fix.time)
      verdict = track.take(fix, this.#clock, sink)
    } else verdict = track.takeLate(fix, others!, this.#clock, sink)
    if (verdict !== 'duplicate') others?.push(fix)
    if (track.due < track.queued) this.#await(track)
    return verdict
  }

  #arrange(fixes: readonly Fix[]): Batch {
    if (this.#batch?.fixes === fixes) return this.#batch
    const late = new Set<Track>()
    const newest: number[] = []
    const { lateness } = this.#rules
    const tracks = fixes.map(({ object, time, flags }) => {
      if ((flags & (FLAG.nullIsland | FLAG.future)) !== 0) return undefined
      const track = this.#trackOf(object)
      if (track.slot < 0) track.slot = newest.push(track.at) - 1
      const last = newest[track.slot]!
      if (time > last) newest[track.slot] = time
      else if (time < last && time >= last - lateness) late.add(track)
      return track
    })
    for (const track of tracks) if (track) track.slot = -1
    this.#batch = { fixes, tracks, late }
    return this.#batch
  }

  /** To be called before a track changes. */
  #touch(track: Track): void {
    if (track.isTouched) return
    track.isTouched = true
    this.#touched.push(track)
    this.#pending.save(track)
  }

  #await(track: Track): void {
    if (track.due >= track.queued) return
    track.queued = track.due
    this.#queue.push(track, track.due)
  }

  #trackOf(object: string): Track {
    const known = this.#tracks.get(object)
    if (known) return known
    const track = new Track(this.#fold, object)
    this.#tracks.set(object, track)
    return track
  }

  #sink(): Sink {
    return { changes: [], recount: (object, counted, isGone) => this.#groups.recount(object, counted, isGone) }
  }
}

const byObject = ({ alert: a }: AlertChange, { alert: b }: AlertChange): number => {
  const [x, y] = [a.object ?? '', b.object ?? '']
  return x < y ? -1 : x > y ? 1 : 0
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
  for (const change of changes) {
    const others = byId.get(change.alert.id)
    if (others) others.push(change)
    else byId.set(change.alert.id, [change])
  }
  if (byId.size === changes.length) return [...changes]
  return [...byId.values()].flatMap((list): AlertChange[] => {
    const [first, last] = [list[0]!, list.at(-1)!]
    const was = first.kind !== 'raise'
    if (last.kind === 'withdraw') return was ? [last] : []
    return [{ kind: was ? 'update' : 'raise', alert: last.alert }]
  })
}
