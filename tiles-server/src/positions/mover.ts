import { FIX_FLAGS, type Fix } from '../contract/index.ts'
import type { Live } from '../live/index.ts'
import type { PositionStore } from '../store/index.ts'

/** Live shows new places no more often than this, in milliseconds: each time tiles are dropped and made. */
const PAUSE_MS = 1_000
/** Ids asked for at a time. */
const PAGE = 5_000

const IMPLAUSIBLE = FIX_FLAGS.nullIsland | FIX_FLAGS.future

/** Keeps the features of a layer where they were last reported: what the log tells from now on, and what is known of features that come in. */
export class Mover {
  readonly #live: Live
  readonly #latest: PositionStore['latest']
  readonly #layer: string
  /** Newest fix of each feature since the last time. */
  #waiting = new Map<string, Fix>()
  #timer: NodeJS.Timeout | undefined
  #closed = false
  readonly #stop: () => void

  constructor(live: Live, latest: PositionStore['latest'], layer: string) {
    this.#live = live
    this.#latest = latest
    this.#layer = layer
    this.#stop = live.onApplied(({ diffs, reset }) => {
      if (reset.includes(layer)) this.#look()
      else this.#look(diffs.filter(diff => diff.layer === layer && !diff.before && diff.after).map(diff => diff.after!.id))
    })
  }

  /** Shows the places that are known. Throws store-unavailable. */
  async open(): Promise<void> {
    await this.#read(this.#ids())
  }

  take(fixes: readonly Fix[]): void {
    if (!this.#live.has(this.#layer)) return
    const layer = this.#live.layer(this.#layer)
    for (const fix of fixes) {
      if ((fix.flags & IMPLAUSIBLE) !== 0 || layer.get(fix.object) === undefined) continue
      const known = this.#waiting.get(fix.object)
      if (!known || known.time < fix.time) this.#waiting.set(fix.object, fix)
    }
    if (this.#waiting.size > 0 && !this.#closed) this.#timer ??= setTimeout(() => this.#move(), PAUSE_MS).unref()
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
    this.#stop()
  }

  #move(): void {
    this.#timer = undefined
    const fixes = [...this.#waiting.values()]
    this.#waiting = new Map()
    this.#live.move(this.#layer, fixes)
  }

  #ids(): string[] {
    return this.#live.has(this.#layer) ? Array.from(this.#live.layer(this.#layer).all(), ({ id }) => id) : []
  }

  /** Features that came in may have reported before. */
  #look(ids = this.#ids()): void {
    if (ids.length > 0) this.#read(ids).catch(() => undefined) // shown with their next fix
  }

  async #read(ids: readonly string[]): Promise<void> {
    for (let from = 0; from < ids.length && !this.#closed; from += PAGE)
      this.#live.move(this.#layer, await this.#latest({ objects: ids.slice(from, from + PAGE), limit: PAGE }))
  }
}
