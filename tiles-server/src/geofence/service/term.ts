import type { Clock } from '../../kernel/index.ts'
import type { EngineRows, JournalEntry, PositionStore } from '../../store/index.ts'
import { Engine, net } from '../engine/engine.ts'
import type { FenceChanges } from '../engine/history.ts'
import type { AlertChange, CompiledFence, Fix } from '../engine/types.ts'
import type { FenceSet } from './fence-set.ts'
import { readHistories } from './histories.ts'

/** Fixes of one step. */
const BATCH = 5_000
const TICK_MS = 1_000
/** So often what the engine knows is kept, so that a successor has little to go through again. */
const SNAPSHOT_MS = 60_000
/** Objects with late fixes that are gone into at a time: all their fixes of the last minutes are needed. */
const MOST_LATE = 500

interface Deps {
  readonly positions: Pick<PositionStore, 'read' | 'track' | 'tracks' | 'lastSeq'>
  readonly rows: EngineRows
  readonly fences: FenceSet
  readonly clock: Clock
  /** Resolves when the layers are shown as new as the process that ran the engine before may have seen them: else its successor would go back in them. */
  readonly upToDate: () => Promise<void>
  /** Commits what came of a step, with the engine's place, in one transaction. */
  readonly commit: (
    engine: Engine,
    changes: readonly AlertChange[],
    mark: Parameters<EngineRows['advance']>[2],
    entries: readonly JournalEntry[],
    epoch: number,
  ) => Promise<void>
  /** Resolves when there may be something to do, at the latest after so many milliseconds. */
  readonly wait: (ms: number) => Promise<void>
}

interface FencesEntry {
  readonly put: readonly (Omit<CompiledFence, 'objects'> & { readonly objects: 'all' | readonly string[] })[]
  readonly remove: readonly string[]
  readonly at: number
}

/** One process's turn at the engine: from what was kept, through what came meanwhile, to what comes. */
export class EngineTerm {
  readonly #deps: Deps
  #engine = new Engine()
  #cursor = 0
  #began = 0
  #epoch = 0
  #committed = { cursor: -1, clock: 0 }
  #snapshotAt = 0
  /** The last snapshot while it is written: steps go on beside it. */
  #writing: Promise<void> = Promise.resolve()
  #isWriting = false
  /** Cursor of the last snapshot, and whether fences changed since. */
  #kept = -1
  #isChanged = false

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Runs until the signal says so. Throws store-unavailable. */
  async run(signal: AbortSignal): Promise<void> {
    await this.#resume()
    await this.#deps.upToDate()
    try {
      while (!signal.aborted) {
        const isBusy = await this.#step()
        if (!this.#isWriting) {
          // What it met, if it failed.
          await this.#writing
          if (this.#deps.clock.now() - this.#snapshotAt >= SNAPSHOT_MS) await this.#keep()
        }
        if (!isBusy && !signal.aborted) await this.#deps.wait(TICK_MS)
      }
      await this.#writing
      await this.#keep()
      await this.#writing
    } finally {
      // Before another takes over.
      await this.#writing.catch(() => undefined)
    }
  }

  /** Folds again what came after the snapshot; what came of it is known already. */
  async #resume(): Promise<void> {
    const { rows, positions } = this.#deps
    this.#epoch = await rows.take()
    const { mark, snapshot, journal } = await rows.load()
    // What had to be gone through again is kept at once: one that dies again and again has no more of it each time.
    this.#snapshotAt = -Infinity
    if (mark === null) {
      // What was recorded before there was an engine is looked at by replay only.
      this.#began = await positions.lastSeq()
      this.#cursor = this.#began
      return
    }
    this.#began = mark.began
    this.#cursor = snapshot?.cursor ?? mark.began
    if (snapshot) this.#engine = Engine.restore(snapshot.parts)
    for (const { after, entry } of journal) {
      await this.#fold(after)
      const { put, remove, at } = entry as FencesEntry
      this.#engine.setFences({ put: put.map(revive), remove }, at)
    }
    await this.#fold(mark.cursor)
    this.#engine.advance(mark.clock)
    this.#committed = mark
    this.#kept = snapshot?.cursor === mark.cursor && journal.length === 0 ? mark.cursor : -1
  }

  async #fold(until: number): Promise<void> {
    while (this.#cursor < until) {
      const fixes = (await this.#deps.positions.read(this.#cursor, BATCH)).filter(({ seq }) => seq <= until)
      if (fixes.length === 0) break
      await this.#take(fixes)
    }
    this.#cursor = Math.max(this.#cursor, until)
  }

  /** Whether there was as much to do as fits a step. */
  async #step(): Promise<boolean> {
    const { positions, fences, clock } = this.#deps
    const changes: AlertChange[] = []
    const entries: JournalEntry[] = []
    if (fences.isDirty) {
      const told = await fences.changes(this.#engine.fences)
      if ((told.put ?? []).length + (told.remove ?? []).length > 0) {
        const at = clock.now()
        changes.push(...this.#engine.setFences(told, at))
        entries.push({ after: this.#cursor, entry: entryOf(told, at) })
        this.#isChanged = true
      }
    }
    const fixes = await positions.read(this.#cursor, BATCH)
    if (fixes.length > 0) changes.push(...(await this.#take(fixes)))
    changes.push(...this.#engine.advance(clock.now()))
    const isDue = this.#cursor > this.#committed.cursor && clock.now() - this.#committed.clock >= TICK_MS
    if (changes.length + entries.length > 0 || isDue || this.#committed.cursor < 0) await this.#commit(net(changes), entries)
    return fixes.length === BATCH
  }

  /** Takes in what follows in the log, in as many parts as the memory for what is late asks for. */
  async #take(fixes: readonly Fix[]): Promise<AlertChange[]> {
    const needs = this.#engine.needs(fixes)
    if (needs.length > MOST_LATE) {
      const half = fixes.length >> 1
      return [...(await this.#take(fixes.slice(0, half))), ...(await this.#take(fixes.slice(half)))]
    }
    const histories = await readHistories(this.#deps.positions, needs, { began: this.#began, before: fixes[0]!.seq })
    const changes = this.#engine.process(fixes, histories)
    this.#cursor = fixes.at(-1)!.seq
    return changes
  }

  async #commit(changes: readonly AlertChange[], entries: readonly JournalEntry[]): Promise<void> {
    const mark = {
      cursor: this.#cursor,
      clock: this.#engine.clock === -Infinity ? this.#deps.clock.now() : this.#engine.clock,
      began: this.#began,
    }
    await this.#deps.commit(this.#engine, changes, mark, entries, this.#epoch)
    this.#committed = mark
  }

  /** Begins to write what the engine knows now. Nothing is written where nothing came since. */
  async #keep(): Promise<void> {
    if (this.#cursor === this.#kept && !this.#isChanged) return
    const { rows, clock } = this.#deps
    await this.#commit([], [])
    const entry = await rows.lastEntry()
    this.#snapshotAt = clock.now()
    this.#kept = this.#cursor
    this.#isChanged = false
    this.#isWriting = true
    this.#writing = rows.snapshot(this.#epoch, { cursor: this.#cursor, entry }, this.#engine.snapshot()).finally(() => {
      this.#isWriting = false
    })
    // Whoever waits for it hears of a failure; until then nobody does.
    this.#writing.catch(() => undefined)
  }
}

const entryOf = ({ put = [], remove = [] }: FenceChanges, at: number): FencesEntry => ({
  put: put.map(rule => ({ ...rule, objects: rule.objects === 'all' ? rule.objects : [...(rule.objects as ReadonlySet<string>)] })),
  remove,
  at,
})

const revive = ({ objects, ...rule }: FencesEntry['put'][number]): CompiledFence => ({
  ...rule,
  objects: objects === 'all' ? objects : new Set(objects),
})
