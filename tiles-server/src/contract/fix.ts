/**
 * A fix of the position log: where an object was. Not on the wire as it is; what reads the log works on it.
 * Two of one log with the same object and time are the same fix sent twice: the first by `seq` counts.
 */
export interface Fix {
  /** Place in the log; ascends in commit order. */
  readonly seq: number
  /** Opaque id: a patrol's, or that of anything else that reports. */
  readonly object: string
  /** Event time, milliseconds since the Unix epoch. */
  readonly time: number
  /** Degrees, WGS 84. */
  readonly lon: number
  readonly lat: number
  /** Radius of what the place is known to, in metres. */
  readonly accuracy: number | null
  /** Metres a second. */
  readonly speed: number | null
  /** Degrees clockwise from true north, in [0, 360). */
  readonly heading: number | null
  /** When the server got it, milliseconds since the Unix epoch. */
  readonly received: number
  /** Sum of FIX_FLAGS. */
  readonly flags: number
}

/**
 * What makes a fix implausible. Ingest knows the fix alone, and decides `nullIsland` and `future`; the others need what came before of the object and
 * are for whoever folds the log in its order.
 */
export const FIX_FLAGS = {
  /** Same object and time as a fix before. */
  duplicate: 1,
  /** At 0, 0: a receiver without a fix says so. */
  nullIsland: 2,
  /** Faster than can be since the object's fix before. */
  tooFast: 4,
  /** Older than the allowed lateness against the object's newest. */
  tooLate: 8,
  /** Its time lies more than two minutes after it was received. */
  future: 16,
} as const
