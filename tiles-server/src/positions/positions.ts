import type { Fix, PositionReceipt } from '../contract/index.ts'
import { type Clock, ZongtuError } from '../kernel/index.ts'
import type { Live } from '../live/index.ts'
import type { PositionStore, Store } from '../store/index.ts'
import { Appender } from './appender.ts'
import { Intake, noCounts, type PositionCounts, type Records } from './intake.ts'
import { Mover } from './mover.ts'
import { Tail } from './tail.ts'

/** Where things are and were: into the log, and out of it. */
export interface Positions {
  /**
   * Checks records and appends the good ones in the order they came; HTTP is one who brings them. Resolves when all is committed.
   * Throws store-unavailable, and what `records` throws if that is a ZongtuError, with the receipt so far as its members.
   */
  ingest(records: Records): Promise<PositionReceipt>
  /** The newest plausible position of objects, by object. Throws store-unavailable. */
  latest: PositionStore['latest']
  /** An object's fixes by time, each time once, and where to go on: null when that was all. Throws store-unavailable. */
  track(...asked: Parameters<PositionStore['track']>): Promise<{ fixes: Fix[]; last: Fix | null }>
  /** Tells every fix that is appended from now on, by whichever process, once and in the order of the log. Returns the unsubscribe function. */
  onPositions(listener: (fixes: readonly Fix[]) => void): () => void
  /** Number of the newest fix that was told. */
  readonly seq: number
  /** What came in through this process since its start. */
  readonly counts: Readonly<PositionCounts>
  /** Stops following the log; resolves when what was taken in is committed. */
  close(): Promise<void>
}

interface Deps {
  readonly store: Pick<Store, 'positions'>
  readonly live: Live
  readonly clock: Clock
}

/** The layer whose features report under their own ids. */
const PATROL = 'patrol'

/** Follows the log and shows patrols where they were last reported. Resolves when those known are shown. Throws store-unavailable. */
export async function openPositions({ store: { positions: log }, live, clock }: Deps): Promise<Positions> {
  const appender = new Appender(fixes => log.append(fixes))
  const counts = noCounts()
  const isKnown = (object: string): boolean => live.has(PATROL) && live.layer(PATROL).get(object) !== undefined

  const tail = new Tail(log)
  const mover = new Mover(live, where => log.latest(where), PATROL)
  tail.onFixes(fixes => mover.take(fixes))
  // In this order: what comes in between is told by the tail.
  await tail.open()
  await mover.open()

  return {
    counts,
    get seq() {
      return tail.cursor
    },
    onPositions: listener => tail.onFixes(listener),
    async ingest(records) {
      const intake = new Intake({ appender, clock, isKnown, counts })
      try {
        await intake.take(records)
        return intake.receipt
      } catch (error) {
        throw error instanceof ZongtuError ? told(error, intake.receipt) : error
      }
    },
    latest: where => log.latest(where),
    async track(object, range) {
      const page = await log.track(object, range)
      return {
        fixes: page.filter(({ time }, i) => time !== (i === 0 ? range.after : page[i - 1])?.time),
        last: page.length < range.limit ? null : page.at(-1)!,
      }
    },
    async close() {
      mover.close()
      await tail.close()
      await appender.idle()
    },
  }
}

/** A failure half-way says what was committed before it. */
const told = ({ code, detail, extra }: ZongtuError, receipt: PositionReceipt): ZongtuError =>
  new ZongtuError(code, `${detail}; of the positions before that ${receipt.accepted} are committed`, { ...extra, ...receipt })
