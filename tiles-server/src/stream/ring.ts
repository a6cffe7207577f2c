import type { Batch, Kept } from './batch.ts'

/**
 * Where a subscriber left off: everything up to `seq` but what a process tells late under that number, or the events of `seq` up to `index` as
 * process `boot` numbered them. With `boot` and no index: what that process had told at first for `seq`; it owes more once a layer is loaded.
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

/** Batches to send, the first one from after index `from` of its events on. */
export interface Resume {
  readonly batches: readonly Kept[]
  readonly from: number
}

/** The latest batches, bounded by events and bytes. */
export interface Ring {
  push(batch: Batch): Kept
  /** What came after a position; undefined when that is no longer (or was never) known here. */
  since(position: Position): Resume | undefined
  /** Sequence number of the newest batch, or the one the ring started at. */
  readonly seq: number
}

export function createRing(startSeq: number, boot: string, limits: { events: number; bytes: number }): Ring {
  let batches: Kept[] = []
  let horizon = startSeq
  /** Newest number of which something was told late and is no longer here. */
  let lateDropped = -1
  let seq = startSeq
  /** Events told of the newest number. */
  let told = 0
  let events = 0
  let bytes = 0

  function trim(): void {
    let drop = 0
    while (drop < batches.length && (events > limits.events || bytes > limits.bytes)) {
      const oldest = batches[drop++]!
      events -= oldest.events.length
      bytes -= oldest.bytes
      horizon = oldest.seq
      if (oldest.isLate) lateDropped = oldest.seq
    }
    if (drop > 0) batches = batches.slice(drop)
  }

  return {
    get seq() {
      return seq
    },
    push(batch) {
      const isLate = batch.seq <= seq
      if (!isLate) told = 0
      const kept: Kept = { ...batch, isLate, first: told }
      batches.push(kept)
      seq = Math.max(seq, batch.seq)
      told += batch.events.length
      events += batch.events.length
      bytes += batch.bytes
      trim()
      return kept
    },
    since({ seq: at, index, boot: of }) {
      if (at < horizon || at > seq) return undefined
      if (of !== undefined && of !== boot) return undefined
      if (index === undefined) {
        if (at === lateDropped) return undefined
        const next = batches.findIndex(batch => batch.seq > at || (batch.seq === at && batch.isLate))
        return { batches: next < 0 ? [] : batches.slice(next), from: -1 }
      }
      const own = batches.findIndex(batch => batch.seq === at && batch.first <= index && index < batch.first + batch.events.length)
      return own < 0 ? undefined : { batches: batches.slice(own), from: index - batches[own]!.first }
    },
  }
}
