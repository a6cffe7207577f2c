import type { Batch } from './batch.ts'

/**
 * Where a subscriber left off: everything up to `seq`, or the events of batch `seq` up to `index` as process `boot` numbered them.
 * With `boot` and no index: what that process had told up to `seq`; it owes more for the same number once a layer is loaded.
 */
export interface Position {
  readonly seq: number
  readonly index?: number
  readonly boot?: string
}

/** Reads an event id of ours; undefined when it is none. */
export function parsePosition(id: string): Position | undefined {
  const match = /^(\d{1,15})(?:(?:\.(\d{1,9}))?\.([0-9a-f]{1,32}))?$/.exec(id)
  if (match === null) return undefined
  const [, seq, index, boot] = match
  return { seq: Number(seq), ...(index !== undefined && { index: Number(index) }), ...(boot !== undefined && { boot }) }
}

/** Batches to send, the first one from after index `from` on. */
export interface Resume {
  readonly batches: readonly Batch[]
  readonly from: number
}

/** The latest batches, bounded by events and bytes. */
export interface Ring {
  push(batch: Batch): void
  /** What came after a position; undefined when that is no longer (or was never) known here. */
  since(position: Position): Resume | undefined
  /** Sequence number of the newest batch, or the one the ring started at. */
  readonly seq: number
}

export function createRing(startSeq: number, boot: string, limits: { events: number; bytes: number }): Ring {
  let batches: Batch[] = []
  let horizon = startSeq
  let seq = startSeq
  let events = 0
  let bytes = 0

  function trim(): void {
    let drop = 0
    while (drop < batches.length && (events > limits.events || bytes > limits.bytes)) {
      const oldest = batches[drop++]!
      events -= oldest.events.length
      bytes -= oldest.bytes
      horizon = oldest.seq
    }
    if (drop > 0) batches = batches.slice(drop)
  }

  return {
    get seq() {
      return seq
    },
    push(batch) {
      batches.push(batch)
      seq = Math.max(seq, batch.seq)
      events += batch.events.length
      bytes += batch.bytes
      trim()
    },
    since(position) {
      if (position.seq < horizon || position.seq > seq) return undefined
      if (position.boot !== undefined && position.boot !== boot) return undefined
      // A second batch of one number only happens when tiles were told late; the first one is where such a reader stood at least.
      const at = batches.findIndex(batch => batch.seq >= position.seq)
      const found = at >= 0 && batches[at]!.seq === position.seq
      if (position.index !== undefined) return found ? { batches: batches.slice(at), from: position.index } : undefined
      return { batches: at < 0 ? [] : batches.slice(found ? at + 1 : at), from: -1 }
    },
  }
}
