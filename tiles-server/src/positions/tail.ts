import type { Fix } from '../contract/index.ts'
import type { PositionStore } from '../store/index.ts'

/** Fixes read, and told, at a time. */
const PAGE = 5_000
const RETRY_MS = 500

/** Reads on in the log as it grows, whoever appends to it, and tells every fix once and in order. */
export class Tail {
  readonly #log: Pick<PositionStore, 'read' | 'lastSeq' | 'listen'>
  readonly #listeners = new Set<(fixes: readonly Fix[]) => void>()
  #cursor = 0
  #again = false
  #reading: Promise<void> | null = null
  #retry: NodeJS.Timeout | undefined
  #closed = false
  #stop: () => Promise<void> = () => Promise.resolve()

  constructor(log: Pick<PositionStore, 'read' | 'lastSeq' | 'listen'>) {
    this.#log = log
  }

  /** Number of the newest fix that was told. */
  get cursor(): number {
    return this.#cursor
  }

  /** Begins behind what is in the log now. Throws store-unavailable. */
  async open(): Promise<void> {
    this.#cursor = await this.#log.lastSeq()
    this.#stop = this.#log.listen(() => this.#news())
  }

  /** Returns the function that unsubscribes. */
  onFixes(listener: (fixes: readonly Fix[]) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#retry)
    await this.#stop()
    await this.#reading
  }

  #news(): void {
    if (this.#closed) return
    this.#again = true
    this.#reading ??= this.#read().finally(() => {
      this.#reading = null
      if (this.#again && this.#retry === undefined) this.#news()
    })
  }

  async #read(): Promise<void> {
    try {
      while (this.#again && !this.#closed) {
        this.#again = false
        const fixes = await this.#log.read(this.#cursor, PAGE)
        if (fixes.length === 0) continue
        this.#again ||= fixes.length === PAGE
        this.#cursor = fixes.at(-1)!.seq
        for (const listener of this.#listeners) this.#tell(listener, fixes)
      }
    } catch {
      // The database is away: nothing is lost, it is read when it is back.
      clearTimeout(this.#retry)
      this.#retry = setTimeout(() => {
        this.#retry = undefined
        this.#news()
      }, RETRY_MS)
      this.#retry.unref()
    }
  }

  /** A listener that fails is a defect; the others, and what comes next, are told all the same. */
  #tell(listener: (fixes: readonly Fix[]) => void, fixes: readonly Fix[]): void {
    try {
      listener(fixes)
    } catch (error) {
      process.emitWarning(`a listener failed on positions: ${(error as Error).stack ?? String(error)}`)
    }
  }
}
