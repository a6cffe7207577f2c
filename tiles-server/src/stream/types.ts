import type { AlertTold, ChangeEvent, TilesEvent } from '../contract/index.ts'
import type { Bbox } from '../geo/index.ts'

/** What a subscriber asks for. */
export interface Subscription {
  readonly layers?: ReadonlySet<string>
  readonly bbox?: Bbox
  readonly lastEventId?: string
}

/** Where a subscriber's text goes: a response that can tell how much of it is still unsent. */
export interface Sink {
  write(text: string): void
  /** Bytes accepted but not yet handed to the network. */
  pending(): number
  /** Ends the response; `abruptly` drops what is pending. */
  end(abruptly: boolean): void
}

export type StreamEvent =
  | { readonly type: 'change'; readonly data: ChangeEvent }
  | { readonly type: 'tiles'; readonly data: TilesEvent }
  | { readonly type: 'alert'; readonly data: AlertTold }

/** Runs `work` every `ms` milliseconds until the answered function is called. */
export type Every = (ms: number, work: () => void) => () => void

export interface StreamLimits {
  readonly subscribers: number
  /** The ring forgets its oldest batches beyond this many events or bytes. */
  readonly ringEvents: number
  readonly ringBytes: number
  /** A subscriber with more unsent bytes is cut off; it resumes by Last-Event-ID. */
  readonly pendingBytes: number
  readonly heartbeatMs: number
  /** Time between two tellings of where things are. */
  readonly positionsMs: number
}
