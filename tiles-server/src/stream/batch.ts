import type { ChangeEvent, TilesEvent } from '../contract/index.ts'
import { bboxesMeet } from '../geo/index.ts'
import type { StreamEvent, Subscription } from './types.ts'

/** Events that became true together, in the order they are told: tiles first, so that a client that reads on a change fetches what is fresh. */
export interface Batch {
  readonly seq: number
  /** False when a layer was still loading: more will be told for the same number. */
  readonly settled: boolean
  readonly events: readonly (StreamEvent & { readonly json: string })[]
  /** Length of all texts, about what the batch holds in memory. */
  readonly bytes: number
}

export function makeBatch(seq: number, settled: boolean, tiles: readonly TilesEvent[], changes: readonly ChangeEvent[]): Batch {
  const events = [
    ...tiles.map(data => ({ type: 'tiles' as const, data, json: JSON.stringify(data) })),
    ...changes.map(data => ({ type: 'change' as const, data, json: JSON.stringify(data) })),
  ]
  return { seq, settled, events, bytes: events.reduce((sum, event) => sum + event.json.length + 64, 0) }
}

/** Whether a subscriber asked for this event. Events about a whole layer, or about a feature without place, pass every bbox. */
function isWanted({ data }: StreamEvent, { layers, bbox }: Subscription): boolean {
  if (layers !== undefined && !layers.has(data.layer)) return false
  if (bbox === undefined || !('bbox' in data) || data.bbox === null) return true
  return bboxesMeet(data.bbox, bbox)
}

/** The id of everything up to `seq`; unless all of that is told, only the process `boot` knows what is missing, and another answers `reset`. */
export const positionId = (seq: number, settled: boolean, boot: string): string => (settled ? String(seq) : `${seq}.${boot}`)

/** A batch with its place among those of its number. */
export interface Kept extends Batch {
  /** Place of its first event among all of its number. */
  readonly first: number
  /** Its number had been told before: who knows of that number need not have this. */
  readonly isLate: boolean
}

/**
 * A batch as text/event-stream for one subscriber, without the events at or before index `after`; '' when nothing is wanted.
 * The last event's id is the batch's sequence number: who has it has all of the batch. Earlier ones, and those of a batch that was told late, carry
 * their place, `seq.index.boot`, so that a connection cut between two events resumes exactly there.
 */
export function batchText(batch: Kept, wanted: Subscription, boot: string, after = -1): string {
  const chosen: number[] = []
  for (let i = after + 1; i < batch.events.length; i++) if (isWanted(batch.events[i]!, wanted)) chosen.push(i)
  const last = chosen[chosen.length - 1]
  return chosen
    .map(i => {
      const { type, json } = batch.events[i]!
      return eventText(
        type,
        json,
        i === last && !batch.isLate ? positionId(batch.seq, batch.settled, boot) : `${batch.seq}.${batch.first + i}.${boot}`,
      )
    })
    .join('')
}

/** One server-sent event (HTML Living Standard section 9.2). JSON has no raw line breaks, so one data line does. */
export const eventText = (type: string, json: string, id?: string): string =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${type}\ndata: ${json}\n\n`
