import type { Fix, PositionReceipt } from '../contract/index.ts'
import { type Clock, ZongtuError } from '../kernel/index.ts'
import type { Live } from '../live/index.ts'
import type { PositionStore, Store } from '../store/index.ts'
import { Appender } from './appender.ts'
import { Intake, noCounts, type PositionCounts, type Records } from './intake.ts'

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
  /** What came in through this process since its start. */
  readonly counts: Readonly<PositionCounts>
  /** Resolves when what was taken in is committed. */
  close(): Promise<void>
}

interface Deps {
  readonly store: Pick<Store, 'positions'>
  readonly live: Pick<Live, 'has' | 'layer'>
  readonly clock: Clock
}

/** The layer whose features report under their own ids. */
const PATROL = 'patrol'

export function createPositions({ store: { positions: log }, live, clock }: Deps): Positions {
  const appender = new Appender(log.append)
  const counts = noCounts()
  const isKnown = (object: string): boolean => live.has(PATROL) && live.layer(PATROL).get(object) !== undefined

  return {
    counts,
    async ingest(records) {
      const intake = new Intake({ appender, clock, isKnown, counts })
      try {
        await intake.take(records)
        return intake.receipt
      } catch (error) {
        throw error instanceof ZongtuError ? told(error, intake.receipt) : error
      }
    },
    latest: log.latest,
    async track(object, range) {
      const page = await log.track(object, range)
      return {
        fixes: page.filter(({ time }, i) => time !== (i === 0 ? range.after : page[i - 1])?.time),
        last: page.length < range.limit ? null : page.at(-1)!,
      }
    },
    close: () => appender.idle(),
  }
}

/** A failure half-way says what was committed before it. */
const told = ({ code, detail, extra }: ZongtuError, receipt: PositionReceipt): ZongtuError =>
  new ZongtuError(code, `${detail}; of the positions before that ${receipt.accepted} are committed`, { ...extra, ...receipt })
